"""Settings of referrals: where links lead, and how long an office waits for an OT."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from service.delivery_settings import LOOPBACK
from service.setting_values import setting, whole

_days = whole(1, 60)


def _public_url(text: str) -> str:
    """As letters hold it: without the slash at its end."""
    rule = "must look like https://otmatch.example (http on loopback), without query and password"
    try:
        url = urlsplit(text)
        told = url.hostname and url.port != 0 and url.username is None
    except ValueError:
        raise ValueError(rule) from None
    private = url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)
    if not (told and private and re.fullmatch(r"[A-Za-z0-9.:/\[\]_~-]+", text)):
        raise ValueError(rule)
    return text.rstrip("/")


@dataclass(frozen=True)
class ReferralSettings:
    """A part of Settings."""

    public_url: str = setting(
        "OTMATCH_PUBLIC_URL",
        "",
        "where people reach this service, for links in letters; without it no e-mail brings a "
        "referral",
        _public_url,
    )
    remind_days: int = setting(
        "OTMATCH_REMIND_DAYS",
        1,
        "business days after which an OT who did not confirm a referral is reminded",
        _days,
    )
    escalate_days: int = setting(
        "OTMATCH_ESCALATE_DAYS",
        3,
        "business days after which the referring office is told that nobody confirmed",
        _days,
    )
    offer_days: int = setting(
        "OTMATCH_OFFER_DAYS",
        5,
        "business days after which the next OT of the shortlist is asked",
        _days,
    )
