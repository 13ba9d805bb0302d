"""Programs and OTs in one answer: POST /eligibility/matches."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView

from service.directory.query import Query
from service.eligibility.checks import Checked
from service.eligibility.coverage import Coverage, coverage_of
from service.eligibility.facts import NONE
from service.eligibility.opening import Rules
from service.eligibility.person import Person, read_person
from service.engines.protocol import Engine
from service.errors import InvalidBody, InvalidQuery, Problem
from service.program_matches import ProviderSearch
from service.search import resolve

from .authentication import needs
from .eligibility import checked_for
from .eligibility_bodies import ProgramMatchesBody, day_asked
from .fields import NoParameters
from .language import asked_wording
from .members import query_of_members
from .openapi import StrictBlueprint
from .present_program_matches import Told, program_matches_data
from .responses import LOST, PREFIX, unstored
from .schemas_program_matches import ProgramMatchesShape

_APART = ("on", "facts", "programs")
DEFAULT_LIMIT = 5
Data = dict[str, Any]
CoverageTold = tuple[Query, Coverage] | None


def add_program_matches(
    api: StrictBlueprint, engine: Engine, rules: Rules, today: Callable[[], date]
) -> None:
    @api.route("/eligibility/matches")
    class ProgramMatches(MethodView):
        @needs("eligibility.check")
        @api.arguments(NoParameters(f"{PREFIX}/eligibility/matches"), location="query")
        @api.body(ProgramMatchesBody())
        @api.response(200, ProgramMatchesShape)
        @api.problem(503, **LOST)
        @api.doc(operationId="matchPrograms")
        def post(self, _: dict, asked: dict[str, Any]) -> Response:
            """Programs that a person may have, and the OTs near them whom each one pays

            The facts are those of a check, the other members those of a search; `place` is the
            facts' ZIP code if left out. Takes nothing that says who the person is, and keeps
            nothing. What an OT must have to be paid is a filter: of whom it is not known, they are
            counted apart.
            """
            on = day_asked(asked, today())
            person = read_person(asked["facts"], on, rules.guidelines)
            checked = checked_for(person, asked.get("programs"), rules)
            coverage = coverage_of_person(engine, rules, person)
            told = told_of(engine, rules, (checked, person, coverage), members_of(asked, person))
            wording = asked_wording()
            return unstored(program_matches_data(told, wording), wording)


def told_of(
    engine: Engine, rules: Rules, found: tuple[Checked, Person, CoverageTold], members: Data
) -> Told:
    """All that an answer is made of; raises InvalidQuery for members that no search can take."""
    checked, person, coverage = found
    return Told(
        checked=checked,
        person=person,
        members=members,
        providers=ProviderSearch(engine, query_of_members(_limited(members), person.on)),
        coverage=coverage,
        chapters=rules.chapters,
        names=rules.programs.names(person.on),
    )


def members_of(asked: Data, person: Person) -> Data:
    """Those of the search, near home where no other place is named."""
    members = {name: value for name, value in asked.items() if name not in _APART}
    home = person.get("postal_code")
    return members if "place" in members or home is None else {"place": home, **members}


def _limited(members: Data) -> Data:
    return {"limit": DEFAULT_LIMIT, **members}


def coverage_of_person(engine: Engine, rules: Rules, person: Person) -> CoverageTold:
    """What the person's own plan pays, where it is among the facts."""
    plan = person.get("plan_id")
    if plan is None or plan == NONE:
        return None
    meta, state = engine.meta(), person.get("state")
    try:
        query, _ = resolve(meta, Query(on=person.on, plan=plan, patient_state=state))
    except InvalidQuery as error:
        code, values = error.problems[0].code, error.problems[0].values
        raise InvalidBody(Problem("facts.plan_id", code, values)) from None
    benefit = meta.benefit(query.plan, query.on) if query.plan else None
    in_hand = person.get("referral_in_hand")
    return query, coverage_of(query, benefit, rules.coverage, in_hand)
