"""NPPES: every layout, every way to pack it, and who in it is an OT."""

import csv
import os
from datetime import date
from threading import Thread

import pytest

from indexer.sources.nppes import open_nppes
from service.directory.person_name import Name
from service.directory.profile import License
from tests.indexer_files import (
    DATA,
    ENTRY,
    HEADER_ENTRY,
    NPI,
    gone,
    header,
    load,
    load_nppes,
    npi,
    nppes_text,
    ot,
    write,
    zipped,
)

LAYOUTS = ("v1-2018", "v1-2020", "v2", "v3")


@pytest.mark.parametrize("version", LAYOUTS)
def test_every_layout_is_read_by_the_names_of_its_columns(tmp_path, version):
    profile = load_nppes(tmp_path, ot(suffix="JR", middle="B"), version=version).only
    assert profile.npi == NPI
    assert profile.name == Name(
        first="Ana", middle="B", last="Ruiz", suffix="Jr", credentials="OTR/L"
    )
    assert profile.gender == "F"
    assert profile.taxonomies == ("225X00000X",)
    assert profile.licenses == (License(state="NY", number="012345"),)
    (at,) = profile.locations
    assert (at.line1, at.city, at.state, at.postal_code) == ("1 Main St", "Albany", "NY", "12203")
    assert (at.phone, at.precision) == ("5185550100", "postal_code")
    assert profile.evidence["taxonomies"].as_of == date(2026, 10, 1)


def test_columns_in_another_order_and_unknown_ones_do_no_harm(tmp_path):
    row = ot() | {"Brand New Column": "x"}
    names = ["Brand New Column", *reversed(header())]
    text = "\n".join(",".join(f'"{v}"' for v in values)
                     for values in (names, [row.get(n, "") for n in names]))  # fmt: skip
    loaded = load(tmp_path, write(tmp_path / "nppes.csv", text))
    assert loaded.only.locations[0].city == "Albany"


def companion(kind):
    return (DATA / f"{kind}.header.csv").read_text("ascii")


def test_a_monthly_zip_with_all_that_lies_in_it(tmp_path):
    path = zipped(
        tmp_path / "NPPES_Data_Dissemination_October_2026_V2.zip",
        (HEADER_ENTRY, nppes_text([])),
        ("othername_pfile_20050523-20261011.csv", companion("othername_pfile")),
        ("pl_pfile_20050523-20261011.csv", companion("pl_pfile")),
        ("endpoint_pfile_20050523-20261011.csv", companion("endpoint_pfile")),
        ("endpoint_pfile_20050523-20261011_fileheader.csv", '"NPI"\n'),
        ("NPPES_Data_Dissemination_Readme_V2.pdf", "%PDF"),
        ("__MACOSX/._" + ENTRY, "\x00"),
        (ENTRY, nppes_text([ot()])),
    )
    assert load(tmp_path, path).only.npi == NPI


@pytest.mark.parametrize("name", [ENTRY.upper(), f"weekly/{ENTRY}"])
@pytest.mark.parametrize("fileheader", [HEADER_ENTRY, HEADER_ENTRY.replace("_file", "_File")])
def test_names_in_any_case_and_in_a_folder(tmp_path, name, fileheader):
    path = zipped(tmp_path / "weekly.zip", (fileheader, nppes_text([])), (name, nppes_text([ot()])))
    assert load(tmp_path, path).only.npi == NPI


def test_a_zip_is_known_by_its_bytes_not_by_its_name(tmp_path):
    path = zipped(tmp_path / "download", (ENTRY, nppes_text([ot()])))
    assert len(list(open_nppes(path).readings())) == 1


def test_a_pipe_can_be_read_too(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=(nppes_text([ot()]),))
    writer.start()  # as `--nppes <(unzip -p ...)` does
    (found,) = open_nppes(pipe).readings()
    writer.join()
    assert found.records[0].npi == NPI


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_line_ends_a_byte_order_mark_and_spare_quotes(tmp_path, ending, mark, quoting):
    rows = [ot(), ot(1, {1: ("207Q00000X", "", "", "Y")}), ot(2)]
    text = mark + nppes_text(rows, ending=ending, quoting=quoting)
    loaded = load(tmp_path, write(tmp_path / "nppes.csv", text))
    assert sorted(loaded.profiles) == sorted([NPI, npi(2)])
    assert dict(loaded.tally.skipped) == {"not an OT": 1}
    assert loaded.tally.source.warnings == {}


