"""/shortlist: the visitor's own list, to print, or to hand to a doctor under a code."""

from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.body import loaded
from service.api.present_shortlists import shortlist_data
from service.api.schemas_shortlists import ShortlistBody
from service.directory.needs import NEEDS
from service.errors import InvalidBody, ReferralsOff
from service.referrals.content import Addressee
from service.referrals.shortlists import MOST_OTS, Shortlist
from service.wording.figures import weekday_text
from service.wording.problems import problem_text

from .handing_on import zip_of
from .listed import Sought, keep_listed, keep_sought, listed, sought
from .own_forms import MOST_BYTES, is_own
from .preferences import WHO, page_wording
from .site import Site, Wrong, show_site

PATH = "/shortlist"
_NO_CODE = ""


def add_shortlist(site: Site) -> None:
    @site.pages.get(PATH)
    @needs("pages.read")
    def shortlist() -> Response:
        return _unkept(_shown(site))

    @site.pages.post(PATH)
    @needs("pages.read")
    def change_shortlist() -> Response:
        request.max_content_length = MOST_BYTES
        if not is_own():
            return _unkept(_shown(site, notice="not_ours", status=403))
        return _unkept(_changed(site))

    @site.pages.post(f"{PATH}/code")
    @needs("shortlists.create")
    def hand_over() -> Response:
        request.max_content_length = MOST_BYTES
        if not is_own() or not listed():
            return _unkept(_shown(site, notice="not_ours", status=403))
        return _unkept(_handed(site))


def _changed(site: Site) -> Response:
    """Adds or takes out one, or all; a repeated click does no more than the first."""
    do, npi, held = request.form.get("do"), request.form.get("npi", ""), listed()
    if do == "clear":
        return keep_sought(keep_listed(redirect(PATH, 303), ()), Sought())
    if do == "remove":
        left = [one for one in held if one != npi]
        return keep_listed(redirect(f"{PATH}?removed={npi}" if npi in held else PATH, 303), left)
    if do != "add" or site.engine.get(npi) is None:
        return _shown(site, notice="not_listed", status=422)
    if npi not in held and len(held) >= MOST_OTS:
        return _shown(site, notice="list_full", status=422)
    added = keep_listed(redirect(PATH, 303), dict.fromkeys((*held, npi)))
    return keep_sought(added, told) if (told := _looked_for()) != Sought() else added


def _looked_for() -> Sought:
    """What the page of results that the form stands on was asked."""
    needed = request.form.getlist("need")
    place = zip_of(request.form.get("near", ""))
    return Sought(place, tuple(code for code in NEEDS if code in needed))


def _shown(
    site: Site, notice: str | None = None, status: int = 200, wrongs: tuple[Wrong, ...] = ()
) -> Response:
    wording, removed = page_wording(), request.args.get("removed", "")
    handed = "place" in request.form
    put_back = site.engine.get(removed) if removed.isdigit() and removed not in listed() else None
    values = {
        "providers": _data(site, Shortlist(recipients=_recipients()))["providers"],
        "removed": put_back and (put_back.npi, put_back.display_name()),
        "needs": [(code, wording.names["needs"][code]) for code in NEEDS],
        "chosen": request.form.getlist("need") if handed else sought().needs,
        "place": request.form.get("place") if handed else sought().postal_code or "",
        "can_hand": site.shortlists is not None,
        "wrongs": list(wrongs),
        "notice": notice,
    }
    return show_site("shortlist.html", values, status)


def _handed(site: Site) -> Response:
    """Keeps the list under a new code, and shows the letter that goes with it."""
    if site.shortlists is None:
        raise ReferralsOff
    wording = page_wording()
    try:
        made = _read()
    except InvalidBody as error:
        wrongs = tuple(
            Wrong("place", wording.pages["ask_zip"], problem_text(problem, wording))
            for problem in error.problems
        )
        return _shown(site, None, 422, wrongs)
    code, kept = site.shortlists.keep(made)
    until = kept.expires_at and weekday_text(kept.expires_at.date(), wording.locale)
    return show_site(
        "handed.html", _data(site, kept, code) | {"until": until, "who": WHO.held()}
    )  # fmt: skip


def _read() -> Shortlist:
    """What the API takes for one; needs that it does not know are left out, as no box has them."""
    place = request.form.get("place", "").strip()
    needed = [code for code in NEEDS if code in request.form.getlist("need")]
    sent = {"npis": list(listed()), "needs": needed} | ({"place": place} if place else {})
    return loaded(ShortlistBody(), sent)


def _recipients() -> tuple[Addressee, ...]:
    return tuple(Addressee(npi) for npi in listed())


def _data(site: Site, shortlist: Shortlist, code: str = _NO_CODE) -> dict[str, Any]:
    return shortlist_data(code, shortlist, site.engine, page_wording())


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
