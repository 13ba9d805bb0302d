"""The invented country: the committed files are what the generator writes, in the real layouts."""

import csv
import json
import re
from itertools import pairwise

import pytest
import zipcodes
from click.testing import CliRunner
from geopy.distance import great_circle

from fixtures import clinicians, companions, layouts, npi
from fixtures.generate import committed, main, many
from fixtures.nppes import COLUMNS
from fixtures.people import HERE, read_people
from fixtures.therapists import QUIET, UNLICENSED
from service.directory.clean import clean_npi
from service.directory.states import STATES
from tests.indexer_files import DATA, header

BY_HAND = {person["npi"]: person for person in read_people(HERE / "people.yaml")}
GENERATED = [person for person in committed() if person["npi"] not in BY_HAND]
# As the golden searches ask; nobody generated practises within so many miles.
CITIES = {"12203": 120, "10001": 120, "60601": 120, "80202": 120, "77030": 120, "33602": 25}
TERRITORIES_WITHOUT_ANYBODY = {"AS", "GU", "MP", "VI", "FM", "MH", "PW", "AA", "AE", "AP", "UM"}


def run(*options: str) -> None:
    result = CliRunner().invoke(main, options, catch_exceptions=False)
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fixtures")
    run("--to", str(folder), "--zip")
    return folder


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("counted")
    run("--to", str(folder), "--count", "2000")
    return folder


def table(path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    return list(csv.DictReader(text.splitlines()))


def ots(rows) -> list[str]:
    slots = [f"Healthcare Provider Taxonomy Code_{n}" for n in range(1, 16)]
    return [
        row["NPI"]
        for row in rows
        if row["Entity Type Code"] == "1" and any(row[slot].startswith("225X") for slot in slots)
    ]


def places(person) -> list[dict[str, str]]:
    return [person[key] for key in ("at", "mail") if key in person] + person.get("places", [])


def test_the_committed_files_are_what_the_generator_writes(written):
    paths = [path for path in written.rglob("*") if path.is_file() and path.suffix != ".zip"]
    files = {path.relative_to(written): path.read_bytes() for path in paths}
    assert len(files) == 28
    for name, content in files.items():
        assert (HERE / name).read_bytes() == content, f"{name}: run python -m fixtures.generate"
    assert sum(map(len, files.values())) < 3_000_000


def test_the_zip_repeats_too(written, tmp_path):
    run("--to", str(tmp_path), "--zip")
    (name,) = (path.name for path in tmp_path.glob("*.zip"))
    assert (tmp_path / name).read_bytes() == (written / name).read_bytes()


def test_there_are_about_four_hundred_ots():
    assert 390 <= len(ots(table(HERE / "nppes.csv"))) <= 440


def test_npis_are_valid_unique_and_of_the_block():
    numbers = [person["npi"] for person in committed()]
    assert len(numbers) == len(set(numbers))
    assert all(clean_npi(number).startswith("19999") for number in numbers)
    assert all(less < more for less, more in pairwise(numbers))


def test_no_number_is_written_by_hand_that_is_not_valid():
    told = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.yaml"))
    for number in re.findall(r"\b19999\d{5}\b", told):
        assert npi.is_npi(number), number


def test_telephones_are_invented():
    for person in GENERATED:
        for place in places(person):
            for key in {"phone", "fax"} & place.keys():
                digits = re.sub(r"\D", "", place[key])
                assert digits == "" or re.fullmatch(r"\d{3}55501\d\d", digits), place
    for name in ("qhp_providers.json", "qhp_bayou_providers.json"):
        listed = json.loads((HERE / name).read_text(encoding="utf-8"))
        listed = listed if isinstance(listed, list) else listed["providers"]
        for address in (each for item in listed for each in item.get("addresses", ())):
            assert re.fullmatch(r"\d{3}55501\d\d", address["phone"].replace("-", ""))


def test_every_state_the_capital_and_puerto_rico_have_somebody():
    practice = "Provider Business Practice Location Address State Name"
    rows = table(HERE / "nppes.csv")
    known = set(ots(rows))
    present = {row[practice] for row in rows if row["NPI"] in known}
    assert present >= STATES.keys() - TERRITORIES_WITHOUT_ANYBODY
    assert present >= {"DC", "PR"} and len(present) >= 52


def test_golden_searches_have_their_cities_to_themselves():
    where = {place["zip"][:5] for person in GENERATED for place in practices(person)}
    points = {code: point(code) for code in where if zipcodes.is_real(code)}
    assert len(points) > 150
    for city, miles in CITIES.items():
        near = [code for code in points if great_circle(point(city), points[code]).miles < miles]
        assert near == [], city


def practices(person) -> list[dict[str, str]]:
    told = [person["at"], *person.get("places", ())] if "at" in person else []
    return [place for place in told if place.get("country", "US") in ("US", "UM")]


def point(code: str) -> tuple[float, float]:
    (found,) = zipcodes.matching(code)
    return float(found["lat"]), float(found["long"])


def test_quiet_states_have_nothing_but_nppes_facts():
    quiet = [person for person in GENERATED if person.get("at", {}).get("state") in QUIET]
    assert len(quiet) > 10
    for person in quiet:
        assert not {"curated", "roster", "places", "direct", "clinician", "qhp"} & person.keys()


def test_nobody_generated_is_licensed_where_golden_searches_count_licences():
    for person in GENERATED:
        slots = [slot for slot in person.get("taxonomies", ()) if isinstance(slot, dict)]
        states = {slot.get("state", person["at"]["state"]) for slot in slots}
        assert "organization" in person or not states & UNLICENSED, person


@pytest.mark.parametrize("version", ["v2", "v1-2018", "v1-2020", "v3"])
def test_npidata_has_the_real_header(version):
    ours = {
        "v2": COLUMNS,
        "v1-2018": layouts.OF_2018,
        "v1-2020": layouts.OF_2020,
        "v3": layouts.OF_V3,
    }
    assert list(ours[version]) == header(version)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("pl_pfile", companions.PLACE_COLUMNS),
        ("othername_pfile", companions.NAME_COLUMNS),
        ("endpoint_pfile", companions.ENDPOINT_COLUMNS),
        ("doctors_clinicians", clinicians.COLUMNS),
    ],
)
def test_the_other_files_have_the_real_header(name, columns):
    line = (DATA / f"{name}.header.csv").read_text(encoding="ascii")
    assert list(columns) == next(csv.reader([line]))


