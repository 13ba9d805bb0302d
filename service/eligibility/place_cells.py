"""ZIP code, state and county, which hang together: where somebody can live, as far as a rule tells
it apart. A ZIP's county is not settled by the ZIP."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from service.directory.states import STATES

from .axes import Axis, Cell, merged
from .criteria import AnyLeaf, AreaLeaf
from .facts import FACTS, PLACE_FACTS
from .guidelines import area_of
from .person import Person
from .places import zip_state
from .values import county_state

ELSEWHERE = ""  # a ZIP code that no rule names


@dataclass(frozen=True)
class Place:
    """`stands_in`: its state is none that leaves name, but one for all such."""

    state: str
    postal_code: str
    county: str
    stands_in: bool = False

    def held_by(self, leaf: AnyLeaf) -> bool:
        return leaf.holds_in(self.state, self.postal_code, self.county)


class InArea(NamedTuple):
    """Where a cell lies: the number of the guidelines' area, of those that are alike the one that
    stands for them; and whether it `stands_in` for places that no leaf names."""

    area: int
    stands_in: bool


@dataclass(frozen=True)
class Named:
    """What leaves name: for each of their answers one ZIP code and one county is enough. `others`
    are of `states`, and stand for all that nothing names."""

    states: tuple[str, ...]
    others: tuple[str, ...]
    postal_codes: tuple[str, ...]
    counties: tuple[str, ...]


def named_by(leaves: Sequence[AnyLeaf]) -> Named:
    """The places that leaves name, and a state of each area of the guidelines besides."""
    counties = _alike({c for leaf in leaves for c in _counties(leaf)}, leaves, "county")
    codes = _alike({c for leaf in leaves for c in _postal_codes(leaf)}, leaves, "postal_code")
    states = {s for leaf in leaves for s in _states(leaf)}
    states |= {county_state(county) for county in counties}
    states |= {state for state in map(zip_state, codes) if state}
    others = {area_of(state): state for state in reversed(STATES) if state not in states}
    told = (*sorted(states), *others.values())
    return Named(told, tuple(others.values()), tuple(codes), tuple(counties))


def anywhere(person: Person) -> bool:
    """Whether nothing is known of where somebody lives."""
    return all(person.get(fact) is None for fact in PLACE_FACTS)


def place_axis(person: Person, leaves: Sequence[AnyLeaf], named: Named) -> tuple[Axis, list[Place]]:
    """The axis, and the place of each of its cells."""
    asked = _asked(person, leaves)
    places = list(places_of(person, named))
    cells = [_cell(place, asked, leaves) for place in places]
    axis = Axis(asked, tuple(leaf.number for leaf in leaves), tuple(cells))
    return axis, places


def merged_in_areas(
    axis: Axis, places: Sequence[Place], alike: Mapping[str | None, int]
) -> tuple[Axis, list[InArea]]:
    """The axis with as few cells as do where the guideline counts too, and where each of them
    lies."""
    apart = tuple(
        cell._replace(truth=(*cell.truth, InArea(alike[area_of(at.state)], at.stands_in)))
        for cell, at in zip(axis.cells, places, strict=True)
    )
    cells = merged(replace(axis, cells=apart)).cells
    whole = tuple(cell._replace(truth=cell.truth[:-1]) for cell in cells)
    return replace(axis, cells=whole), [cell.truth[-1] for cell in cells]


def _asked(person: Person, leaves: Sequence[AnyLeaf]) -> tuple[str, ...]:
    """What the leaves name comes first: of two facts that tell the same it is asked."""
    named = {leaf.fact for leaf in leaves}
    facts = (fact for fact in PLACE_FACTS if person.get(fact) is None)
    return tuple(sorted(facts, key=lambda fact: fact not in named))


def _cell(place: Place, asked: tuple[str, ...], leaves: Sequence[AnyLeaf]) -> Cell:
    truth = tuple(place.held_by(leaf) for leaf in leaves)
    # Whoever tells ZIP code or county tells the state with it.
    seen = {
        "state": place.state,
        "postal_code": (place.state, place.postal_code),
        "county": (place.state, place.county),
    }
    return Cell(truth, tuple(seen[fact] for fact in asked))


def places_of(person: Person, named: Named) -> Iterator[Place]:
    """Where the person can live."""
    state, code, county = map(person.get, ("state", "postal_code", "county"))
    for at in (state,) if state else named.states:
        codes = [c for c in named.postal_codes if zip_state(c) in (at, None)]
        counties = [c for c in named.counties if county_state(c) == at]
        for there in (code,) if code else (*codes, ELSEWHERE):
            for within in (county,) if county else (*counties, f"?, {at}"):
                yield Place(at, there, within, at in named.others)


def _alike(places: set[str], leaves: Sequence[AnyLeaf], fact: str) -> list[str]:
    """One for each state and each way to be named by the leaves."""
    key = FACTS[fact].key
    by_leaf = [frozenset(map(key, _of_fact(leaf, fact))) for leaf in leaves]
    state_of = county_state if fact == "county" else zip_state
    found = {
        (state_of(place), tuple(key(place) in of_leaf for of_leaf in by_leaf)): place
        for place in sorted(places, reverse=True)
    }
    return list(found.values())


def _of_fact(leaf: AnyLeaf, fact: str) -> Sequence[str]:
    return list(_counties(leaf) if fact == "county" else _postal_codes(leaf))


def _states(leaf: AnyLeaf) -> Sequence[str]:
    if isinstance(leaf, AreaLeaf):
        return list(leaf.states)
    return leaf.operands if leaf.fact == "state" else ()


def _counties(leaf: AnyLeaf) -> Sequence[str]:
    if isinstance(leaf, AreaLeaf):
        return leaf.counties
    return leaf.operands if leaf.fact == "county" else ()


def _postal_codes(leaf: AnyLeaf) -> Sequence[str]:
    if isinstance(leaf, AreaLeaf):
        return list(leaf.postal_codes)
    return leaf.operands if leaf.fact == "postal_code" else ()
