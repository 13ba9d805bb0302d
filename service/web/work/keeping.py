"""/listings/{npi}: staff see every fact of a listing with its source, and correct or confirm one,
hide an address, close a place, or withdraw the listing."""

from collections.abc import Iterator
from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.directory.departure import OF_STAFF
from service.directory.profile import Location, Profile
from service.directory.services import SERVICES
from service.directory.sourced import Sourced, plan_facts, sourced
from service.directory.vocabulary import ACCESS_FACTS
from service.errors import NoSuchRecord, Problem
from service.stewardship.correcting import Told, correct, list_corrections
from service.stewardship.corrections import CLOSE, HIDE, WITHDRAW
from service.stewardship.decisions import as_corrected
from service.stewardship.stewardship import Stewardship
from service.wording.wording import Wording

from ..forms import Form
from ..preferences import page_wording
from .corrections import correction_values, in_two, undo_sent
from .disputes import fact_link
from .fact_form import field_name, value_shown
from .queue import MOST_WHY
from .trying import NotDone, attempt, show_tried
from .visit import actor
from .work import Work

LISTING = "/listings/<npi>"
_OF_PERSON = ("telehealth", "gender", "home_visits.offered", "home_visits.radius_miles",
              "ages_served.adults", "ages_served.children")  # fmt: skip
_OF_PLACE = ("address", "name", "phone", "fax", "email", "website", "direct_address", "hours",
             "referral_channel", "accepting_patients", "wait_weeks")  # fmt: skip
PERSON_FIELDS = (*_OF_PERSON, *(f"services.{code}" for code in SERVICES))
PLACE_FIELDS = (*_OF_PLACE, *(f"access.{code}" for code in ACCESS_FACTS), "plans", "programs")
_ACTS = (HIDE, CLOSE, WITHDRAW)
# A rule's parameter -> the field of the form.
FORM = {
    "facts.0.value": "value",
    "facts.0.field": "value",
    "location_id": "place",
    "npi": "why",
    "on": "called_on",
}


def add_keeping(work: Work) -> None:
    @work.pages.get(LISTING)
    @needs("corrections.list")
    def kept_listing(npi: str) -> Response:
        return _whole(work, npi)

    @work.pages.post(LISTING)
    @needs("corrections.make")
    def change_listing(npi: str) -> Response:
        form = Form(request.form)
        try:
            shown = _changed(work, npi, form)
        except NotDone as error:
            return _whole(work, npi, error)
        return redirect(f"{request.path}?done={'yes' if shown else 'soon'}", 303)


def _changed(work: Work, npi: str, form: Form) -> bool:
    do, _, place = form.sent.get("do", "").partition("-")
    if do == "undo":
        return undo_sent(work, form)
    if do not in _ACTS:
        form.faults.append(Problem("why", "choose"))
    why = form.text("why", MOST_WHY, needed=True) or ""
    reason = form.choice("reason", OF_STAFF) if do == WITHDRAW else None
    told = Told(npi, do, why, place or None, reason=reason)
    return attempt(form, lambda: correct(work.stewardship, actor(), told).shown, FORM)


def listed(stewardship: Stewardship, npi: str) -> Profile:
    """As the directory has it; of who was withdrawn as the sources have it. Raises
    NoSuchRecord."""
    stewardship.check_covered(actor(), npi)
    profile = stewardship.engine.get(npi) or as_corrected(stewardship.engine, npi)
    if profile is None:
        raise NoSuchRecord
    return profile


def _whole(work: Work, npi: str, told: NotDone | None = None) -> Response:
    wording, here = page_wording(), work.stewardship
    profile, done = listed(here, npi), request.args.get("done")
    made, old = in_two(list_corrections(here, actor(), npi, undone=False))
    values: dict[str, Any] = {
        "npi": npi,
        "name": profile.display_name() or npi,
        "is_listed": work.engine.get(npi) is not None,
        "person": list(_rows(profile, npi, None, wording)),
        "locations": [
            {"id": at.id, "title": title_of(at), "line1": at.line1,
             "rows": list(_rows(at, npi, at.id, wording))}
            for at in profile.locations
        ],
        "made": [correction_values(each, work.engine, wording) for each in made],
        "overtaken": [correction_values(each, work.engine, wording) for each in old],
        "reasons": [(code, wording.pages[f"withdraw_{code}"]) for code in OF_STAFF],
        "done": done if done in ("yes", "soon") else None,
    }  # fmt: skip
    return show_tried("kept_listing.html", values, told)


def title_of(at: Location) -> str:
    return ", ".join(filter(None, (at.line1 or at.name, at.city, at.state))) or at.id


def _rows(
    holder: Profile | Location, npi: str, place: str | None, wording: Wording
) -> Iterator[dict[str, Any]]:
    for field in PERSON_FIELDS if place is None else PLACE_FIELDS:
        facts: list[Sourced | None] = [sourced(holder, field)]
        if isinstance(holder, Location) and field == "plans":
            facts = [*plan_facts(holder), None]
        elif field == "programs":
            facts = [None]
        for fact in facts:
            yield _row(fact, field, fact_link(npi, place, field), wording)


def _row(fact: Sourced | None, field: str, by: str, wording: Wording) -> dict[str, Any]:
    named = field_name(fact.field if fact else field, wording)
    if fact is None:
        return {"fact": named, "text": "", "source": None, "on": None, "doubted": None, "by": by}
    return {
        "fact": named,
        "text": value_shown(fact.field, fact.value, wording),
        "source": fact.source,
        "on": fact.last_said,
        "doubted": fact.doubted_on,
        "by": by,
    }
