"""What the form of the workbench asks: facts, and the day that it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from service.api.eligibility_bodies import YEARS
from service.eligibility.facts import FACTS
from service.errors import Problem

from .facts_form import NOTHING, read_facts

_DAY = "on"


@dataclass(frozen=True)
class Asked:
    """`sent` is what the fields of facts and day held."""

    on: date
    sent: dict[str, str] = field(repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list)


def read_bench(sent: Mapping[str, str], today: date) -> Asked:
    told = read_facts(sent)
    on, problems = today, list(told.problems)
    if text := sent.get(_DAY, ""):
        try:
            on = date.fromisoformat(text)
        except ValueError:
            problems.append(Problem(_DAY, "not_a_day"))
    if on.year not in YEARS:
        problems.append(Problem(_DAY, "fact_odd_day"))
    names = {_DAY, *FACTS, *(name + NOTHING for name in FACTS)}
    kept = {name: value for name, value in sent.items() if name in names and value}
    return Asked(on, {_DAY: on.isoformat(), **kept}, told.facts, problems)
