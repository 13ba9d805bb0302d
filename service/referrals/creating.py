"""A referral begins: as a draft, or sent at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec
from msgspec import structs
from sqlalchemy.orm import Session

from service.access.actions import scopes
from service.access.principal import Principal
from service.clock import EASTERN
from service.directory.query import is_hios_id, plan_key
from service.directory.zip_table import zip_table
from service.errors import Forbidden, InvalidQuery, Problem

from .case import Case, case_of
from .consents import SHORTLIST, GivenConsent, add_consent
from .content import Addressee, Content, Patient, seal_content
from .desk import Actor, Desk, new_id
from .duplicates import ALLOWED, Asked, refuse_duplicate
from .lifecycle import DRAFT, Party
from .patients import patient_index
from .recipients import check_recipient
from .remembering import Once, remember, remembered
from .sending import new_task, send
from .signing import SIGNED_BY, signed
from .starting import started_from
from .tables import Referral
from .telling import Happened, tell

EARLIEST_BIRTH = date(1900, 1, 1)
CLOCKS_DIFFER = timedelta(minutes=5)  # of clients, from ours


@dataclass(frozen=True)
class Draft:
    """What a client sends. `allow_duplicate` is the reason for a second one, if it is meant."""

    content: Content = field(repr=False)
    recipient: Addressee | None = None
    shortlist: tuple[Addressee, ...] = ()
    shortlist_consent: bool = False
    priority: str = "routine"
    allow_duplicate: str | None = field(default=None, repr=False)
    send: bool = False
    consents: tuple[GivenConsent, ...] = ()
    shortlist_code: str | None = field(default=None, repr=False)


def create(
    desk: Desk, actor: Actor, draft: Draft, key: str, render: Callable[[Case], str]
) -> tuple[str, bool]:
    """The answer, and whether it is new; the same draft by the same key gets the same answer.

    Raises Conflict for an open referral of the same patient, service and recipient, and for a
    recipient who left the directory; InvalidQuery for what is missing, or cannot be so.
    """
    _check_right(actor.principal, draft)
    once = Once(key, msgspec.json.encode(draft, order="sorted").decode())
    check_draft(desk, actor.principal, draft)
    draft = addressed(desk, draft)

    def work(session: Session) -> tuple[str, bool]:
        if (before := remembered(session, desk, actor, once)) is not None:
            return before, False
        referral = _begin(session, desk, actor, draft)
        answer = render(case_of(session, desk, actor, referral))
        remember(session, desk, actor, once, (referral.id, answer))
        return answer, True

    return desk.store.retrying(work)


def _check_right(principal: Principal, draft: Draft) -> None:
    if principal.organization is None or not scopes(principal, "referrals.draft"):
        raise Forbidden
    if draft.send and not scopes(principal, Party.SIGNER.value):
        raise Forbidden


def check_draft(desk: Desk, principal: Principal, draft: Draft) -> None:
    """Raises InvalidQuery: a patient who cannot be, a signature of somebody else's, or of a moment
    to come."""
    if wrong := list(_wrong_of_patient(desk, draft.content.patient)):
        raise InvalidQuery(*wrong)
    order = draft.content.order
    if (order.signed_by or order.signed_at) and not scopes(principal, Party.SIGNER.value):
        name = "signed_by" if order.signed_by else "signed_at"
        raise InvalidQuery(Problem(f"order.{name}", "only_clinicians_sign"))
    if order.signed_at and order.signed_at > desk.clock() + CLOCKS_DIFFER:
        raise InvalidQuery(Problem("order.signed_at", "in_the_future"))


def _wrong_of_patient(desk: Desk, patient: Patient) -> Iterator[Problem]:
    """A birth date that nobody living has; a ZIP code where there is none; a plan that the
    directory does not know, and that is no HIOS id of another one's."""
    today = desk.clock().astimezone(EASTERN).date()
    code, plan = patient.postal_code, patient.plan_id
    if not EARLIEST_BIRTH <= patient.birth_date <= today:
        yield Problem("patient.birth_date", "not_a_birth_date", example="1979-03-02")
    if code and not zip_table().is_plausible(code):
        yield Problem("patient.postal_code", "no_such_postal_code", example="12203")
    if plan and not is_hios_id(plan) and plan_key(plan) not in desk.engine.meta().plans:
        yield Problem("patient.plan_id", "no_such_plan", example="11111NY0010001")


