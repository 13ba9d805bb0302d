"""Papers of a referral, and what is printed of it, to look at or as a PDF."""

from functools import partial
from io import BytesIO

from flask import Response, request, send_file

from service.api.authentication import needs
from service.api.language import asked_wording
from service.api.printing import HTML, PDF, pdf_response, printed_response
from service.api.referral_letters import FAXES, PRINTOUTS, disclosures_of, document_of, fax_of
from service.referrals.attachments import open_paper

from .visit import actor
from .work import Work

_ONE = "/referrals/<identity>"


def add_papers(work: Work) -> None:
    @work.pages.get(f"{_ONE}/papers/<paper>")
    @needs("attachments.read")
    def referral_paper(identity: str, paper: str) -> Response:
        found = open_paper(work.desk, actor(), identity, paper)
        # A PDF from elsewhere is kept, not shown among our own pages.
        return send_file(BytesIO(found.body), "application/pdf", as_attachment=True,
                         download_name=f"{paper}.pdf")  # fmt: skip

    for name, printout in PRINTOUTS.items():
        view = needs(printout.action)(partial(_printed, work, name))
        work.pages.add_url_rule(f"{_ONE}/{name}", f"print_{name}", view)

    @work.pages.get(f"{_ONE}/fax")
    @needs(FAXES)
    def print_fax(identity: str) -> Response:
        made, papers = fax_of(work.desk, actor(), identity, asked_wording())
        return pdf_response(made, {}, papers)

    @work.pages.get(f"{_ONE}/disclosures")
    @needs("referrals.disclosures")
    def print_disclosures(identity: str) -> Response:
        made = disclosures_of(work.desk, actor(), identity, asked_wording())
        return printed_response(made, _asked())


def _printed(work: Work, name: str, identity: str) -> Response:
    made = document_of(work.desk, actor(), name, identity, asked_wording())
    return printed_response(made, _asked())


def _asked() -> dict[str, str]:
    return {"format": PDF if request.args.get("format") == PDF else HTML}
