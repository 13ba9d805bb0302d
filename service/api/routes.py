"""The REST API: routes that read a query, ask, and present. No rule of the directory is here."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from flask import Response, current_app, redirect
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser

from service.directory.query import Query
from service.engines.protocol import Engine
from service.errors import InvalidQuery, NotFound, Problem
from service.search import search

from .present import dump, page_data, profile_data
from .query_schema import QuerySchema
from .schemas import LiveShape, PageShape, ProfileShape, ReadyShape
from .vocabulary import vocabulary_data

PREFIX = "/api/v1"


class StrictParser(FlaskParser):
    """Unknown query parameters are errors, not noise."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}


class StrictBlueprint(Blueprint):
    ARGUMENTS_PARSER = StrictParser()


def make_blueprint(engine: Engine, today: Callable[[], date]) -> Blueprint:
    """All routes of the API on one engine."""
    api = StrictBlueprint("api", __name__, url_prefix=PREFIX, description="Find an OT.")

    @api.route("/providers")
    class Providers(MethodView):
        @api.arguments(QuerySchema(today=today), location="query", as_kwargs=False)
        @api.response(200, PageShape)
        @api.alt_response(503, description="The directory cannot be reached; see Retry-After.")
        def get(self, query: Query) -> Response:
            """Ranked OTs, each with its reasons

            Filters decide who appears, signals who comes first; /vocabulary tells which
            parameter is which.
            """
            return _json(page_data(search(engine, query), query))

    @api.route("/providers/<string:npi>")
    class Provider(MethodView):
        @api.response(200, ProfileShape)
        @api.alt_response(404, description="No such NPI in this directory.")
        def get(self, npi: str) -> Response:
            """One OT with all locations, and the source and date of every fact"""
            if not (npi.isascii() and npi.isdigit() and len(npi) == 10):
                raise InvalidQuery(Problem("npi", "must be ten digits", "1234567893"))
            profile = engine.get(npi)
            if profile is None:
                raise NotFound("This NPI is not in this directory.")
            return _json(profile_data(profile, today()))

    @api.route("/vocabulary")
    class Vocabulary(MethodView):
        @api.response(200)
        def get(self) -> Response:
            """Every code with its plain name, and the role of every parameter"""
            return _json(vocabulary_data())

    _add_health(api, engine)
    return api


def _add_health(api: Blueprint, engine: Engine) -> None:
    @api.route("/health/live")
    class Live(MethodView):
        @api.response(200, LiveShape)
        def get(self) -> Response:
            """The process answers"""
            return _json({"status": "live"})

    @api.route("/health/ready")
    class Ready(MethodView):
        @api.response(200, ReadyShape)
        @api.alt_response(503, description="The directory cannot be reached; see Retry-After.")
        def get(self) -> Response:
            """The directory can be searched: its age and counts"""
            meta = engine.meta()
            directory = {
                "loaded_at": meta.loaded_at,
                "age_days": round(meta.age_days(datetime.now(UTC)), 2),
                "newest_source_date": meta.date,
                "profiles": meta.profiles,
                "locations": meta.locations,
                "without_coordinates": meta.without_coordinates,
            }
            return _json({"status": "ready", "directory": directory})


def _json(data: Any) -> Response:
    response = Response(dump(data), content_type="application/json")
    response.headers["Cache-Control"] = "private"
    return response


def root() -> Any:
    """The API's own page is the front door until there is a web site."""
    return redirect(f"{current_app.config['DOCS_URL']}/")
