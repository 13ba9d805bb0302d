"""merge(records): the places of a profile, and the home visits that follow from them."""

from datetime import date

import pytest
from msgspec import structs

from service.directory.profile import (
    HomeVisits,
    Location,
    PlanEvidence,
    Provenance,
)
from service.directory.vocabulary import Known
from service.merge import merge
from tests.merge_records import DAY, curated, nppes
from tests.strategies import COUNTIES

YES, NO, UNKNOWN = Known.YES, Known.NO, Known.UNKNOWN


RIVERSIDE = Location(
    line1="1 Main St", line2="Ste 5", city="Albany", state="NY", postal_code="12203"
)


def locations(*told):
    return merge(told).locations


def test_one_place_from_two_sources_is_one_with_the_facts_of_both():
    registry = Location(line1="1 MAIN STREET", postal_code="12203", phone="5185550100")
    (at,) = locations(nppes(locations=(registry,)), curated(locations=(RIVERSIDE,)))
    assert (at.line1, at.line2, at.phone) == ("1 Main St", "Ste 5", "5185550100")
    assert at.evidence["line1"].source == "chapter"
    assert at.evidence["phone"] == Provenance(
        source="nppes", as_of=date(2026, 9, 1), because="only"
    )


def test_a_bare_address_joins_none_of_two_suites():
    registry = Location(line1="1 Main St", postal_code="12203")
    other = structs.replace(RIVERSIDE, line2="Ste 6")
    assert len(locations(nppes(locations=(registry,)), curated(locations=(RIVERSIDE, other)))) == 3


def test_places_known_by_their_city_alone_stay_apart():
    towns = tuple(Location(city=city, state="NY") for city in ("Albany", "Troy"))
    assert [at.city for at in locations(curated(locations=towns))] == ["Albany", "Troy"]


def test_a_place_gets_the_middle_of_its_zip():
    (at,) = locations(curated(locations=(RIVERSIDE,)))
    assert at.precision == "postal_code"
    assert (round(at.lat), round(at.lon)) == (43, -74)


def test_its_own_point_is_better():
    point = structs.replace(RIVERSIDE, lat=42.723456, lon=-73.887654)
    (at,) = locations(curated(locations=(point,)), nppes(locations=(RIVERSIDE,)))
    assert (at.lat, at.lon, at.precision) == (42.7235, -73.8877, "address")
    assert at.evidence["point"].source == "chapter"


def test_half_a_point_is_none():
    (at,) = locations(curated(locations=(structs.replace(RIVERSIDE, lat=1.0),)))
    assert (round(at.lat), at.precision) == (43, "postal_code")


@pytest.mark.parametrize("code", [None, "00000", "09001"])
def test_a_place_off_the_map_is_kept_without_a_point(code):
    (at,) = locations(curated(locations=(structs.replace(RIVERSIDE, postal_code=code),)))
    assert (at.line1, at.lat, at.lon, at.precision) == ("1 Main St", None, None, None)


def test_whether_new_patients_are_taken_carries_its_own_date_or_its_sources():
    old = date(2026, 3, 1)
    taking = structs.replace(RIVERSIDE, accepting_patients="newpt")
    assert locations(curated(locations=(taking,)))[0].accepting_as_of == DAY
    dated = structs.replace(taking, accepting_as_of=old)
    assert locations(curated(locations=(dated,)))[0].accepting_as_of == old
    asked = structs.replace(RIVERSIDE, accepting_as_of=old)
    assert locations(curated(locations=(asked,)))[0].accepting_as_of is None


def test_plan_evidence_is_newest_first_and_never_anonymous():
    rows = (
        PlanEvidence(status="not-accepted", payer="A", as_of=date(2025, 1, 1), source="office"),
        PlanEvidence(status="in-network", payer="A", as_of=DAY),
        PlanEvidence(status="in-network", payer="A", as_of=DAY),
    )
    (at,) = locations(curated(locations=(structs.replace(RIVERSIDE, plans=rows),)))
    assert at.plans == (
        PlanEvidence(status="in-network", payer="A", as_of=DAY, source="chapter"), rows[0],
    )  # fmt: skip


AT_HOME = structs.replace(RIVERSIDE, settings=("home",))


def test_the_setting_home_says_that_home_visits_are_offered():
    profile = merge([curated(locations=(AT_HOME,))])
    assert profile.home_visits == HomeVisits(offered=YES)
    assert profile.evidence["home_visits"] == Provenance(
        source="chapter", as_of=DAY, because="only"
    )


def test_their_area_stays_and_a_stated_no_too():
    area = HomeVisits(counties=tuple(COUNTIES))
    told = curated(locations=(AT_HOME,), home_visits=area)
    assert merge([told]).home_visits == structs.replace(area, offered=YES)
    refused = curated(locations=(AT_HOME,), home_visits=HomeVisits(offered=NO))
    assert merge([refused]).home_visits.offered == NO
