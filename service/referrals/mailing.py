"""The outbox of the desk, in which patients' addresses are sealed with their referrals' keys."""

from sqlalchemy.orm import Session

from service.errors import Erased, NotFound
from service.records.vault import Seal

from .desk import Desk
from .outbox import Outbox

ARRIVED = "referral-arrived"


def outbox_of(desk: Desk) -> Outbox:
    def seal_of(session: Session, referral: str) -> Seal | None:
        try:
            return desk.vault.seal_of(session, referral)
        except (Erased, NotFound):
            return None

    return Outbox(desk.store, seal_of, back_off=desk.back_off, clock=desk.clock)
