"""How documents leave: as a page made for print, or as a PDF."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request

from service.letters.document import Document
from service.letters.html import render_html
from service.letters.pdf import A4, US_LETTER, render_pdf
from service.pdf.opened import join
from service.wording.languages import WORDINGS

from .fields import Code, Parameters
from .language import told_in

HTML, PDF = "html", "pdf"
PRINTED, PRINTED_PDF = "HTML made for print, or a PDF.", "A PDF."
# One page's own style, and nothing from elsewhere.
_PRINTED_ONLY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class PrintParameters(Parameters):
    example = "format=pdf"

    format = Code("html if left out.", choices=dict.fromkeys((HTML, PDF), ()), example=PDF,
                  role="page")  # fmt: skip
    paper = Code("Of a PDF; us-letter if left out.", choices=dict.fromkeys((US_LETTER, A4), ()),
                 example=A4, role="page")  # fmt: skip


class PdfParameters(PrintParameters):
    """For what has pages that only a PDF can hold."""

    format = Code("pdf, also if left out.", choices={PDF: ()}, example=PDF, role="page")


def printed_response(document: Document, asked: dict[str, Any]) -> Response:
    if asked.get("format") == PDF:
        return pdf_response(document, asked)
    return _response(document, render_html(document), "text/html; charset=utf-8")


def pdf_response(
    document: Document, asked: dict[str, Any], papers: Sequence[bytes] = ()
) -> Response:
    """With the papers behind it."""
    made = render_pdf(document, asked.get("paper", US_LETTER))
    response = _response(document, join(made, papers), "application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=_file_name(request.path))
    return response


def _file_name(path: str) -> str:
    """By which it is saved: the record's number, which tells nothing of a patient, and what it
    is."""
    return f"{'-'.join(path.removesuffix('/print').split('/')[-2:])}.pdf"


def _response(document: Document, body: str | bytes, kind: str) -> Response:
    # What is for a patient is in their language, whoever asks for it in another.
    response = told_in(WORDINGS[document.language], Response(body, content_type=kind))
    response.headers["Content-Security-Policy"] = _PRINTED_ONLY
    return response
