"""Rows of issuers and of Medicare through a whole load: to whom they are joined, and how they
add up."""

import json
from datetime import date

import pytest

from indexer.gathering import added_up
from indexer.settling import NO_OT, OTHER_NAME
from service.directory.profile import Location, PlanEvidence, Record
from service.directory.vocabulary import Known
from tests.indexer_files import NPI, load, npi, nppes_text, ot, write

PLAN, OTHER_PLAN = "22222NY0010001", "33333NY0020002"
ADDRESS = {"address": "1 Main Street", "city": "Albany", "state": "NY", "zip": "12203"}
DAY = "2026-11-02"


def listing(plan_id=PLAN, day=DAY, **told):
    """One item of providers.json."""
    plans = [{"plan_id_type": "HIOS-PLAN-ID", "plan_id": plan_id, "network_tier": "PREFERRED"}]
    return {
        "npi": NPI, "type": "INDIVIDUAL", "name": {"first": "Ana", "last": "Ruiz"},
        "specialty": "Occupational Therapist", "accepting": "accepting", "plans": plans,
        "addresses": [ADDRESS], "last_updated_on": day, **told,
    }  # fmt: skip


def marketplace(tmp_path, *listings, plans=(), more=()):
    files = [
        write(tmp_path / "npidata.csv", nppes_text([ot()])),
        write(tmp_path / "qhp_providers.json", json.dumps(listings)),
        *more,
    ]
    if plans:
        named = [{"plan_id_type": "HIOS-PLAN-ID", "plan_id": plan_id, "marketing_name": name}
                 for plan_id, name in plans]  # fmt: skip
        files.append(write(tmp_path / "qhp_plans.json", json.dumps(named)))
    return load(tmp_path, *files)


def test_a_listing_is_evidence_at_its_location(tmp_path):
    (at,) = marketplace(tmp_path, listing()).only.locations
    assert at.plans == (
        PlanEvidence(status="in-network", plan_id=PLAN, as_of=date(2026, 11, 2),
                     source="HIOS issuer 22222", tier="PREFERRED"),
    )  # fmt: skip
    assert (at.accepting_patients, at.accepting_as_of) == ("newpt", date(2026, 11, 2))


def test_two_issuers_and_two_addresses_add_up(tmp_path):
    elm = {**ADDRESS, "address": "20 Elm Ave"}
    profile = marketplace(tmp_path, listing(), listing(OTHER_PLAN), listing(addresses=[elm])).only
    by_street = {at.line1: [row.plan_id for row in at.plans] for at in profile.locations}
    assert sorted(by_street["1 Main St"]) == [PLAN, OTHER_PLAN]
    assert by_street["20 Elm Ave"] == [PLAN]
    assert [r.label for r in profile.records if r.source == "qhp"] == [
        "HIOS issuer 22222", "HIOS issuer 33333",
    ]  # fmt: skip


def test_the_payer_is_the_brand_in_the_plans_name(tmp_path):
    loaded = marketplace(tmp_path, listing(), plans=[(PLAN, "Aetna Silver 3 PPO")])
    assert loaded.only.locations[0].plans[0].payer == "Aetna"
    plan = loaded.report.meta.plans[f"plan:{PLAN}"]
    assert (plan.name, plan.payer) == ("Aetna Silver 3 PPO", "Aetna")


def test_or_whoever_a_chapter_says_owns_the_issuers_plans(tmp_path):
    evidence = {"status": "in-network", "plan_id": "22222NY0099999", "payer": "Sample Mutual"}
    place = {"line1": "9 Elm Ave", "postal_code": "12203", "plans": [evidence]}
    chapter = write(tmp_path / "chapter.ndjson", [{"npi": npi(5), "locations": [place]}])
    loaded = marketplace(tmp_path, listing(), more=[chapter])
    assert loaded.profiles[NPI].locations[0].plans[0].payer == "Sample Mutual"


def test_of_a_plan_listed_twice_the_newest_name_counts(tmp_path):
    named = [{"plan_id": PLAN, "marketing_name": name, "last_updated_on": day}
             for name, day in (("New", "2026-10-02"), ("Old", "2026-10-01"))]  # fmt: skip
    plans = write(tmp_path / "qhp_plans.json", json.dumps(named))
    loaded = marketplace(tmp_path, listing(), more=[plans])
    tally = next(t for t in loaded.report.sources if t.source.kind == "qhp_plans")
    assert (tally.kept, tally.superseded) == (1, 1)
    assert loaded.report.meta.plans[f"plan:{PLAN}"].name == "New"


