"""Worklists: each referral stands in exactly one, by the state of its current task."""

from .lifecycle import (
    ACCEPTED,
    ACTIVE,
    APPOINTMENT_CANCELLED,
    CANCELLATION_REQUESTED,
    DRAFT,
    NO_SHOW,
    RECEIVED,
    REQUESTED,
    RESUMED,
    SCHEDULED,
    VISITED,
    State,
)

TO_DELIVER, AWAITING = "to-deliver", "awaiting-acknowledgement"
NEEDS_REROUTE, CLOSED = "needs-reroute", "closed"
STUCK = (TO_DELIVER, NEEDS_REROUTE)  # nothing happens there by itself
WORKLISTS = (
    "draft", TO_DELIVER, AWAITING, "awaiting-reply", "needs-scheduling", "scheduled", "on-hold",
    "cancellation-requested", NEEDS_REROUTE, CLOSED,
)  # fmt: skip
_BY_STATE = {
    DRAFT: "draft",
    RECEIVED: "awaiting-reply",
    CANCELLATION_REQUESTED: "cancellation-requested",
    SCHEDULED: "scheduled",
    VISITED: "scheduled",
    **dict.fromkeys((ACCEPTED, RESUMED, NO_SHOW, APPOINTMENT_CANCELLED), "needs-scheduling"),
}


def worklist(state: State, order: str, delivered: bool) -> str:
    """Where a referral stands. `delivered`: an attempt is under way or was made, and somebody owns
    it; one without is delivered by hand."""
    if state == REQUESTED:
        return AWAITING if delivered else TO_DELIVER
    if state.status == "on-hold":
        return "on-hold"
    if state.status in ("rejected", "failed") and order == ACTIVE:
        return NEEDS_REROUTE
    return _BY_STATE.get(state, CLOSED)
