"""Every kind of source, damaged in every way that downloads and spreadsheets know: a clear message
and exit code 2 with the served directory untouched, or every row accounted for; no traceback."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.__main__ import main
from tests.fixture_directory import FIXTURES
from tests.indexer_command import INTO, ten_ots

FILES = {
    "nppes": "nppes.csv",
    "nppes-locations": "nppes_locations.csv",
    "nppes-names": "nppes_names.csv",
    "nppes-endpoints": "nppes_endpoints.csv",
    "clinicians": "clinicians.csv",
    "qhp-plans": "qhp_plans.json",
    "qhp-providers": "qhp_providers.json",
    "mscs": "mscs_roster.csv",
    "centers": "centers.csv",
    "registry": "registry.json",
    "benefits": "benefits.csv",
    "exclusions": "exclusions.csv",
    "profiles": "profiles.ndjson",
}
CSV = [option for option, file in FILES.items() if file.endswith(".csv")]
JSON = [option for option, file in FILES.items() if file.endswith(".json")]
TALLY = re.compile(
    r"read ([\d,]+) +kept ([\d,]+) +superseded ([\d,]+) +skipped ([\d,]+) +rejected ([\d,]+)"
)
LONG = 20_000_000


def content(option: str) -> bytes:
    return (FIXTURES / FILES[option]).read_bytes()


def run(folder: Path, option: str, damaged: bytes, name: str | None = None) -> Result:
    """A load of the damaged file beside the whole fixtures of NPPES, over ten served OTs."""
    served = ten_ots(folder)
    before = served.read_bytes(), served.stat().st_ino
    path = folder / (name or f"damaged-{FILES[option]}")
    path.write_bytes(damaged)
    command = ["load", f"--{option}", str(path), *INTO, "--max-rejects", "100%"]
    if option != "nppes":
        command += ["--nppes", str(FIXTURES / "nppes.csv")]
    result = CliRunner().invoke(main, command)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    if result.exit_code:
        assert result.exit_code == 2, result.output
        assert (served.read_bytes(), served.stat().st_ino) == before
        assert path.name in result.stderr or "no OT is in" in result.stderr
    for read, *used in TALLY.findall(result.stdout):
        assert number(read) == sum(map(number, used))
    return result


def number(text: str) -> int:
    return int(text.replace(",", ""))


def tally(result: Result, option: str) -> list[int]:
    """read, kept, superseded, skipped, rejected of the option's file."""
    told = result.stdout[result.stdout.index(f"{option.replace('-', '_')} ") :]
    return [number(part) for part in TALLY.search(told).groups()]


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """What each file gives as it is."""
    tallies = {}
    with pytest.MonkeyPatch.context() as patch:
        for option in FILES:
            folder = tmp_path_factory.mktemp(option)
            patch.chdir(folder)
            tallies[option] = tally(run(folder, option, content(option)), option)
    return tallies


@pytest.mark.parametrize("option", FILES)
def test_a_byte_order_mark_changes_nothing(tmp_path, sound, option):
    damaged = b"\xef\xbb\xbf" + content(option).removeprefix(b"\xef\xbb\xbf")
    assert tally(run(tmp_path, option, damaged), option) == sound[option]


@pytest.mark.parametrize("option", FILES)
def test_line_ends_of_windows_change_nothing(tmp_path, sound, option):
    damaged = content(option).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert tally(run(tmp_path, option, damaged), option) == sound[option]


@pytest.mark.parametrize("option", FILES)
def test_bytes_of_latin_1_are_read_and_counted(tmp_path, sound, option):
    letters = re.compile(rb"(?<=[a-zA-Z ])[aA](?=[a-zA-Z]+[\",])")
    head, line_end, rest = content(option).partition(b"\n")
    damaged = head + line_end + letters.sub(b"\xe4", rest, count=3)
    result = run(tmp_path, option, damaged)
    assert tally(result, option)[0] == sound[option][0]
    assert "not UTF-8, read as cp1252" in result.stdout


@pytest.mark.parametrize("option", CSV)
def test_a_header_without_its_key_is_refused(tmp_path, option):
    head, line_end, rest = content(option).partition(b"\n")
    head = re.sub(rb'(?i)(?<![a-z])"?(npi|name|line1|planid)"?(?=[,\r]|$)', rb'"X"', head)
    assert run(tmp_path, option, head + line_end + rest).exit_code == 2


@pytest.mark.parametrize("option", CSV)
def test_a_header_that_comes_again_costs_only_itself(tmp_path, sound, option):
    lines = content(option).splitlines(keepends=True)
    result = tally(run(tmp_path, option, b"".join([*lines[:3], lines[0], *lines[3:]])), option)
    assert (result[0], result[1]) == (sound[option][0] + 1, sound[option][1])


@pytest.mark.parametrize("option", FILES)
def test_a_file_cut_in_the_middle(tmp_path, option):
    whole = content(option)
    result = run(tmp_path, option, whole[: len(whole) * 2 // 3])
    if option in JSON:
        assert result.exit_code == 2


@pytest.mark.parametrize("option", FILES)
@pytest.mark.parametrize(
    "damaged",
    [b"", b"\n\n", b"\x00" * 5000, b"PK\x03\x04" + bytes(range(256)) * 9, b"[]", b"{}", b"null",
     b"<html>503 Service Unavailable</html>", b"\xff\xfe" + "npi,name\n".encode("utf-16-le")],
    ids=["empty", "blank lines", "zeros", "a cut zip", "[]", "{}", "null", "a web page", "UTF-16"],
)  # fmt: skip
def test_what_is_no_such_file_at_all(tmp_path, option, damaged):
    result = run(tmp_path, option, damaged)
    if option in CSV:
        assert result.exit_code == 2


@pytest.mark.parametrize("option", FILES)
def test_a_line_that_never_ends(tmp_path, option):
    whole = content(option)
    place = whole.index(b"\n", len(whole) // 2) + 1
    damaged = whole[:place] + b'"' + b"A" * LONG + b"\n" + whole[place:]
    run(tmp_path, option, damaged)


@pytest.mark.parametrize("option", ["nppes", "nppes-locations"])
def test_a_truncated_zip_is_refused(tmp_path, option):
    result = run(tmp_path, option, b"PK\x03\x04" + b"\x00" * 200, name="monthly.zip")
    assert result.exit_code == 2 and "is not a whole zip file" in result.stderr
