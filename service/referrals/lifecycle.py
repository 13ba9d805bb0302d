"""The lifecycle of a referral, as data: which action, by whom, from which state, to which.

The states are FHIR's: `status` is Task.status, `business` Task.businessStatus (numbered as in the
BSeR guide), `order` ServiceRequest.status. A referral's state is that of its newest task.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class State(NamedTuple):
    status: str
    business: str | None = None


class Party(StrEnum):
    """Who makes a move: for people, the action of `service.access.actions` that they need."""

    SIGNER = "referrals.send"  # sending is signing
    REQUESTER = "referrals.move-as-requester"
    RECIPIENT = "referrals.move-as-recipient"
    TIMER = "timer"


DRAFT = State("draft")
REQUESTED = State("requested", "2.0")
RECEIVED = State("received", "2.0")
ACCEPTED = State("accepted", "3.0")
SCHEDULED = State("in-progress", "5.1.1")
NO_SHOW = State("in-progress", "5.1.2")
APPOINTMENT_CANCELLED = State("in-progress", "5.1.3")
VISITED = State("in-progress", "5.1.4")
RESUMED = State("in-progress", "3.0")  # accepted, and paused before anything was scheduled
CANCELLATION_REQUESTED = State("in-progress", "5.2")
REJECTED = State("rejected", "4.0")
CANCELLED = State("cancelled", "6.0")
COMPLETED = State("completed", "7.0")
FAILED = State("failed")
ENTERED_IN_ERROR = State("entered-in-error")

_IN_CARE = (SCHEDULED, NO_SHOW, APPOINTMENT_CANCELLED, VISITED, RESUMED)
# Pausing keeps where the care stood, so that resuming goes on from there.
_ON_HOLD = tuple(State("on-hold", state.business) for state in (ACCEPTED, *_IN_CARE[:4]))
_UNANSWERED = (REQUESTED, RECEIVED)
_UNSERVED = (REJECTED, FAILED)
STATES = (
    DRAFT, *_UNANSWERED, ACCEPTED, *_IN_CARE, *_ON_HOLD, CANCELLATION_REQUESTED, *_UNSERVED,
    CANCELLED, COMPLETED, ENTERED_IN_ERROR,
)  # fmt: skip
TERMINAL = frozenset((*_UNSERVED, CANCELLED, COMPLETED, ENTERED_IN_ERROR))

ACTIVE, ON_HOLD, REVOKED, ORDER_COMPLETED = "active", "on-hold", "revoked", "completed"
ORDER_IN_ERROR = "entered-in-error"
# What a move must carry; what it may carry besides is in the face's schema.
REASON, APPOINTMENT, NOTE, RECIPIENT = "status_reason", "appointment", "note", "recipient"


@dataclass(frozen=True)
class Move:
    """One row: `target` None stays where it is in `business` and only pauses or resumes."""

    action: str
    party: Party
    sources: tuple[State, ...]
    target: State | None
    order: str
    carries: tuple[str, ...] = ()

    def reaches(self, state: State) -> State:
        if self.target:
            return self.target
        status = "in-progress" if state.status == "on-hold" else "on-hold"
        return State(status, state.business)


ACCEPT, MISS, VISIT = "accept", "no-show", "visit"
_TIMER, _SIGNER = Party.TIMER, Party.SIGNER
_ASKER, _OT = Party.REQUESTER, Party.RECIPIENT
MOVES = (
    Move("send", _SIGNER, (DRAFT,), REQUESTED, ACTIVE, (RECIPIENT,)),
    Move("acknowledge", _OT, (REQUESTED,), RECEIVED, ACTIVE),
    Move(ACCEPT, _OT, _UNANSWERED, ACCEPTED, ACTIVE),
    Move("decline", _OT, (*_UNANSWERED, ACCEPTED, *_IN_CARE), REJECTED, ACTIVE, (REASON,)),
    Move("schedule", _OT, (ACCEPTED, *_IN_CARE), SCHEDULED, ACTIVE, (APPOINTMENT,)),
    Move(MISS, _OT, (SCHEDULED,), NO_SHOW, ACTIVE),
    Move("cancel-appointment", _OT, (SCHEDULED, NO_SHOW, VISITED), APPOINTMENT_CANCELLED, ACTIVE,
         (REASON,)),
    Move(VISIT, _OT, (ACCEPTED, *_IN_CARE), VISITED, ACTIVE, (NOTE,)),
    Move("pause", _OT, (ACCEPTED, *_IN_CARE), None, ON_HOLD, (REASON,)),
    Move("resume", _OT, _ON_HOLD, None, ACTIVE),
    Move("discard", _ASKER, (DRAFT,), ENTERED_IN_ERROR, ORDER_IN_ERROR),
    Move("withdraw", _ASKER, (REQUESTED,), CANCELLED, REVOKED, (REASON,)),
    Move("request-cancellation", _ASKER, (RECEIVED, ACCEPTED, *_IN_CARE, *_ON_HOLD),
         CANCELLATION_REQUESTED, ACTIVE, (REASON,)),
    Move("confirm-cancellation", _OT, (CANCELLATION_REQUESTED,), CANCELLED, REVOKED),
    Move("complete", _OT, (ACCEPTED, *_IN_CARE, CANCELLATION_REQUESTED, *_ON_HOLD), COMPLETED,
         ORDER_COMPLETED, (NOTE,)),
    Move("fail", _OT, (*_IN_CARE, *_ON_HOLD), FAILED, ACTIVE, (REASON,)),
    Move("void", _ASKER, tuple(s for s in STATES if s != ENTERED_IN_ERROR), ENTERED_IN_ERROR,
         ORDER_IN_ERROR, (REASON,)),
)  # fmt: skip
MOVE = {move.action: move for move in MOVES}
# Moves of the order, not of its task: another OT is asked, by a task of its own, or none is.
REROUTE, REVOKE, OFFER_NEXT = "reroute", "revoke", "offer-next"
ORDER_MOVES = (REROUTE, REVOKE)


def moves_from(state: State) -> tuple[Move, ...]:
    """All that can be done from a state, whoever does it."""
    return tuple(move for move in MOVES if state in move.sources)


def replay(actions: Iterable[str]) -> State | None:
    """The state that a history of actions leads to; raises ValueError for an illegal one.

    `None` before the first. An order move that asks another OT begins again at requested.
    """
    state: State | None = None
    for action in actions:
        state = _after(state, action)
    return state


def _after(state: State | None, action: str) -> State | None:
    if state is None:
        if action not in ("save", "send"):
            raise ValueError(f"a referral cannot begin with {action}")
        return DRAFT if action == "save" else REQUESTED
    if action in (REROUTE, OFFER_NEXT):
        return REQUESTED
    move = MOVE.get(action)
    if move is None:
        return state
    if state not in move.sources:
        raise ValueError(f"{action} is no move from {state}")
    return move.reaches(state)
