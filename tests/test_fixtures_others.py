"""Files as big as the national ones: everybody else beside the generated OTs."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from fixtures import npi
from fixtures.generate import MOST_WITH_OTHERS, main
from fixtures.others import LIKENESSES, TO_EACH_OT, likeness, strangers
from tests.indexer_files import load
from tests.test_fixtures import ots, run, table

OTS = 40


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    run("--to", str(folder), "--count", str(OTS), "--with-others", "--zip")
    return folder


def test_they_stand_among_the_ots_with_npis_of_their_own(nation):
    rows = table(nation / "nppes.csv")
    found = ots(rows)
    assert len(found) == OTS and len(rows) >= OTS * (1 + TO_EACH_OT)
    numbers = [row["NPI"] for row in rows]
    assert len(set(numbers)) == len(numbers) and all(map(npi.is_npi, numbers))
    assert [numbers.index(each) for each in found] == [n * (1 + TO_EACH_OT) for n in range(OTS)]
    kinds = Counter(row["Entity Type Code"] for row in rows)
    assert 0.1 < kinds["2"] / len(rows) < 0.3 and 0.02 < kinds[""] / len(rows) < 0.06


def test_they_stand_in_every_big_file(nation):
    assert len(table(nation / "clinicians.csv")) > 10 * OTS
    assert len(table(nation / "nppes_locations.csv")) > 2 * OTS
    listed = json.loads((nation / "qhp_providers.json").read_text(encoding="utf-8"))
    assert len({item["npi"] for item in listed}) == len(listed) > 5 * OTS


def test_a_load_finds_the_ots_alone(nation):
    (path,) = nation.glob("*.zip")
    loaded = load(nation, path, nation / "clinicians.csv", nation / "qhp_providers.json")
    assert sorted(loaded.profiles) == sorted(ots(table(nation / "nppes.csv")))
    assert not loaded.rejects


def test_the_same_every_time(nation, tmp_path):
    run("--to", str(tmp_path), "--count", str(OTS), "--with-others", "--zip")
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (nation / path.name).read_bytes()


def test_a_likeness_stands_under_no_npi_that_is_used():
    used = {person["npi"] for person in strangers(20)}
    assert not used & {likeness(number)["npi"] for number in range(0, LIKENESSES, 10)}


@pytest.mark.parametrize("count", [[], ["--count", str(MOST_WITH_OTHERS + 1)]])
def test_others_come_with_a_count_only(tmp_path, count):
    result = CliRunner().invoke(main, ["--to", str(tmp_path), "--with-others", *count])
    assert result.exit_code == 2 and "--with-others needs --count" in result.output
