"""What an OT's forms hold, and the action that is read from one."""

from datetime import datetime

from service.referrals.lifecycle import APPOINTMENT, MOVES, NOTE, REASON, REROUTE, REVOKE, Party
from service.referrals.moving import Act
from service.referrals.reasons import REASONS

from .forms import Form

# What an OT may answer; that they saw the referral is told by opening it.
ANSWERS = tuple(
    move.action for move in MOVES if move.party == Party.RECIPIENT and move.action != "acknowledge"
)
CARRIES = {move.action: move.carries for move in MOVES} | {REROUTE: (), REVOKE: (REASON,)}
# That nobody replied is for the service to say.
GIVEN_REASONS = tuple(reason for reason in REASONS if reason != "no-reply")
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
    return Act(
        answer,
        asked_version(form),
        status_reason=form.choice("reason", GIVEN_REASONS) if has_reason else None,
        text=form.text("text", MOST_TEXT) if has_reason else None,
        note=form.text("note", MOST_NOTE, needed=True) if NOTE in carries else None,
        appointment=form.moment("appointment", now) if APPOINTMENT in carries else None,
        proposed=tuple(filter(None, proposed)),
    )


def asked_version(form: Form) -> int:
    """0 is of no version there is."""
    text = form.sent.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
