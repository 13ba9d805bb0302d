"""Programs and decisions as JSON-ready data: the shapes that `schemas_eligibility.py` publishes."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from service.eligibility.checks import Checked, Result
from service.eligibility.facts import FACTS
from service.eligibility.findings import Finding, choices, findings, json_value
from service.eligibility.outcomes import Outcome
from service.eligibility.person import Person
from service.eligibility.program import Benefit, Effective, Program, Source
from service.wording.eligibility import (
    benefit_name,
    document_name,
    finding_text,
    next_step_text,
    not_in_effect_text,
    question_text,
    review_text,
    value_text,
    wanted_text,
)
from service.wording.wording import Wording

Data = dict[str, Any]
NO_CASES: Mapping[str, str] = MappingProxyType({})


def checked_data(
    checked: Checked, person: Person, wording: Wording, cases: Mapping[str, str] = NO_CASES
) -> Data:
    """`cases` are the ids of those that were made of it, by program."""
    return {
        "on": person.on,
        "results": [
            result_data(result, person, wording) | {"case": cases.get(result.id)}
            for result in checked.results
        ],
        "not_in_effect": [past_data(p, person.on, wording) for p in checked.not_in_effect],
    }


def result_data(result: Result, person: Person, wording: Wording) -> Data:
    program, decision = result.program, result.decision
    found = findings(program.rule, decision, person) if program and decision else []
    missing = decision.missing if decision else ()
    return {
        "program": result.id,
        "outcome": result.outcome,
        "exhaustive": decision is None or decision.exhaustive,
        "leads_to": decision and decision.leads_to,
        "criteria": [_criterion(each, wording) for each in found],
        "missing": [_missing(fact, program, person, wording) for fact in missing],
        **_offered(program, result.outcome, wording),
    }


def _missing(fact: str, program: Program | None, person: Person, wording: Wording) -> Data:
    offered = choices(program.rule, fact) if program else []
    return {
        "fact": fact,
        "question": question_text(fact, person, wording),
        "choices": [{"value": v, "name": value_text(fact, v, wording)} for v in offered],
        "may_be_none": FACTS[fact].nothing,
    }


def _offered(program: Program | None, outcome: Outcome, wording: Wording) -> Data:
    """What a result says of its programme."""
    if program is None:
        named = ("version", "name", "sponsor", "funds", "provider", "review", "contact",
                 "effective", "source")  # fmt: skip
        step = wording.sentences["next_unreadable"]
        return dict.fromkeys(named) | {"documents": [], "benefits": [], "next_step": step}
    refused = outcome is Outcome.NOT_ELIGIBLE
    return {
        "version": program.version,
        "name": program.name,
        "sponsor": program.sponsor,
        "documents": _documents(program, wording),
        "benefits": _benefits(program.benefits, wording),
        "funds": program.funds,
        "provider": _provider(program),
        "next_step": next_step_text(program, outcome, wording),
        "review": review_text(program, wording) if refused else None,
        "contact": vars(program.apply),
        "effective": _effective(program.effective),
        "source": source_data(program.source),
    }


def programs_data(found: list[Program], past: list[Program], on: date, wording: Wording) -> Data:
    return {
        "on": on,
        "total": len(found),
        "programs": [_summary(program, wording) for program in found],
        "not_in_effect": [past_data(program, on, wording) for program in past],
    }


def program_data(program: Program, versions: list[int], on: date, wording: Wording) -> Data:
    return _summary(program, wording) | {
        "in_effect": program.effective.covers(on),
        "chapters": program.chapters,
        "criteria": [
            {
                "path": leaf.path,
                "fact": leaf.fact,
                "comparison": leaf.comparator,
                "ruled_out": leaf.ruled_out,
                "text": wanted_text(leaf, wording),
            }
            for leaf in program.rule.leaves
        ],
        "documents": _documents(program, wording),
        "provider": _provider(program),
        "contact": vars(program.apply),
        "source": source_data(program.source),
        "versions": versions,
    }


def _summary(program: Program, wording: Wording) -> Data:
    return {
        "program": program.id,
        "version": program.version,
        "name": program.name,
        "sponsor": program.sponsor,
        "effective": _effective(program.effective),
        "area": program.area and vars(program.area),
        "benefits": _benefits(program.benefits, wording),
        "funds": program.funds,
    }


def _criterion(found: Finding, wording: Wording) -> Data:
    return {
        "path": found.leaf.path,
        "outcome": found.outcome,
        "fact": found.fact,
        "value": json_value(found.value),
        "text": finding_text(found, wording),
    }


def past_data(program: Program, on: date, wording: Wording) -> Data:
    return {
        "program": program.id,
        "version": program.version,
        "name": program.name,
        "effective": _effective(program.effective),
        "text": not_in_effect_text(program, on, wording),
    }


def _documents(program: Program, wording: Wording) -> list[Data]:
    return [{"code": code, "name": document_name(code, wording)} for code in program.documents]


def _benefits(benefits: tuple[Benefit, ...], wording: Wording) -> list[Data]:
    return [
        {
            "kind": benefit.kind,
            "name": benefit_name(benefit.kind, wording),
            "amount": benefit.amount,
            "period_days": benefit.period_days,
            "once_per_days": benefit.once_per_days,
        }
        for benefit in benefits
    ]


def _provider(program: Program) -> Data:
    return vars(program.provider)


def _effective(effective: Effective) -> Data:
    return {"from": effective.begins, "to": effective.ends}


def source_data(source: Source) -> Data:
    return {"text": source.text, "url": source.url, "checked_on": source.checked_on}
