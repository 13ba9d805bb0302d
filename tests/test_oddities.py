"""What becomes of every oddity of the public formats: fixtures/oddities.yaml says it, and the
fixtures, loaded by the real pipeline, must show it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import msgspec
import pytest

from indexer.options import sources_of
from indexer.pipeline import load
from indexer.report import Rejects, Report, Review
from indexer.sources.reading import Reading, Source
from service.engines.opening import open_engine
from service.settings import Settings
from tests.fixture_directory import fixture_options
from tests.oddities import ODDITIES, Oddity, at, holding

BY_ID = {oddity["id"]: oddity for oddity in ODDITIES}
ROW_KINDS = {"skipped", "rejected", "superseded"}


@dataclass
class Loaded:
    """The loaded fixtures: profiles as JSON by NPI, and what became of every row."""

    profiles: dict[str, dict[str, Any]]
    readings: dict[str, dict[int, Reading]]  # by file, then by line or item
    rejects: dict[tuple[str, int], str]
    reviewed: dict[tuple[str, int], list[str]]
    warnings: dict[str, dict[str, int]]
    plans: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Loaded:
    folder = tmp_path_factory.mktemp("oddities")
    engine = open_engine(Settings(directory=f"sqlite:///{folder}/directory.db"))
    rejected, reviewed, readings = StringIO(), StringIO(), {}
    report = Report(Rejects(rejected), Review(reviewed))
    sources = [remembered(source, readings) for source in sources_of(fixture_options())]
    load(sources, engine, report)
    told = map(json.loads, rejected.getvalue().splitlines())
    listed = map(json.loads, reviewed.getvalue().splitlines())
    return Loaded(
        profiles={profile.npi: as_json(profile) for profile in engine.scan()},
        readings=readings,
        rejects={(row["file"].rsplit("/")[-1], row["line"]): row["reason"] for row in told},
        reviewed={(row["file"].rsplit("/")[-1], row["line"]): row["candidates"] for row in listed},
        warnings={source.name: source.warnings for source in sources},
        plans={plan.plan_id: as_json(plan) for plan in engine.meta().plans.values()},
    )


def as_json(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def remembered(source: Source, readings: dict[str, dict[int, Reading]]) -> Source:
    """The source, every row of which is read, and noted while the pipeline takes it."""
    source.in_full = True
    read, noted = source.read, readings.setdefault(source.name, {})

    def read_and_note(source: Source) -> Iterator[Reading]:
        for reading in read(source):
            noted[reading.line] = reading
            yield reading

    source.read = read_and_note
    return source


def lines_of(oddity: Oddity) -> list[int]:
    """As the pipeline counts: lines of a table, items of an array that begins in line 1."""
    before = 1 if file_of(oddity).endswith(".json") else 0
    return [line - before for line in holding(oddity)]


def readings_of(oddity: Oddity, loaded: Loaded) -> list[Reading]:
    """What was read of the rows that show the oddity; none for a header."""
    noted = loaded.readings[file_of(oddity)]
    return [noted[line] for line in lines_of(oddity) if line in noted]


def file_of(oddity: Oddity) -> str:
    """The file's name, as the report has it."""
    return oddity["file"].rsplit("/")[-1]


def npi_of(oddity: Oddity) -> str:
    return oddity["becomes"].get("npi", oddity["where"])


# --- kinds ------------------------------------------------------------------------------------


def has(oddity: Oddity, paths: dict[str, Any], loaded: Loaded) -> None:
    profile = loaded.profiles[npi_of(oddity)]
    for path, value in paths.items():
        assert at(profile, path) == as_json(value), path


def nowhere(oddity: Oddity, text: str, loaded: Loaded) -> None:
    npi = npi_of(oddity)
    told = [loaded.profiles[npi]] if npi in loaded.profiles else loaded.profiles.values()
    for profile in told:
        merged = {name: part for name, part in profile.items() if name != "records"}
        assert text.casefold() not in json.dumps(merged, ensure_ascii=False).casefold()


def absent(oddity: Oddity, _: bool, loaded: Loaded) -> None:
    assert oddity["where"] not in loaded.profiles


def skipped(oddity: Oddity, reason: str, loaded: Loaded) -> None:
    readings = readings_of(oddity, loaded)
    assert readings
    for reading in readings:
        days = {f"{reading.skipped} on {reading.as_of}"} if reading.deactivated else set()
        assert reason in {reading.skipped} | days


def rejected(oddity: Oddity, reason: str, loaded: Loaded) -> None:
    reasons = [loaded.rejects.get((file_of(oddity), line), "") for line in lines_of(oddity)]
    assert any(told.startswith(reason) for told in reasons), reasons


