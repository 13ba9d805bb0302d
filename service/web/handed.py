"""/shortlist/code: the visitor's list for a doctor, under a code that their browser holds, so that
its page can be opened again, and the code ended."""

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.body import loaded
from service.api.language import asked_wording
from service.api.schemas_shortlists import ShortlistBody
from service.errors import InvalidBody, ReferralsOff
from service.referrals.shortlists import Shortlist, Shortlists
from service.wording.figures import weekday_text
from service.wording.problems import problem_text

from .listed import held_code, keep_code, known_needs, listed
from .own_forms import MOST_BYTES, is_own
from .preferences import WHO, is_typed
from .shortlist import PATH, list_data, show_list, unkept
from .site import Site, Wrong, show_site

CODE = f"{PATH}/code"
_LONGEST = 40


def add_handed(site: Site) -> None:
    @site.pages.get(CODE)
    @needs("pages.read")
    def handed() -> Response:
        return unkept(_shown(site))

    @site.pages.post(CODE)
    @needs("shortlists.create")
    def hand_over() -> Response:
        request.max_content_length = MOST_BYTES
        is_end = request.form.get("do") == "end"
        if not is_own() or not (listed() or is_end):
            return show_list(site, notice="not_ours", status=403)
        if is_typed():
            return show_list(site)
        if site.shortlists is None:
            raise ReferralsOff
        return unkept(_ended(site.shortlists) if is_end else _made(site, site.shortlists))


def _made(site: Site, shortlists: Shortlists) -> Response:
    """Under a new code, and on to its page; the same form sent twice makes one."""
    wording = asked_wording()
    try:
        made = _read()
    except InvalidBody as error:
        wrongs = tuple(
            Wrong("place", wording.pages["ask_zip"], problem_text(problem, wording))
            for problem in error.problems
        )
        return show_list(site, None, 422, wrongs)
    code, _ = shortlists.keep(made, request.form.get("once", "")[:_LONGEST])
    return keep_code(redirect(CODE, 303), code)


def _read() -> Shortlist:
    """What the API takes for one; needs that it does not know are left out, as no box has them."""
    place = request.form.get("place", "").strip()
    needed = list(known_needs(request.form.getlist("need")))
    sent = {"npis": list(listed()), "needs": needed} | ({"place": place} if place else {})
    return loaded(ShortlistBody(), sent)


def _shown(site: Site) -> Response:
    wording, code = asked_wording(), held_code()
    kept = site.shortlists.read(code) if site.shortlists and code else None
    if kept is None:
        return redirect(PATH, 303)
    until = kept.expires_at and weekday_text(kept.expires_at.date(), wording.locale)
    told = {"until": until, "who": WHO.held(), "site": request.host_url.rstrip("/")}
    return show_site("handed.html", list_data(site, kept, wording, code) | told)


def _ended(shortlists: Shortlists) -> Response:
    if code := held_code():
        shortlists.delete(code)
    return keep_code(redirect(f"{PATH}?ended=yes", 303), "")
