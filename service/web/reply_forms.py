"""What an OT's forms hold, and the action that is read from one."""

from datetime import datetime

from service.errors import Problem
from service.referrals.lifecycle import (
    APPOINTMENT,
    MOVES,
    NOTE,
    REASON,
    REROUTE,
    REVOKE,
    VISIT,
    Party,
)
from service.referrals.moving import Act
from service.referrals.reasons import REASONS

from .forms import Form
from .showing import Words

# What an OT may answer; that they saw the referral is told by opening it.
ANSWERS = tuple(
    move.action for move in MOVES if move.party == Party.RECIPIENT and move.action != "acknowledge"
)
CARRIES = {move.action: move.carries for move in MOVES} | {REROUTE: (), REVOKE: (REASON,)}
# What ends a referral, or asks to: it is looked at once more before it is done.
ENDS = (
    "decline", "complete", "fail", "confirm-cancellation", "discard", "withdraw",
    "request-cancellation", "void", REVOKE,
)  # fmt: skip
CHECKED, CHANGE = "checked", "change"  # of such a form: it was looked at; it is changed first
OTHER = "other"
# That nobody replied is for the service to say.
_DECLINED = tuple(reason for reason in REASONS if reason != "no-reply")
_ENDED = ("patient-declined", "patient-unreachable", "not-accepting-plan", "insurance-pending",
          "program-not-funded")  # fmt: skip
_WAITS = ("waitlist", "insurance-pending", "patient-unreachable", "insufficient-information",
          "program-not-funded")  # fmt: skip
# Action -> the reasons that make sense for it; another one is told in words.
GIVEN_REASONS: dict[str, tuple[str, ...]] = {
    "decline": _DECLINED,
    "pause": (*_WAITS, OTHER),
    "cancel-appointment": ("patient-declined", "patient-unreachable", "insurance-pending",
                           "provider-left", OTHER),
    "fail": (*_ENDED, "at-capacity", "out-of-area", "wrong-specialty", "provider-left", OTHER),
    "withdraw": (*_ENDED, "wrong-specialty", "wrong-contact", "provider-left", "duplicate",
                 "wrong-patient", OTHER),
    "request-cancellation": (*_ENDED, "wrong-specialty", "provider-left", "duplicate",
                             "wrong-patient", OTHER),
    "void": ("wrong-patient", "duplicate", OTHER),
    REVOKE: (*_ENDED, "out-of-area", "duplicate", OTHER),
}  # fmt: skip
MOST_PROPOSED = 3
MOST_TEXT, MOST_NOTE = 1000, 10_000


def read_act(form: Form, answer: str, now: datetime) -> Act:
    """As far as it can be read; the form tells what is wrong."""
    carries = CARRIES[answer]
    has_reason = REASON in carries
    proposed = []
    if answer == "accept":
        names = [f"proposed_{number}" for number in range(1, MOST_PROPOSED + 1)]
        proposed = [form.moment(name, now, needed=False) for name in names]
        _refuse_twice(form, names, proposed)
    reason = form.choice("reason", GIVEN_REASONS[answer]) if has_reason else None
    return Act(
        answer,
        asked_version(form),
        status_reason=reason,
        text=form.text("text", MOST_TEXT, needed=reason == OTHER) if has_reason else None,
        note=form.text("note", MOST_NOTE, needed=True) if NOTE in carries else None,
        appointment=_appointment(form, answer, now),
        proposed=tuple(filter(None, proposed)),
    )


def _appointment(form: Form, answer: str, now: datetime) -> datetime | None:
    """Of a visit, when it was, unless it is told at once."""
    if answer == VISIT:
        return form.past_moment("visited", now)
    return form.moment("appointment", now) if APPOINTMENT in CARRIES[answer] else None


def is_to_check(form: Form, answer: str) -> bool:
    """Whether it is shown once more before it is done."""
    return answer in ENDS and form.sent.get(CHECKED) != "yes"


def is_to_change(form: Form) -> bool:
    """Whether who looked at it goes back to the form, with all that it holds."""
    return form.sent.get(CHANGE) == "yes"


def reason_choices(words: Words) -> dict[str, list[tuple[str, str]]]:
    """Action -> the reasons that its form offers, with their words."""
    return {
        action: [(code, words.name("status_reasons", code)) for code in codes]
        for action, codes in GIVEN_REASONS.items()
    }


def _refuse_twice(form: Form, names: list[str], proposed: list[datetime | None]) -> None:
    for place, moment in enumerate(proposed):
        if moment and moment in proposed[:place]:
            form.faults.append(Problem(f"{names[place]}_day", "offered_twice"))


def asked_version(form: Form) -> int:
    """0 is of no version there is."""
    text = form.sent.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
