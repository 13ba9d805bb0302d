"""NPPES beside npidata: further locations, organizations' other names, Direct addresses."""

import csv
import io

import pytest

from indexer.sources.joining import NO_PLACE_IN_STATE, NOT_THEIR_PLACE
from indexer.sources.nppes_companions import UNKNOWN_NPI, open_nppes_locations
from service.errors import SourceUnreadable
from tests.indexer_files import (
    DATA,
    ENTRY,
    HEADER_ENTRY,
    NPI,
    load,
    npi,
    nppes_text,
    ot,
    write,
    zipped,
)

SECONDARY = "Provider Secondary Practice Location Address"
PLACE = {
    "NPI": NPI, f"{SECONDARY}- Address Line 1": "20 Elm Ave", f"{SECONDARY}-  Address Line 2": "",
    f"{SECONDARY} - City Name": "Troy", f"{SECONDARY} - State Name": "NY",
    f"{SECONDARY} - Postal Code": "121801234",
    f"{SECONDARY} - Country Code (If outside U.S.)": "US",
    f"{SECONDARY} - Telephone Number": "5185550188",
}  # fmt: skip
ENDPOINT = {"NPI": NPI, "Endpoint Type": "DIRECT", "Endpoint": "ana@direct.example.org"}
PRIMARY_AS_AFFILIATION = {
    "Affiliation Address Line One": "1 Main Street", "Affiliation Address City": "Albany",
    "Affiliation Address State": "NY", "Affiliation Address Postal Code": "12203",
}  # fmt: skip
ORGANIZATION = "Provider Organization Name (Legal Business Name)"


def text(kind, *rows):
    """A companion file with the real header, every value in quotes."""
    header = next(csv.reader([(DATA / f"{kind}.header.csv").read_text("ascii")]))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def loaded(tmp_path, kind, stem, *rows):
    nppes = write(tmp_path / "npidata.csv", nppes_text([ot()]))
    return load(tmp_path, nppes, write(tmp_path / f"{kind}.csv", text(stem, *rows)))


def with_locations(tmp_path, *rows):
    return loaded(tmp_path, "nppes_locations", "pl_pfile", *rows)


def with_endpoints(tmp_path, *rows):
    return loaded(tmp_path, "nppes_endpoints", "endpoint_pfile", *rows)


def test_a_further_location_stands_beside_the_primary_one(tmp_path):
    primary, further = with_locations(tmp_path, PLACE).only.locations
    assert (primary.line1, further.line1) == ("1 Main St", "20 Elm Ave")
    assert (further.city, further.postal_code, further.phone) == ("Troy", "12180", "5185550188")
    assert further.evidence["phone"].source == "nppes"


def test_the_primary_location_written_otherwise_is_no_second_one(tmp_path):
    again = PLACE | {f"{SECONDARY}- Address Line 1": "1 Main Street",
                     f"{SECONDARY} - Postal Code": "12203"}  # fmt: skip
    assert len(with_locations(tmp_path, again).only.locations) == 1


def test_rows_of_nobody_we_know_are_skipped_and_counted(tmp_path):
    found = with_locations(tmp_path, PLACE, PLACE | {"NPI": npi(7)}, PLACE | {"NPI": "x"})
    assert found.tally.skipped == {UNKNOWN_NPI: 2}
    assert (found.tally.read, found.tally.kept) == (3, 1)


def test_a_foreign_address_has_no_state_of_ours(tmp_path):
    abroad = PLACE | {f"{SECONDARY} - Country Code (If outside U.S.)": "DE",
                      f"{SECONDARY} - Postal Code": "12203"}  # fmt: skip
    _, further = with_locations(tmp_path, abroad).only.locations
    assert (further.line1, further.state, further.postal_code) == ("20 Elm Ave", None, None)
    assert further.country == "DE"


def test_an_empty_address_is_skipped(tmp_path):
    found = with_locations(tmp_path, {"NPI": NPI})
    assert len(found.only.locations) == 1
    assert found.tally.skipped == {"an address that is empty": 1}


def test_a_wrong_file_is_refused(tmp_path):
    path = write(tmp_path / "nppes_locations.csv", nppes_text([ot()]))
    with pytest.raises(SourceUnreadable, match="lacks the column provider_secondary"):
        list(open_nppes_locations(path).readings())


# --- Direct addresses -----------------------------------------------------------------------------


def test_a_direct_address_belongs_to_the_location_of_its_affiliation(tmp_path):
    nppes = write(tmp_path / "npidata.csv", nppes_text([ot()]))
    places = write(tmp_path / "nppes_locations.csv", text("pl_pfile", PLACE))
    elm = {"Affiliation Address Line One": "20 ELM AVENUE", "Affiliation Address City": "TROY",
           "Affiliation Address State": "NY", "Affiliation Address Postal Code": "12180",
    }  # fmt: skip
    points = text("endpoint_pfile", ENDPOINT | elm)
    endpoints = write(tmp_path / "nppes_endpoints.csv", points)
    primary, further = load(tmp_path, endpoints, places, nppes).only.locations
    assert (primary.direct_address, further.direct_address) == (None, "ana@direct.example.org")


