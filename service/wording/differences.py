"""Whose answer changes between two versions of a program, in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from service.eligibility.differences import PLACE, Differences, Group, Trait
from service.eligibility.domains import OTHER
from service.eligibility.facts import FACTS
from service.eligibility.person import is_none
from service.eligibility.place_cells import ELSEWHERE, Place

from .eligibility import value_text
from .figures import any_of_text
from .sentences import sentence
from .wording import Wording


def difference_lines(found: Differences, wording: Wording) -> Iterator[str]:
    """Nothing at all is a line of its own."""
    for name, old, new in found.members:
        values = {"name": name, "old": _member(old), "new": _member(new)}
        yield sentence("diff_member", values, wording)
    if found.groups is None:
        yield sentence("diff_too_many", {}, wording)
        return
    for group in found.groups:
        yield _group_text(group, wording)
    if not found.whole:
        yield sentence("diff_more", {}, wording)
    if not found.groups:
        yield sentence("diff_nobody", {}, wording)


def _group_text(group: Group, wording: Wording) -> str:
    said = "; ".join(_trait_text(trait, wording) for trait in group.traits)
    people = said or wording.phrases["diff_everybody"]
    code = "diff_eligible_now" if group.eligible_now else "diff_not_eligible_now"
    return sentence(code, {"people": people}, wording)


def _trait_text(trait: Trait, wording: Wording) -> str:
    name = wording.names["facts"].get(trait.fact) or wording.phrases["diff_place"]
    if trait.known:
        code = "diff_told" if trait.values[0] else "diff_not_told"
        return wording.phrases[code].format(fact=name)
    if trait.fact == PLACE:
        told = _places(trait, wording)
    elif _ordered(trait.fact):
        told = _ranges(trait, wording)
    else:
        told = [_value(trait.fact, value, wording) for value in trait.values]
    return f"{name}: {any_of_text(tuple(told), wording.locale)}"


def _ordered(fact: str) -> bool:
    return FACTS[fact].least is not None or fact == "birth_date"


def _ranges(trait: Trait, wording: Wording) -> list[str]:
    """Values that follow each other, as from the first to the last of them."""
    values = sorted(value for value in trait.of if not is_none(value))
    runs: list[list[int]] = []
    for place, value in enumerate(values):
        if value in trait.values:
            if not runs or runs[-1][-1] != place - 1:
                runs.append([])
            runs[-1].append(place)
    told = [_run(trait.fact, run[0], run[-1], values, wording) for run in runs]
    return told + [wording.phrases["fact_none"]] * any(map(is_none, trait.values))


def _run(fact: str, first: int, last: int, values: Sequence[Any], wording: Wording) -> str:
    """The values from one place in the list to another. Of amounts every other one is no bound but
    lies between two, which are left out."""
    whole = FACTS[fact].whole or fact == "birth_date"
    lower = None if first == 0 else ("rule_at_least", first)
    upper = None if last == len(values) - 1 else ("rule_at_most", last)
    if lower and not whole and first % 2:
        lower = ("rule_over", first - 1)
    if upper and not whole and last % 2:
        upper = ("rule_under", last + 1)
    ends = [
        wording.phrases[code].format(first=value_text(fact, values[place], wording))
        for code, place in filter(None, (lower, upper))
    ]
    if first == last and lower and upper and (whole or not first % 2):
        return value_text(fact, values[first], wording)
    if not ends:
        return wording.phrases["diff_any"]
    return ends[0] if len(ends) == 1 else wording.phrases["diff_both"].format(*ends)


def _value(fact: str, value: Any, wording: Wording) -> str:
    return wording.phrases["diff_other"] if value == OTHER else value_text(fact, value, wording)


def _places(trait: Trait, wording: Wording) -> list[str]:
    """ZIP codes and counties where the rules name them, else the states."""
    named = {place.state for place in trait.of if _is_named(place)}
    return list(dict.fromkeys(_place(place, named, wording) for place in trait.values))


def _is_named(place: Place) -> bool:
    return place.postal_code != ELSEWHERE or not place.county.startswith("?")


def _place(place: Place, named: set[str], wording: Wording) -> str:
    if place.postal_code != ELSEWHERE:
        return place.postal_code
    if _is_named(place):
        return place.county
    if place.stands_in:
        return wording.phrases["diff_elsewhere"]
    state = wording.names["states"][place.state]
    return wording.phrases["diff_rest"].format(state=state) if place.state in named else state


def _member(value: Any) -> str:
    """A member of the file as it is written there."""
    if is_dataclass(value) and not isinstance(value, type):
        told = ((name, part) for name, part in asdict(value).items() if part not in (None, ()))
        return ", ".join(f"{name} {_member(part)}" for name, part in told) or "-"
    if isinstance(value, tuple):
        return "; ".join(map(_member, value)) or "-"
    return "-" if value is None else value.isoformat() if isinstance(value, date) else str(value)
