"""Routes of what is printed of a referral: letter, cover sheet, patient's copy, disclosures."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

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
from service.referrals.desk import Desk
from service.referrals.disclosures import Disclosure, disclosures
from service.referrals.printing import Printed, printed
from service.referrals.reading import read
from service.wording.wording import Wording

from .authentication import asked_principal, needs
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

# A referral tells all of them.
_KINDS = ("identity", "contact", "insurance", "health", "order")

Make = Callable[[Desk, Printed, Wording], Document]


def add_letters(api: StrictBlueprint, desk: Desk | None) -> None:
    """One route for each document."""
    for name, action, make, told in (
        ("letter", "referrals.patient-data", _letter, "The letter to the OT"),
        ("cover-sheet", "referrals.deliver", _cover_sheet,
         "The first page of a fax: nothing of the patient, and the code that opens the link"),
        ("patient-copy", "referrals.move-as-requester", _patient_copy,
         "The patient's own page, in their language"),
    ):  # fmt: skip
        _add(api, (name, action, told), make, lambda: there(desk))
    _add_fax(api, lambda: there(desk))
    _add_disclosures(api, lambda: there(desk))


def _add(
    api: StrictBlueprint, names: tuple[str, str, str], make: Make, desk: Callable[[], Desk]
) -> None:
    name, action, told = names

    class Printout(MethodView):
        @needs(action)
        @api.arguments(PrintParameters, location="query")
        @api.alt_response(200, description=PRINTED)
        @api.problem(404, NO_SUCH)
        @api.doc(operationId=f"print{name.title().replace('-', '')}", summary=told)
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            return desk().store.retrying(lambda session: self._made(session, asked, identity))

        def _made(self, session: Session, asked: dict[str, Any], identity: str) -> Response:
            found = printed(session, desk(), actor(), identity)
            if not found.case.reaches(action):
                raise NoSuchRecord
            return printed_response(make(desk(), found, asked_wording()), asked)

    api.route(f"/referrals/<string:identity>/{name}", parameters=[ID], endpoint=name)(Printout)


def _add_fax(api: StrictBlueprint, desk: Callable[[], Desk]) -> None:
    @api.route("/referrals/<string:identity>/fax", parameters=[ID])
    class Fax(MethodView):
        @needs("referrals.deliver")
        @api.arguments(PdfParameters, location="query")
        @api.alt_response(200, description=PRINTED_PDF, content_type="application/pdf")
        @api.problem(404, NO_SUCH)
        @api.doc(operationId="printFax")
        def get(self, asked: dict[str, Any], identity: str) -> Response:
            """All that goes out by fax, in one file: cover sheet, letter, the order's papers"""
            return desk().store.retrying(lambda session: self._made(session, asked, identity))

        def _made(self, session: Session, asked: dict[str, Any], identity: str) -> Response:
            found = printed(session, desk(), actor(), identity)
            if not (found.case.reaches("referrals.deliver") and found.case.reaches(READ_PAPERS)):
                raise NoSuchRecord
            papers = open_order_papers(actor(), found.case)
            return pdf_response(_fax(desk(), found, asked_wording()), asked, papers)


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
            if not scopes(asked_principal(), "referrals.patient-data"):
                raise Forbidden
            content = read(desk(), actor(), identity, lambda case: case.content)
            if content is None:
                raise NoSuchRecord
            rows = [_disclosed(one) for one in disclosures(desk(), actor(), identity)]
            today = _day(desk().clock())
            listed = disclosure_list(content.patient, rows, today, asked_wording())
            return printed_response(listed, asked)


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
