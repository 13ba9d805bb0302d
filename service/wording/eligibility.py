"""Decisions on programs as sentences: what each criterion found, what to ask, what to do next."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from babel.numbers import format_decimal

from service.eligibility.criteria import AnyLeaf, AreaLeaf
from service.eligibility.facts import AT_LEAST, AT_MOST, BETWEEN, IN, IS, KNOWN
from service.eligibility.findings import UNKNOWN, Finding
from service.eligibility.outcomes import Outcome
from service.eligibility.person import Person, is_none
from service.eligibility.program import Program

from .figures import any_of_text, day_text, dollars_text, list_text, number_text, phone_text
from .sentences import sentence
from .wording import Wording

_MOST_PLACES = 6  # of an area that a sentence names


def finding_text(found: Finding, wording: Wording) -> str:
    """One criterion in plain words."""
    values = {
        "fact": wording.names["facts"][found.fact],
        "value": value_text(found.fact, found.value, wording) or wording.phrases["fact_follows"],
        "wanted": wanted_text(found.leaf, wording),
    }
    return sentence(_code(found), values, wording)


def fact_text(found: Finding, wording: Wording) -> str:
    """What was known of the fact of a criterion, and nothing of what follows from it."""
    fact, value = wording.names["facts"][found.fact], value_text(found.fact, found.value, wording)
    return f"{fact}: {value or wording.letters['not_known']}"


def wanted_text(leaf: AnyLeaf, wording: Wording) -> str:
    """What a criterion compares with: "at least 18"."""
    if isinstance(leaf, AreaLeaf):
        return _places_text(leaf, wording)
    if leaf.comparator == KNOWN:
        return wording.phrases["rule_known" if leaf.operands[0] else "rule_not_known"]
    told = tuple(value_text(leaf.fact, operand, wording) for operand in leaf.operands)
    if leaf.comparator in (IS, IN):
        return any_of_text(told, wording.locale)
    form = {AT_LEAST: "rule_at_least", AT_MOST: "rule_at_most", BETWEEN: "rule_between"}
    return wording.phrases[form[leaf.comparator]].format(first=told[0], last=told[-1])


def value_text(fact: str, value: Any, wording: Wording) -> str:
    """A fact's value as people write it."""
    if value is None:
        return ""
    if is_none(value):
        return wording.phrases["fact_none"]
    if isinstance(value, bool):
        return wording.names["known"]["yes" if value else "no"].lower()
    if isinstance(value, date):
        return day_text(value, wording.locale)
    if fact == "household_income":
        return dollars_text(float(value), wording.locale)
    if fact == "income_percent_of_poverty":
        return wording.phrases["fact_percent"].format(value=_percent_text(value, wording))
    if fact == "state":
        return wording.names["states"][value]
    if named := wording.names["fact_values"].get(f"{fact} {value}"):
        return named
    return benefit_name(value, wording) if fact == "requested" else str(value)


def question_text(fact: str, person: Person, wording: Wording) -> str:
    """How to ask for a fact; the county beside the one that the ZIP code suggests."""
    question = wording.names["questions"][fact]
    if fact == "county" and person.tentative_county:
        values = {"county": person.tentative_county, "question": question}
        return sentence("county_tentative", values, wording)
    return question


def next_step_text(program: Program, outcome: Outcome, wording: Wording) -> str:
    code = f"next_{outcome.value}"
    if outcome is Outcome.ELIGIBLE:
        code += f"_{(program.funds or 'unknown').replace('-', '_')}"
    values = {
        "apply": apply_text(program, wording),
        "documents": _documents_text(program.documents, wording),
    }
    return sentence(code, values, wording).strip()


def review_text(program: Program, wording: Wording) -> str:
    """How to ask that a "no" is looked at again."""
    values = {"sponsor": program.sponsor, "apply": apply_text(program, wording)}
    return sentence("review", values, wording).strip()


def apply_text(program: Program, wording: Wording) -> str:
    """How to reach the programme, in its own words and by what it can be reached at."""
    at, said = program.apply, wording.phrases
    ways = [
        at.text or "",
        said["apply_phone"].format(phone=phone_text(at.phone)) if at.phone else "",
        said["apply_email"].format(email=at.email) if at.email else "",
        said["apply_url"].format(url=at.url) if at.url else "",
    ]
    told = " ".join(filter(None, ways))
    return told or said["apply_ask"].format(sponsor=program.sponsor)


def not_in_effect_text(program: Program, on: date, wording: Wording) -> str:
    """Why a programme's newest version says nothing on a day."""
    effective = program.effective
    if on < effective.begins:
        return sentence("not_in_effect_yet", {"date": effective.begins}, wording)
    return sentence("not_in_effect_over", {"date": effective.ends}, wording)


def document_name(code: str, wording: Wording) -> str:
    return wording.names["documents"].get(code) or code.replace("-", " ")


def benefit_name(code: str, wording: Wording) -> str:
    return wording.names["program_benefits"].get(code) or code.replace("-", " ")


def _code(found: Finding) -> str:
    if isinstance(found.leaf, AreaLeaf):
        return f"area_{found.outcome}"
    if found.failed:
        return "criterion_failed"
    side = "criterion_out" if found.leaf.ruled_out else "criterion"
    # Who is 47 was not born in 2004, whenever that was.
    follows = "_untold" if found.value is None and found.outcome != UNKNOWN else ""
    return f"{side}_{found.outcome}{follows}"


def _places_text(leaf: AreaLeaf, wording: Wording) -> str:
    states = (wording.names["states"][code] for code in sorted(leaf.states))
    places = [*states, *leaf.counties, *sorted(leaf.postal_codes)]
    if len(places) > _MOST_PLACES:
        more = wording.phrases["rule_more_places"].format(count=len(places) - _MOST_PLACES)
        places = [*places[:_MOST_PLACES], more]
    return list_text(tuple(places), wording.locale)


def _percent_text(percent: Fraction, wording: Wording) -> str:
    """With one decimal, unless it is whole: 300.004 is not the 300 that a bound may be."""
    if percent.denominator == 1:
        return number_text(float(percent), wording.locale)
    return format_decimal(float(percent), "#,##0.0", locale=wording.locale)


def _documents_text(documents: Iterable[str], wording: Wording) -> str:
    names = tuple(document_name(code, wording) for code in documents)
    if not names:
        return ""
    listed = list_text(names, wording.locale)
    return wording.phrases["bring_documents"].format(documents=listed)
