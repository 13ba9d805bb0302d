"""Deliveries by hand: what no channel carries by itself is brought by people, who say how."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from service.errors import Conflict, NoSuchRecord, Stale

from .case import Case, case_of, find_case
from .delivery import ByHand, by_hand
from .desk import Actor, Desk
from .moving import ILLEGAL
from .sending import settle
from .telling import Happened, tell
from .worklists import AWAITING, TO_DELIVER

DELIVER = "deliver"
T = TypeVar("T")


def deliver_by_hand(
    desk: Desk, actor: Actor, identity: str, told: tuple[int, ByHand], render: Callable[[Case], T]
) -> T:
    """`told`: the version that was seen, and what was done. Raises NoSuchRecord, Stale; Conflict
    for one that does not wait to be delivered."""
    version, how = told

    def work(session: Session) -> T:
        case = find_case(session, desk, actor, identity)
        referral = case.referral
        if not case.reaches("referrals.deliver"):
            raise NoSuchRecord
        if referral.version != version:
            raise Stale
        if referral.task.worklist not in (TO_DELIVER, AWAITING):
            raise Conflict(ILLEGAL, actions=case.actions)
        by_hand(desk, actor, referral, how)
        referral.version += 1
        referral.updated_at = desk.clock()
        settle(desk, referral)
        values = {"channel": how.channel, "arrived": how.arrived}
        tell(session, desk, actor, referral, Happened(DELIVER, values))
        session.flush()
        return render(case_of(session, desk, actor, referral))

    return desk.store.retrying(work)
