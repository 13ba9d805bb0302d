"""A programme's file -> Program; every fault with its line and what would be right."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from rapidfuzz import process

from . import checking as c
from .criteria import All, AnyLeaf, AreaLeaf
from .facts import FACTS
from .outcomes import Outcome
from .program import (
    FUNDS,
    NOT_IN_EFFECT,
    Apply,
    Area,
    Benefit,
    Effective,
    ExampleCase,
    Override,
    Program,
    Provider,
    Source,
)
from .reading_criteria import CriteriaReader
from .rule import Rule
from .yaml_text import BadYaml, Fault, Node

# Where chapters serve, by their ids; None is everywhere.
Areas = Mapping[str, Area | None]
NO_AREAS: Areas = MappingProxyType({})
_DECIDED = tuple(outcome.value for outcome in Outcome if outcome is not Outcome.INDETERMINATE)
_OUTCOMES = (*_DECIDED, NOT_IN_EFFECT)


def read_effective(node: Node) -> Effective:
    there = c.members(node, ("from",), ("to",))
    begins = c.day(there["from"])
    ends = c.day(there["to"]) if "to" in there else None
    if ends and ends < begins:
        raise c.bad(there["to"], "rule_ends_before")
    return Effective(begins, ends)


def read_area(node: Node) -> Area:
    readers = {
        name: c.several(_of_fact(fact), least=1, most=5000)
        for name, fact in (("states", "state"), ("counties", "county"),
                           ("postal_codes", "postal_code"))
    }  # fmt: skip
    area = c.made(Area, node, readers)
    if area == Area():
        raise c.bad(node, "rule_empty_area")
    return area


def _of_fact(fact: str) -> c.Read[Any]:
    return lambda node: c.fit(node, FACTS[fact].take)


def read_source(node: Node) -> Source:
    readers = {"text": c.text, "url": c.url, "checked_on": c.day}
    return c.made(Source, node, readers, "text", "checked_on")


def _benefit(node: Node) -> Benefit:
    days = c.whole(1, 3660)
    readers = {"kind": c.code, "amount": c.amount, "period_days": days, "once_per_days": days}
    return c.made(Benefit, node, readers, "kind")


def _provider(node: Node) -> Provider:
    readers = {"accepts_program": c.flag, "credentials": c.several(c.certificate)}
    return c.made(Provider, node, readers)


def read_apply(node: Node) -> Apply:
    readers = {"text": c.long_text, "phone": c.phone, "email": c.email, "url": c.url}
    return c.made(Apply, node, readers)


def _override(node: Node) -> Override:
    return c.made(Override, node, {"second_person": c.flag})


def _case(node: Node) -> ExampleCase:
    readers = {
        "name": c.text,
        "on": c.day,
        "facts": lambda facts: {name: each.plain() for name, each in c.mapping(facts).items()},
        "outcome": c.among(_OUTCOMES),
        "missing": c.several(c.among(tuple(FACTS))),
        "line": c.whole(0, 0),
    }
    del readers["line"]
    case = c.made(ExampleCase, node, readers, "name", "facts", "outcome")
    return ExampleCase(**{**vars(case), "line": node.line})


_READERS: Mapping[str, Callable[[Node], Any]] = {
    "id": c.code,
    "version": c.whole(1, 1_000_000),
    "name": c.text,
    "sponsor": c.text,
    "effective": read_effective,
    "source": read_source,
    "area": read_area,
    "chapters": c.several(c.code),
    "benefits": c.several(_benefit, most=50),
    "funds": c.among(FUNDS),
    "documents": c.several(c.code, most=50),
    "provider": _provider,
    "apply": read_apply,
    "override": _override,
    "budget": c.amount,
    "cases": c.several(_case),
}
_NEEDED = ("id", "version", "name", "sponsor", "effective", "source")


def read_program(
    node: Node, file: str, areas: Areas = NO_AREAS
) -> tuple[Program | None, list[Fault]]:
    """The programme of a document, and all that is wrong with it; None if anything is. `areas` are
    those of chapters, by their ids."""
    faults: list[Fault] = []
    try:
        there = c.members(node, (*_NEEDED, "criteria"), tuple(set(_READERS) - set(_NEEDED)))
    except BadYaml as error:
        return None, [error.fault]
    found = {}
    for name, read in _READERS.items():
        if name in there:
            found[name] = _tried(read, there[name], faults)
    if "area" not in there and found.get("chapters"):
        found["area"] = _tried(lambda named: _of_chapters(named, areas), there["chapters"], faults)
    rule = _tried(lambda criteria: _rule(criteria, found.get("area")), there["criteria"], faults)
    if faults:
        return None, sorted(faults, key=lambda fault: fault.line)
    return Program(rule=rule, file=file, **found), []


def _of_chapters(named: Node, areas: Areas) -> Area | None:
    """Where any of the chapters serves; None where that is everywhere, and where no chapters are
    known at all. Where some are, a name that is none of them is a fault: without an area the
    programme would be everybody's."""
    chapters = [node.value for node in named.value]
    if not areas:
        return None
    for node in named.value:
        if node.value not in areas:
            nearest = [name for name, _, _ in process.extract(node.value, list(areas), limit=3)]
            raise c.bad(node, "rule_no_such_chapter", nearest=nearest)
    parts = [area for chapter in chapters if (area := areas[chapter])]
    if len(parts) < len(chapters):
        return None
    return Area(*(_together(name, parts) for name in ("states", "counties", "postal_codes")))


def _together(name: str, parts: list[Area]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for part in parts for place in getattr(part, name)))


def _tried(read: Callable[[Node], Any], node: Node, faults: list[Fault]) -> Any:
    try:
        return read(node)
    except BadYaml as error:
        faults.append(error.fault)
        return None


def _rule(criteria: Node, area: Area | None) -> Rule:
    leaves: list[AnyLeaf] = []
    if area is None:
        return Rule(CriteriaReader(leaves).read(criteria), tuple(leaves))
    states, codes = frozenset(area.states), frozenset(area.postal_codes)
    at = AreaLeaf(0, states, area.counties, codes)
    leaves.append(at)
    root = All((at, CriteriaReader(leaves).read(criteria)))
    return Rule(root, tuple(leaves))
