"""Puts the newest of the operator's keys around every record's key, while the service runs."""

from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from .keys import Keys
from .opening import rewrap_check
from .store import Store
from .vault import RecordKey

_AT_ONCE = 500  # records that nobody else can erase for as long as they are wrapped anew


def rotate(store: Store, keys: Keys, tell: Callable[[int], None] = lambda _: None) -> int:
    """How many were wrapped anew; `tell` hears the number so far after each batch. Every batch
    stays done: started again, it goes on where it was stopped."""
    store.retrying(partial(rewrap_check, keys=keys))
    done, before = 0, -1
    while done != before:  # once more for what was made behind the first pass by an older key
        before = done
        for number in _batches(store, keys):
            done += number
            tell(done)
    return done


def _batches(store: Store, keys: Keys) -> Iterator[int]:
    last = ""
    while batch := store.retrying(partial(_rewrap_batch, keys=keys, after=last)):
        yield len(batch)
        last = batch[-1]


def _rewrap_batch(session: Session, keys: Keys, after: str) -> list[str]:
    """The records of the next batch. Who was erased is in none: no key is around theirs."""
    left = (
        select(RecordKey)
        .where(RecordKey.record > after, RecordKey.wrapped_by != keys.newest)
        .order_by(RecordKey.record)
        .limit(_AT_ONCE)
        .with_for_update()
    )
    batch = session.scalars(left).all()
    for each in batch:
        each.wrapped, each.wrapped_by = keys.rewrap(each.wrapped or ""), keys.newest
    return [each.record for each in batch]
