"""Routes of what is printed of a referral: letter, cover sheet, patient's copy, disclosures."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import Response
from flask.views import MethodView
from msgspec import structs
from sqlalchemy.orm import Session

from service.access.actions import scopes
from service.clock import EASTERN
from service.errors import Forbidden, NoSuchRecord
from service.letters.cover_sheet import cover_sheet
from service.letters.disclosure_list import disclosure_list
from service.letters.document import Document
from service.letters.gathering import letter_of
from service.letters.letter import Disclosed, Letter, Reply
from service.letters.patient_copy import patient_copy
from service.letters.pdf import count_pages
from service.letters.referral_letter import referral_letter
from service.referrals.attachments import READ_PAPERS, count_order_pages, open_order_papers
from service.referrals.desk import Actor, Desk
from service.referrals.disclosures import Disclosure, disclosures
from service.referrals.printing import Printed, printed
from service.referrals.reading import read
from service.wording.wording import Wording

from .authentication import needs
from .language import asked_wording
from .openapi import StrictBlueprint
from .printing import (
    PRINTED,
    PRINTED_PDF,
    PdfParameters,
    PrintParameters,
    pdf_response,
    printed_response,
)
from .referral_requests import ID, NO_SUCH, actor, there

FAXES = "referrals.deliver"
# A referral tells all of them.
_KINDS = ("identity", "contact", "insurance", "health", "order")

Make = Callable[[Desk, Printed, Wording], Document]


class Printout(NamedTuple):
    """One document of a referral, and the action that it takes."""

    action: str
    make: Make
    told: str


def add_letters(api: StrictBlueprint, desk: Desk | None) -> None:
    """One route for each document."""
    for name in PRINTOUTS:
        _add(api, name, lambda: there(desk))
    _add_fax(api, lambda: there(desk))
    _add_disclosures(api, lambda: there(desk))


def document_of(desk: Desk, actor: Actor, name: str, identity: str, wording: Wording) -> Document:
    """Raises NoSuchRecord; Forbidden for whoever may see it without the patient."""
    action, make, _ = PRINTOUTS[name]

    def made(session: Session) -> Document:
        found = printed(session, desk, actor, identity)
        if not found.case.reaches(action):
            raise NoSuchRecord
        return make(desk, found, wording)

    return desk.store.retrying(made)


def fax_of(
    desk: Desk, actor: Actor, identity: str, wording: Wording
) -> tuple[Document, list[bytes]]:
    """All that goes out by fax: cover sheet and letter, and the order's papers behind them."""

    def made(session: Session) -> tuple[Document, list[bytes]]:
        found = printed(session, desk, actor, identity)
        if not (found.case.reaches(FAXES) and found.case.reaches(READ_PAPERS)):
            raise NoSuchRecord
        papers = open_order_papers(actor, found.case)
        return _fax(desk, found, wording), papers

    return desk.store.retrying(made)


def disclosures_of(desk: Desk, actor: Actor, identity: str, wording: Wording) -> Document:
    """With the patient's name, to give to them."""
    if not scopes(actor.principal, "referrals.patient-data"):
        raise Forbidden
    content = read(desk, actor, identity, lambda case: case.content)
    if content is None:
        raise NoSuchRecord
    rows = [_disclosed(one) for one in disclosures(desk, actor, identity)]
    return disclosure_list(content.patient, rows, _day(desk.clock()), wording)


def _add(api: StrictBlueprint, name: str, desk: Callable[[], Desk]) -> None:
    action, _, told = PRINTOUTS[name]

    class Printing(MethodView):
        @needs(action)
        @api.arguments(PrintParameters, location="query")
        @api.alt_response(200, description=PRINTED)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId=f"print{name.title().replace('-', '')}", summary=told)
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            made = document_of(desk(), actor(), name, identity, asked_wording())
            return printed_response(made, asked)

    api.route(f"/referrals/<string:identity>/{name}", parameters=[ID], endpoint=name)(Printing)


def _add_fax(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/fax", parameters=[ID])
    class Fax(MethodView):
        @needs(FAXES)
        @api.arguments(PdfParameters, location="query")
        @api.alt_response(200, description=PRINTED_PDF, content_type="application/pdf")
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="printFax")
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            """All that goes out by fax, in one file: cover sheet, letter, the order's papers"""
            made, papers = fax_of(desk(), actor(), identity, asked_wording())
            return pdf_response(made, asked, papers)


def _add_disclosures(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/disclosures/print", parameters=[ID])
    class DisclosuresPrintout(MethodView):
        @needs("referrals.disclosures")
        @api.arguments(PrintParameters, location="query")
        @api.alt_response(200, description=PRINTED)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="printDisclosures")
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            """Who was told of this patient, to give to them: with their name"""
            return printed_response(
                disclosures_of(desk(), actor(), identity, asked_wording()), asked
            )


def _disclosed(one: Disclosure) -> Disclosed:
    return Disclosed(
        on=_day(one.at), to=one.name, npi=one.npi, kinds=_KINDS, purpose="treatment", by=one.by
    )


def _day(at: datetime) -> date:
    return at.astimezone(EASTERN).date()


def _letter(desk: Desk, found: Printed, wording: Wording) -> Document:
    return referral_letter(_data(desk, found), wording)


def _cover_sheet(desk: Desk, found: Printed, wording: Wording) -> Document:
    return structs.replace(_fax(desk, found, wording), following=(), more_pages=0)


def _fax(desk: Desk, found: Printed, wording: Wording) -> Document:
    """The cover sheet says of how many pages it is the first."""
    letter = _data(desk, found)
    told, more = referral_letter(letter, wording), count_order_pages(found.case)

    def sheet(pages: int) -> Document:
        made = cover_sheet(letter.envelope, pages, wording)
        return structs.replace(made, following=(told,), more_pages=more)

    return sheet(count_pages(sheet(1)))


def _patient_copy(desk: Desk, found: Printed, _: Wording) -> Document:
    letter = structs.replace(_data(desk, found), status_link=found.status_link)
    return patient_copy(letter, found.call_by)


def _data(desk: Desk, found: Printed) -> Letter:
    reply = Reply(link=found.link, code=found.code)
    return letter_of(found.case, desk.engine, reply)


PRINTOUTS: Mapping[str, Printout] = MappingProxyType(
    {
        "letter": Printout("referrals.patient-data", _letter, "The letter to the OT"),
        "cover-sheet": Printout(
            FAXES, _cover_sheet,
            "The first page of a fax: nothing of the patient, and the code that opens the link",
        ),
        "patient-copy": Printout(
            "referrals.move-as-requester", _patient_copy,
            "The patient's own page, in their language",
        ),
    }
)  # fmt: skip