@pytest.mark.parametrize("name", ["nppes.csv", "nppes_2018.csv", "nppes_v3.csv", "clinicians.csv"])
def test_every_row_is_as_wide_as_its_header(name):
    text = (HERE / name).read_bytes().decode("utf-8-sig", "replace")
    assert len({len(row) for row in csv.reader(text.splitlines())}) == 1


def test_accents_are_in_what_people_write_and_not_in_the_registry():
    registry = (HERE / "nppes.csv").read_text(encoding="utf-8").splitlines()
    assert [line[1:11] for line in registry if not line.isascii()] == ["1999930088"]
    assert not (HERE / "profiles.ndjson").read_text(encoding="utf-8").isascii()


def test_a_count_gives_so_many_ots(counted):
    rows = table(counted / "nppes.csv")
    assert len(ots(rows)) == 2000 < len(rows)
    numbers = [row["NPI"] for row in rows]
    assert len(numbers) == len(set(numbers))
    assert all(clean_npi(number) for number in numbers)
    assert not any(number.startswith("19999") for number in numbers)


def test_a_count_fills_every_file(counted):
    for name in ("nppes_locations.csv", "nppes_endpoints.csv", "clinicians.csv"):
        assert len(table(counted / name)) > 200
    assert len(json.loads((counted / "qhp_providers.json").read_text(encoding="utf-8"))) > 50
    assert len(json.loads((counted / "qhp_plans.json").read_text(encoding="utf-8"))) > 5


def test_a_count_repeats(counted, tmp_path):
    run("--to", str(tmp_path), "--count", "2000")
    for path in counted.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_numbers_stay_valid_and_apart_beyond_the_highest_block():
    some = [*npi.many(3, after=689_998), *npi.many(3, after=2_000_000)]
    assert [number[:9] for number in some[:3]] == ["199989998", "199989999", "100000000"]
    assert len(set(some)) == 6 and all(map(npi.is_npi, some))


def test_people_come_one_by_one():
    people = many(1_500_000)
    assert next(people)["npi"] != next(people)["npi"]


@pytest.mark.parametrize("options", [["--count", "5"], ["--zip"]])
def test_the_committed_folder_holds_the_committed_country_only(options):
    result = CliRunner().invoke(main, options)
    assert result.exit_code == 2
    assert "needs --to" in result.output
