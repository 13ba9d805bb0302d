"""Corrections by staff: recorded for good, shown at once, and kept through every load."""

import json
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.directory.clean import Rejected
from service.engines.embedded_file import only_change
from service.errors import NotFound
from service.merge import merge
from service.records.store import Store
from service.stewardship.corrections import Corrections
from service.stewardship.decisions import Decisions, as_corrected, correcting, hiding, withdrawal
from service.stewardship.staff import Staff
from tests.indexer_command import on_own_files
from tests.indexer_files import engine_at, load, npi, nppes_text, ot, update, write

WHO = {"by": "Staff member", "why": "asked by letter"}
ANA, BEA = npi(1), npi(2)
OFFICE = {"line1": "1 MAIN ST", "phone": "5185550100"}


@pytest.fixture
def decisions(store):
    return Decisions(lambda: Corrections(store))


def source(folder, *rows):
    return write(folder / "nppes.csv", nppes_text(rows or [ot(1, **OFFICE), ot(2, **OFFICE)]))


@pytest.fixture
def served(tmp_path):
    return load(tmp_path, source(tmp_path)).engine


def reloaded(folder, decisions):
    """The directory of the same sources, loaded again, and updated."""
    profiles = load(folder, folder / "nppes.csv", staff=decisions.staff()).profiles
    assert update(folder, folder / "nppes.csv", staff=decisions.staff()).profiles == profiles
    return profiles


# --- what is decided is shown, and lasts ------------------------------------------------------


def test_who_is_withdrawn_leaves_until_it_is_undone(tmp_path, served, decisions):
    made = withdrawal(ANA, "withdrawn", **WHO)
    identity = made.id
    assert decisions.record(made, served)
    assert served.get(ANA) is None
    assert served.gone(ANA).departure.reason == "withdrawn"
    assert list(reloaded(tmp_path, decisions)) == [BEA]
    assert decisions.undo(identity, engine=served, **WHO)
    assert served.get(ANA).name.last == "Ruiz"
    assert list(reloaded(tmp_path, decisions)) == [ANA, BEA]
    assert served.gone(ANA) is None


def test_a_hidden_address_is_nowhere_in_the_profile(tmp_path, served, decisions):
    before = served.get(ANA).locations[0]
    decisions.record(hiding(as_corrected(served, ANA), None, **WHO), served)
    for profile in (served.get(ANA), reloaded(tmp_path, decisions)[ANA]):
        (at,) = profile.locations
        assert (at.line1, at.line2, at.address_hidden) == (None, None, True)
        assert (at.city, at.postal_code, at.phone) == ("Albany", "12203", "5185550100")
        assert at.precision == "postal_code"
        assert at.id != before.id  # which is made of the address
        shown = json.dumps({"at": repr(at), "conflicts": repr(profile.conflicts)})
        assert "main st" not in shown.lower()
    assert served.get(BEA).locations[0].line1 == "1 Main St"


def test_an_address_stays_hidden_when_its_unit_comes_or_goes(tmp_path, decisions):
    plain, unit = ot(1, **OFFICE), ot(1, **OFFICE, line2="STE 5")
    for first, second in ((plain, unit), (unit, plain)):
        engine = load(tmp_path, source(tmp_path, first)).engine
        made = hiding(as_corrected(engine, ANA), None, **WHO)
        decisions.record(made, engine)
        load(tmp_path, source(tmp_path, second), staff=decisions.staff())
        assert [at.line1 for at in engine.get(ANA).locations] == [None]
        decisions.undo(made.id, engine=engine, **WHO)


