"""Several lists of exclusions: each takes back its own word only, whatever was read when."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.directory.departure import Word
from service.stewardship.corrections import Corrections
from service.stewardship.decisions import Decisions, withdrawal
from tests.deactivation_files import report_file
from tests.exclusion_files import exclusions
from tests.indexer_command import INTO, on_own_files, refused, run_command
from tests.indexer_files import load, npi, nppes_text, ot, update, write
from tests.npd_files import person, release

SINCE = "20260901"
ANA, BEA, CAL = npi(1), npi(2), npi(3)
WHO = {"by": "Staff member", "why": "asked by letter"}


@pytest.fixture
def three(tmp_path) -> Path:
    return write(tmp_path / "nppes.csv", nppes_text([ot(1), ot(2), ot(3)]))


def main_list(folder: Path, *rows: tuple[str, str], name: str = "exclusions-main.csv") -> Path:
    """The OIG's own, of NPIs and since when; a business that nobody else names is in each."""
    others = {"NPI": npi(9), "EXCLDATE": "20100101"}
    told = ({"NPI": number, "EXCLDATE": since} for number, since in rows)
    return exclusions(folder / name, others, *told)


def back(folder: Path, number: str, on: str, name: str = "2610rein.csv") -> Path:
    return exclusions(folder / name, {"NPI": number, "EXCLDATE": SINCE, "REINDATE": on})


def flags(folder: Path, day: str, *flagged: int) -> Path:
    """A release with three OTs, of whom some are flagged."""
    told = (person(number, excluded=number in flagged) for number in (1, 2, 3))
    return release(folder / f"npd-{day}", *told, day=day)


def words(engine, number: str) -> list[tuple[str | None, date | None]]:
    """Whose lists say it, and since when; also of somebody who never was in the directory."""
    told = {tombstone.npi: tombstone.departure.words for tombstone in engine.tombstones()}
    return [(word.source, word.as_of) for word in told[number]]


# --- each list takes back its own word ---------------------------------------------------------


def test_a_flag_of_the_directory_brings_nobody_back_whom_the_oig_excludes(tmp_path, engine, three):
    found = load(tmp_path, three, main_list(tmp_path, (ANA, SINCE)), engine=engine)
    assert list(found.profiles) == [BEA, CAL]
    found = update(tmp_path, flags(tmp_path, "2026-09-29", 2), engine=engine)
    assert list(found.profiles) == [CAL]
    assert words(engine, ANA) == [("oig", date(2026, 9, 1))]
    assert words(engine, BEA) == [("npd", date(2026, 9, 29))]
    found = update(tmp_path, flags(tmp_path, "2026-10-29"), engine=engine)
    assert list(found.profiles) == [BEA, CAL]


def test_the_main_list_takes_no_flag_back(tmp_path, engine, three):
    first = main_list(tmp_path, (ANA, SINCE), (BEA, SINCE))
    load(tmp_path, three, engine=engine)
    update(tmp_path, first, flags(tmp_path, "2026-09-29", 2), engine=engine)
    assert words(engine, BEA) == [("oig", date(2026, 9, 1)), ("npd", date(2026, 9, 29))]
    found = update(tmp_path, main_list(tmp_path, (CAL, "20261001")), engine=engine)
    assert list(found.profiles) == [ANA]
    tombstone = engine.gone(BEA)
    assert (tombstone.departure.reason, tombstone.departure.as_of) == (
        "excluded", date(2026, 9, 29)
    )  # fmt: skip


@pytest.mark.parametrize(("on", "returns"), [("20260928", False), ("20260929", True)])
def test_a_reinstatement_ends_the_flags_of_its_day_and_before(tmp_path, three, on, returns):
    """The directory copies the OIG's list: it does not know of a later end."""
    listed, flagged = main_list(tmp_path, (ANA, SINCE)), flags(tmp_path, "2026-09-29", 1)
    found = load(tmp_path, three, listed, flagged)
    found = update(tmp_path, back(tmp_path, ANA, on))
    assert (ANA in found.profiles) is returns
    assert (ANA in update(tmp_path, flagged).profiles) is returns  # the same release again
    assert ANA not in update(tmp_path, flags(tmp_path, "2026-10-29", 1)).profiles


