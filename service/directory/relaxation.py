"""Ways on from a search that finds nobody, or few: the same question with one condition eased.

Plan, language, accepting and credential are never eased, and a name is never guessed at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .payers import MEDICAID, find_payer
from .query import Query, needs_visit

WIDEST_MILES = 200.0
# An answer with fewer people than this offers ways on.
FEW = 5


@dataclass(frozen=True)
class Step:
    """`sentence` with `values` says what it does; `parameters` are what to change in the request,
    None where one is to be left out."""

    code: str
    query: Query
    parameters: Mapping[str, str | None]
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)


def steps(query: Query) -> list[Step]:
    """The steps that this query leaves open, the nearest to what was asked first."""
    if query.unknown:
        return []
    if query.name:
        return list(_anywhere(query))
    return [*_wider(query), *_by_video(query), *_any_location(query), *_any_specialty(query)]


def _anywhere(query: Query) -> Iterator[Step]:
    """Only ever offered: another person of that name elsewhere is no answer."""
    if query.by_distance:
        everywhere = replace(query, place=None, sort="best")
        change = {"near": None, "radius": None, "sort": None, **_of_its_state(query)}
        yield Step("anywhere", everywhere, change, "step_anywhere")


def _of_its_state(query: Query) -> dict[str, str | None]:
    """Insurance by the names that need no place: Medicaid, and a plan's name that several states
    have, mean those of the patient's state."""
    payer = find_payer(query.payer) if query.payer else None
    if payer and payer.kind == MEDICAID.kind:
        return {"plan": query.plan, "payer": payer.name}
    return {"plan": query.plan} if query.plan else {}


def _wider(query: Query) -> Iterator[Step]:
    if not query.by_distance:
        return
    for miles in dict.fromkeys(min(query.radius_miles * by, WIDEST_MILES) for by in (2, 4)):
        if miles > query.radius_miles:
            wider = replace(query, radius_miles=miles)
            change = {"radius": f"{miles:g}"}
            yield Step(f"radius-{miles:g}", wider, change, "step_radius", {"miles": miles})


def _by_video(query: Query) -> Iterator[Step]:
    """Where somebody works, and how one gets in, does not matter by video."""
    asked = query.asked_services
    if (
        not query.by_distance
        or query.care_state is None
        or (asked and all(map(needs_visit, asked)))
    ):
        return
    video = replace(query, telehealth=True, setting=None, access=(), sort="best")
    without = {"setting": None, "access": None, "sort": None}
    change = {"telehealth": "true", **without}
    yield Step("video", video, change, "step_video", {"state": query.care_state})


def _any_location(query: Query) -> Iterator[Step]:
    """What was asked by video, whatever the place from which it is made."""
    if query.telehealth and (query.setting or query.access):
        anywhere = replace(query, setting=None, access=())
        without = {"setting": None, "access": None}
        yield Step("any-location", anywhere, without, "step_any_location")


def _any_specialty(query: Query) -> Iterator[Step]:
    if query.specialties:
        wider = replace(query, specialties=())
        yield Step("any-specialty", wider, {"specialty": None}, "step_any_specialty")
