"""What an OT confirmed is a source: merged at its rank, and kept by loads, updates and exports."""

from datetime import date

import pytest

from indexer.sources.profiles import dump_line
from service.directory.profile import PROVIDER
from service.errors import LoadRefused
from service.stewardship.corrections import SAY, Corrections, new_correction
from service.stewardship.decisions import Decisions, as_corrected, correcting
from tests.indexer_files import load, npi, nppes_text, ot, update, write

ANA = npi(1)
OFFICE = {"line1": "1 MAIN ST", "phone": "5185550100"}
ADDRESS = {"line1": "1 Main St", "city": "Albany", "state": "NY", "postal_code": "12203"}


@pytest.fixture
def decisions(store):
    return Decisions(lambda: Corrections(store))


def source(folder, **changed):
    return write(folder / "nppes.csv", nppes_text([ot(1, **OFFICE | changed)]))


def said(day="2026-11-20", **of_location):
    record = {"npi": ANA, "as_of": day, "services": {"driving": "yes"},
              "locations": [{**ADDRESS, "phone": "5185550188", **of_location}]}  # fmt: skip
    return new_correction(ANA, SAY, place=ADDRESS, field=PROVIDER, value=record, by=PROVIDER,
                          why="claim c-x")  # fmt: skip


def test_it_comes_before_other_sources_however_new_and_after_staff(tmp_path, decisions):
    served = load(tmp_path, source(tmp_path, updated="11/25/2026")).engine
    decisions.record(said(), served)
    (at,) = served.get(ANA).locations
    assert (at.phone, at.evidence["phone"].source) == ("5185550188", "provider")
    assert at.evidence["phone"].as_of == date(2026, 11, 20)
    assert {c.value for c in served.get(ANA).conflicts} >= {"5185550100"}
    profile = as_corrected(served, ANA)
    made = correcting(profile, profile.locations[0].id, "phone", "5185550199", by="A", why="call")
    decisions.record(made, served)
    assert served.get(ANA).locations[0].phone == "5185550199"


def test_loads_and_updates_keep_it_once_and_without_its_store_are_refused(tmp_path, decisions):
    served = load(tmp_path, source(tmp_path)).engine
    decisions.record(said(), served)
    shown = served.get(ANA, with_records=True)
    staff = decisions.staff()
    assert load(tmp_path, tmp_path / "nppes.csv", staff=staff).profiles[ANA] == shown
    assert update(tmp_path, tmp_path / "nppes.csv", staff=staff).profiles[ANA] == shown
    assert [r.source for r in shown.records].count(PROVIDER) == 1
    with pytest.raises(LoadRefused):
        load(tmp_path, tmp_path / "nppes.csv")
    assert b'"provider"' in dump_line(shown)


def test_the_newer_answer_takes_the_place_of_the_older_and_undone_ones_are_gone(
    tmp_path, decisions
):
    served = load(tmp_path, source(tmp_path)).engine
    first, second = said(), said("2026-11-21", wait_weeks=3)
    decisions.record(first, served)
    decisions.record(second, served)
    at = served.get(ANA).locations[0]
    assert (at.wait_weeks, at.evidence["phone"].as_of) == (3, date(2026, 11, 21))
    for each in (second, first):
        decisions.undo(each.id, "A", "an impostor", served)
    assert served.get(ANA).locations[0].phone == "5185550100"
    assert served.get(ANA).services == {}