@pytest.mark.parametrize(
    ("field", "value", "of_location", "read"),
    [
        ("phone", "(518) 555-0177", True, lambda p: p.locations[0].phone == "5185550177"),
        ("accepting_patients", "nopt", True,
         lambda p: p.locations[0].accepting_patients == "nopt"),
        ("wait_weeks", 6, True, lambda p: p.locations[0].wait_weeks == 6),
        ("access.parking", "yes", True, lambda p: p.locations[0].access == {"parking": "yes"}),
        ("plans", {"payer": "Medicare", "status": "not-accepted"}, True,
         lambda p: [row.status for row in p.locations[0].plans] == ["not-accepted"]),
        ("services.driving", "yes", False, lambda p: p.services == {"driving": "yes"}),
        ("telehealth", "no", False, lambda p: p.telehealth == "no"),
        ("home_visits.offered", "yes", False, lambda p: p.home_visits.offered == "yes"),
        ("gender", "X", False, lambda p: p.gender == "X"),
    ],
)  # fmt: skip
def test_a_fact_that_staff_correct(tmp_path, served, decisions, field, value, of_location, read):
    profile = as_corrected(served, ANA)
    where = profile.locations[0].id if of_location else None
    decisions.record(correcting(profile, where, field, value, **WHO), served)
    assert read(served.get(ANA))
    assert read(reloaded(tmp_path, decisions)[ANA])
    assert not read(served.get(BEA))


def test_staff_come_before_a_newer_source_and_say_so(tmp_path, served, decisions):
    profile = as_corrected(served, ANA)
    made = correcting(profile, profile.locations[0].id, "phone", "5185550177", **WHO)
    decisions.record(made, served)
    newer = source(tmp_path, ot(1, **OFFICE | {"phone": "5185550188"}, updated="11/30/2026"))
    found = update(tmp_path, newer, staff=decisions.staff()).profiles[ANA]
    (at,) = found.locations
    assert (at.phone, at.evidence["phone"].source) == ("5185550177", "staff")
    assert at.evidence["phone"].as_of == made.day
    assert [(c.value, c.source) for c in found.conflicts] == [("5185550188", "nppes")]


def test_a_confirmed_fact_has_todays_date(served, decisions):
    profile = as_corrected(served, ANA)
    made = correcting(profile, profile.locations[0].id, "phone", None, **WHO)
    decisions.record(made, served)
    at = served.get(ANA).locations[0]
    assert (at.phone, at.evidence["phone"].as_of) == ("5185550100", made.day)
    with pytest.raises(Rejected, match="nothing is known"):
        correcting(profile, profile.locations[0].id, "website", None, **WHO)


def test_what_staff_corrected_is_what_is_confirmed_later(served, decisions):
    where = as_corrected(served, ANA).locations[0].id
    for value in ("5185550177", None, None):
        made = correcting(as_corrected(served, ANA), where, "phone", value, **WHO)
        decisions.record(made, served)
        at = served.get(ANA).locations[0]
        assert (at.phone, at.evidence["phone"].as_of) == ("5185550177", made.day)


def test_a_hidden_address_can_still_be_named_by_staff(served, decisions):
    decisions.record(hiding(as_corrected(served, ANA), None, **WHO), served)
    (at,) = as_corrected(served, ANA).locations
    assert (at.line1, served.get(ANA).locations[0].line1) == ("1 Main St", None)


def test_of_two_words_on_one_fact_the_later_holds_and_undoing_it_brings_back(served, decisions):
    profile = as_corrected(served, ANA)
    first, second = (
        correcting(profile, None, "telehealth", value, **WHO) for value in ("yes", "no")
    )
    identity = second.id
    decisions.record(first, served)
    decisions.record(second, served)
    assert served.get(ANA).telehealth == "no"
    decisions.undo(identity, engine=served, **WHO)
    assert served.get(ANA).telehealth == "yes"
    with pytest.raises(NotFound):
        decisions.undo(identity, engine=served, **WHO)


def test_a_correction_of_a_place_that_is_no_longer_makes_none(tmp_path, served, decisions):
    profile = as_corrected(served, ANA)
    made = correcting(profile, profile.locations[0].id, "phone", "5185550177", **WHO)
    decisions.record(made, served)
    moved = source(tmp_path, ot(1, line1="9 ELM ST", phone="5185550199"))
    (at,) = load(tmp_path, moved, staff=decisions.staff()).profiles[ANA].locations
    assert (at.line1, at.phone) == ("9 Elm St", "5185550199")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("npi", "1", "must be one of"),
        ("telehealth", "perhaps", "telehealth: "),
        ("services", "yes", "services.CODE"),
        ("services.flying", "yes", "flying"),
        ("telehealth.x", "yes", "must be written as telehealth"),
    ],
)
def test_what_the_directory_does_not_allow_is_refused(served, decisions, field, value, reason):
    with pytest.raises(Rejected, match=reason):
        decisions.record(correcting(as_corrected(served, ANA), None, field, value, **WHO), served)
    assert decisions.every() == []


