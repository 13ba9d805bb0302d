"""Saved responses as a source of a load: what is no response, and who counts beside NPPES."""

import json
from pathlib import Path

import pytest

from indexer.sources.registry import DEACTIVATED, open_registry
from service.errors import SourceUnreadable
from tests.indexer_files import ENTRY, load, npi, nppes_text, ot, write, zipped
from tests.registry_files import ADDRESS, ERROR, result, saved

# --- files -------------------------------------------------------------------------------------


def unreadable(path: Path, text: str) -> str:
    with pytest.raises(SourceUnreadable) as caught:
        list(open_registry(write(path, text)).readings())
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ERROR, "the registry answered with an error: NPI must be 10 digits"),
        (json.dumps(result()), "is one item"),
        ('{"result_count": 1, "results": [{"number": ', "is cut off"),
        ("<html>", "is a web page"),
        ("", "is empty"),
    ],
)
def test_a_file_that_is_no_response(tmp_path, text, told):
    assert told in unreadable(tmp_path / "registry.json", text)


def test_a_bad_result_is_a_reject(tmp_path):
    file = saved(tmp_path / "registry.json", result(), result() | {"number": "1234567892"})
    loaded = load(tmp_path, file)
    assert [(r["line"], r["row"]) for r in loaded.rejects] == [(2, {"number": "1234567892"})]
    assert list(loaded.profiles) == [npi(1)]


def test_a_response_of_nothing_is_warned_of_only(tmp_path):
    loaded = load(tmp_path, write(tmp_path / "nppes.csv", nppes_text([ot(1)])),
                  saved(tmp_path / "registry.json"))  # fmt: skip
    assert (loaded.tally.read, len(loaded.profiles)) == (0, 1)


# --- beside NPPES's files ----------------------------------------------------------------------


def monthly(folder: Path, **told: str) -> Path:
    """A zip whose OT has a further location and a Medicaid number."""
    place = "Provider Secondary Practice Location Address"
    more = (
        f'"NPI","{place}- Address Line 1","{place} - City Name","{place} - State Name",'
        f'"{place} - Postal Code"\n"{npi(1)}","9 OLD ST","ALBANY","NY","12203"\n'
    )
    medicaid = {
        "Other Provider Identifier_1": "1", "Other Provider Identifier Type Code_1": "05",
        "Other Provider Identifier State_1": "NY",
    }  # fmt: skip
    return zipped(
        folder / "monthly.zip",
        (ENTRY, nppes_text([ot(1, **told) | medicaid])),
        ("pl_pfile_20050523-20261011.csv", more),
    )


@pytest.mark.parametrize("first", [True, False])
def test_a_newer_response_takes_the_place_of_all_that_the_zip_says(tmp_path, first):
    file = saved(tmp_path / "registry.json", result(basic={"last_updated": "2026-10-02"}))
    files = [monthly(tmp_path), file]
    loaded = load(tmp_path, *(files if first else files[::-1]))
    (at,) = loaded.only.locations
    assert (at.line1, at.plans) == ("1 Main St", ())
    tallies = {tally.source.kind: tally for tally in loaded.report.sources}
    assert (tallies["registry"].kept, tallies["nppes_locations"].superseded) == (1, 1)


def test_an_older_response_gives_way_with_all_that_it_says(tmp_path):
    old = result(
        basic={"last_updated": "2026-09-30"},
        practiceLocations=[ADDRESS | {"address_1": "5 GONE ST"}],
    )
    loaded = load(tmp_path, monthly(tmp_path), saved(tmp_path / "registry.json", old))
    assert [at.line1 for at in loaded.only.locations] == ["1 Main St", "9 Old St"]
    (registry,) = [tally for tally in loaded.report.sources if tally.source.kind == "registry"]
    assert (registry.kept, registry.superseded) == (0, 1)


def test_a_deactivation_in_the_registry_takes_out_whom_the_file_holds(tmp_path):
    gone = result(basic={"status": "D", "deactivation_date": "2026-10-05"})
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1), ot(2)]))
    loaded = load(tmp_path, nppes, saved(tmp_path / "registry.json", gone))
    assert list(loaded.profiles) == [npi(2)]
    assert loaded.tally.skipped == {DEACTIVATED: 1}
