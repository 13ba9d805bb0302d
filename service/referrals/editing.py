"""A referral is changed by its office, until the OT has received it."""

from collections.abc import Callable
from typing import TypeVar

from msgspec import structs
from sqlalchemy.orm import Session

from service.errors import Conflict, Erased, Forbidden, Stale

from .case import Case, find_case, renewed
from .consents import SHORTLIST, allows
from .content import seal_content
from .creating import Draft, addressed, allowing, check_draft, keep_consents
from .desk import Actor, Desk
from .duplicates import Asked, refuse_duplicate
from .lifecycle import DRAFT, REQUESTED, Party
from .moving import ILLEGAL
from .patients import patient_index
from .rerouting import NO_CONSENT
from .telling import tell

EDIT = "edit"
T = TypeVar("T")


def edit(
    desk: Desk, actor: Actor, identity: str, told: tuple[int, Draft], render: Callable[[Case], T]
) -> T:
    """`told`: the version that was seen, and the referral as it shall be; whom it went to stays,
    once it is sent. Raises NoSuchRecord, Erased, Stale, Forbidden; Conflict for one that was
    received, or that would be a duplicate; InvalidQuery for what cannot be so."""
    version, draft = told
    check_draft(desk, actor.principal, draft)
    draft = addressed(desk, draft)

    def work(session: Session) -> T:
        case = find_case(session, desk, actor, identity)
        _check(case, version)
        referral = case.referral
        content = draft.content
        seal = desk.vault.seal_of(session, identity)
        patient = patient_index(desk.keys, referral.organization, content.patient)
        if referral.task.state == REQUESTED:  # what was signed stays signed by whom it was
            content = structs.replace(content, order=structs.replace(
                content.order, signed_by=case.content.order.signed_by,
                signed_at=case.content.order.signed_at))  # fmt: skip
        elif draft.recipient:
            referral.task.recipient_npi = draft.recipient.npi
            referral.task.location_id = draft.recipient.location_id
        if not draft.allow_duplicate:
            npi = referral.task.recipient_npi
            refuse_duplicate(session, desk, Asked(patient, content.services, npi, identity))
        referral.sealed, referral.patient = seal_content(content, seal), patient
        referral.priority = draft.priority
        keep_consents(session, desk, actor, referral, draft)
        referral.shortlist = [structs.asdict(one) for one in draft.shortlist]
        if draft.shortlist and not allows(session, desk, referral, SHORTLIST):
            raise Conflict(NO_CONSENT)
        referral.change(desk.clock())
        tell(session, desk, actor, referral, allowing(EDIT, draft))
        session.flush()
        return render(renewed(case))

    return desk.store.retrying(work)


def _check(case: Case, version: int) -> None:
    if Party.REQUESTER not in case.parties:
        raise Forbidden
    if case.referral.erased_at:
        raise Erased
    if case.referral.version != version:
        raise Stale
    if case.task.state not in (DRAFT, REQUESTED):
        raise Conflict(ILLEGAL, actions=case.actions)
    if case.task.state == REQUESTED and Party.SIGNER not in case.parties:
        raise Forbidden  # the signature stands below what was signed
