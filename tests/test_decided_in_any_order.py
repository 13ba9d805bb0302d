"""Decisions before, while and after a load writes: in whatever order both come, the end is the
same, and who follows the changes knows it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from indexer import pipeline
from indexer.sources.profiles import dump_line
from service.directory.departure import Departure
from service.engines.history import ADDED, CHANGED, REMOVED
from service.engines.protocol import changes_since
from service.stewardship.corrections import (
    CLOSE,
    CORRECT,
    HIDE,
    SAY,
    WITHDRAW,
    Corrections,
    new_correction,
)
from service.stewardship.decisions import Decisions
from service.stewardship.staff import Staff
from tests.conftest import new_engine
from tests.indexer_files import engine_at, npi, nppes_text, ot, write
from tests.meanwhile import WHO, loaded, once, people
from tests.new_store import store_in

NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)
UNDO = "undo"
PLACE = {"line1": "1 Main St", "city": "Albany", "state": "NY", "postal_code": "12203"}
SAID = {"as_of": "2026-11-19", "languages": ["es"]}
KINDS = {
    "withdraw": {"kind": WITHDRAW, "value": "withdrawn"},
    "hide": {"kind": HIDE, "place": PLACE},
    "close": {"kind": CLOSE, "place": PLACE},
    "phone": {"kind": CORRECT, "place": PLACE, "field": "phone", "value": "5185550177"},
    "gender": {"kind": CORRECT, "field": "gender", "value": "X"},
    "said": {"kind": SAY, "field": "provider", "value": SAID},
}
# When: before the load read what is decided, or after that; while it writes, and shown at once or
# only recorded; after it.
MOMENTS = ("before", "read", "writing", "recorded", "after")
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*KINDS, UNDO, UNDO]), st.integers(1, 4), st.sampled_from(MOMENTS)
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


class World:
    """A directory and a store of its own, and the same decisions in the same order."""

    def __init__(self, engine, folder: Path, steps: list[tuple[str, int, str]]) -> None:
        self.engine, self.steps = engine, steps
        self.store = store_in(folder)
        self.decisions = Decisions(lambda: Corrections(self.store))
        self.known: set[str] = set()
        self.cursor = 0

    def decide(self, *moments: str) -> None:
        for number, (what, person, moment) in enumerate(self.steps):
            if moment in moments:
                self._decide(number, what, npi(person), shown=moment != "recorded")
                self.follow()

    def _decide(self, number: int, what: str, who: str, *, shown: bool) -> None:
        corrections = Corrections(self.store)
        if what == UNDO:
            found = [each for each in corrections.every(who) if each.in_force]
            if not found:
                return
            corrections.undo(found[0].id, **WHO)
        else:
            told = dict.fromkeys(("place", "field", "value")) | KINDS[what]
            made = new_correction(who, told.pop("kind"), **told, **WHO)
            made.id, made.at = f"{number:012d}", NOON.replace(minute=number)
            if what == "said":
                made.value = {"npi": who, **SAID}
            corrections.record(made)
        if shown:
            self.decisions.show(self.engine, who)

    def follow(self) -> None:
        """What somebody knows who reads every change."""
        for change in changes_since(self.engine, self.cursor):
            kind = change.kind(self.cursor)
            assert kind in (ADDED, CHANGED, REMOVED)
            assert (kind == CHANGED) <= (change.npi in self.known)
            (self.known.discard if kind == REMOVED else self.known.add)(change.npi)
        self.cursor = self.engine.meta().sequence

    def load(self, step: Callable, first: Path, then: Path) -> None:
        loaded(pipeline.load, self.engine, first, self.decisions)
        self.follow()
        self.decide("before")
        meanwhile = once(lambda: self.decide("writing", "recorded"))
        loaded(
            step, self.engine, then, self.decisions, staff=self._read, locate=meanwhile,
            allow_shrink=True,
        )  # fmt: skip
        self.follow()
        self.decide("after")

    def _read(self) -> Staff:
        found = self.decisions.staff()
        self.decide("read")
        return found

    def end(self) -> tuple:
        """All that the directory holds, but for the numbers of loads and updates."""
        found = list(self.engine.scan())
        meta = self.engine.meta()
        assert self.known == {profile.npi for profile in found}
        assert meta.profiles == len(found)
        assert meta.locations == sum(len(profile.locations) for profile in found)
        gone = {each.npi: _sourced(each.departure) for each in self.engine.tombstones()}
        assert not gone.keys() & self.known
        gone.pop(npi(4), None)  # who was withdrawn before they came never was here
        return [dump_line(profile) for profile in found], gone, meta.by_staff


def _sourced(departure: Departure) -> Departure:
    """With what sources say; our own words are laid on it anew when somebody returns."""
    records = tuple(each for each in departure.records if each.source == "nppes")
    return structs.replace(departure, records=records)


def ends_the_same(engines, folder: Path, steps: list, step: Callable) -> None:
    first = people(folder / "first.csv", 1, 2, 3)
    then = write(
        folder / "then.csv",
        nppes_text([ot(1), ot(2, last="STONE", updated="11/01/2026"), ot(4)]),
    )
    ends = []
    # In the order of the moments, as the other one does them.
    ordered = sorted(steps, key=lambda each: MOMENTS.index(each[2]) - (each[2] == "recorded"))
    for number, told in enumerate((ordered, [(w, p, "after") for w, p, _ in ordered])):
        (folder / str(number)).mkdir()
        world = World(engines(), folder / str(number), told)
        world.load(step, first, then)
        ends.append(world.end())
        world.store.close()
    assert ends[0] == ends[1]


# Withdrawn before any source named them, which is taken back while a load brings them.
BEFORE_THEY_CAME = [("withdraw", 4, "before"), (UNDO, 4, "read")]
ORDERS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@ORDERS
@example(steps=BEFORE_THEY_CAME, step=pipeline.load)
@given(steps=STEPS, step=st.sampled_from([pipeline.load, pipeline.update]))
def test_in_any_order_the_end_is_the_same(tmp_path_factory, steps, step):
    folder = tmp_path_factory.mktemp("order")
    engines = iter([engine_at(folder / "0"), engine_at(folder / "1")])
    ends_the_same(lambda: next(engines), folder, steps, step)


@settings(ORDERS, max_examples=4)
@example(steps=BEFORE_THEY_CAME, step=pipeline.load)
@given(steps=STEPS, step=st.sampled_from([pipeline.load, pipeline.update]))
def test_so_it_is_in_elasticsearch(tmp_path_factory, request, steps, step):
    folder = tmp_path_factory.mktemp("order")
    ends_the_same(lambda: new_engine("elasticsearch", request), folder, steps, step)