def test_deactivated_and_withdrawn(tmp_path, served, decisions):
    """Undoing a withdrawal brings nobody back whom NPPES has deactivated."""
    made = withdrawal(ANA, "withdrawn", **WHO)
    identity = made.id
    decisions.record(made, served)
    gone = ot(1, **OFFICE, updated="11/01/2026", deactivated="11/02/2026")
    update(tmp_path, source(tmp_path, gone, ot(2, **OFFICE)), staff=decisions.staff())
    assert served.gone(ANA).departure.reason == "deactivated"
    decisions.undo(identity, engine=served, **WHO)
    assert served.get(ANA) is None


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    words=st.lists(st.tuples(st.sampled_from(["telehealth", "gender"]), st.booleans()), max_size=6)
)
def test_the_order_of_records_does_not_matter(words, tmp_path_factory):
    folder = tmp_path_factory.mktemp("order")
    engine = load(folder, source(folder)).engine
    profile = as_corrected(engine, ANA)
    values = {"telehealth": ("yes", "no"), "gender": ("F", "X")}
    made = [correcting(profile, None, f, values[f][v], **WHO) for f, v in words]
    staff = Staff(made)
    records = staff.with_records(ANA, profile.records)
    assert merge(records) == merge(reversed(records))
    latest = {f: values[f][v] for f, v in words}
    found = merge(records)
    assert all(getattr(found, field) == value for field, value in latest.items())


# --- the store --------------------------------------------------------------------------------


def test_the_store_keeps_who_when_and_why_for_good(store_url, served, decisions):
    made = withdrawal(ANA, "withdrawn", **WHO)
    decisions.record(made, served)
    decisions.undo(made.id, "Another", "a mistake", served)
    opened = Store(store_url)
    again = Corrections(opened)
    (kept,) = again.every(ANA)
    assert (kept.by, kept.why, kept.kind, kept.value) == (*WHO.values(), "withdraw", "withdrawn")
    assert (kept.undone_by, kept.undone_why) == ("Another", "a mistake")
    assert made.at <= kept.undone_at <= datetime.now(UTC)
    assert again.every(BEA) == []
    opened.close()


# --- the command line -------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, monkeypatch, served):
    return on_own_files(tmp_path, monkeypatch)


DECIDED = ("--by", "Staff member", "--why", "asked by letter")


def test_every_decision_by_command(run, served):
    where = served.get(ANA).locations[0].id
    assert "the directory shows it" in run("hide", ANA, *DECIDED)
    run("correct", ANA, "phone", "5185550177", "--location", where, *DECIDED)
    run("correct", ANA, "services.driving", "yes", *DECIDED)
    run("withdraw", BEA, "--reason", "moved", *DECIDED)
    found = served.get(ANA)
    assert (found.locations[0].line1, found.locations[0].phone) == (None, "5185550177")
    assert (found.services, served.gone(BEA).departure.reason) == ({"driving": "yes"}, "moved")
    listed = run("corrections").splitlines()
    assert [line.split()[1] for line in listed] == [ANA, ANA, ANA, BEA]
    run("undo", listed[-1].split()[0], *DECIDED)
    assert served.get(BEA) is not None
    assert len(run("corrections").splitlines()) == 3
    kept = [
        json.loads(line)
        for line in run("corrections", BEA, "--all", "--format", "json").splitlines()
    ]
    assert [(each["kind"], each["undone_by"]) for each in kept] == [("withdraw", "Staff member")]


def test_a_load_by_command_keeps_what_was_decided(run, tmp_path, served):
    run("withdraw", ANA, *DECIDED)
    run("load", "--nppes", tmp_path / "nppes.csv", "--into", f"sqlite:///{tmp_path}/directory.db",
        "--allow-shrink")  # fmt: skip
    assert [profile.npi for profile in served.scan()] == [BEA]