def test_a_name_that_is_another_persons_is_a_mistyped_npi(tmp_path):
    stranger = listing(name={"first": "Harold", "last": "Keller"})
    loaded = marketplace(tmp_path, stranger)
    assert loaded.only.locations[0].plans == ()
    assert loaded.reasons == [OTHER_NAME]


@pytest.mark.parametrize(
    "name", [{"first": "ANA", "last": "RUIZ-KELLER"}, {"first": "Ana", "last": "Keller"},
             {"first": "Anita", "last": "Ruiz"}],
)  # fmt: skip
def test_a_name_that_may_be_the_same_persons_is_none(tmp_path, name):
    assert marketplace(tmp_path, listing(name=name)).only.locations[0].plans


def test_a_listing_alone_makes_nobody_an_ot(tmp_path):
    loaded = marketplace(tmp_path, listing(npi=npi(5)))
    assert list(loaded.profiles) == [NPI]
    assert NO_OT in loaded.report.sources[-1].skipped


def test_reading_the_same_file_twice_changes_nothing(tmp_path):
    once = marketplace(tmp_path, listing(), listing(OTHER_PLAN)).export()
    again = write(tmp_path / "qhp_providers-2.json", (tmp_path / "qhp_providers.json").read_bytes())
    assert marketplace(tmp_path, listing(), listing(OTHER_PLAN), more=[again]).export() == once


def test_the_export_with_the_files_again_changes_nothing(tmp_path):
    files = [listing(), listing(OTHER_PLAN, day="2026-10-01")]
    once = marketplace(tmp_path, *files).export()
    exported = write(tmp_path / "export.ndjson", once)
    assert load(tmp_path, exported).export() == once
    assert marketplace(tmp_path, *files, more=[exported]).export() == once


def test_medicare_comes_with_its_assignment_and_day(tmp_path):
    header = (
        "NPI,Provider Last Name,Provider First Name,pri_spec,Telehlth,Facility Name,org_pac_id,"
        "adr_ln_1,City/Town,State,ZIP Code,ind_assgn,grp_assgn\n"
    )
    row = (f"{NPI},RUIZ,ANA,OCCUPATIONAL THERAPIST IN PRIVATE PRACTICE,Y,RIVERSIDE GROUP,123,"
           "1 MAIN ST,ALBANY,NY,122031234,Y,M\n")  # fmt: skip
    clinicians = write(tmp_path / "clinicians.csv", header + row)
    nppes = write(tmp_path / "npidata.csv", nppes_text([ot(), ot(1)]))
    profiles = load(tmp_path, clinicians, nppes).profiles
    (at,) = profiles[NPI].locations
    (medicare,) = at.plans
    assert (medicare.payer, medicare.status) == ("Original Medicare", "accepts-payer")
    assert (medicare.assignment, medicare.as_of) == ("sometimes", None)
    assert (at.name, profiles[NPI].telehealth) == ("Riverside Group", Known.YES)
    assert profiles[npi(1)].locations[0].plans == ()


# --- rows of one source ---------------------------------------------------------------------------


def row(day, **place):
    at = Location(line1="1 Main St", postal_code="12203", **place)
    return Record(npi=NPI, source="qhp", label="issuer", as_of=day, locations=(at,))


def test_the_newest_row_says_who_and_whether(tmp_path):
    old = row(date(2026, 1, 1), accepting_patients="newpt", accepting_as_of=date(2026, 1, 1))
    new = row(date(2026, 9, 1), accepting_patients="nopt", accepting_as_of=date(2026, 9, 1))
    for rows in ([old, new], [new, old]):
        record = added_up(rows)
        assert record.as_of == date(2026, 9, 1)
        (at,) = record.locations
        assert (at.accepting_patients, at.accepting_as_of) == ("nopt", date(2026, 9, 1))


def test_a_row_that_does_not_say_takes_no_day_from_one_that_does():
    silent = row(date(2026, 9, 1), accepting_as_of=date(2026, 9, 1))
    told = row(date(2026, 1, 1), accepting_patients="newpt", accepting_as_of=date(2026, 1, 1))
    (at,) = added_up([silent, told]).locations
    assert (at.accepting_patients, at.accepting_as_of) == ("newpt", date(2026, 1, 1))
