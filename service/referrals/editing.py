"""A referral is changed by its office, until the OT has received it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from msgspec import structs
from sqlalchemy.orm import Session

from service.errors import Conflict, Erased, Forbidden, Stale

from .case import Case, find_case, renewed
from .consents import SHORTLIST, allows
from .content import Content, differing, open_content, seal_content
from .creating import Draft, addressed, allowing, check_draft, keep_consents
from .desk import Actor, Desk
from .duplicates import Asked, refuse_duplicate
from .lifecycle import DRAFT, REQUESTED, Party
from .moving import ILLEGAL
from .patients import patient_index
from .rerouting import NO_CONSENT
from .telling import tell

EDIT = "edit"
# The names of fields in an event's values, never what they say: who saves after somebody else must
# know where to look.
CHANGED = "changed"
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
        seal = desk.vault.seal_of(session, identity)
        before = open_content(referral.sealed, seal)
        content = _kept(case, before, draft.content)
        changed = [*differing(before, content), *_changed(case, draft)]
        patient = patient_index(desk.keys, referral.organization, content.patient)
        if case.task.state == DRAFT and draft.recipient:
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
        happened = allowing(EDIT, draft)
        happened = replace(happened, values={**happened.values, CHANGED: changed})
        tell(session, desk, actor, referral, happened)
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


def _kept(case: Case, before: Content, content: Content) -> Content:
    """Who prepared it stays known; what was signed stays signed by whom it was."""
    order = structs.replace(
        content.order, ordered_by=content.order.ordered_by or before.order.ordered_by
    )
    if case.task.state == REQUESTED:
        signature = {name: getattr(before.order, name) for name in ("signed_by", "signed_at")}
        order = structs.replace(order, **signature)
    return structs.replace(content, order=order)


def _changed(case: Case, draft: Draft) -> list[str]:
    """What is not as it was beside its content."""
    task, listed = case.task, [structs.asdict(one) for one in draft.shortlist]
    others = {
        "priority": case.referral.priority != draft.priority,
        "recipient": task.state == DRAFT and draft.recipient and (
            (draft.recipient.npi, draft.recipient.location_id)
            != (task.recipient_npi, task.location_id)
        ),
        "shortlist": case.referral.shortlist != listed,
    }  # fmt: skip
    return [name for name, is_other in others.items() if is_other]