def addressed(desk: Desk, draft: Draft) -> Draft:
    """With the OTs of its shortlist code, each at a location of theirs."""
    if draft.shortlist_code:
        draft = started_from(desk, draft, draft.shortlist_code)
    if draft.send and draft.recipient is None:
        raise InvalidQuery(Problem("recipient", "needed"))
    if draft.shortlist and not draft.shortlist_consent:
        raise InvalidQuery(Problem("shortlist_consent", "consent_needed"))
    _refuse_twice(draft)
    recipient = draft.recipient and check_recipient(desk.engine, draft.recipient)
    shortlist = tuple(
        check_recipient(desk.engine, one, f"shortlist.{place}")
        for place, one in enumerate(draft.shortlist)
    )
    changed = {"recipient": recipient, "shortlist": shortlist}
    return Draft(**{**vars(draft), **changed})


def _refuse_twice(draft: Draft) -> None:
    """Who was asked is not asked again, wherever they work."""
    named = {draft.recipient.npi} if draft.recipient else set()
    for place, one in enumerate(draft.shortlist):
        if one.npi in named:
            raise InvalidQuery(Problem(f"shortlist.{place}.npi", "named_before"))
        named.add(one.npi)


def _begin(session: Session, desk: Desk, actor: Actor, draft: Draft) -> Referral:
    identity, moment = new_id("r-"), desk.clock()
    organization = actor.principal.organization
    content = _signed(actor, desk, draft)
    patient = patient_index(desk.keys, organization, content.patient)
    if not draft.allow_duplicate:
        npi = draft.recipient and draft.recipient.npi
        refuse_duplicate(session, desk, Asked(patient, content.services, npi))
    seal = desk.vault.make(session, identity)
    referral = Referral(
        id=identity,
        organization=organization,
        author=actor.principal.id,
        order_status=DRAFT.status,
        priority=draft.priority,
        version=1,
        patient=patient,
        sealed=seal_content(content, seal),
        shortlist=[structs.asdict(one) for one in draft.shortlist],
        created_at=moment,
        updated_at=moment,
    )
    referral.tasks.append(new_task(DRAFT, draft.recipient))
    session.add(referral)
    keep_consents(session, desk, actor, referral, draft)
    happened = allowing("send" if draft.send else "save", draft)
    if draft.send:
        send(session, desk, actor, referral, happened)
    else:
        tell(session, desk, actor, referral, happened)
    return referral


def allowing(action: str, draft: Draft) -> Happened:
    """With the reason for a second one, where there is one."""
    why = draft.allow_duplicate
    return Happened(action, {ALLOWED: True} if why else {}, why)


def keep_consents(
    session: Session, desk: Desk, actor: Actor, referral: Referral, draft: Draft
) -> None:
    given = list(draft.consents)
    if draft.shortlist_consent and all(one.scope != SHORTLIST for one in given):
        given.append(GivenConsent(SHORTLIST, recipients=tuple(one.npi for one in draft.shortlist)))
    if given:
        session.flush()  # a new referral's row comes before those that name it
    for one in given:
        add_consent(session, desk, actor, referral, one)


def _signed(actor: Actor, desk: Desk, draft: Draft) -> Content:
    order = draft.content.order
    order = structs.replace(order, ordered_by=order.ordered_by or actor.principal.name)
    if draft.send:
        order = signed(desk, actor, order, f"order.{SIGNED_BY}")
    return structs.replace(draft.content, order=order)