def test_a_flag_without_a_day_holds_until_a_dated_release_or_a_reinstatement(tmp_path, three):
    load(tmp_path, three, flags(tmp_path, "2026-09-29"))
    undated = release(tmp_path / "npd-undated", person(1, excluded=True), day=None)
    assert ANA not in update(tmp_path, undated).profiles
    assert ANA in update(tmp_path, back(tmp_path, ANA, "20261126")).profiles


def test_an_older_release_flags_nobody_whom_a_newer_one_does_not(tmp_path, three):
    old, new = flags(tmp_path, "2026-09-29", 1), flags(tmp_path, "2026-10-29", 2)
    for order in ((old, new, old), (new, old)):
        load(tmp_path, three)
        for each in order:
            found = update(tmp_path, each)
        assert list(found.profiles) == [ANA, CAL]


def test_somebody_of_whom_a_release_says_nothing_stays_as_they_were(tmp_path, three):
    load(tmp_path, three, flags(tmp_path, "2026-09-29", 1))
    others = release(tmp_path / "npd-later", person(2), day="2026-10-29")
    assert list(update(tmp_path, others).profiles) == [BEA, CAL]
    inactive = release(tmp_path / "npd-last", person(1, active=False), day="2026-11-20")
    assert ANA in update(tmp_path, inactive).profiles


# --- the newest main list wins -----------------------------------------------------------------


def test_an_older_main_list_read_later_counts_for_nothing(tmp_path, engine, three):
    old = main_list(tmp_path, (ANA, SINCE), name="exclusions-old.csv")
    new = main_list(tmp_path, (BEA, "20261020"), name="exclusions-new.csv")
    load(tmp_path, three, old, engine=engine)
    update(tmp_path, new, engine=engine)
    found = update(tmp_path, old, engine=engine)
    assert list(found.profiles) == [ANA, CAL]
    assert any("exclusions-old.csv: a list of 2026-10-20" in each for each in found.report.more)
    assert found.tally.kept == 0
    assert [read.file for read in engine.meta().sources if read.source == "exclusions"] == [
        "exclusions-old.csv", "exclusions-new.csv"
    ]  # fmt: skip
    assert list(load(tmp_path, three, new, old, engine=engine).profiles) == [ANA, CAL]


def test_a_main_list_read_after_a_reinstatement(tmp_path, three):
    """The list of a month may still name somebody whom the list of reinstatements brings back."""
    load(tmp_path, three, back(tmp_path, ANA, "20261101"))
    found = update(tmp_path, main_list(tmp_path, (ANA, SINCE)))
    assert list(found.profiles) == [ANA, BEA, CAL]
    again = update(tmp_path, main_list(tmp_path, (ANA, "20261120")))
    assert list(again.profiles) == [BEA, CAL]  # excluded anew


def test_a_list_of_a_months_exclusions_brings_nobody_back(tmp_path, three):
    load(tmp_path, three, main_list(tmp_path, (ANA, SINCE)))
    month = main_list(tmp_path, (BEA, "20261020"), name="2610excl.csv")
    assert list(update(tmp_path, month).profiles) == [CAL]
    newest = main_list(tmp_path, (CAL, "20261119"))
    assert list(update(tmp_path, newest).profiles) == [ANA, BEA]
    assert list(update(tmp_path, month).profiles) == [ANA, BEA]  # which the main list has settled


def test_a_main_list_that_lost_rows_is_taken_for_one_that_was_cut_off(tmp_path, monkeypatch):
    run = on_own_files(tmp_path, monkeypatch)
    write(tmp_path / "nppes.csv", nppes_text([ot(1), ot(2), ot(3)]))
    whole = main_list(tmp_path, (ANA, SINCE), (BEA, SINCE), name="whole.csv")
    cut = main_list(tmp_path, (ANA, "20261001"), name="cut.csv")
    run("load", "--nppes", "nppes.csv", "--exclusions", whole, *INTO)
    for command in (("load", "--nppes", "nppes.csv"), ("update",)):
        told = refused(tmp_path / "directory.db", *command, "--exclusions", cut, *INTO)
        assert "cut.csv: has 2 rows, and the list before it had 3" in told
    run("update", "--exclusions", back(tmp_path, ANA, "20261101"), *INTO)  # which is no main list
    run("update", "--exclusions", cut, "--allow-shrink", *INTO)


