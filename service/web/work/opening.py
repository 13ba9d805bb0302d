"""make_work(): the pages of who signed in, put together."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Request, Response, g

from service.access.errors import Unauthenticated
from service.access.principal import Principal
from service.access.sent_forms import SentOtherwise

from ..pages import OPEN, show_errors
from .awards import add_awards
from .campaigns import add_campaigns
from .case import add_case
from .cases import add_cases
from .chapter_report import add_chapter_report
from .checking import Checking
from .claims import add_claims
from .corrections import add_corrections
from .disputes import add_disputes
from .home import add_home
from .issuer_sign_in import add_issuer_sign_in
from .keeping import add_keeping
from .kept_fact import add_kept_fact
from .listing import add_listing
from .new_referral import add_new_referral
from .overdue import add_overdue
from .papers import add_papers
from .programs import add_programs
from .quality import add_quality
from .queue import add_queue
from .recheck import add_recheck
from .referral import add_referral
from .roster import add_roster
from .showing import show_work
from .signing_in import add_signing_in
from .visit import identify
from .work import Work
from .workbench import add_workbench
from .worklists import add_worklists

_WORDED = (403, 404, 409, 413, 429, 503)


def make_work(work: Work) -> Blueprint:
    checking = Checking(work.kept, work.sent)
    work.pages.before_request(checking.before)
    work.pages.after_request(checking.after)
    work.pages.after_request(_private)
    work.pages.register_error_handler(Unauthenticated, checking.ask_in)
    work.pages.register_error_handler(SentOtherwise, checking.say_otherwise)
    show_errors(work.pages, _problem)
    add_signing_in(work)
    add_issuer_sign_in(work)
    add_home(work)
    add_workbench(work)
    add_cases(work)
    add_case(work)
    add_recheck(work)
    add_awards(work)
    add_programs(work)
    add_chapter_report(work)
    add_worklists(work)
    add_referral(work)
    add_new_referral(work)
    add_papers(work)
    _add_directory(work)
    return work.pages


def _add_directory(work: Work) -> None:
    """Those by which it is kept true."""
    add_listing(work)
    add_queue(work)
    add_claims(work)
    add_disputes(work)
    add_corrections(work)
    add_keeping(work)
    add_kept_fact(work)
    add_overdue(work)
    add_campaigns(work)
    add_roster(work)
    add_quality(work)


def identified(work: Work) -> dict[str, Callable[[Request], Principal]]:
    """How whoever asks for these pages is told, by the pages' name."""
    return {work.pages.name: partial(identify, work.access)}


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers.setdefault("Content-Security-Policy", OPEN)  # a printed document has its own
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _problem(status: int) -> Response:
    code = status if status in _WORDED else "other"
    minutes = -(-(g.get("seconds") or 0) // 60)
    return show_work("work_problem.html", {"code": code, "minutes": minutes}, status)
