"""Routes that explain a search: why an OT is in it or not, and who could stand in for one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView

from service.directory.query import Query
from service.eligibility.opening import Rules
from service.engines.protocol import Engine
from service.explain import similar, why_not

from .authentication import needs
from .caching import cached
from .language import asked_wording
from .npi import NO_SUCH_NPI, NPI_EXAMPLE, NPI_PARAMETER, check_npi
from .openapi import IF_NONE_MATCH, StrictBlueprint
from .present_explanation import explanation_data, similar_data
from .query_schema import QuerySchema
from .responses import LOST, PREFIX
from .schemas_explain import USUAL_LIMIT, ExplanationShape, SimilarParameters, SimilarShape


def add_explanations(
    api: StrictBlueprint, engine: Engine, today: Callable[[], date], rules: Rules
) -> None:
    """GET /providers/{npi}/why-not and GET /providers/{npi}/similar."""
    _add_why_not(api, engine, today, rules)
    _add_similar(api, engine, today)


def _add_why_not(
    api: StrictBlueprint, engine: Engine, today: Callable[[], date], rules: Rules
) -> None:
    # An explanation is no list: pages have no meaning here.
    parameters = QuerySchema(today=today, exclude=("limit", "cursor"))

    @api.route("/providers/<string:npi>/why-not", parameters=[NPI_PARAMETER, IF_NONE_MATCH])
    class WhyNot(MethodView):
        @needs("directory.search")
        @api.arguments(parameters, location="query", as_kwargs=False)
        @api.tagged(ExplanationShape)
        @api.gone()
        @api.problem(404, NO_SUCH_NPI)
        @api.problem(503, **LOST)
        @api.doc(operationId="explainProvider")
        def get(self, query: Query, npi: str) -> Response:
            """Why one OT is in a search's results or not

            Takes the parameters of a search. Tells every filter with the fact behind it; of an OT
            in the results also the place, and who stands before by which signals.
            """
            check_npi(npi)
            wording = asked_wording()

            def answer() -> dict[str, Any]:
                return explanation_data(why_not(engine, npi, query, rules.programs.ids), wording)

            return cached(engine.meta(), f"why-not {npi} {query!r}", wording, answer)


def _add_similar(api: StrictBlueprint, engine: Engine, today: Callable[[], date]) -> None:
    parameters = SimilarParameters(f"{PREFIX}/providers/{NPI_EXAMPLE}/similar?limit=5")

    @api.route("/providers/<string:npi>/similar", parameters=[NPI_PARAMETER, IF_NONE_MATCH])
    class SimilarProviders(MethodView):
        @needs("directory.search")
        @api.arguments(parameters, location="query")
        @api.tagged(SimilarShape)
        @api.gone()
        @api.problem(404, NO_SUCH_NPI)
        @api.problem(503, **LOST)
        @api.doc(operationId="similarProviders")
        def get(self, asked: dict[str, Any], npi: str) -> Response:
            """OTs who could stand in for one: near the first location, with the same services

            Of an OT without a location on the map, those who treat by video in the same state.
            """
            check_npi(npi)
            wording, on = asked_wording(), today()
            limit = asked.get("limit", USUAL_LIMIT)

            def answer() -> dict[str, Any]:
                return similar_data(similar(engine, npi, on, limit), wording)

            return cached(engine.meta(), f"similar {npi} {on} {limit}", wording, answer)
