"""search(): the one way from a face to an engine. Resolves plan and payer, asks, notes assumptions.

People write into `plan` and `payer` what stands on their card; here it becomes what the directory
knows: a plan of its catalogue, or a payer by its one name.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import process

from service.directory.benefits import PlanBenefit
from service.directory.page import LeftOut, Page
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
from service.directory.relaxation import FEW, Step, steps
from service.directory.services import SERVICES
from service.directory.text import fold
from service.engines.protocol import Engine, Meta, Plan
from service.errors import InvalidQuery, Problem


@dataclass(frozen=True)
class Note:
    """Something that a reader should be told, as a code with values."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Counted:
    """A way on, and how many people it finds."""

    step: Step
    matches: int


@dataclass(frozen=True)
class Answer:
    """The query as it was answered, and its page.

    `left_out` are those whom a filter of what was asked leaves out for lack of a fact. `relaxed` is
    the step that `query` took because what was asked finds nobody, `relaxations` the
    steps tried so; `suggestions` are further steps that find more than a short page.
    """

    query: Query
    page: Page
    meta: Meta
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    relaxed: Step | None = None
    relaxations: tuple[Counted, ...] = ()
    suggestions: tuple[Counted, ...] = ()

    @property
    def plan_benefit(self) -> PlanBenefit | None:
        """What the plan that was asked for covers, as far as the catalogue says."""
        plan, day = self.query.plan, self.query.on
        return self.meta.benefit(plan, day) if plan else None


def search(engine: Engine, query: Query, programs: Collection[str] = ()) -> Answer:
    """Answer a query. Raises InvalidQuery where plan and payer contradict each other, Medicaid
    lacks its state, a cursor does not fit, or a program is none of `programs`, of which there are
    files here."""
    meta = engine.meta()
    check_programs(meta, query, programs)
    query, notes = resolve(meta, query)
    page, relaxed, tried = _page(engine, query), None, []
    left_out = page.left_out_unknown
    left = iter(steps(query)) if page.total < FEW else iter(())
    while page.total == 0 and not query.name and (step := next(left, None)):
        found = _page(engine, step.query)
        tried.append(Counted(step, found.total))
        if found.total:
            page, relaxed = found, step
    answered = relaxed.query if relaxed else query
    if page.total and not _fits(answered):
        raise InvalidQuery(Problem("cursor", "cursor_damaged", example="first"))
    if relaxed and relaxed.query.telehealth:
        notes = (*notes, *_video_notes(answered))
    suggestions = _suggestions(engine, left, page.total)
    return Answer(answered, page, meta, notes, left_out, relaxed, tuple(tried), suggestions)


def resolve(meta: Meta, query: Query) -> tuple[Query, tuple[Note, ...]]:
    """The query with plan and payer as the directory knows them, and what to tell of it."""
    codes: list[str] = []
    if query.asks_insurance:
        query = _with_insurance(meta, query, codes)
    notes = (*map(Note, codes), *_program_notes(meta, query))
    return query, (*notes, *_video_notes(query)) if query.telehealth else notes


def check_programs(meta: Meta, query: Query, programs: Collection[str]) -> None:
    """Raises InvalidQuery for an id that no file and no location names: mistyped, it would find
    nobody without a word. Where there are no files any program may be asked for."""
    known = sorted({*programs, *meta.programs})
    for program in query.programs if programs else ():
        if program not in known:
            nearest = [name for name, _, _ in process.extract(program, known, limit=3)]
            values = {"nearest": nearest}
            raise InvalidQuery(Problem("program", "program_unknown", values, example=nearest[0]))


def _program_notes(meta: Meta, query: Query) -> Iterator[Note]:
    for program in query.programs:
        if program not in meta.programs:
            yield Note("program_not_stated", {"program": program})


def _fits(query: Query) -> bool:
    return query.after is None or len(query.after) == query.key_width


def _page(engine: Engine, query: Query) -> Page:
    """The page; where the last page's key is one of another order, the first."""
    return engine.search(query if _fits(query) else replace(query, limit=1, after=None))


def _suggestions(engine: Engine, left: Iterator[Step], total: int) -> tuple[Counted, ...]:
    """The steps that were not needed, as far as they find more than few matches."""
    if total >= FEW:
        return ()
    counted = (Counted(s, engine.search(replace(s.query, limit=0, after=None)).total) for s in left)
    return tuple(entry for entry in counted if entry.matches > total)


def _video_notes(query: Query) -> Iterator[Note]:
    """What video visits can and cannot do of what is asked for."""
    if query.place:
        yield Note("video_has_no_radius")
    codes = {"no": "needs_visit", "partly": "partly_by_video"}
    for service in query.asked_services:
        if code := codes.get(SERVICES[service].by_video):
            yield Note(code, {"service": service, "video_reason": service})


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
