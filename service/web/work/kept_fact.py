"""/listings/{npi}/fact: one fact with every source's word on it, and the form by which staff
confirm or correct it after a call."""

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.directory.whereabouts import place_of
from service.errors import NoSuchRecord, Problem
from service.stewardship.correcting import Said, Told, correct
from service.stewardship.corrections import CORRECT
from service.stewardship.evidence import evidence_on

from ..forms import Form
from .fact_form import asked_of, field_name, read_value, value_shown
from .keeping import FORM, PERSON_FIELDS, PLACE_FIELDS, listed, title_of
from .queue import MOST_WHY
from .trying import NotDone, attempt, show_tried
from .visit import actor, visit
from .work import Work

FACT = "/listings/<npi>/fact"


def add_kept_fact(work: Work) -> None:
    @work.pages.get(FACT)
    @needs("corrections.list")
    def kept_fact(npi: str) -> Response:
        return _one_fact(work, npi)

    @work.pages.post(FACT)
    @needs("corrections.make")
    def say_fact(npi: str) -> Response:
        form, field = Form(request.form), request.form.get("field", "")
        if field not in (*PERSON_FIELDS, *PLACE_FIELDS):
            raise NoSuchRecord
        try:
            shown = say(work, form, npi)
        except NotDone as error:
            return _one_fact(work, npi, error)
        return redirect(f"/listings/{npi}?done={'yes' if shown else 'soon'}", 303)


def say(work: Work, form: Form, npi: str) -> bool:
    """One fact, said or (without a value) confirmed; raises NotDone."""
    field = form.sent.get("field", "")
    why = form.text("why", MOST_WHY, needed=True) or ""
    on = form.day("called_on")
    is_new = form.choice("is_right", ("yes", "no")) == "no"
    value = read_value(form, field, asked_wording()) if is_new else None
    if is_new and value is None and not form.faults:
        form.faults.append(Problem("value", "needed"))
    told = Told(npi, CORRECT, why, form.sent.get("place") or None, (Said(field, value),), on=on)
    return attempt(form, lambda: correct(work.stewardship, actor(), told).shown, FORM)


def _one_fact(work: Work, npi: str, told: NotDone | None = None) -> Response:
    wording = asked_wording()
    profile = listed(work.stewardship, npi)
    asked = told.form.sent if told else visit().kept or request.args
    field, place = asked.get("field", ""), asked.get("place", "")
    at = next((at for at in profile.locations if at.id == place), None)
    if field not in (PLACE_FIELDS if place else PERSON_FIELDS) or (place and at is None):
        raise NoSuchRecord
    where = place_of(at) if at else None
    evidence = evidence_on(work.engine, npi, where, field)
    values = {
        "npi": npi,
        "name": profile.display_name() or npi,
        "title": title_of(at) if at else None,
        "phone": at.phone if at else next((a.phone for a in profile.locations if a.phone), None),
        "field": field,
        "place": place,
        "fact": field_name(field, wording),
        "evidence": [
            each._asdict() | {"fact": field_name(each.field, wording),
                              "text": value_shown(each.field, each.value, wording)}
            for each in evidence
        ],
        "asks": asked_of(field, wording),
        "can_change": field != "address",
        "today": work.today(),
    }  # fmt: skip
    return show_tried("kept_fact.html", values, told)