def test_its_day_by_option(tmp_path, monkeypatch):
    run = on_own_files(tmp_path, monkeypatch)
    write(tmp_path / "nppes.csv", nppes_text([ot(1), ot(2), ot(3)]))
    old, new = main_list(tmp_path, (ANA, SINCE), name="a.csv"), main_list(tmp_path, name="b.csv")
    run("load", "--nppes", "nppes.csv", "--exclusions", old, *INTO)
    told = run("update", "--exclusions", new, "--exclusions-as-of", "2026-11-02",
               "--allow-shrink", *INTO)  # fmt: skip
    assert "added 1" in told
    told = run("update", "--exclusions", old, "--exclusions-as-of", "2026-11-01", *INTO)
    assert "not read: a.csv: a list of 2026-11-02 was read before" in told.replace(
        str(tmp_path) + "/", ""
    )
    bad = run_command("check", "--exclusions", new, "--exclusions-as-of", "2099-01-01", code=2)
    assert "--exclusions-as-of: must be a day since 2000 that is not to come" in bad.stderr


def test_days_that_are_to_come_end_nothing(tmp_path, three):
    """A reinstatement of 2099 is a slip of the pen, and so is a list of that year."""
    rows = ({"NPI": ANA, "EXCLDATE": SINCE, "REINDATE": "20991101"}, {"EXCLDATE": "20991101"})
    found = load(tmp_path, three, exclusions(tmp_path / "exclusions.csv", *rows))
    assert list(found.profiles) == [BEA, CAL]
    assert sum(found.tally.source.warnings.values()) == 1
    assert found.tally.source.day == date(2026, 9, 1)


# --- every order -------------------------------------------------------------------------------


def test_every_order_of_updates_is_as_one_load(tmp_path, three):
    files = [
        main_list(tmp_path, (ANA, SINCE), (BEA, SINCE), (CAL, "20260920")),
        back(tmp_path, BEA, "20261001"),
        flags(tmp_path, "2026-09-29", 2, 3),
        main_list(tmp_path, (ANA, SINCE), (BEA, SINCE), name="exclusions-older.csv"),
    ]
    whole = load(tmp_path, three, *files)
    expected, why = whole.export(), {n: words(whole.engine, n) for n in (ANA, CAL)}
    assert list(whole.profiles) == [BEA]
    for order in permutations(files):
        load(tmp_path, three)
        for each in order:
            found = update(tmp_path, each)
        assert found.export() == expected
        assert {n: words(found.engine, n) for n in (ANA, CAL)} == why


@st.composite
def histories(draw) -> list[tuple[str, int, frozenset[int]]]:
    """Main lists, lists of reinstatements and releases, on days of their own."""
    days = draw(st.lists(st.integers(1, 28), min_size=1, max_size=5, unique=True))
    kinds = st.sampled_from(["main", "back", "npd"])
    whom = st.frozensets(st.integers(1, 3), max_size=3)
    return [(draw(kinds), day, draw(whom)) for day in days]


def excluded_by(history: list[tuple[str, int, frozenset[int]]]) -> set[int]:
    """What holds, said plainly: whom the newest main list names, or the newest release flags, but
    for those reinstated since. Everybody in a main list is excluded since its day."""

    def newest(kind: str) -> tuple[int, frozenset[int]]:
        told = [(day, whom) for each, day, whom in history if each == kind]
        return max(told, default=(0, frozenset()), key=lambda one: one[0])

    def ended(person: int) -> int:
        return max((d for k, d, whom in history if k == "back" and person in whom), default=0)

    return {n for day, whom in (newest("main"), newest("npd")) for n in whom if ended(n) < day}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), chance=st.randoms(use_true_random=False), twice=st.booleans())
