"""The parameters of a search: read, checked together, and turned into a Query."""

from collections.abc import Callable
from datetime import date
from typing import Any

from marshmallow import post_load

from service.directory.filters import gates
from service.directory.languages import languages
from service.directory.needs import NEEDS
from service.directory.places import open_place
from service.directory.query import (
    DEFAULT_LIMIT,
    DEFAULT_RADIUS_MILES,
    MAX_LIMIT,
    MAX_RADIUS_MILES,
    Query,
)
from service.directory.states import STATES
from service.directory.vocabulary import (
    CREDENTIALS,
    GENDERS,
    SERVICES,
    SETTINGS,
    TAXONOMIES,
)
from service.errors import InvalidQuery, Problem
from service.wording.english import LEFT_OUT

from .cursor import FIRST, read_cursor
from .fields import Code, Codes, Decimal, Parameters, Text, Whole, YesNo

MODES = {"prefer": "Prefer those who take the plan", "require": "Only those who take the plan"}
SORTS = {"best": "Best match first", "distance": "Nearest first"}


def _names(table: dict[str, Any]) -> dict[str, str]:
    return {code: entry.name for code, entry in table.items()}


class QuerySchema(Parameters):
    """Query parameters of GET /providers. Unknown and repeated ones are refused by name."""

    example = "near=10001"

    near = Text(
        'Where the patient is: a ZIP code, "City, ST", or latitude,longitude. Only locations '
        "within `radius` appear; the distance signal puts nearer ones first.",
        most=100,
        example="10001",
        role="filter",
    )
    radius = Decimal(
        f"Miles around `near`; {DEFAULT_RADIUS_MILES:g} if left out.",
        most=MAX_RADIUS_MILES,
        example="25",
        role="filter",
    )
    need = Codes(
        "What is hard: an activity or a symptom.",
        choices=_names(NEEDS),
        example="fatigue",
        role="signal",
    )
    service = Codes(
        "A service that is looked for.",
        choices=_names(SERVICES),
        example="energy-conservation",
        role="signal",
    )
    specialty = Codes(
        "Only these specialties (NUCC taxonomies).",
        choices=_names(TAXONOMIES),
        example="225XN1300X",
        role="filter",
    )
    credential = Codes(
        "Only holders of this certificate, current on the day.",
        choices=_names(CREDENTIALS),
        example="MSCS",
        role="filter",
    )
    plan = Text(
        "The patient's plan, by its id; if only the card's words are known, write those.",
        example="11111NY0010001",
        role="signal",
    )
    payer = Text(
        "The patient's insurer, by any of its names or by its code (payers in /vocabulary); "
        "Medicaid is that of the patient's state; self-pay and unknown are answers too.",
        example="Medicare",
        role="signal",
    )
    insurance_mode = Code(
        "prefer ranks by plan or payer; require also filters by it.",
        choices=MODES,
        example="require",
        role="filter",
    )
    accepting = YesNo("true: only locations that take new patients.", example="true", role="filter")
    telehealth = YesNo(
        "true: only video visits, by OTs who may treat in `patient_state`.",
        example="true",
        role="filter",
    )
    patient_state = Code(
        "Where the patient is during a video visit; the state of `near` if left out.",
        choices=STATES,
        example="NY",
        role="filter",
    )
    setting = Code(
        "Only this setting; home means that the OT comes to the patient.",
        choices=SETTINGS,
        example="clinic",
        role="filter",
    )
    language = Codes(
        "Only OTs who speak it (ISO 639-1).", choices=languages(), example="es", role="filter"
    )
    gender = Codes("Only OTs of this gender.", choices=GENDERS, example="F", role="filter")
    unknown = Code(
        "Shows those whom this filter, which must be in use, leaves out for want of a fact.",
        choices={parameter: parameter for parameter in LEFT_OUT},
        example="near",
        role="filter",
    )
    sort = Code(
        "best, or distance (nearest first).", choices=SORTS, example="distance", role="order"
    )
    limit = Whole(
        f"Matches on a page; {DEFAULT_LIMIT} if left out.",
        most=MAX_LIMIT,
        example="20",
        role="page",
    )
    cursor = Text(
        f"The `next` of the page before, all other parameters the same; {FIRST} is the first page.",
        most=400,
        example=FIRST,
        role="page",
    )

    def __init__(self, *, today: Callable[[], date], **options: Any) -> None:
        super().__init__(**options)
        self.today = today

    @post_load
    def make_query(self, asked: dict[str, Any], **_: Any) -> Query:
        problems = list(_contradictions(asked))
        if problems:
            raise InvalidQuery(*problems)
        place = open_place(asked["near"]) if "near" in asked else None
        query = Query(
            on=self.today(),
            place=place,
            radius_miles=asked.get("radius", DEFAULT_RADIUS_MILES),
            needs=asked.get("need", ()),
            services=asked.get("service", ()),
            specialties=asked.get("specialty", ()),
            credentials=asked.get("credential", ()),
            languages=asked.get("language", ()),
            genders=asked.get("gender", ()),
            setting=asked.get("setting"),
            plan=asked.get("plan"),
            payer=asked.get("payer"),
            insurance_required=asked.get("insurance_mode") == "require",
            accepting=asked.get("accepting", False),
            telehealth=asked.get("telehealth", False),
            patient_state=asked.get("patient_state"),
            unknown=asked.get("unknown"),
            sort=asked.get("sort", "best"),
            limit=asked.get("limit", DEFAULT_LIMIT),
        )
        _check_state(query)
        _check_unknown(query)
        return read_cursor(asked.get("cursor", FIRST), query)


