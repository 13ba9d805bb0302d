"""Updates: newer files on top of a directory give what one load of all files would have given."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.sources.deactivations import open_deactivations
from indexer.sources.reading import not_overtaken
from service.engines.protocol import Meta, SourceRead
from service.errors import NoDirectory
from tests.deactivation_files import report_file
from tests.indexer_files import engine_at, gone, load, npi, nppes_text, ot, update, write
from tests.qhp_files import address, provider

PEOPLE = 4
FIRST_DAY = date(2026, 9, 1)


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def us(number: int) -> str:
    return f"{day(number):%m/%d/%Y}"


@dataclass(frozen=True)
class File:
    """A source file: its name, which tells its kind, and its content."""

    name: str
    content: str

    def at(self, folder: Path) -> Path:
        return write(folder / self.name, self.content)


def nppes_row(person: int, on: int, value: int) -> dict:
    """Everything that the row says hangs on its value."""
    return ot(
        person,
        last=("RUIZ", "STONE")[value % 2],
        line1=f"{1 + value % 3} MAIN ST",
        phone=f"518555010{value}",
        updated=us(on),
    )


def roster(rows: list[tuple[int, int, int]]) -> str:
    lines = [f"{npi(p)},{2027 + v % 3}-12-31,{day(on)},CMSC" for p, on, v in rows]
    return "\n".join(("npi,expires_on,checked_on,source", *lines)) + "\n"


def providers(rows: list[tuple[int, int, int]]) -> str:
    items = [
        provider(
            npi=npi(p),
            name={"first": "ANA"},
            last_updated_on=str(day(on)),
            accepting=("accepting", "not accepting")[v % 2],
            addresses=[address(address=f"{1 + v % 3} MAIN ST")],
        )
        for p, on, v in rows
    ]
    return json.dumps(items)


def nppes(rows: list[tuple[int, int, int]]) -> str:
    """A value of 9 is a deactivation, one of 8 another profession."""
    return nppes_text(_row(*row) for row in rows)


def _row(person: int, on: int, value: int) -> dict:
    if value == 9:
        return gone(person, us(on))
    if value == 8:
        return ot(person, {1: ("207Q00000X", "", "", "Y")}, updated=us(on))
    return nppes_row(person, on, value)


KINDS = {
    "nppes": (".csv", nppes),
    "roster": (".csv", roster),
    "qhp_providers": (".json", providers),
}


@st.composite
def histories(draw) -> list[File]:
    """Files of some people each, who may be new, with days of their own, so that never
    two files say different things of one day."""
    at_first = draw(st.sets(st.integers(0, PEOPLE - 1), min_size=1))
    everybody = [(person, 0, draw(st.integers(0, 7))) for person in sorted(at_first)]
    files = [File("nppes-0.csv", nppes(everybody))]
    days = draw(st.permutations(range(1, 7)))
    for number, on in enumerate(days[: draw(st.integers(1, 5))], 1):
        kind = draw(st.sampled_from(sorted(KINDS)))
        suffix, write_rows = KINDS[kind]
        people = draw(st.sets(st.integers(0, PEOPLE - 1), min_size=1))
        # A row of another profession is of use only where the person is known as an OT.
        every = {person: range(10) for person in at_first}
        values = {p: draw(st.sampled_from(every.get(p, (*range(8), 9)))) for p in sorted(people)}
        rows = [(person, on, value) for person, value in values.items()]
        files.append(File(f"{kind}-{number}{suffix}", write_rows(rows)))
    return files


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=histories(), chance=st.randoms(use_true_random=False), twice=st.booleans())
def test_updates_in_any_order_equal_one_load_of_all(files, chance, twice, tmp_path_factory):
    folder = tmp_path_factory.mktemp("update")
    paths = [file.at(folder) for file in files]
    (folder / "whole").mkdir()
    whole = load(folder / "whole", *paths)
    load(folder, paths[0])
    later = paths[1:] + paths[:1]
    chance.shuffle(later)
    for path in later:
        for _ in range(1 + twice):
            updated = update(folder, path)
    assert updated.export() == whole.export()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=histories())
def test_an_update_read_twice_changes_nobody(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("update")
    paths = [file.at(folder) for file in files]
    load(folder, paths[0])
    for path in paths[1:]:
        update(folder, path)
        again = update(folder, path)
        assert again.report.outcome[:2] == [
            "since the last load", "  added 0   changed 0   removed 0"
        ]  # fmt: skip


def test_a_weekly_row_is_all_that_nppes_says(tmp_path):
    load(tmp_path, write(tmp_path / "nppes.csv", nppes_text([nppes_row(1, 0, 0)])))
    weekly = write(tmp_path / "nppes-2.csv", nppes_text([nppes_row(1, 5, 1)]))
    profile = update(tmp_path, weekly).only
    assert (profile.name.last, [at.line1 for at in profile.locations]) == ("Stone", ["2 Main St"])
    older = write(tmp_path / "nppes-3.csv", nppes_text([nppes_row(1, 3, 2)]))
    assert update(tmp_path, older).only == profile


def test_who_comes_with_a_weekly_file_is_added(tmp_path):
    load(tmp_path, write(tmp_path / "nppes.csv", nppes_text([nppes_row(1, 0, 0)])))
    found = update(tmp_path, write(tmp_path / "w.csv", nppes_text([nppes_row(2, 1, 0)])))
    assert list(found.profiles) == [npi(1), npi(2)]
    assert found.report.outcome == ["since the last load", "  added 1   changed 0   removed 0"]
    assert [read.file for read in found.engine.meta().sources] == ["nppes.csv", "w.csv"]


@pytest.fixture
def three(tmp_path) -> Path:
    rows = [nppes_row(person, 0, 0) for person in (1, 2, 3)]
    load(tmp_path, write(tmp_path / "nppes.csv", nppes_text(rows)))
    return tmp_path


def test_who_is_no_ot_any_more_leaves(three):
    found = update(three, write(three / "w.csv", nppes([(2, 5, 8)])))
    assert list(found.profiles) == [npi(1), npi(3)]
    departure = found.engine.gone(npi(2)).departure
    assert (departure.reason, departure.as_of) == ("not-listed", day(5))
    older = write(three / "w2.csv", nppes([(2, 4, 1)]))
    assert npi(2) not in update(three, older).profiles
    newer = write(three / "w3.csv", nppes([(2, 6, 1)]))
    assert update(three, newer).profiles[npi(2)].name.last == "Stone"


def test_who_a_chapter_names_stays_without_what_nppes_had_said(three):
    update(three, write(three / "chapter.ndjson", [{"npi": npi(2), "gender": "X"}]))
    found = update(three, write(three / "w.csv", nppes([(2, 5, 8)]))).profiles[npi(2)]
    assert ([r.source for r in found.records], found.taxonomies) == (["profiles"], ())


def test_another_npi_took_the_place_of_a_deactivated_one(three):
    row = gone(2, us(5)) | {"Replacement NPI": npi(3)}
    found = update(three, write(three / "w.csv", nppes_text([row])))
    departure = found.engine.gone(npi(2)).departure
    assert (departure.reason, departure.replaced_by) == ("merged", npi(3))


def deactivations(folder: Path, on: date, *people: int) -> Path:
    rows = [(npi(person), "09/20/2026") for person in people]
    return report_file(folder / f"NPPES_Deactivated_NPI_Report_{on:%m%d%y}_V2.zip", rows)


def test_a_report_of_deactivations_takes_people_out(three):
    found = update(three, deactivations(three, date(2026, 10, 12), 2))
    assert list(found.profiles) == [npi(1), npi(3)]
    tombstone = found.engine.gone(npi(2))
    assert (tombstone.departure.reason, tombstone.departure.as_of) == (
        "deactivated", date(2026, 9, 20)
    )  # fmt: skip
    assert found.report.outcome[-1] == "    removed 1: deactivated"


def test_who_is_not_in_a_newer_report_is_back(three):
    update(three, deactivations(three, date(2026, 10, 12), 2, 3))
    found = update(three, deactivations(three, date(2026, 11, 9), 3))
    assert list(found.profiles) == [npi(1), npi(2)]
    assert found.engine.gone(npi(2)) is None
    found = update(three, deactivations(three, date(2026, 10, 12), 2, 3))  # the older one again
    assert list(found.profiles) == [npi(1), npi(2)]
    assert "a list of 2026-11-09 was read before" in found.report.more[0]


def test_a_row_newer_than_the_deactivation_brings_back(three):
    update(three, deactivations(three, date(2026, 10, 12), 2))
    row = ot(2, updated="10/20/2026", reactivated="10/20/2026", deactivated="09/20/2026")
    found = update(three, write(three / "w.csv", nppes_text([row])))
    assert list(found.profiles) == [npi(1), npi(2), npi(3)]
    older = write(three / "w2.csv", nppes_text([nppes_row(3, 1, 1)]))
    update(three, deactivations(three, date(2026, 10, 13), 3))
    assert npi(3) not in update(three, older).profiles


def test_of_two_reports_the_newer_counts(three):
    new, old = (
        deactivations(three, date(2026, 11, 9), 3),
        deactivations(three, date(2026, 10, 12), 2),
    )
    assert list(update(three, new, old).profiles) == [npi(1), npi(2)]


def test_what_is_learned_of_somebody_deactivated_counts_when_they_are_back(three):
    update(three, deactivations(three, date(2026, 10, 12), 2))
    update(three, write(three / "roster-1.csv", roster([(2, 30, 0)])))
    found = update(three, deactivations(three, date(2026, 11, 9), 3))
    assert [held.code for held in found.profiles[npi(2)].credentials] == ["MSCS"]


def test_what_is_said_of_somebody_who_comes_later_is_not_lost(three):
    """An exclusion, a deactivation and a listing of OTs whom no source had named so far."""
    files = [
        exclusions(three, excluded(5, "20260901")),
        deactivations(three, date(2026, 10, 12), 6),
        write(three / "roster-1.csv", roster([(7, 30, 0), (5, 30, 0)])),
    ]
    update(three, *files)
    weekly = write(three / "w.csv", nppes([(5, 2, 0), (6, 2, 0), (7, 2, 0)]))
    found = update(three, weekly)
    assert list(found.profiles) == [npi(1), npi(2), npi(3), npi(7)]
    assert [held.code for held in found.profiles[npi(7)].credentials] == ["MSCS"]
    assert [found.engine.gone(npi(person)) for person in (5, 6, 8)] == [None] * 3
    assert {c.npi for c in found.engine.changes((0, ""), 99)} == set(found.profiles)
    back = update(three, exclusions(three, excluded(5, "20260901", "20261101")))
    assert [held.code for held in back.profiles[npi(5)].credentials] == ["MSCS"]


def exclusions(folder: Path, *rows: str) -> Path:
    header = (
        "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,"
        "EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE"
    )
    return write(folder / "exclusions.csv", "\n".join((header, *rows)) + "\n")


def excluded(person: int, since: str, back: str = "00000000") -> str:
    at = "1 MAIN ST,ALBANY,NY,12203"
    return f"RUIZ,ANA,,,OT,OT,,{npi(person)},,{at},1128a1,{since},{back},00000000,"


def test_exclusions_are_remembered_until_a_list_says_otherwise(three):
    found = update(three, exclusions(three, excluded(2, "20260901")))
    assert found.engine.gone(npi(2)).departure.reason == "excluded"
    weekly = write(three / "w.csv", nppes_text([nppes_row(2, 40, 1)]))
    assert npi(2) not in update(three, weekly).profiles
    found = update(three, exclusions(three, excluded(2, "20260901", "20261101")))
    assert found.profiles[npi(2)].name.last == "Stone"  # as of the weekly file in between
    update(three, exclusions(three, excluded(3, "20260901")))
    reinstatements = exclusions(three, excluded(2, "20260901", "20261101"))
    assert npi(3) not in update(three, reinstatements).profiles  # which names no others
    assert npi(3) in update(three, exclusions(three, excluded(9, "20260901"))).profiles


def test_there_must_be_a_directory_to_update(tmp_path):
    with pytest.raises(NoDirectory):
        update(
            tmp_path, write(tmp_path / "nppes.csv", nppes_text([ot()])), engine=engine_at(tmp_path)
        )


@pytest.mark.parametrize(
    ("known", "kept"), [(None, True), (date(2026, 10, 12), True), (date(2026, 11, 9), False)]
)
def test_only_an_older_full_list_is_passed_over(tmp_path, known, kept, meta):
    source = open_deactivations(tmp_path / "NPPES_Deactivated_NPI_Report_101226.zip")
    read = SourceRead(source="deactivations", file="x", read_at=meta.loaded_at, day=known)
    before = Meta(loaded_at=meta.loaded_at, date=meta.date, sources=(read,))
    found, why = not_overtaken([source], before)
    assert (found == [source], why == []) == (kept, kept)


def test_every_engine_is_updated(tmp_path, engine):
    rows = [nppes_row(person, 0, 0) for person in (1, 2, 3)]
    load(tmp_path, write(tmp_path / "nppes.csv", nppes_text(rows)), engine=engine)
    weekly = write(tmp_path / "w.csv", nppes([(1, 5, 1), (2, 5, 9), (4, 5, 0)]))
    found = update(tmp_path, weekly, engine=engine)
    assert found.report.outcome == [
        "since the last load", "  added 1   changed 1   removed 1", "    removed 1: deactivated"
    ]  # fmt: skip
    assert list(found.profiles) == [npi(1), npi(3), npi(4)]
    assert found.profiles[npi(1)].name.last == "Stone"
    back = write(tmp_path / "w2.csv", nppes([(2, 6, 1)]))
    assert npi(2) in update(tmp_path, back, engine=engine).profiles


def test_who_is_no_ot_any_more_leaves_with_what_was_said_of_their_address(three):
    """Neither an organization there nor a word of staff makes somebody an OT."""
    clinic = ot(4, entity="2", **{"updated": "09/01/2026"}) | {
        "Provider Organization Name (Legal Business Name)": "EXAMPLE HOSPITAL",
        "Healthcare Provider Taxonomy Code_1": "282N00000X",
    }
    rows = [nppes_row(person, 0, 0) for person in (1, 2, 3)]
    whole = load(three, write(three / "nppes.csv", nppes_text([*rows, clinic])))
    assert "organizations" in [r.source for r in whole.profiles[npi(2)].records]
    found = update(three, write(three / "w.csv", nppes([(2, 5, 8)])))
    assert list(found.profiles) == [npi(1), npi(3)]
    back = update(three, write(three / "w2.csv", nppes([(2, 6, 0)])))
    assert back.profiles[npi(2)].name.last == "Ruiz"
