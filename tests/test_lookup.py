"""otmatch-index lookup: from saved responses and from a service, which here is always our own."""

import json
import time
from pathlib import Path

import pytest
from click.testing import Result

from indexer.lookup import NOT_ASKED, NOT_FOUND, NOT_SAVED, UNUSABLE
from indexer.sources.profiles import open_profiles
from tests.indexer_command import INTO, run_command
from tests.indexer_files import npi, nppes_text, ot, write
from tests.registry_files import ADDRESS, ERROR, response, result, saved
from tests.registry_server import RegistryServer, start_registry

GONE = result(3, {"status": "D", "deactivation_date": "2026-05-01"})
CLINIC = result(4, {"organization_name": "EXAMPLE CLINIC"}, enumeration_type="NPI-2")
DOCTOR = result(5, {"first_name": "PAULA"}, taxonomies=[{"code": "207Q00000X"}])


@pytest.fixture
def registry():
    with start_registry() as server:
        yield server


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OTMATCH_REGISTRY_URL", raising=False)


def lookup(*arguments: object, code: int = 0) -> Result:
    return run_command("lookup", *arguments, code=code)


def live(registry: RegistryServer, *arguments: object, code: int = 0) -> Result:
    return lookup("--registry-url", registry.url, "--registry-pause", "0", *arguments, code=code)


# --- saved responses ---------------------------------------------------------------------------


def test_a_saved_response_as_text(tmp_path):
    told = lookup(npi(1), "--from", saved(tmp_path / "a.json", result(1), result(2))).stdout
    assert told.splitlines() == [
        f"{npi(1)}: Ana Ruiz, OTR/L",
        "  updated            2026-10-01",
        "  gender             F",
        "  specialties        225X00000X Occupational therapist",
        "  licences           NY 012345",
        "  location           1 Main St, Albany, NY 12203",
        "                     phone 5185550100",
    ]


def test_each_kind_of_answer_is_told_apart(tmp_path):
    file = saved(tmp_path / "a.json", result(1), GONE, CLINIC, DOCTOR)
    told = lookup(*map(npi, (3, 4, 5, 6)), "--from", file, code=1).stdout
    assert told.splitlines() == [
        f"{npi(3)}: deactivated since 2026-05-01 (Ana Ruiz)",
        f"{npi(4)}: an organization (Ana Ruiz)",
        f"{npi(5)}: not an OT (Paula Ruiz)",
        f"{npi(6)}: {NOT_SAVED}",
    ]


def test_without_an_npi_all_that_is_saved_is_told(tmp_path):
    files = [saved(tmp_path / f"{n}.json", result(n)) for n in (1, 2)]
    told = lookup("--from", files[0], "--from", files[1]).stdout
    assert npi(1) in told and npi(2) in told


def test_the_newest_of_several_saved_responses_counts(tmp_path):
    days = ("2026-01-01", "2026-09-01", "2025-01-01")
    files = [saved(tmp_path / f"{day}.json", result(1, {"last_updated": day})) for day in days]
    assert "2026-09-01" in lookup(npi(1), *(x for file in files for x in ("--from", file))).stdout
    gone = saved(tmp_path / "gone.json", result(1, {"status": "D"}))
    told = lookup(npi(1), "--from", gone, "--from", files[1], code=1).stdout
    assert told == f"{npi(1)}: deactivated (Ana Ruiz)\n"


def test_json_is_lines_that_a_load_takes(tmp_path):
    place = ADDRESS | {"address_1": "2 ELM ST"}
    file = saved(tmp_path / "a.json", result(1, practiceLocations=[place]), GONE, result(2))
    found = lookup("--from", file, "--format", "json", code=1)
    assert found.stderr == f"{npi(3)}: deactivated since 2026-05-01 (Ana Ruiz)\n"
    lines = write(tmp_path / "profiles.ndjson", found.stdout)
    readings = list(open_profiles(lines).readings())
    assert [reading.records[0].npi for reading in readings] == [npi(1), npi(2)]
    assert [at.line1 for at in readings[0].records[0].locations] == ["1 Main St", "2 Elm St"]


def test_what_cannot_be_used_is_told_on_standard_error(tmp_path):
    bad = result(2) | {"basic": "none"}
    found = lookup("--from", saved(tmp_path / "a.json", result(1), bad), code=1)
    assert found.stderr == "a.json, result 2: basic: must be an object\n"
    assert npi(1) in found.stdout


@pytest.mark.parametrize("text", [ERROR, "", "<html>", response(result())[:-20]])
def test_a_file_that_is_no_response_ends_with_2(tmp_path, text):
    told = lookup(npi(1), "--from", write(tmp_path / "a.json", text), code=2)
    assert "a.json" in told.stderr and told.stdout == ""


# --- against a directory -----------------------------------------------------------------------


def against(folder: Path, row: dict, item: dict) -> list[str]:
    """What differs, told of the first OT."""
    run_command("load", "--nppes", write(folder / "nppes.csv", nppes_text([row])), *INTO)
    found = lookup("--from", saved(folder / "a.json", item), "--against", INTO[1])
    return [" ".join(line.split()) for line in found.stdout.splitlines()[7:]]


def test_nothing_differs(tmp_path):
    assert against(tmp_path, ot(1), result(1)) == ["directory nothing"]