def test_whatever_is_read_when_the_newest_word_of_each_list_holds(
    history, chance, twice, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("lists")
    nppes = write(folder / "nppes.csv", nppes_text([ot(1), ot(2), ot(3)]))
    load(folder, nppes)
    chance.shuffle(history)
    for kind, day, whom in history:
        since = f"202610{day:02}"
        if kind == "npd":
            path = flags(folder, f"2026-10-{day:02}", *whom)
        elif kind == "main":
            rows = [(npi(n), since) for n in whom]
            path = main_list(folder, (npi(8), since), *rows, name=f"exclusions-{day}.csv")
        else:
            told = ({"NPI": npi(n), "EXCLDATE": "20260101", "REINDATE": since} for n in whom)
            path = exclusions(folder / f"26{day:02}rein.csv", *told)
        for _ in range(1 + twice):
            found = update(folder, path)
    assert set(found.profiles) == {npi(n) for n in {1, 2, 3} - excluded_by(history)}


# --- beside other reasons ----------------------------------------------------------------------


def test_a_reinstatement_brings_nobody_back_who_is_deactivated(tmp_path, engine, three):
    rows = [(ANA, "10/05/2026")]
    report = report_file(tmp_path / "NPPES_Deactivated_NPI_Report_101226_V2.zip", rows)
    load(tmp_path, three, engine=engine)
    update(tmp_path, main_list(tmp_path, (ANA, SINCE)), report, engine=engine)
    assert engine.gone(ANA).departure.reason == "excluded"
    update(tmp_path, back(tmp_path, ANA, "20261101"), engine=engine)
    departure = engine.gone(ANA).departure
    assert (departure.reason, departure.as_of) == ("deactivated", date(2026, 10, 5))
    assert departure.words == (
        Word(source="nppes", reason="deactivated", as_of=date(2026, 10, 5)),
    )  # fmt: skip


def test_a_reinstatement_brings_nobody_back_who_is_no_ot_any_more(tmp_path, three):
    load(tmp_path, three)
    update(tmp_path, main_list(tmp_path, (ANA, SINCE)))
    weekly = nppes_text([ot(1, {1: ("207Q00000X", "", "", "Y")}, updated="10/20/2026")])
    update(tmp_path, write(tmp_path / "nppes-2.csv", weekly))
    found = update(tmp_path, back(tmp_path, ANA, "20261101"))
    assert list(found.profiles) == [BEA, CAL]
    assert found.engine.gone(ANA).departure.reason == "not-listed"


def test_whom_nobody_lists_any_more_stays_away_when_the_exclusion_ends(tmp_path, three):
    load(tmp_path, three)
    others = write(tmp_path / "nppes-2.csv", nppes_text([ot(2), ot(3)]))
    load(tmp_path, others, main_list(tmp_path, (ANA, SINCE)))
    found = update(tmp_path, back(tmp_path, ANA, "20261101"))
    assert list(found.profiles) == [BEA, CAL]
    assert list(update(tmp_path, three).profiles) == [ANA, BEA, CAL]


def test_undoing_a_withdrawal_brings_nobody_back_who_is_excluded(tmp_path, engine, store, three):
    decisions = Decisions(lambda: Corrections(store))
    load(tmp_path, three, engine=engine)
    update(tmp_path, main_list(tmp_path, (ANA, SINCE)), engine=engine)
    made = withdrawal(ANA, "withdrawn", **WHO)
    identity = made.id
    decisions.record(made, engine)
    assert engine.gone(ANA).departure.reason == "excluded"
    decisions.undo(identity, engine=engine, **WHO)
    assert engine.get(ANA) is None
    assert words(engine, ANA) == [("oig", date(2026, 9, 1))]
    found = update(tmp_path, back(tmp_path, ANA, "20261101"), engine=engine)
    assert ANA in found.profiles


def test_excluded_while_withdrawn(tmp_path, engine, store, three):
    decisions = Decisions(lambda: Corrections(store))
    load(tmp_path, three, engine=engine)
    made = withdrawal(ANA, "moved", **WHO)
    identity = made.id
    decisions.record(made, engine)
    listed = main_list(tmp_path, (ANA, SINCE))
    update(tmp_path, listed, engine=engine, staff=decisions.staff())
    assert engine.gone(ANA).departure.reason == "excluded"
    update(tmp_path, back(tmp_path, ANA, "20261101"), engine=engine, staff=decisions.staff())
    assert engine.gone(ANA).departure.reason == "moved"
    decisions.undo(identity, engine=engine, **WHO)
    assert engine.get(ANA) is not None
