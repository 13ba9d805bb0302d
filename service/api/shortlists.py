"""Shortlists: made without an identity, then read and deleted by whoever holds the code."""

from typing import Any

from flask import Response
from flask.views import MethodView

from service.engines.protocol import Engine
from service.errors import InvalidBody, InvalidQuery, NoShortlist, Problem, ReferralsOff
from service.referrals.shortlist_codes import EXAMPLE, read_code, shown
from service.referrals.shortlists import Shortlist, Shortlists
from service.wording.wording import Wording

from .authentication import needs
from .fields import NoParameters
from .language import asked_wording
from .openapi import StrictBlueprint
from .present_shortlists import shortlist_data
from .responses import LOST, PREFIX, unstored
from .schemas_shortlists import ShortlistBody, ShortlistShape

_CODE: dict[str, Any] = {
    "in": "path",
    "name": "code",
    "description": "The code, in capitals or not, with the hyphen or without.",
    "schema": {"type": "string", "examples": [EXAMPLE]},
}
_MADE = {
    "Location": {
        "description": "Where it can be read.",
        "required": True,
        "schema": {"type": "string"},
    }
}
_NONE_SUCH = "No shortlist of this code: it was deleted, or its time is over."


def add_shortlists(api: StrictBlueprint, engine: Engine, shortlists: Shortlists | None) -> None:
    """Without `shortlists` there is nowhere to keep one, which the routes say."""
    _add_making(api, engine, shortlists)
    _add_one(api, engine, shortlists)


def _add_making(api: StrictBlueprint, engine: Engine, shortlists: Shortlists | None) -> None:
    @api.route("/shortlists")
    class MadeShortlists(MethodView):
        @needs("shortlists.create")
        @api.arguments(NoParameters(f"{PREFIX}/shortlists"), location="query")
        @api.body(ShortlistBody())
        @api.response(201, ShortlistShape, headers=_MADE)
        @api.problem(503, **LOST)
        @api.doc(operationId="createShortlist")
        def post(self, _: dict, shortlist: Shortlist) -> Response:
            """Keeps a few OTs for a patient, under a code that can be read out

            Takes nothing that says who the patient is. The code is shown this once; whoever holds
            it can read and delete the list until its time is over.
            """
            wording = asked_wording()
            kept = _kept(shortlists)
            _check_listed(shortlist, engine)
            code, made = kept.keep(shortlist)
            response = _told(code, made, engine, wording, 201)
            response.headers["Location"] = f"{PREFIX}/shortlists/{shown(code)}"
            return response


def _add_one(api: StrictBlueprint, engine: Engine, shortlists: Shortlists | None) -> None:
    no_parameters = NoParameters(f"{PREFIX}/shortlists/{EXAMPLE}")

    @api.route("/shortlists/<string:code>", parameters=[_CODE])
    class OneShortlist(MethodView):
        @needs("shortlists.read")
        @api.arguments(no_parameters, location="query")
        @api.response(200, ShortlistShape)
        @api.problem(404, _NONE_SUCH)
        @api.problem(503, **LOST)
        @api.doc(operationId="getShortlist")
        def get(self, _: dict, code: str) -> Response:
            """A shortlist with its OTs as they are now; who left the directory is told so"""
            held = _read_code(code)
            shortlist = _kept(shortlists).read(held)
            if shortlist is None:
                raise NoShortlist
            return _told(held, shortlist, engine, asked_wording())

        @needs("shortlists.delete")
        @api.arguments(no_parameters, location="query")
        @api.alt_response(204, description="It is deleted.", success=True)
        @api.problem(404, _NONE_SUCH)
        @api.problem(503, **LOST)
        @api.doc(operationId="deleteShortlist")
        def delete(self, _: dict, code: str) -> Response:
            """Deletes a shortlist at once; who holds the code may"""
            if not _kept(shortlists).delete(_read_code(code)):
                raise NoShortlist
            return Response(status=204, headers={"Cache-Control": "no-store"})


def _kept(shortlists: Shortlists | None) -> Shortlists:
    if shortlists is None:
        raise ReferralsOff
    return shortlists


def _told(
    code: str, shortlist: Shortlist, engine: Engine, wording: Wording, status: int = 200
) -> Response:
    return unstored(shortlist_data(code, shortlist, engine, wording), wording, status)


def _read_code(text: str) -> str:
    try:
        return read_code(text)
    except ValueError:
        raise InvalidQuery(Problem("code", "code_mistyped", example=EXAMPLE)) from None


def _check_listed(shortlist: Shortlist, engine: Engine) -> None:
    """Raises InvalidBody for who is not in the directory, or works elsewhere."""
    for place, recipient in enumerate(shortlist.recipients):
        profile = engine.get(recipient.npi)
        if profile is None:
            raise InvalidBody(Problem(f"npis.{place}", "no_such_ot"))
        ids = [at.id for at in profile.locations]
        if recipient.location_id not in (None, *ids):
            path = f"npis.{place}.location_id"
            example = ids[0] if ids else None
            raise InvalidBody(Problem(path, "no_such_location", {"choices": ids}, example))
