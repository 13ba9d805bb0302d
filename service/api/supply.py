"""Routes that tell staff how much there is: supply by county, the scorecard, the last load."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import fields

from service.errors import InvalidQuery, Problem
from service.stewardship.quality import MEASURES, scorecard_data
from service.stewardship.stewardship import Stewardship, check_reach
from service.stewardship.supply import Supply, scorecard, supply

from .authentication import needs
from .corrections import AreaParameters, asked_area
from .fields import NoParameters
from .language import asked_wording
from .openapi import StrictBlueprint
from .referral_requests import actor
from .responses import PREFIX, as_json
from .shapes import Shape, items, maybe, one, string

SUPPLY, SCORECARD, IMPORTS = (f"/stewardship/{name}" for name in ("supply", "scorecard", "imports"))


class SupplyParameters(AreaParameters):
    example = "state=NY"


class PayerSupplyShape(Shape):
    payer = string()
    ots = fields.Integer(required=True)


class CountySupplyShape(Shape):
    """People with a location in the county; `payers` those who are known to take a payer there."""

    county = maybe()
    ots = fields.Integer(required=True)
    current_mscs = fields.Integer(required=True)
    neurorehabilitation = fields.Integer(required=True)
    plan_evidence = fields.Integer(required=True)
    accepting = fields.Integer(required=True)
    payers = items(PayerSupplyShape)


class SupplyShape(Shape):
    on = fields.Date(required=True)
    counties = items(CountySupplyShape)


class MeasureShape(Shape):
    """How many people, and their share; null where there is nobody."""

    count = fields.Integer(required=True)
    share = maybe(fields.Float)


class TallyShape(Shape.from_dict({code: one(MeasureShape) for code in MEASURES})):
    profiles = fields.Integer(required=True)
    conflicts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class ScorecardShape(Shape):
    """`budgets`: days for which a fact counts as fresh, by field."""

    on = fields.Date(required=True)
    budgets = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    whole = one(TallyShape)
    states = fields.Dict(keys=fields.String(), values=fields.Nested(TallyShape), required=True)


class RejectedShape(Shape):
    reason = string()
    rows = fields.Integer(required=True)


class ImportShape(Shape):
    """One file. `day` is the file's own, where it is a full list."""

    source = string()
    file = string()
    read_at = fields.AwareDateTime(required=True)
    day = maybe(fields.Date)
    read = fields.Integer(required=True)
    kept = fields.Integer(required=True)
    rejected = items(RejectedShape)


class ImportsShape(Shape):
    """`newest`: the newest date of any fact; `sequence`: the number of the last load or update."""

    loaded_at = fields.AwareDateTime(required=True)
    sequence = fields.Integer(required=True)
    profiles = fields.Integer(required=True)
    newest = maybe(fields.Date)
    files = items(ImportShape)


def add_supply(
    api: StrictBlueprint, stewardship: Callable[[], Stewardship], today: Callable[[], date]
) -> None:
    _add_supply(api, stewardship, today)
    _add_scorecard(api, stewardship, today)
    _add_imports(api, stewardship)


def _add_supply(
    api: StrictBlueprint, stewardship: Callable[[], Stewardship], today: Callable[[], date]
) -> None:
    @api.route(SUPPLY)
    class CountySupply(MethodView):
        @needs("stewardship.read")
        @api.arguments(SupplyParameters, location="query")
        @api.response(200, SupplyShape)
        @api.doc(operationId="getSupply")
        def get(self, asked: dict[str, Any]) -> Response:
            """OTs of each county of a state, or of one county, by kind

            Staff of a chapter see those whom it serves.
            """
            area = asked_area(asked)
            if not (area.state or area.county):
                raise InvalidQuery(Problem("state", "needed_with_county", example="NY"))
            found = supply(stewardship(), actor(), today(), area)
            data = {"on": today(), "counties": list(map(_supply_data, found))}
            return as_json(data, asked_wording())


def _add_scorecard(
    api: StrictBlueprint, stewardship: Callable[[], Stewardship], today: Callable[[], date]
) -> None:
    @api.route(SCORECARD)
    class Card(MethodView):
        @needs("stewardship.read")
        @api.arguments(NoParameters(f"{PREFIX}{SCORECARD}"), location="query")
        @api.response(200, ScorecardShape)
        @api.doc(operationId="getScorecard")
        def get(self, _: dict) -> Response:
            """What is known, and how far it can be trusted, in whole and by state

            `whole` is, for staff of a chapter, all that it serves.
            """
            card = scorecard(stewardship(), actor(), today())
            return as_json(scorecard_data(card), asked_wording())


def _add_imports(api: StrictBlueprint, stewardship: Callable[[], Stewardship]) -> None:
    @api.route(IMPORTS)
    class Imports(MethodView):
        @needs("stewardship.read")
        @api.arguments(NoParameters(f"{PREFIX}{IMPORTS}"), location="query")
        @api.response(200, ImportsShape)
        @api.doc(operationId="getImports")
        def get(self, _: dict) -> Response:
            """What the directory was loaded from, and which rows could not be used"""
            check_reach(actor(), "stewardship.read")
            meta = stewardship().engine.meta()
            data = {name: getattr(meta, name) for name in
                    ("loaded_at", "sequence", "profiles", "newest")}  # fmt: skip
            return as_json(data | {"files": list(map(_import_data, meta.sources))}, asked_wording())


def _import_data(read: Any) -> dict[str, Any]:
    names = ("source", "file", "read_at", "day", "read", "kept")
    rejected = [{"reason": why, "rows": rows} for why, rows in read.rejected.items()]
    return {name: getattr(read, name) for name in names} | {"rejected": rejected}


def _supply_data(each: Supply) -> dict[str, Any]:
    payers = [{"payer": payer, "ots": ots} for payer, ots in each.payers.most_common()]
    return vars(each) | {"payers": payers}
