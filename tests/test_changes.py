"""otmatch-index check: what a load would change in the directory that is served."""

import pytest

from indexer.changes import SHOWN, Changes
from service.directory.person_name import Name
from service.directory.profile import Location, Profile
from tests.indexer_command import INTO, run_command
from tests.indexer_files import NPI, npi, nppes_text, ot, write

AGAINST = ("--against", "sqlite:///directory.db")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return run_command


def file(tmp_path, *rows):
    return "--nppes", write(tmp_path / "nppes.csv", nppes_text(rows))


def told(result):
    text = " ".join(result.stdout.split())
    return text[text.index("against the served directory") :]


def test_the_same_sources_change_nothing(run, tmp_path):
    source = file(tmp_path, ot(0), ot(1))
    run("load", *source, *INTO)
    assert "added 0 removed 0 changed 0" in told(run("check", *source, *AGAINST))


def test_people_and_fields_are_counted_and_shown(run, tmp_path):
    run("load", *file(tmp_path, ot(0), ot(1), ot(2), ot(3)), *INTO)
    changed = ot(1, phone="5185550199", sex="M")
    moved = ot(2, line1="9 ELM ST", phone="5185550199")
    said = told(run("check", *file(tmp_path, changed, moved, ot(3), ot(7)), *AGAINST))
    assert "added 1 removed 1 changed 2" in said
    assert "1 with another gender" in said and "1 with another locations.phone" in said
    assert "1 with another locations " in said + " "
    assert f"added {npi(7)}" in said and f"removed {npi(0)}" in said
    assert f"changed {npi(1)} Ana Ruiz, OTR/L: gender, locations.phone" in said


def test_it_is_not_told_unless_it_is_asked(run, tmp_path):
    assert "against" not in run("check", *file(tmp_path, ot(0))).stdout


def test_a_directory_that_is_not_there_is_told(run, tmp_path):
    assert run("check", *file(tmp_path, ot(0)), *AGAINST, code=2).stderr


def profiles(numbers, **facts):
    return iter([Profile(npi=npi(number), **facts) for number in sorted(numbers)])


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ([], [], (0, 0, 0)),
        ([1, 2], [], (0, 2, 0)),
        ([], [1, 2], (2, 0, 0)),
        ([1, 3, 5], [2, 3, 4], (2, 2, 0)),
        ([5], [1, 2, 3], (3, 1, 0)),
    ],
)
def test_who_came_and_who_went(before, after, counts):
    changes = Changes()
    followed = list(changes.followed(profiles(before), profiles(after)))
    assert [profile.npi for profile in followed] == [npi(number) for number in sorted(after)]
    assert (changes.added, changes.removed, changes.changed) == counts


def test_only_a_few_of_each_kind_are_shown():
    changes = Changes()
    list(changes.followed(profiles(range(40, 60)), profiles(range(40))))
    assert sum(line.startswith("added") for line in changes.examples) == SHOWN
    assert sum(line.startswith("removed") for line in changes.examples) == SHOWN


def test_where_a_fact_comes_from_is_no_change_of_the_fact():
    at = Location(id="a", phone="5185550100")
    old = Profile(npi=NPI, name=Name(last="Ruiz"), locations=(at,))
    changes = Changes()
    list(changes.followed(iter([old]), iter([old])))
    assert changes.changed == 0
