"""search(): the one way from a face to an engine. Resolves plan and payer, asks, notes assumptions.

People write into `plan` and `payer` what stands on their card; here it becomes what the directory
knows: a plan of its catalogue, or a payer by its one name.
"""

from dataclasses import dataclass, replace

from service.directory.page import Page
from service.directory.payers import (
    COMMERCIAL,
    MEDICAID,
    NOT_KNOWN,
    PAYERS,
    brand_of,
    find_payer,
    is_medicare_advantage,
    payer_named,
)
from service.directory.query import SELF_PAY_KEY, Query, payer_key, plan_key
from service.directory.text import fold
from service.engines.protocol import Engine, Meta, Plan
from service.errors import InvalidQuery, Problem


@dataclass(frozen=True)
class Answer:
    """The query as it was understood, its page, and codes of what a reader should be told."""

    query: Query
    page: Page
    notes: tuple[str, ...] = ()


def search(engine: Engine, query: Query) -> Answer:
    """Answer a query. Raises InvalidQuery where plan and payer contradict each other, or Medicaid
    lacks its state."""
    notes: list[str] = []
    if query.asks_insurance:
        query = _with_insurance(engine.meta(), query, notes)
    if query.telehealth and query.place:
        notes.append("video_has_no_radius")
    return Answer(query, engine.search(query), tuple(notes))


def _with_insurance(meta: Meta, asked: Query, notes: list[str]) -> Query:
    """Plan and payer as the directory knows them; an unheard-of one is not an error, since its
    patient still needs an answer."""
    plan = plan_of(meta, asked)
    query = replace(asked, payer=_payer_name("payer", asked))
    if plan:
        return _with_plan(meta, query, plan, notes)
    if query.plan:
        query = _without_catalogue(query, notes)
    if query.payer:
        return _with_payer(meta, query, notes)
    return query if query.plan else _not_asked(query, notes)


def plan_of(meta: Meta, query: Query) -> Plan | None:
    """The catalogue's plan of that id, or of that name; of several states' plans of one name that
    of the patient's state."""
    if not query.plan:
        return None
    named = [meta.plans[key] for key in meta.plan_names.get(fold(query.plan), ())]
    if len(named) > 1:
        named = [plan for plan in named if plan.state == query.care_state]
    only = named[0] if len(named) == 1 else None
    return meta.plans.get(plan_key(query.plan)) or only


def _payer_name(parameter: str, query: Query) -> str | None:
    """The payer that a parameter names, by its one name or else as it was written; None for "I
    don't know"."""
    text = getattr(query, parameter)
    found = find_payer(text, query.care_state) if text else None
    if found == MEDICAID:
        example = PAYERS["medicaid-ny"].name
        raise InvalidQuery(Problem(parameter, "medicaid_state", example=example))
    if found == NOT_KNOWN:
        return None
    return found.name if found else text


def _with_plan(meta: Meta, query: Query, plan: Plan, notes: list[str]) -> Query:
    """A plan of the catalogue, with its payer where the sources name it."""
    query = replace(query, plan=plan.plan_id)
    if plan.payer:
        _same_payer(query, plan.payer)
        return replace(query, payer=plan.payer)
    if query.payer and (asked := find_payer(query.payer)) and asked.kind != COMMERCIAL:
        raise InvalidQuery(Problem("payer", "plan_is_an_insurers", example="Aetna"))
    return _with_payer(meta, query, notes) if query.payer else query


def _same_payer(query: Query, payer: str) -> None:
    if query.payer and payer_key(query.payer) != payer_key(payer):
        raise InvalidQuery(Problem("payer", "not_the_plans_payer", example=payer))


def _without_catalogue(query: Query, notes: list[str]) -> Query:
    """What was written as the plan: a payer ("Medicare"), a plan's name that begins with its
    payer's ("Aetna Silver PPO"), or a plan that nobody here has heard of."""
    assert query.plan is not None  # noqa: S101
    if find_payer(query.plan, query.care_state):
        payer = _payer_name("plan", query)
        if payer is None:
            return replace(query, plan=None)
        _same_payer(query, payer)
        notes.append("plan_is_payer")
        return replace(query, plan=None, payer=payer)
    if not query.payer and (brand := brand_of(query.plan)):
        notes.append("by_its_insurer")
        return replace(query, payer=brand)
    advantage = is_medicare_advantage(query.plan) and not query.payer
    notes.append("medicare_advantage" if advantage else "plan_not_in_directory")
    return query


def _with_payer(meta: Meta, query: Query, notes: list[str]) -> Query:
    """The payer as the directory writes it, and what a reader should know of it."""
    assert query.payer is not None  # noqa: S101
    key = payer_key(query.payer)
    if key == SELF_PAY_KEY:
        notes.append("self_pay")
    elif key in meta.payers:
        return replace(query, payer=payer_named(meta.payers[key]))
    elif is_medicare_advantage(query.payer):
        notes.append("medicare_advantage")
    elif find_payer(query.payer):
        notes.append("payer_not_stated")
    elif brand := brand_of(query.payer):
        notes.append("by_its_insurer")
        return replace(query, payer=brand)
    else:
        notes.append("payer_not_in_directory")
    return query


def _not_asked(query: Query, notes: list[str]) -> Query:
    """Nobody can be left out for an insurance that the patient does not know."""
    if query.insurance_required:
        raise InvalidQuery(Problem("insurance_mode", "require_unknown", example="prefer"))
    notes.append("insurance_not_asked")
    return query