def test_bytes_that_are_not_utf8_are_read_as_cp1252_and_counted(tmp_path):
    text = nppes_text([ot(last="MU\u00d1OZ"), ot(1, last="PE\u00d1A")])
    loaded = load(tmp_path, write(tmp_path / "nppes.csv", text.encode("cp1252")))
    assert [p.name.last for p in loaded.profiles.values()] == ["Peña", "Muñoz"]
    assert sum(loaded.tally.source.warnings.values()) == 2
    assert "warning 2: bytes in nppes.csv that are not UTF-8" in "\n".join(loaded.report.lines())


def test_utf8_is_utf8(tmp_path):
    loaded = load_nppes(tmp_path, ot(last="MUÑOZ"))
    assert loaded.only.name.last == "Muñoz"
    assert loaded.tally.source.warnings == {}


@pytest.mark.parametrize("slot", range(1, 16))
def test_an_ot_in_any_slot(tmp_path, slot):
    slots = {1: ("207Q00000X", "9", "NJ", "N"), slot: ("225XN1300X", "7", "NY", "Y")}
    profile = load_nppes(tmp_path, ot(slots=slots)).only
    assert profile.taxonomies == ("225XN1300X",)
    assert profile.licenses == (License(state="NY", number="7"),)


def test_the_primary_taxonomy_comes_first(tmp_path):
    slots = {2: ("225X00000X", "", "", "N"), 15: ("225XN1300X", "", "", "Y")}
    assert load_nppes(tmp_path, ot(slots=slots)).only.taxonomies == ("225XN1300X", "225X00000X")


def test_the_primary_switch_may_be_missing(tmp_path):
    slots = {3: ("225XH1200X", "", "", "X"), 5: ("225X00000X", "", "", "X")}
    assert load_nppes(tmp_path, ot(slots=slots)).only.taxonomies == ("225XH1200X", "225X00000X")


def test_one_taxonomy_in_several_slots_with_a_licence_each(tmp_path):
    slots = {
        n: ("225X00000X", f"L{n}", state, "X") for n, state in enumerate(("TX", "OR", "CO"), 1)
    }
    profile = load_nppes(tmp_path, ot(slots=slots)).only
    assert profile.taxonomies == ("225X00000X",)
    assert [held.state for held in profile.licenses] == ["CO", "OR", "TX"]


def test_a_literal_null_state_is_no_licence(tmp_path):
    slots = {1: ("225X00000X", "12", "NULL", "Y"), 2: ("225X00000X", "13", "VT", "N")}
    profile = load_nppes(tmp_path, ot(slots=slots)).only
    assert profile.licenses == (License(state="VT", number="13"),)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ot(slots={1: ("224Z00000X", "1", "NY", "Y")}), "not an OT"),
        (ot(slots={1: ("225100000X", "1", "NY", "Y")}), "not an OT"),
        (ot(slots={1: ("", "", "", "")}), "not an OT"),
        (ot(entity="2"), "an organization"),
        (ot(deactivated="01/02/2026"), "deactivated"),
        (gone(NPI, "01/02/2026"), "deactivated"),
        (dict(zip(header(), header(), strict=True)), "not an OT"),
    ],
    ids=["assistant", "physical therapist", "nothing", "organization", "deactivated",
         "deactivated and blank", "the header again"],
)  # fmt: skip
def test_who_is_skipped(tmp_path, row, why):
    loaded = load_nppes(tmp_path, row, ot(7))
    assert loaded.only.npi == npi(7)
    assert dict(loaded.tally.skipped) == {why: 1}
    assert loaded.rejects == []


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_an_all_quoted_file_reads_as_any_other(tmp_path, quoting):
    """The fast way over an all-quoted file finds exactly what the full parse finds."""
    physician = {1: ("207Q00000X", "", "", "Y")}
    rows = [
        ot(), ot(1, physician), ot(2, physician, line1='225X, "THE" LOFT'), gone(3, "01/02/2026"),
        ot(4, physician, deactivated="01/02/2026"), ot(5, physician, line1="A\nB"),
        ot(6, physician, deactivated="?"), ot(7, {1: ("224Z00000X", "", "", "Y")}),
        ot(8, entity="2"), ot(11, physician) | {"npi_fhir_url": 'X"\nY'},
        ot(9, physician, line1='","'), ot(10, physician, status="deactive"),
    ]  # fmt: skip
    path = write(tmp_path / "nppes.csv", nppes_text(rows, "v3", quoting=quoting))
    loaded = load(tmp_path, path)
    assert sorted(loaded.profiles) == [NPI]
    assert dict(loaded.tally.skipped) == {"not an OT": 7, "deactivated": 3, "an organization": 1}
