"""What a patient asked the office for on their page, until something was done about it: that nobody
called them, that they want another therapist."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from service.errors import Conflict, Forbidden
from service.records.audit import Event

from .case import Case, find_case, renewed
from .desk import Actor, Desk
from .lifecycle import OFFER_NEXT, REROUTE, REVOKE, Party
from .moving import ILLEGAL
from .sending import settle
from .telling import Happened, tell

NOT_CONTACTED, ANOTHER_ASKED = "not-contacted", "another-asked"
WISHES = (NOT_CONTACTED, ANOTHER_ASKED)
CALLED = "patient-called"  # by the office, which says so
_ANSWERED = (
    CALLED, REROUTE, OFFER_NEXT, REVOKE, "request-cancellation", "confirm-cancellation", "withdraw",
    "void", "decline", "fail", "complete",
)  # fmt: skip
_CONTACTED = ("schedule", "no-show", "visit")  # who has a day was called
T = TypeVar("T")


def open_wishes(events: Iterable[Event]) -> dict[str, datetime]:
    """Wish -> when it was told last."""
    found: dict[str, datetime] = {}
    for event in events:
        if event.action in WISHES:
            found[event.action] = event.at
        elif event.action in _ANSWERED:
            found.clear()
        elif event.action in _CONTACTED:
            found.pop(NOT_CONTACTED, None)
    return found


def tell_called(desk: Desk, actor: Actor, identity: str, render: Callable[[Case], T]) -> T:
    """The office called the patient. Raises NoSuchRecord; Forbidden for another party; Conflict
    where the patient asks for nothing."""

    def work(session: Session) -> T:
        case = find_case(session, desk, actor, identity)
        if Party.REQUESTER not in case.parties:
            raise Forbidden
        if not open_wishes(case.events):
            raise Conflict(ILLEGAL, actions=case.actions)
        case.referral.change(desk.clock())
        settle(desk, case.referral)  # it is overdue no longer by what the patient asked
        tell(session, desk, actor, case.referral, Happened(CALLED))
        session.flush()
        return render(renewed(case))

    return desk.store.retrying(work)
