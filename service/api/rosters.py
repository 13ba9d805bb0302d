"""Routes by which staff upload an MSCS roster: first what it would change, then the change."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, abort, request
from flask.views import MethodView
from marshmallow import fields

from service.stewardship.roster import (
    MOST_BYTES,
    OUTCOMES,
    REJECTED,
    REPEATED,
    Preview,
    Row,
    apply,
    preview,
)
from service.stewardship.stewardship import Stewardship
from service.wording.wording import Wording

from .authentication import needs
from .body import read_bytes
from .fields import NoParameters, Parameters, Text
from .language import asked_wording
from .openapi import StrictBlueprint
from .referral_requests import actor
from .responses import PREFIX, as_json
from .shapes import Shape, choice, items, maybe, string

ROUTE = "/stewardship/rosters"
CSV = "text/csv"
_BODY: dict[str, Any] = {
    "required": True,
    "content": {CSV: {"schema": {"type": "string", "contentMediaType": CSV}}},
}


class RosterParameters(Parameters):
    example = "mark=0123456789abcdef"

    mark = Text("The `mark` of the preview that is to be applied.", most=16, role="data",
                example="0123456789abcdef", required=True)  # fmt: skip


class RosterRowShape(Shape):
    """One line. `until` is the last day of the certificate that it tells, `before` of the one that
    the directory knows; `text` says why nothing is done with it."""

    line = fields.Integer(required=True)
    npi = maybe()
    name = maybe()
    outcome = choice(OUTCOMES)
    text = maybe()
    until = maybe(fields.Date)
    before = maybe(fields.Date)


class RosterShape(Shape):
    """`counts` by outcome; with `mark` just this is applied. `shown` is null of a preview."""

    mark = string()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    rows = items(RosterRowShape)
    shown = maybe(fields.Boolean)


def add_rosters(
    api: StrictBlueprint, stewardship: Callable[[], Stewardship], today: Callable[[], date]
) -> None:
    @api.route(f"{ROUTE}/preview")
    class RosterPreview(MethodView):
        @needs("rosters.apply")
        @api.arguments(NoParameters(f"{PREFIX}{ROUTE}/preview"), location="query")
        @api.response(200, RosterShape)
        @api.problem(413, "The roster is too large.")
        @api.problem(415, "Only text/csv is taken.")
        @api.doc(operationId="previewRoster", requestBody=_BODY)
        def post(self, _: dict) -> Response:
            """What an MSCS roster would change; nothing is kept

            A CSV with `npi`, `name`, `certified_on` or `expires_on`, `checked_on`, `source`.
            """
            found = preview(stewardship(), actor(), _csv(), today())
            return as_json(_data(found, None, asked_wording()), asked_wording())

    @api.route(ROUTE)
    class Rosters(MethodView):
        @needs("rosters.apply")
        @api.arguments(RosterParameters, location="query")
        @api.response(200, RosterShape)
        @api.problem(409, "It would change something else now than the preview said.")
        @api.problem(413, "The roster is too large.")
        @api.problem(415, "Only text/csv is taken.")
        @api.doc(operationId="applyRoster", requestBody=_BODY)
        def post(self, asked: dict[str, Any]) -> Response:
            """Apply the roster of a preview, sent again with its mark

            Shown at once; every load keeps it until a newer roster says otherwise.
            """
            done = apply(stewardship(), actor(), _csv(), today(), asked["mark"])
            return as_json(_data(done.preview, done.shown, asked_wording()), asked_wording())


def _csv() -> bytes:
    if request.mimetype != CSV:
        abort(415)
    return read_bytes(request, MOST_BYTES)


def _data(found: Preview, shown: bool | None, wording: Wording) -> dict[str, Any]:
    rows = [_row_data(row, wording) for row in found.rows]
    return {"mark": found.mark, "counts": found.counts(), "rows": rows, "shown": shown}


def row_text(row: Row, wording: Wording) -> str | None:
    """Why nothing is done with a row; None where something is."""
    if row.outcome == REJECTED:
        return row.reason
    code = REPEATED if row.outcome == REPEATED else row.reason
    return wording.sentences[f"roster_{code}"] if code else None


def _row_data(row: Row, wording: Wording) -> dict[str, Any]:
    names = ("line", "npi", "name", "outcome", "until", "before")
    return {name: getattr(row, name) for name in names} | {"text": row_text(row, wording)}
