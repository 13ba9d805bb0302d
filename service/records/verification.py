"""Reads the trail from end to end and says where it is not what was recorded."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from .events import Chain, Event

_AT_ONCE = 1000  # rows in memory


@dataclass(frozen=True)
class ChainState:
    """`count` and `head` are what the events themselves give; `broken_at` is the number of the
    first event that is not as it was recorded, or missing: 0 where the chain's own row is gone."""

    name: str
    count: int
    head: str
    broken_at: int | None = None


HashOf = Callable[[Event], str]


def chain_states(
    session: Session, hash_of: HashOf, name: str | None = None
) -> Iterator[ChainState]:
    """Of every chain or of one, by name; each event is held for as long as it is looked at."""
    rows = session.execute(_walk(name), execution_options={"yield_per": _AT_ONCE})
    for told, group in groupby(rows, key=lambda row: tuple(row)[:3]):
        yield _state(hash_of, told, (row[3] for row in group if row[3] is not None))
    for chain, count in session.execute(_orphans(name)):
        yield ChainState(chain, count, "", 0)


def _walk(name: str | None) -> Select[Any]:
    asked = (
        select(Chain.name, Chain.count, Chain.head, Event)
        .outerjoin(Event, Event.chain == Chain.name)
        .order_by(Chain.name, Event.number, Event.id)
    )
    return asked if name is None else asked.where(Chain.name == name)


def _orphans(name: str | None) -> Select[Any]:
    asked = (
        select(Event.chain, func.count())
        .where(~exists().where(Chain.name == Event.chain))
        .group_by(Event.chain)
        .order_by(Event.chain)
    )
    return asked if name is None else asked.where(Event.chain == name)


def _state(hash_of: HashOf, told: tuple[str, int, str], events: Iterable[Event]) -> ChainState:
    name, told_count, told_head = told
    head, count, broken_at = "", 0, None
    for count, event in enumerate(events, 1):
        sound = (event.number, event.previous, event.hash) == (count, head, hash_of(event))
        if broken_at is None and not sound:
            broken_at = count
        head = event.hash
    if broken_at is None and (count, head) != (told_count, told_head):
        broken_at = min(count, told_count) + (count != told_count)
    return ChainState(name, count, head, broken_at)
