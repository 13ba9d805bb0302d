"""Counts of checks, for reports: programme, outcome, what decided, day and chapter, and no fact."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Date, Integer, String, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.access.principal import PUBLIC, Principal
from service.eligibility.chapters import Chapters
from service.eligibility.checks import Checked, Result
from service.eligibility.criteria import AreaLeaf
from service.eligibility.person import Person
from service.eligibility.refusals import against, needed
from service.eligibility.where import Where
from service.records.store import Table

from .casework import Casework

_MOST_PATH = 200


class CheckCount(Table):
    """How often, on a day. `criterion` is the path of the one that decided a "no", else empty."""

    __tablename__ = "check_counts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    chapter: Mapped[str] = mapped_column(String(80), primary_key=True)
    program: Mapped[str] = mapped_column(String(80), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(_MOST_PATH), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


def count_checks(
    casework: Casework, principal: Principal, checked: Checked, person: Person
) -> None:
    """Of programmes that are offered where the person lives: else each check would count a "no" for
    every programme elsewhere. Nothing is counted that belongs to no chapter, nor what anybody may
    ask without saying who they are: by many such checks they could write the report themselves."""
    if principal.roles == PUBLIC.roles:
        return
    chapter = chapter_of(principal, person, casework.rules.chapters)
    if chapter is None:
        return
    rows = sorted(
        (result.id, str(result.outcome), deciding_criterion(result))
        for result in checked.results
        if _is_of(result, chapter)
    )
    if rows:
        casework.records.store.retrying(lambda session: _add(session, casework, chapter, rows))


def chapter_of(principal: Principal, person: Person, chapters: Chapters) -> str | None:
    """That of the staff who check; else the one that serves where the person lives, where that is
    one for certain."""
    if len(principal.chapters) == 1:
        return next(iter(principal.chapters))
    state = person.get("state")
    if state is None:
        return None
    county = person.get("county") or person.tentative_county
    tentative = frozenset() if person.get("county") else frozenset({"county"})
    where = Where("", state, county, person.get("postal_code"), tentative)
    serving = chapters.serving(where).serving
    if len(serving) != 1 or serving[0].tentative:
        return None
    return serving[0].chapter.id


def deciding_criterion(result: Result) -> str:
    """The path of the criterion that a "no" hangs on: the first of those that together would have
    to be otherwise, and of which none could be left out. Empty for other outcomes."""
    if result.program is None:
        return ""
    found = needed(result, reversed(against(result)))
    return result.program.rule.leaves[min(found)].path[:_MOST_PATH] if found else ""


def _is_of(result: Result, chapter: str) -> bool:
    program, decision = result.program, result.decision
    if program is None or decision is None:
        return False
    if not program.is_of([chapter]):
        return False
    leaves = zip(program.rule.leaves, decision.leaves, strict=True)
    return not any(isinstance(leaf, AreaLeaf) and outcome is False for leaf, outcome in leaves)


def _add(
    session: Session, casework: Casework, chapter: str, rows: Iterable[tuple[str, str, str]]
) -> None:
    """In the order of their keys, so that no two wait for each other."""
    for program, outcome, criterion in rows:
        key = {"day": casework.today, "chapter": chapter, "program": program,
               "outcome": outcome, "criterion": criterion}  # fmt: skip
        one_more = update(CheckCount).filter_by(**key).values(count=CheckCount.count + 1)
        if not session.execute(one_more).rowcount:
            session.add(CheckCount(**key, count=1))
            session.flush()