@pytest.mark.parametrize("affiliation", [{}, PRIMARY_AS_AFFILIATION])
def test_without_one_it_belongs_to_the_primary_location(tmp_path, affiliation):
    (at,) = with_endpoints(tmp_path, ENDPOINT | affiliation).only.locations
    assert at.direct_address == "ana@direct.example.org"
    assert at.evidence["direct_address"].source == "nppes"


def test_one_of_a_place_where_nobody_works_is_counted_and_not_shown(tmp_path):
    nowhere = PRIMARY_AS_AFFILIATION | {"Affiliation Address Line One": "99 Far Rd"}
    found = with_endpoints(tmp_path, ENDPOINT | nowhere)
    assert found.only.locations[0].direct_address is None
    assert found.tally.source.warnings == {NOT_THEIR_PLACE: 1}


def test_other_endpoints_are_skipped_and_bad_addresses_rejected(tmp_path):
    found = with_endpoints(tmp_path, ENDPOINT | {"Endpoint Type": "FHIR"},
                           ENDPOINT | {"Endpoint": "not an address"})  # fmt: skip
    assert found.tally.skipped == {"an endpoint that is no Direct address": 1}
    assert found.reasons == ["Endpoint: must be a Direct address such as name@direct.example.org"]


# --- Medicaid numbers -----------------------------------------------------------------------------


def medicaid(state, code="05", number="01234567"):
    return ot() | {
        "Other Provider Identifier_2": number,
        "Other Provider Identifier Type Code_2": code,
        "Other Provider Identifier State_2": state,
    }


def test_a_medicaid_number_is_weak_evidence_of_no_known_day(tmp_path):
    (row,) = (
        load(tmp_path, write(tmp_path / "n.csv", nppes_text([medicaid("NY")])))
        .only.locations[0]
        .plans
    )
    assert (row.status, row.as_of, row.source) == ("accepts-payer", None, "NPPES Medicaid number")
    assert "Medicaid" in row.payer and ("NY" in row.payer or "New York" in row.payer)


@pytest.mark.parametrize("number", ["$$$$$$$$$", "_________", "********", "<UNAVAIL>", ""])
def test_what_cms_masks_is_no_medicaid_number(tmp_path, number):
    rows = [medicaid("NY", number=number)]
    assert load(tmp_path, write(tmp_path / "n.csv", nppes_text(rows))).only.locations[0].plans == ()


@pytest.mark.parametrize(
    ("state", "code"), [("NJ", "05"), ("NY", "01"), ("", "05"), ("NULL", "05")]
)
def test_of_another_state_or_kind_it_says_nothing_here(tmp_path, state, code):
    found = load(tmp_path, write(tmp_path / "n.csv", nppes_text([medicaid(state, code)])))
    assert found.only.locations[0].plans == ()
    assert found.tally.source.warnings == ({NO_PLACE_IN_STATE: 1} if state == "NJ" else {})


# --- in the zip -----------------------------------------------------------------------------------


def monthly(path, person, *places, names=("pl_pfile",)):
    rows = [ot(**person)]
    entries = [(HEADER_ENTRY, nppes_text([])), (ENTRY, nppes_text(rows))]
    entries += [(f"{stem}_20050523-20261011.csv", text(stem, *places)) for stem in names]
    entries += [(f"{stem}_20050523-20261011_FileHeader.csv", text(stem)) for stem in names]
    return zipped(path, *entries)


def test_the_companions_in_the_zip_are_read_with_it(tmp_path):
    path = monthly(tmp_path / "monthly.zip", {}, PLACE)
    found = load(tmp_path, path)
    assert len(found.only.locations) == 2
    assert [tally.source.kind for tally in found.report.sources] == ["nppes", "nppes_locations"]
    assert found.tally.source.shown.endswith("monthly.zip/pl_pfile_20050523-20261011.csv")


def test_a_newer_zip_says_all_about_the_further_locations(tmp_path):
    """A weekly row is a complete replacement: no row in its pl_pfile means no further location."""
    old = monthly(tmp_path / "monthly.zip", {"updated": "09/01/2026"}, PLACE)
    new = monthly(tmp_path / "weekly.zip", {"updated": "10/01/2026"})
    for files in ((old, new), (new, old)):
        assert len(load(tmp_path, *files).only.locations) == 1
    report = load(tmp_path, old, new).report
    overtaken = [t for t in report.sources if t.source.path == old and t.source.entry]
    assert [(t.kept, t.superseded) for t in overtaken] == [(0, 1)]
    silent = monthly(tmp_path / "silent.zip", {"updated": "10/01/2026"}, names=())
    assert len(load(tmp_path, old, silent).only.locations) == 2


def test_parts_of_an_ot_whom_only_a_chapter_names_are_kept(tmp_path):
    chapter = write(tmp_path / "p.ndjson", [{"npi": NPI, "name": {"last": "Ruiz"}}])
    places = write(tmp_path / "nppes_locations.csv", text("pl_pfile", PLACE))
    (at,) = load(tmp_path, chapter, places).only.locations
    assert at.city == "Troy"
