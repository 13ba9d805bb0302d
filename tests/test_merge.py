"""merge(records): who wins, and what follows from what."""

from datetime import date

import pytest
from msgspec import structs

from service.directory.person_name import Name
from service.directory.profile import Credential, License, Provenance, Record
from service.directory.vocabulary import Known
from service.merge import merge
from tests.indexer_files import NPI
from tests.merge_records import DAY, curated, mscs, nppes

YES, NO, UNKNOWN = Known.YES, Known.NO, Known.UNKNOWN


def test_records_of_two_people_are_refused():
    with pytest.raises(ValueError, match="one NPI"):
        merge([nppes(), structs.replace(nppes(), npi="1999901014")])
    with pytest.raises(ValueError, match="one NPI"):
        merge([])


# --- who wins -------------------------------------------------------------------------------------


def test_what_people_curated_beats_the_registry_part_by_part():
    profile = merge([
        nppes(name=Name(first="Ana", middle="B", last="Ruiz"), gender="F"),
        curated(name=Name(first="Anita"), gender="X", telehealth=YES),
    ])  # fmt: skip
    assert profile.name == Name(first="Anita", middle="B", last="Ruiz")
    assert (profile.gender, profile.telehealth) == ("X", YES)
    assert profile.evidence["gender"] == Provenance(
        source="chapter", as_of=DAY, because="precedence"
    )


def test_of_one_source_the_newest_wins():
    old = structs.replace(curated(gender="F", telehealth=NO), as_of=date(2025, 1, 1))
    assert merge([old, curated(gender="X")]).gender == "X"
    assert merge([old, curated(gender="X")]).telehealth == NO


def test_unknown_takes_nothing_away():
    profile = merge([curated(telehealth=UNKNOWN, services={"driving": UNKNOWN}),
                     nppes(telehealth=NO, services={"driving": YES})])  # fmt: skip
    assert (profile.telehealth, profile.services) == (NO, {"driving": YES})


def test_a_stated_no_beats_a_yes_of_a_lesser_source():
    profile = merge([nppes(services={"driving": YES}), curated(services={"driving": NO})])
    assert profile.services == {"driving": NO}
    assert profile.evidence["services.driving"].source == "chapter"


# --- credentials ----------------------------------------------------------------------------------


def only_credential(*told):
    (credential,) = merge(told).credentials
    return credential


def test_mscs_in_the_credential_text_alone_is_claimed():
    found = only_credential(nppes(name=Name(credentials="OTR/L, MSCS")))
    assert found.status(DAY) == "claimed"
    assert found.source == "nppes"


def test_a_roster_makes_it_current():
    claim = nppes(name=Name(credentials="OTR/L, MSCS"))
    found = only_credential(claim, mscs(expires_on=date(2027, 12, 31)))
    assert (found.status(DAY), found.source) == ("current", "roster")


def test_a_lapsed_one_stays_lapsed_whatever_is_claimed():
    claims = [nppes(name=Name(credentials="MSCS")), curated(credentials=(Credential(code="MSCS"),))]
    assert only_credential(*claims, mscs(expires_on=date(2025, 12, 31))).status(DAY) == "lapsed"


def test_a_renewal_beats_the_certificate_before_it():
    renewed = Record(npi=NPI, source="mscs", as_of=DAY, credentials=(
        Credential(code="MSCS", expires_on=date(2025, 12, 31), checked_on=DAY),
        Credential(code="MSCS", expires_on=date(2030, 12, 31), checked_on=DAY),
    ))  # fmt: skip
    assert only_credential(renewed).expires_on == date(2030, 12, 31)


def test_the_newest_check_beats_a_longer_promise():
    """A certificate that was checked last month and has ended is not saved by an old roster."""
    old = curated(credentials=(
        Credential(code="MSCS", expires_on=date(2029, 12, 31), checked_on=date(2024, 1, 1)),
    ))  # fmt: skip
    assert only_credential(old, mscs(expires_on=date(2025, 12, 31))).status(DAY) == "lapsed"


def test_a_credential_without_a_source_has_its_records():
    found = only_credential(curated(credentials=(Credential(code="CHT", checked_on=DAY),)))
    assert found.source == "chapter"


# --- likely services ------------------------------------------------------------------------------


def test_a_specialty_makes_services_likely_without_an_end():
    likely = merge([nppes(taxonomies=("225XR0403X",))]).likely
    assert set(likely) == {"driving", "community-reintegration"}
    assert all(entry.because == "225XR0403X" for entry in likely.values())
    assert {entry.until for entry in likely.values()} == {date.max}


def test_what_a_credential_makes_likely_ends_with_it():
    likely = merge([mscs(expires_on=date(2027, 12, 31))]).likely
    assert likely["energy-conservation"].until == date(2027, 12, 31)
    assert "driving" not in likely


def test_the_longest_ground_counts():
    both = [nppes(taxonomies=("225XN1300X",)), mscs(expires_on=date(2027, 12, 31))]
    assert merge(both).likely["energy-conservation"].because == "225XN1300X"


def test_paediatrics_alone_makes_nothing_likely():
    assert merge([nppes(taxonomies=("225XP0200X",))]).likely == {}


# --- licences -------------------------------------------------------------------------------------


def test_licences_are_there_once_and_with_their_number():
    profile = merge([
        nppes(licenses=(License(state="NY", number="1"), License(state="NJ"))),
        curated(licenses=(License(state="NY"), License(state="CT", number="7"))),
    ])  # fmt: skip
    assert profile.licenses == (
        License(state="CT", number="7"), License(state="NJ"), License(state="NY", number="1"),
    )  # fmt: skip


def test_two_numbers_in_one_state_are_two_licences():
    held = (License(state="NY", number="2"), License(state="NY", number="1"))
    assert merge([nppes(licenses=held)]).licenses == held[::-1]
