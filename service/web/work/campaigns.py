"""/campaigns: stale listings of an area are asked to confirm; whom one asked, how each is reached,
and how many answered."""

from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.campaigns import CALL_SHEET, LETTERS, PAPERS, Wanted, not_answered, plan_of, to_ask
from service.api.language import asked_wording
from service.api.printing import HTML, PDF, printed_response
from service.directory.states import STATES
from service.directory.whereabouts import place_of
from service.stewardship.area import counties_of
from service.stewardship.campaigns import (
    MOST_ASKED,
    Picked,
    Standing,
    end,
    find_campaign,
    list_campaigns,
    pick,
    start,
)
from service.stewardship.claims import CHANNELS

from ..forms import Form
from ..reply_forms import CHECKED, is_to_change
from .claims import claim_values
from .queue import MOST_WHY, place_text
from .showing import show_work
from .trying import NotDone, attempt, show_tried
from .visit import actor
from .work import Work

CAMPAIGNS = "/campaigns"
ONE = f"{CAMPAIGNS}/<identity>"
_MOST_NAME = 100
_FORM = {"name": "camp_name", "state": "in_state", "county": "in_county"}


def add_campaigns(work: Work) -> None:
    @work.pages.get(CAMPAIGNS)
    @needs("campaigns.run")
    def campaigns() -> Response:
        return _shown(work)

    @work.pages.post(CAMPAIGNS)
    @needs("campaigns.run")
    def start_campaign() -> Response:
        form = Form(request.form)
        told = _told(form)
        if is_to_change(form):
            return _shown(work, NotDone(form, status=200))
        run = start if CHECKED in form.sent else pick
        try:
            made = attempt(
                form,
                lambda: run(work.stewardship, actor(), plan_of(told), work.today()),
                _FORM,
            )
        except NotDone as error:
            return _shown(work, error)
        if isinstance(made, Standing):
            return redirect(f"{CAMPAIGNS}/{made.campaign.id}", 303)
        return _looked_at(form, made)

    _add_one(work)


def _add_one(work: Work) -> None:
    @work.pages.get(ONE)
    @needs("campaigns.run")
    def campaign(identity: str) -> Response:
        return _one(work, identity)

    @work.pages.post(ONE)
    @needs("campaigns.run")
    def end_campaign(identity: str) -> Response:
        form = Form(request.form)
        why = form.text("why", MOST_WHY, needed=True) or ""
        try:
            attempt(form, lambda: end(work.stewardship, actor(), identity, why))
        except NotDone as error:
            return _one(work, identity, error)
        return redirect(request.path, 303)

    @work.pages.get(f"{ONE}/call-sheet")
    @needs("campaigns.run")
    def print_calls(identity: str) -> Response:
        return _printed(work, Wanted(identity, CALL_SHEET))

    @work.pages.get(f"{ONE}/letters")
    @needs("campaigns.run")
    def print_letters(identity: str) -> Response:
        return _printed(work, Wanted(identity, LETTERS))


def _one(work: Work, identity: str, told: NotDone | None = None) -> Response:
    found = find_campaign(work.stewardship, actor(), identity)
    items = [claim_values(work, each) for each in found.claims]
    waits = bool(not_answered(found, work.desk, work.stewardship))
    values = _standing(found) | {"items": items, "waits": waits}
    return show_tried("campaign.html", values, told)


def _looked_at(form: Form, picked: list[Picked]) -> Response:
    """Whom it would ask, before it does."""
    shown = [
        {"npi": profile.npi, "name": profile.display_name(), "where": place_text(place_of(at)),
         "phone": at.phone, "fax": at.fax}
        for profile, at in picked
    ]  # fmt: skip
    return show_work("campaign_check.html", {"picked": shown, "sent": form.sent})


def _printed(work: Work, wanted: Wanted) -> Response:
    every = to_ask(actor(), wanted, work.desk, work.stewardship)
    kind = PDF if request.args.get("format") == PDF else HTML
    return printed_response(PAPERS[wanted.paper](every, asked_wording()), {"format": kind})


def _told(form: Form) -> dict[str, Any]:
    told = {
        "name": form.text("camp_name", _MOST_NAME, needed=True),
        "state": form.choice("in_state", STATES),
        "county": form.text("in_county", _MOST_NAME),
        "channel": form.choice("channel", CHANNELS),
        "most": form.whole("most", MOST_ASKED, least=1),
    }
    if county := told["county"]:
        told["county"] = _whole(county, told["state"] or "")
    return {name: value for name, value in told.items() if value}


def _whole(county: str, state: str) -> str:
    """As the table writes it: "albany" of New York is "Albany County, NY"."""
    plain = county.casefold().removesuffix(f", {state}".casefold())
    for known in counties_of(state):
        name = known.removesuffix(f", {state}").casefold()
        if plain in (name, name.removesuffix(" county"), name.removesuffix(" parish")):
            return known
    return county


def _standing(found: Standing) -> dict[str, Any]:
    return {"campaign": found.campaign, "response": found.response}


def _shown(work: Work, told: NotDone | None = None) -> Response:
    names = asked_wording().names["states"]
    values = {
        "found": [_standing(each) for each in list_campaigns(work.stewardship, actor())],
        "state_choices": [(code, names[code]) for code in STATES],
        "channels": list(CHANNELS),
        "most_asked": MOST_ASKED,
    }
    return show_tried("campaigns.html", values, told)