def superseded(oddity: Oddity, _: bool, loaded: Loaded) -> None:
    readings = readings_of(oddity, loaded)
    assert readings and all(reading.records or reading.benefit for reading in readings)
    for told in (reading.benefit for reading in readings if reading.benefit):
        kept = loaded.plans[told.plan_id]["benefits"]
        assert as_json(told.benefit) not in kept and told.benefit.year in {b["year"] for b in kept}
    for record in (record for reading in readings for record in reading.records):
        kept = loaded.profiles[record.npi]["records"]
        newest = max(each["as_of"] for each in kept if each["source"] == record.source)
        assert record.as_of.isoformat() < newest


def warning(oddity: Oddity, counts: dict[str, int], loaded: Loaded) -> None:
    told = loaded.warnings[file_of(oddity)]
    assert counts == {what: told.get(what) for what in counts}


def review(oddity: Oddity, candidates: list[str], loaded: Loaded) -> None:
    (line,) = lines_of(oddity)
    assert candidates == loaded.reviewed.get((oddity["file"], line), [])


def plan(oddity: Oddity, names: dict[str, str | None], loaded: Loaded) -> None:
    told = {plan_id: loaded.plans.get(plan_id, {}).get("name") for plan_id in names}
    assert names == told


def benefit(oddity: Oddity, paths: dict[str, Any], loaded: Loaded) -> None:
    for path, value in paths.items():
        assert at(loaded.plans, path) == as_json(value), path


KINDS: dict[str, Callable[[Oddity, Any, Loaded], None]] = {
    "has": has,
    "nowhere": nowhere,
    "absent": absent,
    "skipped": skipped,
    "rejected": rejected,
    "superseded": superseded,
    "warning": warning,
    "plan": plan,
    "review": review,
    "benefit": benefit,
}
# What is wrong of some oddity, for each kind: a kind that lets it pass proves nothing.
WRONG = [
    ("sex-x", {"has": {"gender": "F"}}),
    ("sex-x", {"has": {"gender": None}}),
    ("sex-u", {"has": {"locations.7.phone": None}}),
    ("sex-u", {"has": {"locations.state=XX.phone": None}}),
    ("two-chapters", {"has": {"records.source=profiles.as_of": None}}),
    ("tier-out", {"nowhere": "OUT-OF-NETWORK"}),
    ("assistant", {"nowhere": "Stoltzfus"}),
    ("sex-x", {"absent": True}),
    ("assistant", {"skipped": "an organization"}),
    ("deactivated-blank", {"skipped": "deactivated on 2024-05-18"}),
    ("pl-header", {"skipped": "a header"}),
    ("ep-direct-invalid", {"rejected": "npi: the check digit is wrong"}),
    ("sex-x", {"rejected": "npi: the check digit is wrong"}),
    ("sex-x", {"superseded": True}),
    ("assistant", {"superseded": True}),
    ("v1-2020-cp1252", {"warning": {"bytes that are not UTF-8": 2}}),
    ("plan-years", {"plan": {"44444CA0010001": "Example Coast Gold PPO"}}),
    ("plan-years", {"plan": {"44444CA0010001": None}}),
    ("puf-unit", {"benefit": {"44444CA0010002.benefits.0.variant": "06"}}),
    ("puf-blank", {"benefit": {"55555FL0020001.benefits.0.covered": "no"}}),
    ("leie-namesake", {"review": []}),
    ("leie-elsewhere", {"review": ["1999930021"]}),
]


def check(oddity: Oddity, loaded: Loaded) -> None:
    for kind, value in oddity["becomes"].items():
        if kind != "npi":
            KINDS[kind](oddity, value, loaded)


@pytest.mark.parametrize("name", BY_ID)
def test_the_oddity_becomes(name, loaded):
    check(BY_ID[name], loaded)


@pytest.mark.parametrize("name", BY_ID)
def test_what_becomes_of_every_row_is_said(name, loaded):
    """A row of which neither is said was read, and is not left out in silence."""
    oddity = BY_ID[name]
    becomes = oddity["becomes"]
    assert becomes.keys() <= KINDS.keys() | {"npi"} and becomes.keys() & KINDS.keys()
    if not becomes.keys() & ROW_KINDS:
        readings = readings_of(oddity, loaded)
        assert readings or lines_of(oddity) in ([0], [1])
        assert not any(reading.skipped or reading.rejected for reading in readings)
        assert not any((file_of(oddity), line) in loaded.rejects for line in lines_of(oddity))


def test_every_kind_is_used_and_can_fail():
    used = {kind for oddity in ODDITIES for kind in oddity["becomes"]} - {"npi"}
    assert used == KINDS.keys() == {kind for _, becomes in WRONG for kind in becomes}


@pytest.mark.parametrize(("name", "becomes"), WRONG)
def test_what_is_wrong_fails(name, becomes, loaded):
    with pytest.raises(AssertionError):
        check(BY_ID[name] | {"becomes": becomes}, loaded)
