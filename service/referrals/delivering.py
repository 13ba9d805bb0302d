"""Deliveries by hand: what no channel carries by itself is brought by people, who say how."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from service.errors import Conflict, Erased, NoSuchRecord, Stale

from .case import Case, find_case, renewed
from .delivery import ByHand, by_hand
from .desk import Actor, Desk
from .moving import ILLEGAL
from .repairing import contradict_contact, repairing
from .sending import settle
from .telling import Happened, tell
from .worklists import AWAITING, TO_DELIVER

DELIVER = "deliver"
T = TypeVar("T")


def deliver_by_hand(
    desk: Desk, actor: Actor, identity: str, told: tuple[int, ByHand], render: Callable[[Case], T]
) -> T:
    """`told`: the version that was seen, and what was done. Raises NoSuchRecord, Erased, Stale;
    Conflict for one that does not wait to be delivered."""
    version, how = told

    def work(session: Session, doubted: set[str]) -> T:
        case = find_case(session, desk, actor, identity)
        referral = case.referral
        if not case.reaches("referrals.deliver"):
            raise NoSuchRecord
        if referral.erased_at:
            raise Erased
        if referral.version != version:
            raise Stale
        if referral.task.worklist not in (TO_DELIVER, AWAITING):
            raise Conflict(ILLEGAL, actions=case.actions)
        by_hand(session, desk, actor, referral, how)
        if how.wrong_contact and contradict_contact(session, desk, referral, how.channel):
            doubted.add(referral.task.recipient_npi)
        referral.change(desk.clock())
        settle(desk, referral)
        values = {"channel": how.channel, "arrived": how.arrived}
        tell(session, desk, actor, referral, Happened(DELIVER, values))
        session.flush()
        return render(renewed(case))

    return repairing(desk, work)
