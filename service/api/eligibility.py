"""Who may have which programme: POST /eligibility/checks, and the programmes themselves."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Response, current_app, request
from flask.views import MethodView

from service.casework.casework import Casework
from service.casework.counting import count_checks
from service.casework.recording import ToRecord, record
from service.eligibility.checks import Checked, check
from service.eligibility.opening import Rules
from service.eligibility.person import Person, read_person
from service.errors import (
    InvalidBody,
    InvalidQuery,
    NoSuchProgram,
    Problem,
    ReferralsOff,
    StoreUnavailable,
)
from service.referrals.remembering import KEY_HEADER

from .authentication import asked_principal, needs
from .body_fields import Day
from .eligibility_bodies import YEARS, CheckBody, day_asked
from .fields import NoParameters, Parameters
from .language import asked_wording
from .openapi import StrictBlueprint
from .present_eligibility import NO_CASES, checked_data, program_data, programs_data
from .problems import log_bug
from .referral_requests import actor
from .responses import PREFIX, as_json, unstored
from .schemas_eligibility import ChecksShape, ProgramShape, ProgramsShape

_WITH_RECORD = ("chapter", "patient", "recheck_on")
_EXAMPLE = "example-bridge-visits"
_ID: dict[str, Any] = {
    "in": "path",
    "name": "program",
    "description": "The program's id.",
    "schema": {"type": "string", "examples": [_EXAMPLE]},
}


class ProgramsAsked(Parameters):
    example = "on=2026-11-22"

    on = Day("The day asked about; today if left out.", example="2026-11-22", role="filter")


def add_eligibility(
    api: StrictBlueprint,
    rules: Rules,
    today: Callable[[], date],
    casework: Callable[[], Casework],
) -> None:
    _add_checks(api, rules, today, casework)
    _add_programs(api, rules, today)


def _add_checks(
    api: StrictBlueprint,
    rules: Rules,
    today: Callable[[], date],
    casework: Callable[[], Casework],
) -> None:
    @api.route("/eligibility/checks")
    class Checks(MethodView):
        @needs("eligibility.check")
        @api.arguments(NoParameters(f"{PREFIX}/eligibility/checks"), location="query")
        @api.body(CheckBody())
        @api.response(200, ChecksShape)
        @api.doc(operationId="checkEligibility")
        def post(self, _: dict, asked: dict[str, Any]) -> Response:
            """What each program says of a person, criterion by criterion

            Takes nothing that says who the person is, and keeps nothing of them; but for staff who
            ask, by `record`, for a case of their chapter. What is left out is not known, and never
            counts as a "no": `missing` says what to ask.
            """
            wording = asked_wording()
            on = day_asked(asked, today())
            person = read_person(asked["facts"], on, rules.guidelines)
            checked = checked_for(person, asked.get("programs"), rules)
            cases = _recorded(casework, checked, asked | {"on": on})
            count(casework, checked, person)
            return unstored(checked_data(checked, person, wording, cases), wording)


def count(casework: Callable[[], Casework], checked: Checked, person: Person) -> None:
    """For reports. Who asks need not wait for a store that is not there."""
    try:
        count_checks(casework(), asked_principal(), checked, person)
    except ReferralsOff:
        return
    except StoreUnavailable as error:
        current_app.logger.warning("a check was not counted: %s", error)


def _recorded(
    casework: Callable[[], Casework], checked: Checked, asked: dict[str, Any]
) -> Mapping[str, str]:
    """The cases that were made, by programme; what goes with `record` means nothing without."""
    if not asked.get("record"):
        if told := [name for name in _WITH_RECORD if name in asked]:
            raise InvalidBody(*(Problem(name, "only_with", {"other": "record"}) for name in told))
        return NO_CASES
    if KEY_HEADER in request.headers:
        raise InvalidQuery(Problem(KEY_HEADER, "once_not_taken"))
    wanted = ToRecord(
        programs=tuple(asked.get("programs", ())),
        on=asked["on"],
        facts=asked["facts"],
        chapter=asked.get("chapter"),
        identity=asked.get("patient"),
        recheck_on=asked.get("recheck_on"),
    )
    return record(casework(), actor(), checked, wanted)


def checked_for(person: Person, ids: list[str] | None, rules: Rules) -> Checked:
    """What programs say of a person; raises InvalidBody for an id of none."""
    _check_ids(ids or (), rules)
    checked = check(rules.programs, person, ids)
    for result in checked.results:
        if result.error:
            log_bug(result.error)
    return checked


def _add_programs(api: StrictBlueprint, rules: Rules, today: Callable[[], date]) -> None:
    @api.route("/programs")
    class Programs(MethodView):
        @needs("programs.read")
        @api.arguments(ProgramsAsked, location="query")
        @api.response(200, ProgramsShape)
        @api.doc(operationId="listPrograms")
        def get(self, asked: dict[str, Any]) -> Response:
            """Programs that help with cost, as they are in effect on a day"""
            on, programs = _day(asked, today), rules.programs
            found, past = programs.in_effect(on), programs.not_in_effect(on)
            wording = asked_wording()
            return as_json(programs_data(found, past, on, wording), wording)

    @api.route("/programs/<string:program>", parameters=[_ID])
    class OneProgram(MethodView):
        @needs("programs.read")
        @api.arguments(ProgramsAsked, location="query")
        @api.response(200, ProgramShape)
        @api.problem(404, "No program of this id.")
        @api.doc(operationId="getProgram")
        def get(self, asked: dict[str, Any], program: str) -> Response:
            """One program with its criteria, in the version that is in effect on a day

            Where none is in effect it is the newest one.
            """
            on = _day(asked, today)
            versions = rules.programs.by_id.get(program)
            if not versions:
                raise NoSuchProgram
            shown = next((v for v in versions if v.effective.covers(on)), versions[0])
            wording = asked_wording()
            numbers = [version.version for version in versions]
            return as_json(program_data(shown, numbers, on, wording), wording)


def _day(asked: dict[str, Any], today: Callable[[], date]) -> date:
    on = asked.get("on") or today()
    if on.year not in YEARS:
        raise InvalidQuery(Problem("on", "fact_odd_day", example="2026-11-22"))
    return on


def _check_ids(ids: list[str] | tuple[str, ...], rules: Rules) -> None:
    unknown = [place for place, each in enumerate(ids) if each not in rules.programs.ids]
    if unknown:
        raise InvalidBody(*(Problem(f"programs.{n}", "no_such_program") for n in unknown[:20]))
