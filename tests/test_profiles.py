"""profiles.ndjson: what a chapter may write, and what it comes to."""

import json
from datetime import date

import pytest

from service.directory.profile import Credential, License
from tests.indexer_files import (
    NPI,
    load,
    load_profiles,
    npi,
    nppes_text,
    ot,
    write,
)
from tests.profile_lines import EXAMPLE, LINE, changed


def test_the_example_of_the_contract_loads(tmp_path):
    loaded = load(tmp_path, write(tmp_path / "p.ndjson", EXAMPLE))
    profile = loaded.only
    assert profile.display_name() == "Ana Ruiz, OTR/L, MSCS"
    assert profile.licenses == (License(state="NY", number="012345"),)
    assert profile.privileges == (License(state="NJ"),)
    assert profile.credentials == (
        Credential(code="MSCS", expires_on=date(2027, 12, 31), checked_on=date(2026, 10, 1),
                   source="roster"),
    )  # fmt: skip
    assert profile.services == {"energy-conservation": "yes", "driving": "no"}
    assert (profile.ages_served.adults, profile.ages_served.children) == ("yes", "unknown")
    assert (profile.languages, profile.telehealth) == (("en", "es"), "yes")
    assert (profile.home_visits.offered, profile.home_visits.radius_miles) == ("yes", 15)
    (at,) = profile.locations
    assert (at.name, at.lat, at.lon, at.precision) == ("Riverside Rehab", 42.68, -73.85, "address")
    assert (at.accepting_patients, at.wait_weeks, at.access) == ("newpt", 3, {"step_free": "yes"})
    assert at.plans[0].plan_id == "11111NY0010001"
    assert [plan.payer for plan in loaded.report.meta.plans.values()] == ["Example Health"]


def test_a_line_with_nothing_but_its_npi_is_a_profile_of_unknowns(tmp_path):
    profile = load_profiles(tmp_path, {"npi": NPI}).only
    assert (profile.name.last, profile.telehealth, profile.locations) == (None, "unknown", ())
    assert (profile.evidence, profile.likely) == ({}, {})


@pytest.mark.parametrize("nothing", [None, "", "  ", "\u0000"])
@pytest.mark.parametrize(
    "path", ["name.first", "gender", "telehealth", "as_of", "source", "locations.0.line2",
             "locations.0.phone", "locations.0.state", "services.driving", "credentials.0.source"],
)  # fmt: skip
def test_null_and_blank_say_nothing(tmp_path, path, nothing):
    loaded = load_profiles(tmp_path, changed(path, nothing))
    assert loaded.rejects == []
    assert nothing not in ("", "\u0000") or b'""' not in loaded.export()


@pytest.mark.parametrize(
    "path", ["name", "taxonomies", "licenses", "services", "home_visits", "languages", "locations",
             "locations.0.plans", "records"],
)  # fmt: skip
def test_null_stands_for_whole_parts_too(tmp_path, path):
    assert load_profiles(tmp_path, changed(path, None)).rejects == []


def test_a_blank_does_not_hide_what_the_registry_knows(tmp_path):
    loaded = load(
        tmp_path,
        write(tmp_path / "nppes.csv", nppes_text([ot(line2="STE 5")])),
        write(tmp_path / "p.ndjson", [changed("locations.0.line2", " ") | {"name": {"first": ""}}]),
    )
    assert loaded.only.name.first == "Ana"
    assert loaded.only.locations[0].line2 == "Ste 5"


def test_texts_lose_what_nobody_sees(tmp_path):
    line = changed("name.first", " A\x00na\n\x1b[31m ") | {"npi": NPI + "\n"}
    profile = load_profiles(tmp_path, line).only
    assert (profile.npi, profile.name.first) == (NPI, "Ana [31m")


def test_phones_and_zips_take_our_form(tmp_path):
    line = changed("locations.0.phone", "(518) 555-0100 x12")
    line["locations"][0]["postal_code"] = "12203-1234"
    (at,) = load_profiles(tmp_path, line).only.locations
    assert (at.phone, at.postal_code) == ("5185550100", "12203")


def test_the_source_is_named_in_the_evidence(tmp_path):
    profile = load_profiles(
        tmp_path, LINE | {"source": "Albany chapter", "as_of": "2026-10-15"}
    ).only
    assert profile.evidence["telehealth"].source == "Albany chapter"
    assert profile.locations[0].accepting_as_of == date(2026, 10, 15)


def test_of_two_lines_of_one_npi_the_newer_wins(tmp_path):
    lines = [{"npi": NPI, "telehealth": "yes", "as_of": "2026-10-15"},
             {"npi": NPI, "telehealth": "no", "as_of": "2026-10-01"}]  # fmt: skip
    for told in (lines, lines[::-1]):
        loaded = load_profiles(tmp_path, *told)
        assert loaded.only.telehealth == "yes"
        assert (loaded.tally.kept, loaded.tally.superseded) == (1, 1)


def test_of_two_lines_of_one_day_the_later_wins(tmp_path):
    lines = [{"npi": NPI, "telehealth": told} for told in ("yes", "no")]
    assert load_profiles(tmp_path, *lines).only.telehealth == "no"
    assert load_profiles(tmp_path, *lines[::-1]).only.telehealth == "yes"


def test_line_ends_and_a_byte_order_mark(tmp_path):
    text = "\ufeff" + "\r\n\r\n".join(json.dumps({"npi": npi(n)}) for n in range(3)) + "\r\n  \r\n"
    assert len(load(tmp_path, write(tmp_path / "p.ndjson", text)).profiles) == 3
