"""Loads of the National Provider Directory beside other sources, twice, and with bad lines."""

import json

from tests.indexer_files import load, load_nppes, npi, nppes_text, ot, update, write
from tests.npd_files import (
    NETWORK,
    OWNER,
    address,
    extension,
    person,
    place,
    plan,
    release,
    role,
)

LABEL = "CMS National Provider Directory"
ENOUGH = (person(), role(), place(), OWNER, NETWORK, plan())


def of_release(folder, *resources, **told):
    return load(folder, release(folder / "npd", *resources, **told))


# --- who must not be found --------------------------------------------------------------------


def test_an_excluded_person_leaves_whoever_names_them(tmp_path):
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1), ot(2)]))
    loaded = load(tmp_path, nppes, release(tmp_path / "npd", person(1, excluded=True), role()))
    assert list(loaded.profiles) == [npi(2)]
    listed, taken_out = {"on the exclusion list of the HHS": 1}, {"excluded by the OIG": 1}
    assert [dict(tally.skipped) for tally in loaded.report.sources] == [
        taken_out,
        listed,
        taken_out,
    ]
    found = update(tmp_path, write(tmp_path / "nppes.csv", nppes_text([ot(3)])))
    assert list(found.profiles) == [npi(2), npi(3)]


def test_a_flag_that_is_false_or_absent_excludes_nobody(tmp_path):
    told = [extension("base-ext-hhs-in-exclusion-list")]
    assert of_release(tmp_path, person(1), person(2, extension=told)).engine.meta().profiles == 2


# --- again ------------------------------------------------------------------------------------


def test_loading_twice_gives_the_same_bytes_and_so_does_the_export(tmp_path):
    first = of_release(tmp_path, *ENOUGH).export()
    again = of_release(tmp_path, *ENOUGH).export()
    exported = write(tmp_path / "exported.ndjson", first)
    assert first == again == load(tmp_path, exported).export()
    assert load(tmp_path, exported, tmp_path / "npd").export() == first


def test_a_newer_release_takes_the_place_of_an_exported_older_one(tmp_path):
    old = write(tmp_path / "old.ndjson", of_release(tmp_path, *ENOUGH).export())
    moved = (person(address=[address("9 Far Rd", use="work")]), role(), place(line="9 Far Rd"))
    loaded = load(tmp_path, old, release(tmp_path / "new", *moved, day="2026-10-29"))
    assert [location.line1 for location in loaded.only.locations] == ["9 Far Rd"]


def test_it_adds_nobody_whom_it_does_not_call_an_ot(tmp_path):
    loaded = load_nppes(tmp_path, ot(1))
    assert list(loaded.profiles) == [npi(1)]
    folder = release(tmp_path / "npd", person(2, ["224Z00000X"]), person(3, ["225100000X"]))
    assert list(load(tmp_path, tmp_path / "nppes.csv", folder).profiles) == [npi(1)]


def test_rejected_lines_are_kept_with_file_line_and_reason(tmp_path):
    bad = json.dumps(role("bad", location="l1")).encode() + b"\n"
    loaded = of_release(tmp_path, *ENOUGH, more={"PractitionerRole": bad, "Location": b"{]\n"})
    told = [(row["file"].rsplit("/")[-1], row["line"], row["reason"]) for row in loaded.rejects]
    assert told == [
        ("07-PractitionerRole.ndjson.zst", 2, "location: must be a list of objects"),
        ("02-Location.ndjson.zst", 2, "line: is not valid JSON; one object a line"),
    ]


# --- whose word counts ------------------------------------------------------------------------


def test_the_registry_names_the_ot_and_a_difference_is_told(tmp_path):
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1, last="SOLIS", sex="M")]))
    only = load(tmp_path, nppes, release(tmp_path / "npd", person(1))).only
    assert (only.name.last, only.gender) == ("Solis", "M")
    told = {(conflict.field, conflict.value, conflict.source) for conflict in only.conflicts}
    assert told == {("gender", "F", LABEL)} | {("name", "Ana Ruiz", LABEL)}


def test_the_point_of_cms_stands_over_an_issuers_and_its_phone_under(tmp_path):
    at = {"address": "1 Main St", "city": "Albany", "state": "NY", "zip": "12203",
          "phone": "5185550177", "lat": 42.71, "lng": -73.86}  # fmt: skip
    plans = [{"plan_id_type": "HIOS-PLAN-ID", "plan_id": "11111NY0010001"}]
    issuers = {"npi": npi(1), "type": "INDIVIDUAL", "addresses": [at], "plans": plans,
               "last_updated_on": "2026-11-01"}  # fmt: skip
    listing = write(tmp_path / "qhp_providers.json", json.dumps([issuers]))
    folder = release(tmp_path / "npd", *ENOUGH)
    for files in ((listing, folder), (folder, listing)):
        (location,) = load(tmp_path, *files).only.locations
        assert (location.lat, location.phone) == (42.7003, "5185550177")
        assert {row.plan_id for row in location.plans} == {"H7028-002-000", "11111NY0010001"}