def test_a_load_makes_no_store(run, tmp_path):
    run("load", "--nppes", tmp_path / "nppes.csv", "--into", f"sqlite:///{tmp_path}/directory.db")
    assert not (tmp_path / "records.db").exists()
    assert run("corrections") == ""


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("withdraw", "123", *DECIDED), "npi"),
        (("withdraw", ANA, "--by", "x"), "--why"),
        (("withdraw", ANA, "--by", " ", "--why", "x"), "printable"),
        (("hide", npi(9), *DECIDED), "not in this directory"),
        (("hide", ANA, "--location", "x", *DECIDED), "must be one of"),
        (("correct", ANA, "phone", "12", *DECIDED), "must be one of"),
        (("undo", "nothing", *DECIDED), "no decision"),
    ],
)
def test_a_wrong_decision_is_refused_in_words(run, words, reason):
    assert reason in run(*words, code=2)
    assert run("corrections") == ""


def test_two_who_decide_at_once_wait_for_each_other(tmp_path, served, decisions):
    profile, failures = as_corrected(served, ANA), []
    words = [("telehealth", "yes"), ("gender", "X"), ("services.driving", "no")]

    def decide(field, value):
        try:
            decisions.record(correcting(profile, None, field, value, **WHO), engine_at(tmp_path))
        except Exception as error:  # the test must see any kind
            failures.append(error)

    threads = [threading.Thread(target=decide, args=each) for each in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = served.get(ANA)
    assert (failures, found.telehealth, found.gender) == ([], "yes", "X")
    assert found.services == {"driving": "no"}


def test_recorded_while_the_directory_is_being_changed(run, tmp_path, served, monkeypatch):
    monkeypatch.setattr("service.stewardship.turns.WAIT_SECONDS", 0.3)
    run("withdraw", BEA, *DECIDED)
    known = run("corrections").split()[0]
    with only_change(engine_at(tmp_path).path):
        for words in (("withdraw", ANA), ("undo", known)):
            told = run(*words, *DECIDED, code=1)
            assert "recorded; not shown yet" in told and "otmatch-index apply" in told
    assert len(run("corrections").splitlines()) == 1
    assert served.get(ANA) is not None
    assert served.get(BEA) is None
    run("apply")
    assert served.gone(ANA).departure.reason == "withdrawn"
    assert served.get(BEA) is not None


@pytest.mark.parametrize("words", [("withdraw", ANA), ("hide", ANA)])
def test_without_its_store_nothing_is_undone_unawares(run, tmp_path, served, monkeypatch, words):
    run(*words, *DECIDED)
    monkeypatch.setenv("OTMATCH_STORE", f"sqlite:///{tmp_path}/elsewhere.db")
    load_again = ("--nppes", tmp_path / "nppes.csv", "--into",
                  f"sqlite:///{tmp_path}/directory.db", "--allow-shrink")  # fmt: skip
    for command in ("load", "update"):
        assert "OTMATCH_STORE" in run(command, *load_again, code=2)
    run("load", *load_again, "--forget-decisions")
    assert [at.line1 for at in served.get(ANA).locations] == ["1 Main St"]


def test_a_store_that_is_made_while_a_load_runs(run, tmp_path, served, monkeypatch):
    """A load that began without one still shows what was decided in the meantime."""
    replace = type(served).replace

    def decided_in_between(engine, *told):
        store = Store(f"sqlite:///{tmp_path}/records.db")
        Corrections(store).record(withdrawal(ANA, "withdrawn", **WHO))
        store.close()
        return replace(engine, *told)

    monkeypatch.setattr(type(served), "replace", decided_in_between)
    run("update", "--nppes", tmp_path / "nppes.csv", "--into", f"sqlite:///{tmp_path}/directory.db")
    assert served.gone(ANA).departure.reason == "withdrawn"


def test_a_value_that_is_nested_without_end_is_refused(run):
    assert "services" in run("correct", ANA, "services", "[" * 5000, *DECIDED, code=2)


def test_an_unknown_ot_can_be_withdrawn_before_they_come(run, tmp_path, served):
    assert "does not know the OT" in run("withdraw", npi(5), *DECIDED)
    later = write(tmp_path / "w.csv", nppes_text([ot(5), ot(6)]))
    run("update", "--nppes", later, "--into", f"sqlite:///{tmp_path}/directory.db")
    assert [profile.npi for profile in served.scan()] == [ANA, BEA, npi(6)]
