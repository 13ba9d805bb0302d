"""What was told on one page and another asks as well goes on with a form, in no address: nobody is
asked twice."""

import re
from collections.abc import Callable, Mapping

from service.eligibility.facts import NONE

from .told_facts import PASSED, Told

_ZIP = re.compile(r"[0-9]{5}(?=(?:-[0-9]{4})?$)")
Fields = list[tuple[str, str]]


def zip_of(text: str) -> str | None:
    """A place that is a ZIP code; of other places no ZIP is known."""
    found = _ZIP.match(text.strip())
    return found and found[0]


def facts_of_search(sent: Mapping[str, str], is_plan: Callable[[str], bool]) -> Told:
    """What a search says of the person whom a check asks about."""
    place, plan = zip_of(sent.get("near", "")), sent.get("plan", "").strip()
    told = {"postal_code": place} if place else {}
    return told | ({"plan_id": plan} if is_plan(plan) else {})


def search_of_facts(told: Told, is_plan: Callable[[str], bool]) -> Fields:
    """What a check knows that a search asks: where, and which plan."""
    asked = {"near": told.get("postal_code", PASSED), "plan": told.get("plan_id", NONE)}
    known = {"near": zip_of, "plan": is_plan}
    return [(name, text) for name, text in asked.items() if known[name](text)]
