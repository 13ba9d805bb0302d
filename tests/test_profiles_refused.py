"""profiles.ndjson: what is refused, and how it is told."""

import json

import pytest

from tests.indexer_files import (
    NPI,
    load,
    load_profiles,
    npi,
    write,
)
from tests.profile_lines import changed


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("npi", "1234567892", "npi: the check digit is wrong"),
        ("npi", 1234567893, "npi: "),
        ("npi", None, "npi: Missing data"),
        ("npi", "12345678931", "npi: "),
        ("nmae", {}, "nmae: Unknown field."),
        ("name.frist", "Ana", "name.frist: Unknown field."),
        ("name.last", "A" * 301, "name.last: Longer than"),
        ("name", "Ana Ruiz", "name: Invalid input type."),
        ("gender", "female", "gender: Must be one of: F, M, X."),
        ("taxonomies", ["224Z00000X"], "taxonomies.0: Must be one of"),
        ("taxonomies", "225X00000X", "taxonomies: Not a valid list."),
        ("licenses.0.state", "ZZ", "licenses.0.state: Must be one of"),
        ("licenses", [{"number": "1"}], "licenses.0.state: Missing data"),
        ("credentials.0.code", "PHD", "credentials.0.code: Must be one of"),
        ("credentials.0.expires_on", "31.12.2027", "credentials.0.expires_on: Not a valid date."),
        ("credentials.0.expires_on", "20271231", "credentials.0.expires_on: must be a date"),
        ("services.juggling", "yes", "services.juggling: Must be one of"),
        ("services.driving", "maybe", "services.driving: Must be one of: yes, no, unknown."),
        ("services.driving", True, "services.driving: Not a valid string."),
        ("languages", ["en", "english"], "languages.1: Must be one of"),
        ("telehealth", True, "telehealth: Not a valid string."),
        ("home_visits.radius_miles", 0, "home_visits.radius_miles: Must be"),
        ("home_visits.radius_miles", "15", "home_visits.radius_miles: Not a valid integer."),
        ("home_visits.postal_codes", ["1220"], "home_visits.postal_codes.0: "),
        ("locations.0.lat", 91, "locations.0.lat: Must be"),
        ("locations.0.lat", "42.68", "locations.0.lat: Expected float"),
        ("locations.0.lat", True, "locations.0.lat: Not a valid number."),
        ("locations.0.lat", None, "locations.0: give both lat and lon, or neither"),
        ("locations.0.postal_code", "1220", "locations.0.postal_code: "),
        ("locations.0.phone", "call us", "locations.0.phone: must be a US number of ten digits"),
        ("locations.0.fax", "12", "locations.0.fax: must be a US number of ten digits"),
        ("locations.0.email", "nobody", "locations.0.email: Not a valid email address."),
        ("locations.0.website", "javascript:alert(1)", "locations.0.website: Not a valid URL."),
        ("locations.0.accepting_patients", "yes", "locations.0.accepting_patients: Must be one of"),
        ("locations.0.wait_weeks", -1, "locations.0.wait_weeks: Must be"),
        ("locations.0.wait_weeks", 10**400, "locations.0.wait_weeks: Number too large."),
        ("locations.0.settings", ["spa"], "locations.0.settings.0: Must be one of"),
        ("locations.0.access.lift", "yes", "locations.0.access.lift: Must be one of"),
        ("locations.0.plans.0.status", "covered", "locations.0.plans.0.status: Must be one of"),
        ("locations.0.plans.0.as_of", "soon", "locations.0.plans.0.as_of: Not a valid date."),
        ("version", 2, "version: Must be equal to 1."),
        ("records", [], "records: each must carry"),
        ("records", [{"npi": npi(1), "source": "nppes"}], "records: each must carry"),
        ("records", [{"npi": NPI, "source": "hearsay"}], "records.0.source: Must be one of"),
        ("records", [{"npi": NPI, "source": "nppes", "as_of": "20260101"}], "records.0.as_of: "),
        ("records", ["x"], "records.0: Invalid input type."),
    ],
)  # fmt: skip
def test_a_wrong_field_is_refused_by_its_path(tmp_path, path, value, reason):
    loaded = load_profiles(tmp_path, {"npi": npi(1)}, changed(path, value))
    assert list(loaded.profiles) == [npi(1)]
    (reject,) = loaded.rejects
    assert reject["line"] == 2 and reject["reason"].startswith(reason), reject["reason"]
    assert reject["row"] == changed(path, value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "line: is not valid JSON"),
        ("npi,name", "line: is not valid JSON"),
        (f'{{"npi": "{NPI}"}} {{"npi": "{NPI}"}}', "line: is not valid JSON"),
        (f'{{"npi": "{NPI}", "wait_weeks": NaN}}', "line: is not valid JSON"),
        (f'{{"npi": "{NPI}", "wait_weeks": 1e999}}', "line: is not valid JSON"),
        (f'{{"npi": "{NPI}\x00"}}', "line: is not valid JSON"),
        (f'{{"npi": "{NPI}", "name": {{"first": "\\ud800"}}}}', "line: is not valid JSON"),
        (f'["{NPI}"]', "line: must be one JSON object"),
        ("null", "line: must be one JSON object"),
        ("[" * 100_000, "line: is nested too deeply"),
        (
            f'{{"npi":"{NPI}","likely":' + '{"a":' * 900 + "1" + "}" * 901,
            "line: is nested too deeply",
        ),
        ("A" * 12_000_000, "line: longer than 5 million characters"),
    ],
    ids=range(12),
)
def test_a_line_that_is_no_object_is_refused(tmp_path, text, reason):
    path = write(tmp_path / "p.ndjson", f'{{"npi": "{npi(1)}"}}\n{text}\n{{"npi": "{npi(2)}"}}\n')
    loaded = load(tmp_path, path)
    assert list(loaded.profiles) == [npi(1), npi(2)]
    (reject,) = loaded.rejects
    assert reject["line"] == 2 and reject["reason"].startswith(reason)
    assert len(str(reject["row"])) <= 2000


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_a_file_without_lines(tmp_path, content):
    base = write(tmp_path / "base.ndjson", [{"npi": NPI}])
    loaded = load(tmp_path, base, write(tmp_path / "p.ndjson", content))
    assert (loaded.tally.read, loaded.report.meta.profiles) == (0, 1)


def test_cp1252_is_read_with_a_warning(tmp_path):
    line = json.dumps(changed("name.last", "Muñoz"), ensure_ascii=False)
    loaded = load(tmp_path, write(tmp_path / "p.ndjson", line.encode("cp1252")))
    assert loaded.only.name.last == "Muñoz"
    assert sum(loaded.tally.source.warnings.values()) == 1


def test_a_file_wrong_in_every_line_stays_a_short_report(tmp_path):
    wrong = ({"npi": NPI, f"field{n}": 1} for n in range(3000))
    loaded = load_profiles(tmp_path, {"npi": npi(7)}, *wrong)
    assert len(loaded.rejects) == loaded.report.rejected == 3000
    assert len(loaded.tally.rejected) <= 1001
    assert len(loaded.report.lines()) < 30
