"""NPPES: who is no longer in practice, where people practise, and what single values hold."""

import itertools

import pytest

from service.directory.profile import License
from tests.indexer_files import (
    NPI,
    gone,
    load,
    load_nppes,
    npi,
    nppes_text,
    ot,
    write,
)

LAST = "Provider Last Name (Legal Name)"


@pytest.mark.parametrize(
    ("off", "on", "kept"),
    [
        ("01/02/2026", "", False),
        ("01/02/2026", "01/03/2026", True),
        ("01/02/2026", "01/02/2026", True),
        ("01/02/2026", "01/01/2026", False),
        ("", "01/01/2026", True),
    ],
)
def test_reactivation_counts_from_its_day(tmp_path, off, on, kept):
    loaded = load_nppes(tmp_path, ot(deactivated=off, reactivated=on), ot(1))
    assert (NPI in loaded.profiles) is kept


@pytest.mark.parametrize(
    ("status", "kept"),
    [("active", True), ("soon_to_be_deactivated", True), ("deactive", False), ("", True)],
)
def test_v3_says_it_in_a_column_of_its_own(tmp_path, status, kept):
    loaded = load_nppes(tmp_path, ot(status=status), ot(1), version="v3")
    assert (NPI in loaded.profiles) is kept


def test_a_deactivated_npi_is_gone_from_every_source(tmp_path):
    """Its row has lost the taxonomies, so that NPPES alone would not know it for an OT."""
    loaded = load(
        tmp_path,
        write(tmp_path / "nppes.csv", nppes_text([gone(NPI, "01/02/2026"), ot(1)])),
        write(tmp_path / "chapter.ndjson", [{"npi": NPI, "telehealth": "yes"}]),
        write(tmp_path / "roster.csv", f"npi,expires_on\n{NPI},2027-12-31\n"),
    )
    assert list(loaded.profiles) == [npi(1)]
    assert [dict(t.skipped) for t in loaded.report.sources] == [
        {"deactivated in NPPES": 1}, {"deactivated": 1}, {"deactivated in NPPES": 1},
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations([0, 1])))
@pytest.mark.parametrize(
    ("weekly", "kept"),
    [(gone(NPI, "09/30/2026"), True), (gone(NPI, "10/01/2026"), False),
     (gone(NPI, "10/07/2026"), False)],
)  # fmt: skip
def test_the_newer_of_two_files_says_whether_an_npi_is_in_use(tmp_path, order, weekly, kept):
    files = [write(tmp_path / "a.csv", nppes_text([ot(updated="10/01/2026"), ot(1)])),
             write(tmp_path / "b.csv", nppes_text([weekly]))]  # fmt: skip
    loaded = load(tmp_path, *(files[n] for n in order))
    assert (NPI in loaded.profiles) is kept


@pytest.mark.parametrize("order", list(itertools.permutations([0, 1])))
def test_of_two_files_the_newer_row_wins(tmp_path, order):
    old, new = ot(last="OLD", updated="01/01/2020"), ot(last="NEW", updated="10/01/2026")
    files = [write(tmp_path / f"{row[LAST]}.csv", nppes_text([row])) for row in (old, new)]
    loaded = load(tmp_path, *(files[n] for n in order))
    assert loaded.only.name.last == "New"
    assert [t.kept for t in loaded.report.sources] == [order[0] == 1, order[1] == 1]
    assert sum(t.superseded for t in loaded.report.sources) == 1


def test_the_mailing_address_is_never_a_place_of_care(tmp_path):
    mail = {"mail_line1": "PO BOX 9", "mail_city": "TROY", "mail_state": "NY", "mail_zip": "12180"}
    nowhere = dict.fromkeys(("line1", "city", "state", "zip", "phone"), "")
    loaded = load_nppes(tmp_path, ot(**mail), ot(1, **mail, **nowhere))
    assert [at.city for at in loaded.profiles[NPI].locations] == ["Albany"]
    assert loaded.profiles[npi(1)].locations == ()
    assert b"Troy" not in loaded.export() and b"12180" not in loaded.export()


def test_a_practice_address_that_equals_the_mailing_address_stays(tmp_path):
    profile = load_nppes(tmp_path, ot(mail_line1="1 MAIN ST", mail_zip="122031234")).only
    assert [at.line1 for at in profile.locations] == ["1 Main St"]


def test_a_place_abroad_has_no_us_zip(tmp_path):
    massa = {"line1": "VIA ROMA 1", "city": "MASSA", "state": "MS", "zip": "54100"}
    loaded = load_nppes(tmp_path, ot(**massa, country="IT"))
    (at,) = loaded.only.locations
    assert (at.city, at.state, at.postal_code, at.lat) == ("Massa", None, None, None)
    assert loaded.report.meta.without_coordinates == 1


@pytest.mark.parametrize("country", ["US", "", "UM", "PR"])
def test_territories_are_at_home(tmp_path, country):
    row = ot(country=country, city="SAN JUAN", state="PR", zip="00901")
    assert load_nppes(tmp_path, row).only.locations[0].lat == pytest.approx(18.47, abs=0.1)


def test_masks_are_nothing(tmp_path):
    slots = {1: ("225X00000X", "$$$$$$$$$", "NY", "Y")}
    profile = load_nppes(tmp_path, ot(slots=slots, credential="********", middle="<UNAVAIL>")).only
    assert profile.licenses == (License(state="NY"),)
    assert (profile.name.credentials, profile.name.middle) == (None, None)


def test_pipe_separated_credentials_of_v3(tmp_path):
    profile = load_nppes(tmp_path, ot(credential="OTR | MSCS|CHT"), version="v3").only
    assert profile.name.credentials == "OTR, MSCS, CHT"
    assert [held.code for held in profile.credentials] == ["CHT", "MSCS"]


@pytest.mark.parametrize(
    ("sex", "gender"), [("F", "F"), ("M", "M"), ("X", "X"), ("U", None), ("", None)]
)
def test_gender(tmp_path, sex, gender):
    assert load_nppes(tmp_path, ot(sex=sex)).only.gender == gender


def test_commas_and_line_breaks_inside_values(tmp_path):
    loaded = load_nppes(tmp_path, ot(line1="1 MAIN ST,\r\nREAR", line2='SUITE "A", 5'), ot(1))
    assert loaded.profiles[NPI].locations[0].line1 == "1 Main St, Rear"
    assert len(loaded.profiles) == 2


def test_nul_bytes_are_dropped(tmp_path):
    profile = load_nppes(tmp_path, ot(last="RU\x00IZ")).only
    assert profile.name.last == "Ruiz"
