"""The parameters of a search: read, checked together, and turned into a Query."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from marshmallow import post_load

from service.directory.filters import gates
from service.directory.names import MAX_WORDS
from service.directory.places import open_place
from service.directory.query import (
    DEFAULT_LIMIT,
    DEFAULT_RADIUS_MILES,
    MAX_LIMIT,
    MAX_RADIUS_MILES,
    Query,
)
from service.directory.text import slug
from service.errors import InvalidQuery, Problem
from service.wording.english import LEFT_OUT
from service.wording.english_parameters import PARAMETERS
from service.wording.languages import EveryName

from .cursor import FIRST, read_cursor
from .fields import Code, Codes, Decimal, Parameters, Text, Whole, YesNo
from .program_fields import ProgramIds


class QuerySchema(Parameters):
    """Query parameters of GET /providers. Unknown and repeated ones are refused by name."""

    example = "near=10001"

    near = Text(PARAMETERS["near"], most=100, example="10001", role="filter")
    name = Text(PARAMETERS["name"], example="Ruiz", role="filter")
    radius = Decimal(PARAMETERS["radius"], most=MAX_RADIUS_MILES, example="25", role="filter")
    need = Codes(PARAMETERS["need"], choices=EveryName("needs"), example="fatigue", role="signal")
    service = Codes(
        PARAMETERS["service"],
        choices=EveryName("services"),
        example="energy-conservation",
        role="signal",
    )
    specialty = Codes(
        PARAMETERS["specialty"],
        choices=EveryName("specialties"),
        example="225XN1300X",
        role="filter",
    )
    credential = Codes(
        PARAMETERS["credential"], choices=EveryName("credentials"), example="MSCS", role="filter"
    )
    plan = Text(PARAMETERS["plan"], example="11111NY0010001", role="signal")
    payer = Text(PARAMETERS["payer"], example="Medicare", role="signal")
    insurance_mode = Code(
        PARAMETERS["insurance_mode"],
        choices=EveryName("insurance_modes"),
        example="require",
        role="filter",
    )
    program = ProgramIds(PARAMETERS["program"], example="example-bridge-visits", role="filter")
    accepting = YesNo(PARAMETERS["accepting"], example="true", role="filter")
    access = Codes(
        PARAMETERS["access"], choices=EveryName("access"), example="step_free", role="filter"
    )
    telehealth = YesNo(PARAMETERS["telehealth"], example="true", role="filter")
    patient_state = Code(
        PARAMETERS["patient_state"], choices=EveryName("states"), example="NY", role="filter"
    )
    setting = Code(
        PARAMETERS["setting"], choices=EveryName("settings"), example="clinic", role="filter"
    )
    language = Codes(
        PARAMETERS["language"], choices=EveryName("languages"), example="es", role="filter"
    )
    gender = Codes(PARAMETERS["gender"], choices=EveryName("genders"), example="F", role="filter")
    unknown = Code(
        PARAMETERS["unknown"],
        choices=dict.fromkeys(LEFT_OUT, ()),
        example="near",
        role="filter",
    )
    sort = Code(PARAMETERS["sort"], choices=EveryName("sorts"), example="distance", role="order")
    limit = Whole(PARAMETERS["limit"], most=MAX_LIMIT, example="20", role="page")
    cursor = Text(PARAMETERS["cursor"], most=400, example=FIRST, role="page")

    def __init__(self, *, today: Callable[[], date], **options: Any) -> None:
        super().__init__(**options)
        self.today = today

    @post_load
    def make_query(self, asked: dict[str, Any], **_: Any) -> Query:
        return query_of(asked, self.today())


def query_of(asked: dict[str, Any], today: date) -> Query:
    """The query of parameters that are each right by themselves; raises InvalidQuery where they
    are not together."""
    if problems := list(_contradictions(asked)):
        raise InvalidQuery(*problems)
    query = _plain_query(asked, today)
    _check_state(query)
    _check_video(query)
    _check_name(query)
    _check_unknown(query)
    return read_cursor(asked.get("cursor", FIRST), query)


def _plain_query(asked: dict[str, Any], today: date) -> Query:
    return Query(
        on=today,
        place=open_place(asked["near"]) if "near" in asked else None,
        name=asked.get("name"),
        radius_miles=asked.get("radius", DEFAULT_RADIUS_MILES),
        needs=asked.get("need", ()),
        services=asked.get("service", ()),
        specialties=asked.get("specialty", ()),
        credentials=asked.get("credential", ()),
        languages=asked.get("language", ()),
        genders=asked.get("gender", ()),
        setting=asked.get("setting"),
        plan=asked.get("plan"),
        payer=as_in_directory(asked.get("payer")),
        insurance_required=asked.get("insurance_mode") == "require",
        programs=asked.get("program", ()),
        accepting=asked.get("accepting", False),
        access=asked.get("access", ()),
        telehealth=asked.get("telehealth", False),
        patient_state=asked.get("patient_state"),
        unknown=asked.get("unknown"),
        sort=asked.get("sort", "best"),
        limit=asked.get("limit", DEFAULT_LIMIT),
    )


def as_in_directory(payer: str | None) -> str | None:
    """A payer given by its name in another language, by its English one."""
    return _payer_names().get(slug(payer), payer) if payer else None


@cache
def _payer_names() -> dict[str, str]:
    named = EveryName("payers").values()
    return {slug(other): english for english, *others in named for other in others}


def _contradictions(asked: dict[str, Any]) -> list[Problem]:
    """Parameters that would have no effect, or none that makes sense, beside the others.

    Each problem names the parameter to add or change; its example makes this search possible.
    """
    by_distance = asked.get("sort") == "distance"
    requires = asked.get("insurance_mode") == "require"
    rules = (
        ("near", "radius" in asked and not ("near" in asked or asked.get("telehealth")),
         "needed_with_radius", "10001"),
        ("telehealth", "patient_state" in asked and not asked.get("telehealth"),
         "needed_with_state", "true"),
        ("plan", requires and not {"plan", "payer"} & asked.keys(),
         "needed_with_require", "11111NY0010001"),
        ("near", by_distance and "near" not in asked, "needed_with_distance", "10001"),
        ("sort", by_distance and bool(asked.get("telehealth")),
         "no_distance_by_video", "best"),
        ("sort", by_distance and asked.get("setting") == "home",
         "no_distance_at_home", "best"),
        ("sort", by_distance and asked.get("unknown") == "near",
         "no_distance_unknown", "best"),
    )  # fmt: skip
    found = {name: Problem(name, code, example=example)
             for name, wrong, code, example in rules if wrong}  # fmt: skip
    return list(found.values())


def _check_state(query: Query) -> None:
    if query.telehealth and query.care_state is None:
        raise InvalidQuery(Problem("patient_state", "needed_with_video", example="NY"))


def _check_video(query: Query) -> None:
    """Somebody who asks only for what needs a visit is not helped by video."""
    if query.telehealth and query.asked_services and not query.wanted:
        services = {"services": list(query.asked_services)}
        raise InvalidQuery(Problem("telehealth", "all_need_visits", services, "false"))


def _check_name(query: Query) -> None:
    if any(len(words) > MAX_WORDS for words in query.name_forms):
        raise InvalidQuery(Problem("name", "too_many_words", {"most": MAX_WORDS}, "Ruiz"))


def _check_unknown(query: Query) -> None:
    """`unknown` turns round a filter that is in use; without any, one has to be added."""
    active = [gate.parameter for gate in gates(query)]
    if query.unknown is None or query.unknown in active:
        return
    if active:
        raise InvalidQuery(Problem("unknown", "not_in_use", {"filters": active}, active[0]))
    example = QuerySchema._declared_fields[query.unknown].metadata["example"]
    raise InvalidQuery(Problem(query.unknown, "needed_with_unknown", example=example))
