"""NPPES read again in parts: a row without the files that came with it takes nothing away."""

from pathlib import Path

import pytest

from tests.fixture_directory import FIXTURES
from tests.indexer_files import load, nppes_text, ot, update, write, zipped

NPPES = FIXTURES / "nppes.csv"
COMPANIONS = [FIXTURES / f"nppes_{kind}.csv" for kind in ("locations", "names", "endpoints")]
PLACE = "Provider Secondary Practice Location Address"
FURTHER = (
    f'"NPI","{PLACE}- Address Line 1","{PLACE} - City Name","{PLACE} - State Name",'
    f'"{PLACE} - Postal Code"\n"1234567893","2 ELM ST","TROY","NY","12180"\n'
)
ENTRY = "npidata_pfile_20261005-20261011.csv"


@pytest.mark.parametrize(
    "again", [[NPPES], COMPANIONS, *([each] for each in COMPANIONS), [NPPES, *COMPANIONS]]
)
def test_the_fixtures_read_again_in_parts_change_nothing(tmp_path, again):
    whole = load(tmp_path, NPPES, *COMPANIONS).export()
    for _ in range(2):
        found = update(tmp_path, *again)
        assert found.export() == whole
        assert found.report.outcome[1] == "  added 0   changed 0   removed 0"


def places(found) -> list[str | None]:
    return [at.line1 for at in found.only.locations]


def bare(folder: Path, name: str = "nppes-bare.csv", **told: str) -> Path:
    return write(folder / name, nppes_text([ot(**told)]))


def test_a_newer_row_without_further_places_has_none(tmp_path):
    load(tmp_path, bare(tmp_path), write(tmp_path / "nppes_locations.csv", FURTHER))
    same_day = update(tmp_path, bare(tmp_path, phone="5185550199"))
    assert places(same_day) == ["1 Main St", "2 Elm St"]
    assert places(update(tmp_path, bare(tmp_path, updated="10/02/2026"))) == ["1 Main St"]


def test_a_zip_of_that_day_brings_and_takes_places(tmp_path):
    """What comes in one zip is all that NPPES says, also on the day of the row before."""
    entries = (ENTRY, nppes_text([ot()])), ("pl_pfile_20261005-20261011.csv", FURTHER)
    with_places = zipped(tmp_path / "with.zip", *entries)
    empty = (entries[1][0], FURTHER.splitlines()[0] + "\n")
    without = zipped(tmp_path / "without.zip", entries[0], empty)
    load(tmp_path, bare(tmp_path))
    assert places(update(tmp_path, with_places)) == ["1 Main St", "2 Elm St"]
    assert places(update(tmp_path, bare(tmp_path))) == ["1 Main St", "2 Elm St"]
    assert places(update(tmp_path, without)) == ["1 Main St"]
