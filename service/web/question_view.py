"""One question of the eligibility check, with what it offers; and the answers before it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from service.eligibility.checks import Checked
from service.eligibility.facts import FACTS, NONE
from service.eligibility.findings import choices
from service.eligibility.outcomes import Outcome
from service.eligibility.person import Person
from service.errors import Problem
from service.wording.eligibility import value_text
from service.wording.figures import any_of_text, day_text
from service.wording.wording import Wording

from .refusal_view import label_of
from .site import Wrong
from .told_facts import KINDS, NO, PASSED, YES, Told, day_of, value_of

# Another diagnosis, plan or wish than those that programmes name: a code that none of them holds.
OTHER = "other"
PlanName = Callable[[str], str]
Choice = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """`sent` is what its fields hold."""

    fact: str
    person: Person = field(repr=False)
    checked: Checked = field(repr=False)
    sent: dict[str, str] = field(repr=False)


def question_values(question: Question, plan_name: PlanName, wording: Wording) -> dict[str, Any]:
    fact, kind = question.fact, KINDS.get(question.fact, "choice")
    county = question.person.tentative_county if fact == "county" else None
    hint = wording.pages.get(f"elig_hint_{fact}")
    return {
        "fact": fact,
        "question": wording.pages[f"elig_ask_{fact}"],
        "hint": wording.pages["elig_county_maybe"].format(county=county) if county else hint,
        "kind": kind,
        "choices": _choices(question, plan_name, wording) if kind in ("choice", "state") else [],
        "nothing": FACTS[fact].nothing,
        "nothing_said": _nothing(fact, wording),
        "sent": _day_parts(question)
        if kind == "day"
        else ({"answer": county} if county else {}) | question.sent,
    }


def answers(
    told: Told, on: date, plan_name: PlanName, wording: Wording
) -> list[tuple[str, str, str]]:
    """Each fact that was asked: its code, what it is called, and what was answered."""
    return [
        (fact, label_of(fact, wording), _answer_text(fact, told, on, plan_name, wording))
        for fact in told
    ]  # fmt: skip


def wrongs_of(fact: str, problems: Iterable[Problem], wording: Wording) -> list[Wrong]:
    """What is wrong with an answer, in the words of a page; without problems, none was given."""
    kind, label = KINDS.get(fact, "choice"), label_of(fact, wording)
    text = wording.pages[f"elig_fault_{kind}"]
    plain = Wrong("answer_month" if kind == "day" else "answer", label, text)
    return [_wrong(problem, plain, wording) for problem in problems] or [plain]


def _wrong(problem: Problem, plain: Wrong, wording: Wording) -> Wrong:
    """Named more closely than by the kind of the fact, where that is possible."""
    if problem.parameter.startswith("answer_"):
        text = wording.pages[f"fault_{problem.code}"].format(**problem.values)
        return replace(plain, at=problem.parameter, text=text)
    if nearest := problem.values.get("nearest"):
        meant = any_of_text(tuple(nearest), wording.locale)
        return replace(plain, text=wording.pages["elig_county_meant"].format(meant=meant))
    return plain


def _choices(question: Question, plan_name: PlanName, wording: Wording) -> list[Choice]:
    fact = question.fact
    if fact == "state":
        return sorted(wording.names["states"].items(), key=lambda named: named[1])
    offered: dict[Any, None] = {}
    for result in question.checked.results:
        if result.program and result.outcome is Outcome.NEEDS_INFORMATION:
            offered |= dict.fromkeys(choices(result.program.rule, fact))
    named = [(_text(value), _value_text(fact, value, plan_name, wording)) for value in offered]
    if FACTS[fact].choices:
        return named
    return [*named, (OTHER, wording.pages[f"elig_other_{fact}"])]


def _day_parts(question: Question) -> dict[str, str]:
    if "answer" not in question.sent:
        return question.sent
    day = day_of(question.fact, question.sent["answer"], question.person.on)
    if day is None:
        return {}
    parts = {"month": day.month, "day": day.day, "year": day.year}
    return {f"answer_{name}": str(value) for name, value in parts.items()}


def _answer_text(fact: str, told: Told, on: date, plan_name: PlanName, wording: Wording) -> str:
    text = told[fact]
    if text == PASSED:
        return wording.pages["elig_pass"]
    if text == NONE:
        return _nothing(fact, wording)
    if text == OTHER and f"elig_other_{fact}" in wording.pages:
        return wording.pages[f"elig_other_{fact}"]
    if KINDS.get(fact) == "day" and (day := day_of(fact, text, on)):
        return day_text(day, wording.locale)
    return _value_text(fact, value_of(fact, text), plan_name, wording)


def _value_text(fact: str, value: Any, plan_name: PlanName, wording: Wording) -> str:
    """In the words of this page where it has some."""
    if fact == "plan_id":
        return plan_name(value)
    said = wording.pages.get(f"elig_{fact}_{_text(value)}") or value_text(fact, value, wording)
    return said[:1].upper() + said[1:]


def _nothing(fact: str, wording: Wording) -> str:
    return wording.pages.get(f"elig_none_{fact}") or wording.pages["elig_none"]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)
