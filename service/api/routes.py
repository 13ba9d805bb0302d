"""The REST API: routes that read a query, ask, and present. No rule of the directory is here."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from service.casework.casework import Casework
from service.directory.profile import Location
from service.directory.query import Query
from service.eligibility.chapters import Chapters
from service.eligibility.opening import Rules
from service.eligibility.where import Where
from service.engines.protocol import Engine
from service.people import profile_of
from service.referrals.desk import Desk
from service.referrals.shortlists import Shortlists
from service.search import search
from service.stewardship.area import county_of
from service.stewardship.stewardship import Stewardship

from .authentication import needs
from .awards import add_awards
from .caching import cached
from .campaigns import add_campaigns
from .cases import add_cases
from .changes import add_changes
from .chapter_reports import add_chapter_reports
from .chapters import add_chapters
from .claims import add_claims
from .corrections import add_corrections
from .coverage import add_coverage
from .eligibility import add_eligibility
from .explain import add_explanations
from .fields import NoParameters
from .following import add_following
from .language import asked_wording
from .lookups import add_lookups
from .matches import add_matches
from .npi import NO_SUCH_NPI, NPI_EXAMPLE, NPI_PARAMETER, check_npi
from .openapi import IF_NONE_MATCH, StrictBlueprint
from .present import page_data, profile_data
from .program_matches import add_program_matches
from .query_schema import QuerySchema
from .queue import add_queue
from .referral_letters import add_letters
from .referral_parts import add_parts
from .referral_requests import there
from .referrals import add_referrals
from .reports import add_reports
from .responses import LOST, PREFIX, as_json
from .rosters import add_rosters
from .schemas import PageShape, ProfileShape
from .schemas_service import LiveShape, ReadyShape, VocabularyShape
from .shortlists import add_shortlists
from .supply import add_supply
from .vocabulary import vocabulary_data


def make_blueprint(
    engine: Engine, today: Callable[[], date], rules: Rules, desk: Desk | None = None
) -> Blueprint:
    """All routes of the API on one engine; without `desk` nothing is kept."""
    api = StrictBlueprint("api", __name__, url_prefix=PREFIX, description="Find an OT.")
    _add_providers(api, engine, today, rules)
    add_explanations(api, engine, today, rules)
    add_matches(api, engine, rules, today)
    add_shortlists(api, engine, desk and kept_shortlists(desk))
    add_lookups(api, engine, today)
    add_changes(api, engine)
    casework = partial(_casework, desk, rules)
    add_eligibility(api, rules, today, casework)
    add_cases(api, casework)
    add_awards(api, desk, casework)
    add_following(api, engine, casework)
    add_chapter_reports(api, desk, casework)
    add_coverage(api, engine, rules, today)
    add_program_matches(api, engine, rules, today)
    add_chapters(api, rules.chapters)
    add_referrals(api, desk)
    add_parts(api, desk)
    add_letters(api, desk)

    def stewardship() -> Stewardship:
        return stewardship_of(there(desk), rules.chapters)

    add_reports(api, engine, stewardship)
    add_queue(api, stewardship)
    add_corrections(api, stewardship, today)
    add_rosters(api, stewardship, today)
    add_supply(api, stewardship, today)
    add_claims(api, lambda: there(desk), stewardship)
    add_campaigns(api, lambda: there(desk), stewardship, today)
    _add_vocabulary(api)
    _add_health(api, engine)
    return api


def stewardship_of(desk: Desk, chapters: Chapters) -> Stewardship:
    """With the chapters, to whose places their staff are held."""

    def serves(identity: str, at: Location) -> bool:
        chapter = chapters.by_id.get(identity)
        where = Where(at.city or "", at.region, county_of(at), at.postal_code)
        return chapter is not None and chapter.level(where) is not None

    return Stewardship(desk.records, desk.engine, desk.clock, serves)


def _casework(desk: Desk | None, rules: Rules) -> Casework:
    opened = there(desk)
    return Casework(opened.records, rules, opened.clock)


def kept_shortlists(desk: Desk) -> Shortlists:
    return Shortlists(desk.store, desk.keys, desk.terms.kept_days["shortlist"], desk.clock)


def _add_providers(
    api: StrictBlueprint, engine: Engine, today: Callable[[], date], rules: Rules
) -> None:
    @api.route("/providers", parameters=[IF_NONE_MATCH])
    class Providers(MethodView):
        @needs("directory.search")
        @api.arguments(QuerySchema(today=today), location="query", as_kwargs=False)
        @api.tagged(PageShape)
        @api.problem(503, **LOST)
        @api.doc(operationId="searchProviders")
        def get(self, query: Query) -> Response:
            """Ranked OTs, each with its reasons

            Filters decide who appears, signals who comes first; /vocabulary tells which
            parameter is which.
            """
            wording, programs = asked_wording(), rules.programs.names(query.on)

            def answer() -> dict:
                return page_data(
                    search(engine, query, rules.programs.ids), query, wording, programs
                )

            return cached(engine.meta(), f"providers {query!r} {programs!r}", wording, answer)

    @api.route("/providers/<string:npi>", parameters=[NPI_PARAMETER, IF_NONE_MATCH])
    class Provider(MethodView):
        @needs("directory.read")
        @api.arguments(NoParameters(f"{PREFIX}/providers/{NPI_EXAMPLE}"), location="query")
        @api.tagged(ProfileShape)
        @api.gone()
        @api.problem(404, NO_SUCH_NPI)
        @api.problem(503, **LOST)
        @api.doc(operationId="getProvider")
        def get(self, _: dict, npi: str) -> Response:
            """One OT with all locations, and the source and date of every fact"""
            check_npi(npi)
            wording, on = asked_wording(), today()

            def answer() -> dict:
                return profile_data(profile_of(engine, npi), on, wording)

            return cached(engine.meta(), f"provider {npi} {on}", wording, answer)


def _add_vocabulary(api: StrictBlueprint) -> None:
    @api.route("/vocabulary")
    class Vocabulary(MethodView):
        @needs("directory.read")
        @api.arguments(NoParameters(f"{PREFIX}/vocabulary"), location="query")
        @api.response(200, VocabularyShape)
        @api.doc(operationId="getVocabulary")
        def get(self, _: dict) -> Response:
            """Every code with its plain name, and the role of every parameter"""
            wording = asked_wording()
            return as_json(vocabulary_data(wording), wording)


def _add_health(api: StrictBlueprint, engine: Engine) -> None:
    @api.route("/health/live")
    class Live(MethodView):
        @needs("service.health")
        @api.arguments(NoParameters(f"{PREFIX}/health/live"), location="query")
        @api.response(200, LiveShape)
        @api.doc(operationId="isLive")
        def get(self, _: dict) -> Response:
            """The process answers"""
            return as_json({"status": "live"}, asked_wording())

    @api.route("/health/ready")
    class Ready(MethodView):
        @needs("service.health")
        @api.arguments(NoParameters(f"{PREFIX}/health/ready"), location="query")
        @api.response(200, ReadyShape)
        @api.problem(503, **LOST)
        @api.doc(operationId="isReady")
        def get(self, _: dict) -> Response:
            """The directory can be searched: its age and counts"""
            meta = engine.meta()
            directory = {
                "loaded_at": meta.loaded_at,
                "age_days": round(meta.age_days(datetime.now(UTC)), 2),
                "newest_source_date": meta.newest,
                "profiles": meta.profiles,
                "locations": meta.locations,
                "without_coordinates": meta.without_coordinates,
            }
            return as_json({"status": "ready", "directory": directory}, asked_wording())
