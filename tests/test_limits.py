"""Limits hold over all workers: counted in the store, on both databases."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, func, select

from service.access.counts import AccessCount, Counts
from service.access.limits import OF_TOKENS, HourLimit, LockOut, RequestLimit
from service.errors import TooMany
from service.records.store import Store

NOON = datetime(2026, 11, 22, 12, 0, 15, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def passes(limit: RequestLimit, subject: str = "token:a", times: int = 1) -> int:
    """How many of these requests pass."""
    passed = 0
    for _ in range(times):
        try:
            limit.spend(subject)
        except TooMany:
            continue
        passed += 1
    return passed


def rows(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(AccessCount))


# --- requests --------------------------------------------------------------------------------


def test_a_small_limit_is_exact_over_two_workers(store_url, store, clock):
    other = Store(store_url)
    one, two = RequestLimit(Counts(store), 5, clock), RequestLimit(Counts(other), 5, clock)
    assert [passes(one), passes(two), passes(one), passes(two), passes(one)] == [1] * 5
    assert passes(one) == passes(two) == 0
    assert passes(two, "token:b") == 1
    clock.move(seconds=44)
    assert passes(one) == 0
    clock.move(seconds=1)
    assert passes(one) == passes(two) == 1
    other.close()


def test_who_asks_too_often_is_told_how_long_to_wait(store, clock):
    limit = RequestLimit(Counts(store), 1, clock)
    limit.spend("token:a")
    with pytest.raises(TooMany) as caught:
        limit.spend("token:a")
    assert caught.value.retry_after == 45
    clock.move(seconds=44.5)
    with pytest.raises(TooMany) as caught:
        limit.spend("token:a")
    assert caught.value.retry_after == 1


def test_no_more_than_the_limit_pass_at_the_same_time_and_few_requests_write(store_url, clock):
    """Four workers with four threads each: what is lost of shares is less than one each."""
    stores = [Store(store_url) for _ in range(4)]
    workers = [RequestLimit(Counts(each), 400, clock) for each in stores]
    passed, statements = [], []

    def note(_connection, _cursor, statement, *_) -> None:
        statements.append(statement)

    event.listen(Engine, "after_cursor_execute", note)
    threads = [
        threading.Thread(target=lambda w=worker: passed.append(passes(w, times=50)))
        for worker in workers
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    event.remove(Engine, "after_cursor_execute", note)
    assert 400 - 4 * 4 * 20 < sum(passed) <= 400
    assert sum("INSERT" in statement for statement in statements) <= 400 / 20 + 4 * 4
    for each in stores:
        each.close()


def test_counts_that_mean_nothing_any_more_are_purged(store, clock):
    limit = RequestLimit(Counts(store), 5, clock)
    for number in range(20):
        limit.spend(f"token:{number}")
    assert rows(store) == 20
    clock.move(minutes=3)
    limit.spend("token:a")
    assert rows(store) == 1


# --- failures --------------------------------------------------------------------------------


def test_the_wait_begins_late_grows_and_ends(store, clock):
    lock_out = LockOut(Counts(store), "token", now=clock)
    waits = []
    for _ in range(OF_TOKENS.free + 8):
        try:
            lock_out.check("clinic")
            waits.append(0)
        except TooMany as error:
            waits.append(error.retry_after)
            clock.move(seconds=error.retry_after)
            lock_out.check("clinic")
        lock_out.failed("clinic")
    assert waits[: OF_TOKENS.free] == [0] * OF_TOKENS.free
    assert waits[OF_TOKENS.free :] == [30, 60, 120, 240, 480, 900, 900, 900]
    lock_out.check("elsewhere")
    LockOut(Counts(store), "code", now=clock).check("clinic")
    clock.move(hours=1)
    lock_out.failed("clinic")
    lock_out.check("clinic")


def test_every_worker_knows_and_success_ends_it(store_url, store, clock):
    other = Store(store_url)
    here, there = (LockOut(Counts(each), "code", now=clock) for each in (store, other))
    for _ in range(OF_TOKENS.free):
        here.failed("a")
    with pytest.raises(TooMany):
        there.check("a")
    there.succeeded("a")
    here.check("a")
    other.close()


def test_who_failed_is_forgotten_when_somebody_else_fails_later(store, clock):
    lock_out = LockOut(Counts(store), "token", now=clock)
    for number in range(5):
        lock_out.failed(f"address {number}")
    clock.move(hours=1)
    lock_out.failed("address")
    assert rows(store) == 1


def test_failures_at_the_same_time_are_all_counted(store, clock):
    counts = Counts(store)
    lock_out = LockOut(counts, "token", now=clock)
    threads = [threading.Thread(target=lock_out.failed, args=("a",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.read("failed:token:a", NOON) == (8, NOON)


@given(st.integers(0, 10**6))
def test_a_wait_never_shrinks_and_is_never_longer_than_a_quarter_of_an_hour(failures):
    waits = OF_TOKENS.wait(failures), OF_TOKENS.wait(failures + 1)
    assert timedelta() <= waits[0] <= waits[1] <= timedelta(minutes=15)
    assert (waits[0] > timedelta()) == (failures >= OF_TOKENS.free)


# --- a few an hour ---------------------------------------------------------------------------


def test_a_few_an_hour_hold_over_two_workers_and_begin_anew(store_url, store, clock):
    other = Store(store_url)
    one, two = HourLimit(Counts(store), clock), HourLimit(Counts(other), clock)
    for limit in (one, two, one):
        limit.spend("reports:a", 3)
    with pytest.raises(TooMany) as refused:
        two.spend("reports:a", 3)
    assert refused.value.retry_after == 3585  # to the full hour, from 15 seconds past
    one.spend("reports:b", 3)
    clock.move(seconds=3584)
    with pytest.raises(TooMany):
        one.spend("reports:a", 3)
    clock.move(seconds=1)
    two.spend("reports:a", 3)
    assert rows(store) == 1  # what is over is not kept
    other.close()
