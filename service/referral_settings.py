"""Settings of referrals: where links lead, and how long an office waits for an OT."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from service.delivery_settings import LOOPBACK
from service.setting_values import setting, whole

_days = whole(1, 60)
_kept = whole(1, 36_500)


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
    plan_of_care_days: int = setting(
        "OTMATCH_PLAN_OF_CARE_DAYS",
        30,
        "days after the first visit within which the plan of care should come; then the office is "
        "reminded",
        whole(1, 365),
    )
    keep_closed_days: int = setting(
        "OTMATCH_KEEP_CLOSED_DAYS",
        2190,
        "days for which a closed referral or case is kept before `otmatch referrals purge` erases "
        "it",
        _kept,
    )
    keep_draft_days: int = setting(
        "OTMATCH_KEEP_DRAFT_DAYS", 90, "days for which a draft that nobody touches is kept", _kept
    )
    keep_shortlist_days: int = setting(
        "OTMATCH_KEEP_SHORTLIST_DAYS", 30, "days for which a shortlist's code holds", _kept
    )
    keep_answer_days: int = setting(
        "OTMATCH_KEEP_ANSWER_DAYS",
        30,
        "days for which the answer to an Idempotency-Key is kept for retries",
        _kept,
    )
