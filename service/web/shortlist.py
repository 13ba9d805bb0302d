"""/shortlist: the visitor's own list, to print, or to hand to a doctor under a code."""

import secrets
from collections.abc import Iterable
from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.api.present_shortlists import shortlist_data
from service.referrals.content import Addressee
from service.referrals.shortlists import MOST_OTS, Shortlist
from service.wording.wording import Wording

from .asked import SEARCH
from .handing_on import zip_of
from .listed import (
    Sought,
    held_code,
    keep_listed,
    keep_sought,
    known_needs,
    listed,
    npis_in,
    seen_results,
    sought,
)
from .own_forms import MOST_BYTES, is_own
from .preferences import is_typed
from .search_form import needs_by_kind
from .site import Site, Wrong, show_site

PATH = "/shortlist"


def add_shortlist(site: Site) -> None:
    @site.pages.get(PATH)
    @needs("pages.read")
    def shortlist() -> Response:
        return show_list(site)

    @site.pages.post(PATH)
    @needs("pages.read")
    def change_shortlist() -> Response:
        request.max_content_length = MOST_BYTES
        if not is_own():
            return show_list(site, notice="not_ours", status=403)
        return show_list(site) if is_typed() else _changed(site)


def _changed(site: Site) -> Response:
    """Adds some or takes one out, or all; a repeated click does no more than the first."""
    do, npis, held = request.form.get("do"), request.form.getlist("npi"), listed()
    if do == "clear":
        return keep_sought(keep_listed(_off(held), ()), Sought())
    if do == "remove":
        gone = [one for one in held if one in npis]
        left = [one for one in held if one not in npis]
        return keep_listed(_back(gone[0], "at") if _came_from() and gone else _off(gone), left)
    if do != "add" or not npis or any(site.engine.get(npi) is None for npi in npis):
        return show_list(site, notice="not_listed", status=422)
    wanted = tuple(dict.fromkeys((*held, *npis)))
    if len(wanted) > MOST_OTS:
        return show_list(site, notice="list_full", status=422)
    added = keep_listed(_back(npis[0], "on-list"), wanted)
    return keep_sought(added, told) if (told := _looked_for()) != Sought() else added


def _off(npis: Iterable[str]) -> Response:
    """To the list, which offers to put them back."""
    removed = ".".join(npis)
    return redirect(f"{PATH}?removed={removed}" if removed else PATH, 303)


def _back(npi: str, place: str) -> Response:
    """To the results that the form stands on, at a place of the therapist's card, which has the
    focus then; else to the list."""
    return redirect(f"{came}#{place}-{npi}" if (came := _came_from()) else PATH, 303)


def _came_from() -> str:
    came = request.form.get("back", "")
    return came if came.startswith(f"{SEARCH}?") and came.isprintable() else ""


def _looked_for() -> Sought:
    """What the page of results that the form stands on was asked."""
    return Sought(zip_of(request.form.get("near", "")), known_needs(request.form.getlist("need")))


def show_list(
    site: Site, notice: str | None = None, status: int = 200, wrongs: tuple[Wrong, ...] = ()
) -> Response:
    wording, held = asked_wording(), listed()
    handed = "place" in request.form
    removed = [npi for npi in npis_in(request.args.get("removed", "")) if npi not in held]
    values = {
        "providers": list_data(site, Shortlist(recipients=recipients()), wording)["providers"],
        "removed": [(npi, found.display_name() or npi) for npi in removed
                    if (found := site.engine.get(npi))],
        "needs": needs_by_kind(wording),
        "chosen": request.form.getlist("need") if handed else sought().needs,
        "place": request.form.get("place") if handed else sought().postal_code or "",
        "can_hand": site.shortlists is not None,
        "once": secrets.token_urlsafe(16),
        "has_code": bool(held_code()),
        "is_ended": "ended" in request.args,
        "results": seen_results(),
        "wrongs": list(wrongs),
        "notice": notice,
    }  # fmt: skip
    return unkept(show_site("shortlist.html", values, status))


def recipients() -> tuple[Addressee, ...]:
    return tuple(Addressee(npi) for npi in listed())


def list_data(site: Site, shortlist: Shortlist, wording: Wording, code: str = "") -> dict[str, Any]:
    return shortlist_data(code, shortlist, site.engine, wording)


def unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