def _contradictions(asked: dict[str, Any]) -> list[Problem]:
    """Parameters that would have no effect, or none that makes sense, beside the others.

    Each problem names the parameter to add or change; its example makes this search possible.
    """
    by_distance = asked.get("sort") == "distance"
    requires = asked.get("insurance_mode") == "require"
    rules = (
        ("near", "radius" in asked and not ("near" in asked or asked.get("telehealth")),
         "is needed with radius: say around which place", "10001"),
        ("telehealth", "patient_state" in asked and not asked.get("telehealth"),
         "must be true with patient_state, which is about video visits", "true"),
        ("plan", requires and not {"plan", "payer"} & asked.keys(),
         "is needed with insurance_mode=require, or payer: say which one to require",
         "11111NY0010001"),
        ("near", by_distance and "near" not in asked, "is needed with sort=distance", "10001"),
        ("sort", by_distance and bool(asked.get("telehealth")),
         "distance does not go with telehealth=true: video visits have no distance", "best"),
        ("sort", by_distance and asked.get("setting") == "home",
         "distance does not go with setting=home: the OT comes to the patient", "best"),
        ("sort", by_distance and asked.get("unknown") == "near",
         "distance does not go with unknown=near: these have no known distance", "best"),
    )  # fmt: skip
    found = {name: Problem(name, problem, example)
             for name, wrong, problem, example in rules if wrong}  # fmt: skip
    return list(found.values())


def _check_state(query: Query) -> None:
    if query.telehealth and query.care_state is None:
        problem = "is needed with telehealth=true, or near with a place in a state"
        raise InvalidQuery(Problem("patient_state", problem, "NY"))


def _check_unknown(query: Query) -> None:
    """`unknown` turns round a filter that is in use; without any, one has to be added."""
    active = [gate.parameter for gate in gates(query)]
    if query.unknown is None or query.unknown in active:
        return
    if active:
        problem = f"must name a filter that this search uses; here: {', '.join(active)}"
        raise InvalidQuery(Problem("unknown", problem, active[0]))
    example = QuerySchema._declared_fields[query.unknown].metadata["example"]
    problem = "is needed with this unknown, which must name a filter that the search uses"
    raise InvalidQuery(Problem(query.unknown, problem, example))
