"""What an operator sets of referrals: time-outs, limits, where people reach the service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from .business_days import Calendar

_WORKLIST_DAYS = {
    "to-deliver": 1,
    "awaiting-acknowledgement": 1,
    "awaiting-reply": 3,
    "needs-scheduling": 5,
    "scheduled": 5,  # after the appointment
    "on-hold": 20,
    "cancellation-requested": 2,
    "needs-reroute": 1,
}
# Six years is what HIPAA asks of its own papers; states ask for more or less of a chart.
_KEPT_DAYS = {"closed": 6 * 365, "draft": 90, "remembered": 30, "shortlist": 30}


@dataclass(frozen=True)
class Terms:
    """`remind`, `escalate`: business days without an acknowledgement; `offer`: since it arrived.
    `due_days`: business days on a worklist until overdue. `kept_days`: by kind of record, until it
    is erased."""

    public_url: str = ""  # such as https://otmatch.example, for links in letters
    remind: int = 1
    escalate: int = 3
    offer: int = 5
    calendar: Calendar = field(default_factory=Calendar)
    due_days: Mapping[str, int] = field(default_factory=lambda: _WORKLIST_DAYS)
    # Name -> the events it hears of; one named as a channel carries what goes by that channel.
    webhooks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    attachment_bytes: int = 10_000_000
    reply_link: timedelta = timedelta(days=30)
    status_link: timedelta = timedelta(days=180)
    plan_of_care_days: int = 30
    call_by_days: int = 3  # business days after which a patient who hears nothing should call
    kept_days: Mapping[str, int] = field(default_factory=lambda: _KEPT_DAYS)
