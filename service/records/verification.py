"""Reads the trail from end to end and says where it is not what was recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from .events import READS, ROLL, Chain, Event
from .vouching import ROWS

_AT_ONCE = 1000  # rows in memory


@dataclass(frozen=True)
class ChainState:
    """`count` and `head` are what the events themselves give; `broken_at` is the number of the
    first event that is not as it was recorded, or missing: 0 where the chain's own row is gone.

    `place` is that among all chains ever begun, `rows` what the events say of the rows that they
    vouch for: name -> HMAC, or None for one that was deleted.
    """

    name: str
    count: int
    head: str
    broken_at: int | None = None
    place: int | None = None
    rows: Mapping[str, str | None] = field(default_factory=dict, repr=False)


HashOf = Callable[[Event], str]


def chain_states(
    session: Session, hash_of: HashOf, name: str | None = None
) -> Iterator[ChainState]:
    """Of every chain or of one, by name; each event is held for as long as it is looked at. A chain
    that is gone as a whole is named by its place, or by the referral that somebody read."""
    rows = session.execute(_walk(name), execution_options={"yield_per": _AT_ONCE})
    places: list[int | None] = []
    for told, group in groupby(rows, key=lambda row: tuple(row)[:3]):
        state = _state(hash_of, told, (row[3] for row in group if row[3] is not None))
        places.append(state.place)
        yield state
    for chain, count in session.execute(_orphans(name)):
        places.append(None)
        yield ChainState(chain, count, "", 0)
    if name is None:
        yield from _lost(session, places)


def _walk(name: str | None) -> Select[Any]:
    asked = (
        select(Chain.name, Chain.count, Chain.head, Event)
        .outerjoin(Event, Event.chain == Chain.name)
        .where(Chain.name != ROLL)
        .order_by(Chain.name, Event.number, Event.id)
    )
    return asked if name is None else asked.where(Chain.name == name)


def _orphans(name: str | None) -> Select[Any]:
    asked = (
        select(Event.chain, func.count())
        .where(~_has_chain(Event.chain))
        .group_by(Event.chain)
        .order_by(Event.chain)
    )
    return asked if name is None else asked.where(Event.chain == name)


def _lost(session: Session, places: list[int | None]) -> Iterator[ChainState]:
    """Gaps between places, but for those of chains that were told of as broken at their begin."""
    begun = session.scalar(select(Chain.count).where(Chain.name == ROLL)) or 0
    known = {place for place in places if place}
    gaps = sorted(set(range(1, begun + 1)) - known)
    if len(gaps) > places.count(None):
        yield from (ChainState(f"{place} of {begun} {ROLL}", 0, "", 0) for place in gaps)
    if known and max(known) > begun:
        yield ChainState(ROLL, begun, "", begun + 1)
    told = aliased(Event)
    read = select(Event.referral).where(Event.chain == READS, Event.referral.is_not(None))
    gone = ~_has_chain(Event.referral) & ~exists().where(told.chain == Event.referral)
    for referral in session.scalars(read.where(gone).distinct()):
        yield ChainState(referral, 0, "", 0)


def _has_chain(name: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(Chain.name == name)


def _state(hash_of: HashOf, told: tuple[str, int, str], events: Iterable[Event]) -> ChainState:
    name, told_count, told_head = told
    place, head, count, broken_at, rows = None, "", 0, None, {}
    for count, event in enumerate(events, 1):
        if count == 1 and event.previous.isdecimal():
            head = event.previous
        sound = head and (event.number, event.previous, event.hash) == (count, head, hash_of(event))
        if broken_at is None and not sound:
            broken_at = count
        if broken_at is None:
            place = place or int(head)
            rows |= event.values.get(ROWS, {})
        head = event.hash
    if broken_at is None and (not count or (count, head) != (told_count, told_head)):
        broken_at = min(count, told_count) + (count != told_count)
    return ChainState(name, count, head, broken_at, place, rows)
