"""search(): the one way from a face to an engine. Resolves the plan, asks, notes assumptions."""

from dataclasses import dataclass, replace

from service.directory.page import Page
from service.directory.query import Query, payer_key, plan_key
from service.engines.protocol import Engine
from service.errors import InvalidQuery, Problem


@dataclass(frozen=True)
class Answer:
    """The query as it was understood, its page, and codes of what a reader should be told."""

    query: Query
    page: Page
    notes: tuple[str, ...] = ()


def search(engine: Engine, query: Query) -> Answer:
    """Answer a query. Raises InvalidQuery where plan and payer contradict each other."""
    notes: list[str] = []
    if query.asks_insurance:
        query = _with_payer(engine, query, notes)
    if query.telehealth and query.place:
        notes.append("video_has_no_radius")
    return Answer(query, engine.search(query), tuple(notes))


def _with_payer(engine: Engine, query: Query, notes: list[str]) -> Query:
    """The plan's payer from the directory's catalogue; an unheard-of plan is not an error, since
    its patient still needs an answer."""
    meta = engine.meta()
    if query.plan:
        plan = meta.plans.get(plan_key(query.plan))
        if plan is None:
            notes.append("plan_not_in_directory")
        elif plan.payer:
            if query.payer and payer_key(query.payer) != payer_key(plan.payer):
                problem = "is not the payer of that plan; leave payer out"
                raise InvalidQuery(Problem("payer", problem, plan.payer))
            return replace(query, plan=plan.plan_id, payer=plan.payer)
    if query.payer:
        name = meta.payers.get(payer_key(query.payer))
        if name is None:
            notes.append("payer_not_in_directory")
        return replace(query, payer=name or query.payer)
    return query
