"""What an operator sets of referrals: time-outs, limits, where people reach the service."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True)
class Terms:
    """`remind`, `escalate` and `offer` are business days without an acknowledgement."""

    public_url: str = ""  # such as https://otmatch.example, for links in letters
    remind: int = 1
    escalate: int = 3
    offer: int = 5
    gateways: frozenset[str] = frozenset()  # channels that a webhook of the same name carries
    attachment_bytes: int = 10_000_000
    reply_link: timedelta = timedelta(days=30)
    status_link: timedelta = timedelta(days=180)
    plan_of_care: timedelta = timedelta(days=30)
    # Kind of record -> after how many days it goes.
    kept_days: dict[str, int] = field(
        default_factory=lambda: {"closed": 6 * 365, "draft": 90, "remembered": 30, "shortlist": 30}
    )