def test_what_differs_from_the_served_directory(tmp_path):
    row = ot(1, {1: ("225X00000X", "77", "NY", "Y"), 2: ("225XH1200X", "", "", "N")},
             last="RUIZ-DIAZ", first="EVA", sex="M", phone="5185550199")  # fmt: skip
    assert against(tmp_path, row, result(1)) == [
        "directory differs name Eva Ruiz-Diaz",
        "directory differs gender M",
        "directory differs specialties: has also 225XH1200X",
        "directory differs licences: lacks NY 012345; has also NY 77",
        "directory differs phone 5185550199 at 1 Main St, Albany, NY 12203",
    ]


def test_a_move(tmp_path):
    assert against(tmp_path, ot(1, line1="7 OLD RD"), result(1)) == [
        "directory differs lacks the location 1 Main St, Albany, NY 12203",
        "directory differs has also the location 7 Old Rd, Albany, NY 12203",
    ]


def test_whom_the_directory_lacks(tmp_path):
    assert against(tmp_path, ot(2), result(1)) == ["directory differs it lacks this OT"]


def test_a_directory_that_is_not_there(tmp_path):
    file = saved(tmp_path / "a.json", result(1))
    lookup("--from", file, "--against", "sqlite:///nowhere.db", code=2)


# --- the service -------------------------------------------------------------------------------


def test_the_service_is_asked_only_where_it_is_named(tmp_path, registry, monkeypatch):
    assert "--registry-url" in lookup(npi(1), code=2).stderr
    monkeypatch.setenv("OTMATCH_REGISTRY_URL", registry.url)
    assert lookup(npi(1), "--registry-pause", "0", code=1).stdout == f"{npi(1)}: {NOT_FOUND}\n"
    assert registry.queries == [{"version": ["2.1"], "number": [npi(1)]}]


def test_what_files_say_is_not_asked(tmp_path, registry):
    registry.answers[npi(2)] = response(result(2))
    file = saved(tmp_path / "a.json", result(1))
    told = live(registry, npi(1), npi(2), npi(2), "--from", file).stdout
    assert told.count("Ana Ruiz") == 2 and len(registry.queries) == 1


def test_responses_are_saved_and_read_again(tmp_path, registry):
    registry.answers[npi(1)] = response(result(1))
    told = live(registry, npi(1), "--save", tmp_path / "kept").stdout
    (file,) = (tmp_path / "kept").iterdir()
    assert file.name == f"{npi(1)}.json"
    assert lookup(npi(1), "--from", file).stdout == told


def test_an_error_is_not_saved(tmp_path, registry):
    registry.answers[npi(1)] = ERROR
    told = live(registry, npi(1), "--save", tmp_path / "kept", code=2).stderr
    assert "NPI must be 10 digits" in told and not list((tmp_path / "kept").iterdir())


def test_no_more_are_asked_than_the_limit(registry):
    told = live(registry, *map(npi, range(1, 5)), "--registry-limit", "2", code=1).stdout
    said = [line.split(": ", 1)[1] for line in told.splitlines()]
    assert said == [NOT_FOUND] * 2 + [NOT_ASKED] * 2
    assert len(registry.queries) == 2


@pytest.mark.parametrize("body", ["<html>sign in</html>", "{}", '{"results": [', "gone fishing"])
def test_an_answer_that_is_no_response_ends_with_2(registry, body):
    registry.answers[npi(1)] = body
    told = live(registry, npi(1), code=2).stderr
    assert f"the NPI registry's response on {npi(1)}: " in told and "/tmp" not in told


def test_a_response_on_another_number_is_not_taken_for_it(registry):
    registry.answers[npi(1)] = response(result(2))
    assert live(registry, npi(1), code=1).stdout == f"{npi(1)}: {UNUSABLE}\n"


def test_there_is_a_pause_between_questions(registry):
    began = time.monotonic()
    lookup("--registry-url", registry.url, "--registry-pause", "0.2", *map(npi, (1, 2, 3)), code=1)
    *_, last = registry.arrivals
    assert len(registry.arrivals) == 3 and last - began >= 0.35


def test_a_service_that_is_not_there_ends_with_2():
    told = lookup(npi(1), "--registry-url", "http://127.0.0.1:9/", code=2).stderr
    *waits, failure = told.splitlines()
    assert "127.0.0.1:9 cannot be asked" in failure
    assert all("no answer for" in line for line in waits)  # as it tries again for six seconds


# --- usage -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1234567890", "12345", "x", "9999999999"])
def test_a_number_that_cannot_be_an_npi_is_not_asked(registry, number):
    assert "NPI" in live(registry, number, code=2).stderr
    assert registry.queries == []


@pytest.mark.parametrize(
    "url",
    ["npiregistry.cms.hhs.gov", "file:///etc/passwd", "http://", "", "http://localhost:99999/",
     "https://example.org/api/?version=1.0", "http://[::1"],
)  # fmt: skip
def test_an_address_that_is_none(url):
    assert "--registry-url" in lookup(npi(1), "--registry-url", url, code=2).stderr


def test_nothing_is_saved_of_what_nobody_asks(tmp_path):
    file = saved(tmp_path / "a.json", result(1))
    assert "--save" in lookup(npi(1), "--from", file, "--save", tmp_path, code=2).stderr


def test_nothing_to_look_in():
    assert "--from FILE" in lookup(code=2).stderr


def test_saved_json_is_what_the_service_said(tmp_path, registry):
    registry.answers[npi(1)] = response(result(1))
    live(registry, npi(1), "--save", tmp_path)
    assert json.loads((tmp_path / f"{npi(1)}.json").read_text()) == json.loads(response(result(1)))
