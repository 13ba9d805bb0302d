"""/listing: an OT sees what everybody sees of them, beside the form by which they say what is
right; the same form, and the same rules, as on the page that a brought code opens."""

from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.directory.profile import Location, Profile
from service.stewardship.confirming import confirm_own, own_listing

from ..confirm_form import confirm_values, read_answers
from ..forms import Form
from ..provider_view import provider_values
from .showing import show_work
from .visit import actor, visit
from .work import Work

LISTING = "/listing"
# Of more than one place each is confirmed by itself: the address names which.
_PLACE = "place"


def add_listing(work: Work) -> None:
    @work.pages.get(LISTING)
    @needs("listings.confirm")
    def listing() -> Response:
        kept = visit().kept or {}
        place = kept.get(_PLACE) or request.args.get(_PLACE, "")
        return _shown(work, own_listing(work.stewardship, actor()), place)

    @work.pages.post(LISTING)
    @needs("listings.confirm")
    def confirm_listing() -> Response:
        form = Form(request.form)
        profile = own_listing(work.stewardship, actor())
        at = _at(profile, form.sent.get(_PLACE, ""))
        answers = read_answers(form, at) if at else None
        if form.faults or at is None or answers is None:
            return _shown(work, profile, form.sent.get(_PLACE, ""), form)
        shown = confirm_own(work.stewardship, actor(), at.id, answers)
        return redirect(f"{LISTING}?{_PLACE}={at.id}&done={'yes' if shown else 'soon'}", 303)


def _shown(work: Work, profile: Profile, place: str, form: Form | None = None) -> Response:
    at = _at(profile, place)
    programs = work.rules.programs.names(work.today())
    values: dict[str, Any] = {
        "seen": provider_values(profile, work.today(), asked_wording(), programs),
        "chosen": at and at.id,
        "done": request.args.get("done") if form is None else None,
        "sent": form.sent if form else {},
        "faults": form.faults if form else [],
    }
    values |= confirm_values(work.stewardship, profile, at, values["sent"]) if at else {}
    return show_work("listing.html", values, 422 if form else 200)


def _at(profile: Profile, place: str) -> Location | None:
    """The place that is meant; the first one where none is named."""
    found = [at for at in profile.locations if place in ("", at.id)]
    return found[0] if found else None
