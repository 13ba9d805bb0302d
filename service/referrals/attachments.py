"""Papers of a referral: PDFs, sealed, of a limited size."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.errors import Conflict, InvalidQuery, NoSuchRecord, Problem, Stale, TooLarge
from service.pdf.limits import MOST_PAGES
from service.pdf.opened import LockedPdf, LongPdf, UnreadablePdf, count_pages

from .case import Case, find_case, tell_read
from .desk import Actor, Desk, is_id, new_id
from .lifecycle import DRAFT, Party
from .moving import ILLEGAL
from .tables import Attachment, Referral
from .telling import Happened, tell

ORDER, REPORT, PLAN_OF_CARE = "order", "report", "plan-of-care"
KINDS = (ORDER, REPORT, PLAN_OF_CARE)
_BY_OT = (REPORT, PLAN_OF_CARE)  # the order's papers are its office's
_TAKEN_ON = ("accepted", "in-progress", "on-hold", "completed")
READ_PAPERS = "attachments.read"
_MOST = 20  # papers of one referral


@dataclass(frozen=True)
class Paper:
    kind: str
    name: str = field(repr=False)
    body: bytes = field(repr=False)


def attach(
    desk: Desk, actor: Actor, identity: str, paper: Paper, version: int | None = None
) -> str:
    """Keep a paper; returns its id. A plan of care by the OT is marked as having come. Raises
    Stale where it is meant for another version of the referral; for an OT, InvalidQuery for the
    order's papers and Conflict for one that they have not accepted."""
    pages = _pages(desk, paper)

    def work(session: Session) -> str:
        case = _allowed(session, desk, actor, identity, "attachments.add")
        referral = case.referral
        _check_ot(case, paper.kind)
        if version not in (None, referral.version):
            raise Stale
        counted = select(func.count()).where(Attachment.referral_id == referral.id)
        if session.scalar(counted) >= _MOST:
            raise TooLarge
        seal = desk.vault.seal_of(session, referral.id)
        kept = Attachment(
            id=new_id("a-"), referral_id=referral.id, kind=paper.kind, name=seal.seal(paper.name),
            body=seal.seal_bytes(paper.body), size=len(paper.body), pages=pages,
            added_by=actor.principal.id, at=desk.clock(),
        )  # fmt: skip
        session.add(kept)
        referral.change(desk.clock())
        if paper.kind == PLAN_OF_CARE:
            referral.task.plan_of_care_at = desk.clock()
        tell(session, desk, actor, referral,
             Happened("attach", {"attachment": kept.id, "kind": paper.kind}))  # fmt: skip
        return kept.id

    return desk.store.retrying(work)


def open_paper(desk: Desk, actor: Actor, identity: str, attachment: str) -> Paper:
    """One paper, opened; the trail tells who saw it. Raises NoSuchRecord."""

    def work(session: Session) -> Paper:
        referral = _allowed(session, desk, actor, identity, READ_PAPERS).referral
        kept = _paper(session, referral, attachment)
        seal = desk.vault.seal_of(session, referral.id)
        tell_read(session, desk, actor, referral.id, attachment=kept.id)
        return Paper(kept.kind, seal.open(kept.name), seal.open_bytes(kept.body))

    return desk.store.retrying(work)


def remove(desk: Desk, actor: Actor, identity: str, attachment: str) -> None:
    """Take a paper out of a draft; the trail keeps that it was there. Raises NoSuchRecord; Conflict
    for what was sent, which belongs to the record."""

    def work(session: Session) -> None:
        case = _allowed(session, desk, actor, identity, "attachments.remove")
        referral = case.referral
        kept = _paper(session, referral, attachment)
        if referral.task.state != DRAFT:
            raise Conflict(ILLEGAL, actions=case.actions)
        session.delete(kept)
        referral.change(desk.clock())
        told = {"attachment": kept.id, "kind": kept.kind}
        tell(session, desk, actor, referral, Happened("detach", told))

    desk.store.retrying(work)


def count_order_pages(case: Case) -> int:
    """Of the papers that go out with the letter."""
    return sum(kept.pages for kept, _ in case.papers if kept.kind == ORDER)


def open_order_papers(actor: Actor, case: Case) -> list[bytes]:
    """What goes out with the letter, opened; the trail tells who saw each."""
    bodies = []
    for kept in (kept for kept, _ in case.papers if kept.kind == ORDER):
        seal = case.desk.vault.seal_of(case.session, case.referral.id)
        tell_read(case.session, case.desk, actor, case.referral.id, attachment=kept.id)
        bodies.append(seal.open_bytes(kept.body))
    return bodies


def _pages(desk: Desk, paper: Paper) -> int:
    if len(paper.body) > desk.terms.attachment_bytes:
        raise TooLarge
    try:
        return count_pages(paper.body)
    except LockedPdf:
        problem = Problem("body", "locked_pdf")
    except LongPdf:
        problem = Problem("body", "long_pdf", {"most": MOST_PAGES})
    except UnreadablePdf:
        problem = Problem("body", "not_a_pdf")
    raise InvalidQuery(problem)


def _check_ot(case: Case, kind: str) -> None:
    """An OT answers for what they took on, and adds nothing to what was ordered."""
    if Party.REQUESTER in case.parties:
        return
    if kind not in _BY_OT:
        raise InvalidQuery(Problem("kind", "not_by_an_ot", {"choices": list(_BY_OT)}))
    if case.task.status not in _TAKEN_ON:
        raise Conflict(ILLEGAL, actions=case.actions)


def _paper(session: Session, referral: Referral, attachment: str) -> Attachment:
    kept = session.get(Attachment, attachment) if is_id(attachment) else None
    if kept is None or kept.referral_id != referral.id:
        raise NoSuchRecord
    return kept


def _allowed(session: Session, desk: Desk, actor: Actor, identity: str, action: str) -> Case:
    """The case, if this action reaches it and its patient data may be seen or given."""
    case = find_case(session, desk, actor, identity)
    if not case.reaches(action) or case.referral.erased_at:
        raise NoSuchRecord
    return case
