"""What every engine remembers from load to load: who came, who changed, who left and why."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from service.directory.departure import Departure
from service.directory.profile import Profile, Record
from service.engines.history import ADDED, CHANGED, REMOVED, Leavers
from tests.revisions import revised
from tests.strategies import directories, queries
from tests.test_engine_contract import profile
from tests.test_engine_parity import check

MORNING = datetime(2026, 11, 15, 12, tzinfo=UTC)
GONE = Departure(reason="deactivated", as_of=date(2026, 11, 8))


def npi(number: int) -> str:
    return f"19{number:08d}"


def told(number: int, *languages: str) -> Profile:
    record = Record(source="nppes", npi=npi(number), languages=languages)
    return profile(number, languages=languages, records=(record,))


def feed(engine, since: int = 0, limit: int = 100) -> list[tuple[str, str]]:
    return [(change.npi, change.kind(since)) for change in engine.changes((since, "~"), limit)]


def everything(engine, limit: int) -> list[str]:
    """The whole feed, read in pieces."""
    found, after = [], (0, "")
    while piece := engine.changes(after, limit):
        found += [change.npi for change in piece]
        after = piece[-1].sequence, piece[-1].npi
    return found


def test_the_first_load_adds_everybody(engine, meta):
    stored = engine.replace([told(2), told(1)], meta)
    assert (stored.sequence, len(stored.lineage), stored.forgotten) == (1, 12, 0)
    assert feed(engine) == [(npi(1), ADDED), (npi(2), ADDED)]
    assert (list(engine.tombstones()), engine.gone(npi(1))) == ([], None)


def test_a_load_tells_what_it_added_changed_and_removed(engine, meta):
    engine.replace([told(1), told(2), told(3)], meta)
    stored = engine.replace([told(1), told(2, "es"), told(4)], meta, 0, Leavers(lambda _: GONE))
    assert feed(engine, 1) == [(npi(2), CHANGED), (npi(3), REMOVED), (npi(4), ADDED)]
    assert feed(engine) == [(npi(1), ADDED), (npi(2), ADDED), (npi(3), REMOVED), (npi(4), ADDED)]
    assert feed(engine, stored.sequence) == []


def test_who_left_has_a_tombstone(engine, meta):
    engine.replace([told(1), told(2, "es")], meta)
    engine.replace([told(1)], structs.replace(meta, loaded_at=MORNING), 0, Leavers(lambda _: GONE))
    tombstone = engine.gone(npi(2))
    assert (tombstone.departure.is_as(GONE), tombstone.removed_on) == (True, MORNING.date())
    assert tombstone.departure.records == told(2, "es").records
    assert engine.get(npi(2)) is None
    assert list(engine.tombstones()) == [tombstone]
    assert [each.npi for each in engine.scan()] == [npi(1)]


def test_who_comes_back_is_added_again_and_has_no_tombstone(engine, meta):
    for people in ([told(1), told(2)], [told(1)], [told(1), told(2)]):
        engine.replace(people, meta)
    assert (engine.gone(npi(2)), list(engine.tombstones())) == (None, [])
    assert feed(engine, 2) == [(npi(2), ADDED)]


def test_the_same_again_changes_nobody(engine, meta):
    engine.replace([told(1), told(2)], meta)
    lineage = engine.meta().lineage
    engine.replace([told(1), told(2)], meta)
    assert (feed(engine, 1), engine.meta().lineage) == ([], lineage)


def test_a_tombstone_learns_its_reason_later(engine, meta):
    engine.replace([told(1), told(2)], meta)
    engine.replace([told(1)], meta)
    assert engine.gone(npi(2)).departure.reason == "not-listed"
    left = engine.meta().sequence
    again = engine.replace([told(1)], meta)
    assert feed(engine, left) == []
    learned = engine.replace([told(1)], meta, 0, Leavers(lambda _: GONE))
    assert engine.gone(npi(2)).departure.is_as(GONE)
    assert feed(engine, again.sequence) == [(npi(2), REMOVED)]
    engine.replace([told(1)], meta)
    departure = engine.gone(npi(2)).departure
    assert departure.is_as(GONE)  # nobody takes it back
    assert departure.records == told(2).records
    newer = structs.replace(GONE, records=told(2, "fr").records)
    engine.replace([told(1)], meta, 0, Leavers(lambda _: newer))
    assert engine.gone(npi(2)).departure == newer
    assert feed(engine, learned.sequence) == []  # why and since when are the same


def test_tombstones_are_kept_for_thirteen_months(engine, meta):
    def on(year: int, month: int, day: int):
        return structs.replace(meta, loaded_at=datetime(year, month, day, 12, tzinfo=UTC))

    engine.replace([told(1), told(2)], on(2026, 11, 1))
    left = engine.replace([told(1)], on(2026, 11, 15))
    stored = engine.replace([told(1)], on(2027, 12, 15))
    assert (engine.gone(npi(2)) is None, stored.forgotten) == (False, 0)
    stored = engine.replace([told(1)], on(2027, 12, 16))
    assert (engine.gone(npi(2)), stored.forgotten) == (None, left.sequence)
    assert engine.meta() == stored


def test_what_waits_for_somebody_is_kept_and_is_no_tombstone_to_others(engine, meta):
    later = Departure(reason="excluded", as_of=date(2026, 9, 1), records=told(5, "es").records)
    others = Leavers(waiting=lambda: [(npi(5), later), (npi(1), GONE)])  # of whom 1 is here
    for _ in range(2):  # a first load, and one that goes on from it
        engine.replace([told(1)], meta, 0, others)
        assert [(t.npi, t.departure, t.was_here) for t in engine.tombstones()] == [
            (npi(5), later, False)
        ]
        assert (engine.gone(npi(5)), engine.get(npi(5)), feed(engine)) == (
            None, None, [(npi(1), ADDED)]
        )  # fmt: skip
    known = engine.meta().sequence
    engine.replace([told(1), told(5)], meta)
    assert (list(engine.tombstones()), feed(engine, known)) == ([], [(npi(5), ADDED)])


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_the_feed_is_read_in_pieces_without_gap_or_repeat(engine, meta, limit):
    engine.replace([told(number) for number in range(9)], meta)
    engine.replace([told(number, "es") for number in range(4)], meta)
    assert everything(engine, limit) == [npi(number) for number in range(9)]


WORLDS = st.lists(
    st.dictionaries(st.integers(1, 6), st.sampled_from(("", "es", "fr"))), min_size=1, max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds=WORLDS, read=st.integers(0, 6))
@pytest.mark.parametrize("shared_engine", ["embedded"], indirect=True)
def test_who_follows_the_feed_knows_the_directory(shared_engine, meta, worlds, read):
    """A follower who read up to some load, and then the rest, has what a scan gives."""
    engine, known = shared_engine, {}
    engine.replace([], meta)
    start = cursor = engine.meta().sequence
    for number, world in enumerate(worlds):
        people = [told(n, *filter(None, [language])) for n, language in world.items()]
        engine.replace(people, meta)
        if number in (read, len(worlds) - 1):
            for change in engine.changes((cursor, "~"), 1000):
                kind = change.kind(cursor)
                assert (kind == CHANGED) <= (change.npi in known)
                if kind == REMOVED:
                    known.pop(change.npi, None)
                else:
                    known[change.npi] = engine.get(change.npi)
            cursor = engine.meta().sequence
    assert cursor > start
    assert known == {p.npi: structs.replace(p, records=()) for p in engine.scan()}


# --- updates of a few -------------------------------------------------------------------------


def test_an_update_changes_only_what_it_is_told(engine, meta):
    engine.replace([told(1), told(2), told(3)], meta)
    stored = engine.update(revised([told(2, "es"), told(4)], {npi(3): GONE}), date(2026, 11, 20))
    assert engine.meta() == stored
    assert (stored.sequence, stored.profiles, stored.locations) == (2, 3, 3)
    assert list(engine.scan()) == [told(1), told(2, "es"), told(4)]
    assert feed(engine, 1) == [(npi(2), CHANGED), (npi(3), REMOVED), (npi(4), ADDED)]
    tombstone = engine.gone(npi(3))
    assert (tombstone.removed_on, tombstone.departure.records) == (
        date(2026, 11, 20), told(3).records
    )  # fmt: skip
    assert engine.get(npi(2), with_records=True) == told(2, "es")
    assert engine.get(npi(3)) is None


def test_an_update_brings_back_and_tells_more_of_who_is_gone(engine, meta):
    engine.replace([told(1), told(2), told(3)], meta)
    engine.update(revised([], {npi(2): GONE, npi(3): GONE, npi(9): GONE}), meta.date)
    assert [each.npi for each in engine.tombstones()] == [npi(2), npi(3)]
    excluded = Departure(reason="excluded")
    engine.update(revised([told(2, "fr")], {npi(3): excluded}), meta.date)
    assert (engine.gone(npi(2)), engine.get(npi(2)).languages) == (None, ("fr",))
    assert engine.gone(npi(3)).departure.is_as(excluded)
    assert engine.gone(npi(3)).departure.records == told(3).records
    assert feed(engine, 2) == [(npi(2), ADDED), (npi(3), REMOVED)]


def test_an_update_of_nobody_changes_nobody(engine, meta):
    engine.replace([told(1)], meta)
    engine.update(revised([told(1)]), meta.date)
    engine.update(revised([]), meta.date)
    assert (feed(engine, 1), list(engine.scan())) == ([], [told(1)])


UPDATES = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@UPDATES
@given(before=directories(), after=directories(), query=queries(), data=st.data())
@pytest.mark.parametrize("shared_engine", ["embedded"], indirect=True)
def test_an_updated_directory_answers_like_one_that_was_loaded(
    shared_engine, meta, before, after, query, data
):
    updated(shared_engine, (before, after), meta, data)
    check(shared_engine, after, query, meta)


@settings(UPDATES, max_examples=3)
@given(before=directories(), after=directories(), query=queries(), data=st.data())
@pytest.mark.parametrize("shared_engine", ["elasticsearch"], indirect=True)
def test_an_updated_index_does_too(shared_engine, meta, before, after, query, data):
    updated(shared_engine, (before, after), meta, data)
    check(shared_engine, after, query, meta)


def updated(engine, worlds, meta, data) -> None:
    """From one random directory to another, in two updates."""
    before, after = worlds
    engine.replace(before, meta)
    gone = {p.npi for p in before} - {p.npi for p in after}
    later = [p for p in after if data.draw(st.booleans())]
    engine.update(revised([p for p in after if p not in later]), meta.date)
    engine.update(revised(later, dict.fromkeys(gone, GONE)), meta.date)
    assert list(engine.scan()) == sorted(after, key=lambda p: p.npi)
