"""Which source counts for which field, why, and what the others said otherwise."""

import pytest

from service.directory.person_name import Name
from service.directory.profile import (
    AgesServed,
    Conflict,
    Facts,
    Location,
    PlanEvidence,
    Provenance,
)
from service.directory.vocabulary import Known
from service.merge import merge
from service.merge.precedence import LOCATION_RULES, PERSON_RULES
from tests.merge_records import DAY, OLD, at, record

YES, NO = Known.YES, Known.NO


def only_location(*records):
    profile = merge(records)
    (location,) = profile.locations
    return location, profile.conflicts


def test_every_field_has_a_rule():
    apart = {"npi", "credentials", "locations"}
    assert set(PERSON_RULES) == set(Facts.__struct_fields__) - apart
    derived = {"id", "lat", "lon", "precision", "accepting_as_of", "likely_settings", "ms_center",
               "plans", "programs", "evidence", "address_hidden"}  # fmt: skip
    assert set(LOCATION_RULES) - {"point"} == set(Location.__struct_fields__) - derived


def test_a_differing_word_of_a_lesser_source_is_kept_with_its_day():
    profile = merge([record("nppes", OLD, gender="F"), record("profiles", label="ch", gender="X")])
    assert profile.gender == "X"
    assert profile.evidence["gender"] == Provenance(source="ch", as_of=DAY, because="precedence")
    assert profile.conflicts == (Conflict(field="gender", value="F", source="nppes", as_of=OLD),)


def test_who_says_the_same_or_nothing_does_not_contradict():
    profile = merge([record("nppes", gender="F"), record("profiles", gender="F"), record("qhp")])
    assert profile.conflicts == ()
    assert profile.evidence["gender"].because == "precedence"
    assert merge([record("nppes", gender="F")]).evidence["gender"].because == "only"


@pytest.mark.parametrize(
    ("other", "conflict"),
    [
        (Name(first="ANA", last="RUIZ"), False),
        (Name(first="Ana", middle="B", last="Ruiz"), False),
        (Name(last="Ana Ruiz"), False),
        (Name(first="Ana", last="Ruiz-Lopez"), False),
        (Name(first="Anita", last="Ruiz"), True),
        (Name(first="Ana", last="Keller"), True),
    ],
)
def test_names_contradict_only_where_neither_holds_the_other(other, conflict):
    told = [record("nppes", name=Name(first="Ana", last="Ruiz")), record("qhp", name=other)]
    assert bool(merge(told).conflicts) is conflict


def test_the_parts_of_a_structure_contradict_one_by_one():
    mine, theirs = AgesServed(adults=YES, children=NO), AgesServed(adults=YES, children=YES)
    profile = merge([record("profiles", ages_served=mine), record("nppes", ages_served=theirs)])
    assert [(c.field, c.value) for c in profile.conflicts] == [("ages_served.children", "yes")]


def test_phones_of_an_enrolment_that_pays_beat_the_registry():
    found, conflicts = only_location(at("nppes", phone="5185550100"),
                                     at("clinicians", None, phone="5185550177"))  # fmt: skip
    assert found.phone == "5185550177"
    assert conflicts == (
        Conflict(field=f"locations.{found.id}.phone", value="5185550100", source="nppes",
                 as_of=DAY),
    )  # fmt: skip


def test_two_spellings_of_one_address_are_no_conflict():
    found, conflicts = only_location(at("nppes", line1="1 MAIN STREET", city="ALBANY"), at("qhp"))
    assert conflicts == ()
    assert found.evidence["line1"].because == "precedence"


def test_the_newest_word_on_new_patients_wins_whoever_says_it():
    closed = at("qhp", accepting_patients="nopt", accepting_as_of=DAY)
    found, conflicts = only_location(at("profiles", OLD, accepting_patients="newpt"), closed)
    assert (found.accepting_patients, found.accepting_as_of) == ("nopt", DAY)
    assert found.evidence["accepting_patients"].because == "newest"
    assert [(c.value, c.as_of) for c in conflicts] == [("newpt", OLD)]


def test_on_the_same_day_people_beat_files():
    told = (at("qhp", accepting_patients="nopt"), at("profiles", accepting_patients="newpt"))
    assert only_location(*told)[0].accepting_patients == "newpt"


def test_two_chapters_add_up_and_contradict_each_other():
    profile = merge([
        record("profiles", DAY, "east", services={"driving": YES}, languages=("en",)),
        record("profiles", OLD, "west", services={"driving": NO, "safety": YES}, languages=("es",)),
    ])  # fmt: skip
    assert profile.services == {"driving": YES, "safety": YES}
    assert profile.languages == ("en", "es")
    assert profile.evidence["languages"].because == "together"
    assert [(c.field, c.source) for c in profile.conflicts] == [("services.driving", "west")]


def test_of_two_chapters_the_newer_counts_and_says_so():
    told = [
        record("profiles", DAY, "east", gender="F"),
        record("profiles", OLD, "west", gender="X"),
    ]
    assert merge(told).evidence["gender"].because == "newest"


def plan(status, as_of, source):
    return PlanEvidence(status=status, plan_id="22222NY0020001", as_of=as_of, source=source)


def test_an_older_word_of_another_source_on_a_plan_is_a_conflict():
    listed = at("qhp", plans=(plan("in-network", DAY, "issuer"),))
    refused = at("profiles", plans=(plan("not-accepted", OLD, "office"),))
    found, (conflict,) = only_location(listed, refused)
    assert [row.status for row in found.plans] == ["in-network", "not-accepted"]
    assert (conflict.value, conflict.source) == ("not-accepted", "office")
    assert conflict.field.endswith("plans.plan:22222NY0020001")


def test_what_one_source_said_before_is_no_conflict():
    rows = (plan("in-network", DAY, "issuer"), plan("not-accepted", OLD, "issuer"))
    assert only_location(at("qhp", plans=rows))[1] == ()


# --- points ---------------------------------------------------------------------------------------


def test_a_point_far_from_its_zip_is_told_and_not_used():
    found, conflicts = only_location(at("qhp", lat=34.05, lon=-118.24))
    assert (found.precision, round(found.lat)) == ("postal_code", 43)
    assert [(c.field.rsplit(".")[-1], c.value) for c in conflicts] == [
        ("point", "34.0500, -118.2400")
    ]


def test_the_point_of_people_beats_the_one_looked_up_beats_an_issuers():
    points = {"qhp": 42.71, "geocoder": 42.72, "profiles": 42.73}
    told = [at(source, lat=lat, lon=-73.85) for source, lat in points.items()]
    assert only_location(*told)[0].lat == 42.73
    assert only_location(at("nppes"), *told[:2])[0].lat == 42.72
    assert only_location(told[0])[0].lat == 42.71


def test_unit_and_street_come_from_one_source():
    found, _ = only_location(at("nppes", line1="1 MAIN ST STE 5"), at("qhp", line2="Suite 5"))
    assert (found.line1, found.line2) == ("1 MAIN ST STE 5", None)
