"""Programs that a person may have, each with the OTs near them whom it pays: one answer of both."""

from dataclasses import dataclass, replace

from service.directory.query import Query
from service.directory.vocabulary import CREDENTIALS
from service.eligibility.checks import Result
from service.eligibility.outcomes import Outcome
from service.eligibility.program import Program
from service.engines.protocol import Engine
from service.search import Answer, search

# Each search may take further ones, where it finds few.
MOST_SEARCHES = 20
HOPEFUL = (Outcome.ELIGIBLE, Outcome.NEEDS_INFORMATION)


@dataclass(frozen=True)
class Providers:
    """The OTs whom one program pays; `answer` is None, and `code` says why, where nobody was looked
    for."""

    query: Query | None
    answer: Answer | None = None
    code: str | None = None


class ProviderSearch:
    """Looks for each program's OTs near one person. Programs that ask the same of an OT share one
    search."""

    def __init__(self, engine: Engine, asked: Query) -> None:
        self._engine, self._asked = engine, asked
        self._found: dict[Query, Answer] = {}

    def of(self, result: Result) -> Providers:
        """Of a program that the person has, or may have; of others nobody."""
        if result.outcome not in HOPEFUL or result.program is None:
            return Providers(None, code="providers_not_looked_for")
        if self._asked.place is None and not self._asked.telehealth:
            return Providers(None, code="providers_nowhere")
        query = provider_query(result.program, self._asked)
        if query is None:
            return Providers(None, code="providers_uncertified")
        if query not in self._found and len(self._found) == MOST_SEARCHES:
            return Providers(query, code="providers_too_many")
        return Providers(query, self._once(query))

    def _once(self, query: Query) -> Answer:
        if query not in self._found:
            self._found[query] = search(self._engine, query)
        return self._found[query]


def provider_query(program: Program, asked: Query) -> Query | None:
    """The search for OTs whom a program pays, every requirement a filter; None where it asks for a
    certificate of which this directory knows nothing."""
    needed = program.provider
    if not set(needed.credentials) <= CREDENTIALS.keys():
        return None
    return replace(
        asked,
        programs=(program.id,) if needed.accepts_program else (),
        credentials=needed.credentials,
        every_credential=len(needed.credentials) > 1,
    )
