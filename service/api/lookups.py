"""Look-ups for a search form: the text typed so far -> places, payers and plans."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView

from service.directory.place_search import FoundPlace, find_places
from service.engines.protocol import Engine, Meta
from service.plan_search import LONGEST, Choice, LatestChoices
from service.wording.languages import EveryName
from service.wording.sentences import payer_name
from service.wording.wording import Wording

from .authentication import needs
from .fields import Code, Parameters, Text, Whole
from .language import asked_wording
from .openapi import StrictBlueprint
from .present_benefit import benefit_data
from .responses import LOST, as_json
from .schemas_lookups import PlacesShape, PlansShape

DEFAULT_LIMIT, MAX_LIMIT = 10, 50


def _limit() -> Whole:
    return Whole(
        f"Most rows of the answer; {DEFAULT_LIMIT} if left out.",
        most=MAX_LIMIT,
        example=str(DEFAULT_LIMIT),
        role="page",
    )


class PlaceLookup(Parameters):
    example = "q=albu"

    q = Text(
        "A ZIP code or a city, with or without its state, or how it begins; typos are understood.",
        most=100,
        example="albu",
        role="filter",
        required=True,
    )
    limit = _limit()


class PlanLookup(Parameters):
    example = "q=aetna"

    q = Text(
        "A payer or a plan as the card calls it, a plan's id, or how it begins; typos are "
        "understood.",
        most=LONGEST,
        example="aetna",
        role="filter",
        required=True,
    )
    state = Code(
        "The patient's state: its Medicaid and its plans come first.",
        choices=EveryName("states"),
        example="NY",
        role="order",
    )
    limit = _limit()


def add_lookups(api: StrictBlueprint, engine: Engine, today: Callable[[], date]) -> None:
    choices = LatestChoices()

    @api.route("/places")
    class Places(MethodView):
        @needs("directory.search")
        @api.arguments(PlaceLookup, location="query")
        @api.response(200, PlacesShape)
        @api.doc(operationId="findPlaces")
        def get(self, asked: dict[str, Any]) -> Response:
            """ZIP codes and cities for a text being typed

            `near` of a row is what GET /providers takes.
            """
            found = find_places(asked["q"], asked.get("limit", DEFAULT_LIMIT))
            return as_json(
                {"total": found.total, "places": [_place(row) for row in found.places]},
                asked_wording(),
            )

    @api.route("/plans")
    class Plans(MethodView):
        @needs("directory.search")
        @api.arguments(PlanLookup, location="query")
        @api.response(200, PlansShape)
        @api.problem(503, **LOST)
        @api.doc(operationId="findPlans")
        def get(self, asked: dict[str, Any]) -> Response:
            """Payers and plans for a text being typed

            GET /providers takes `value` of a row in its parameter `parameter`. Medicaid without a
            state is that of the patient's place, which has to be sent with it. `benefit` says
            what a plan covers of occupational therapy, with source and date.
            """
            limit = asked.get("limit", DEFAULT_LIMIT)
            meta = engine.meta()
            found = choices.of(meta).find(asked["q"], asked.get("state"), limit)
            wording, on = asked_wording(), today()
            rows = [_choice(row, meta, on, wording) for row in found.choices]
            return as_json({"total": found.total, "plans": rows}, wording)


def _place(found: FoundPlace) -> dict[str, Any]:
    return {
        "near": found.near,
        "label": found.place.label,
        "state": found.place.state,
        "precision": found.place.precision,
        "lat": round(found.place.lat, 4),
        "lon": round(found.place.lon, 4),
    }


def _choice(row: Choice, meta: Meta, on: date, wording: Wording) -> dict[str, Any]:
    benefit = meta.benefit(row.value, on) if row.kind == "plan" else None
    return {
        "kind": row.kind,
        "code": row.value,
        "name": row.name and payer_name(row.name, wording),
        "payer": row.payer and payer_name(row.payer, wording),
        "payer_kind": row.payer_kind,
        "state": row.state,
        "parameter": row.kind,
        "value": row.value,
        "benefit": benefit_data(benefit, on, wording),
    }
