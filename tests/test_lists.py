"""otmatch-index overdue and conflicts: what staff have to look after, in three formats."""

import csv
import io
import json
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec import structs

from indexer.listing import Listing
from service.directory.freshness import BUDGETS
from service.directory.person_name import Name
from service.directory.profile import Conflict, Location, PlanEvidence, Profile, Provenance
from service.merge.precedence import COMPARED_FIELDS
from service.stewardship.lists import Overdue, overdue_facts
from tests.conftest import new_engine
from tests.indexer_command import run_command
from tests.strategies import TODAY, directories

OLD = date(2026, 3, 1)
ON = ("--on", TODAY.isoformat())
GIVEN = Provenance(source="nppes", as_of=OLD)
ALBANY = Location(
    id="a", line1="1 Main St", city="Albany", state="NY", phone="5185550100",
    evidence={"phone": GIVEN, "line1": Provenance(source="nppes")},
)  # fmt: skip
NEWARK = Location(
    id="b", state="NJ", phone="2015550100", accepting_patients="newpt", accepting_as_of=OLD,
    plans=(PlanEvidence(status="in-network", plan_id="P1", as_of=OLD, source="issuer"),),
    evidence={"phone": structs.replace(GIVEN, as_of=TODAY),
              "accepting_patients": Provenance(source="chapter", as_of=OLD)},
)  # fmt: skip
ANA = Profile(
    npi="1999900001",
    name=Name(first="Ana", last="Ruiz"),
    gender="F",
    locations=(ALBANY, NEWARK),
    conflicts=(
        Conflict(field="gender", value="X", source="qhp", as_of=OLD),
        Conflict(field="locations.b.phone", value="2015550199", source="qhp"),
    ),
    evidence={"gender": GIVEN},
)
BEN = Profile(npi="1999900002", name=Name(first="=1+1", last="\x1b[31mBen"), locations=(ALBANY,))


ANA_RUIZ, BEN_CELL = ("1999900001", "Ana Ruiz"), ("1999900002", "=1+1 \x1b[31mBen")
SPRING = ("2026-03-01", None, None, 176)
FACTS = [
    (*ANA_RUIZ, "a", "phone", "5185550100", "nppes", *SPRING),
    (*ANA_RUIZ, "a", "address", "1 Main St, Albany, NY", "nppes", None, None, None, None),
    (*ANA_RUIZ, "b", "accepting_patients", "newpt", "chapter", *SPRING),
    (*ANA_RUIZ, "b", "plans.plan:P1", "in-network", "issuer", *SPRING),
    (*BEN_CELL, "a", "phone", "5185550100", "nppes", *SPRING),
    (*BEN_CELL, "a", "address", "1 Main St, Albany, NY", "nppes", None, None, None, None),
]


@pytest.fixture(scope="module")
def url(request, meta) -> str:
    engine = new_engine("embedded", request)
    engine.replace([BEN, ANA], meta)
    return f"sqlite:///{engine.path}"


def as_json(*arguments: str) -> dict:
    return json.loads(run_command(*arguments, "--format", "json").stdout)


def test_every_overdue_fact_of_every_profile_by_npi(url):
    told = as_json("overdue", "--from", url, *ON)
    assert [tuple(row.values()) for row in told["overdue"]] == sorted(FACTS, key=lambda f: f[0])
    assert tuple(told["overdue"][0]) == Overdue._fields
    assert (told["on"], told["counts"]) == (
        "2026-11-22",
        {"facts": 6, "profiles": 2,
         "by_field": {"phone": 2, "address": 2, "accepting_patients": 1, "plans": 1}},
    )  # fmt: skip


@pytest.mark.parametrize(("state", "places"), [("NJ", {"b"}), ("ny", {"a"}), ("WY", set())])
def test_of_one_state(url, state, places):
    told = as_json("overdue", "--from", url, *ON, "--state", state)
    assert {row["location_id"] for row in told["overdue"]} == places
    assert told["state"] == state.upper()
    assert told["counts"]["facts"] == len(told["overdue"])


def test_the_day_decides(url):
    assert as_json("overdue", "--from", url, "--on", "2026-03-02")["counts"] == {
        "facts": 3, "profiles": 2, "by_field": {"phone": 1, "address": 2},
    }  # fmt: skip


def test_csv_has_a_row_a_fact_and_no_formulas(url):
    result = run_command("overdue", "--from", url, *ON, "--format", "csv")
    head, *rows = csv.reader(io.StringIO(result.stdout))
    assert tuple(head) == Overdue._fields and len(rows) == len(FACTS)
    assert rows[0] == ["1999900001", "Ana Ruiz", "a", "phone", "5185550100", "nppes",
                       "2026-03-01", "", "", "176"]  # fmt: skip
    assert rows[1][-3:] == ["", "", ""]
    assert rows[-1][1].startswith("'=1+1")
    assert "6 facts of 2 profiles" in result.stderr


def test_text_tells_each_person_once_and_the_counts_last(url):
    text = run_command("overdue", "--from", url, *ON).stdout
    assert text.count("1999900001  Ana Ruiz") == 1
    assert "  a  phone: 5185550100 (nppes, 2026-03-01; 176 days over)\n" in text
    assert "(nppes, undated; no known day)" in text
    assert "\x1b" not in text
    assert text.splitlines()[-1] == (
        "overdue, on 2026-11-22: 6 facts of 2 profiles "
        "(phone 2, address 2, accepting_patients 1, plans 1)"
    )


def test_conflicts_have_both_sides(url):
    told = as_json("conflicts", "--from", url)
    assert told["conflicts"] == [
        {"npi": "1999900001", "name": "Ana Ruiz", "location_id": None, "field": "gender",
         "value": "F", "source": "nppes", "as_of": "2026-03-01",
         "other_value": "X", "other_source": "qhp", "other_as_of": "2026-03-01"},
        {"npi": "1999900001", "name": "Ana Ruiz", "location_id": "b", "field": "phone",
         "value": "2015550100", "source": "nppes", "as_of": "2026-11-22",
         "other_value": "2015550199", "other_source": "qhp", "other_as_of": None},
    ]  # fmt: skip
    text = run_command("conflicts", "--from", url).stdout
    assert "  gender: F (nppes, 2026-03-01), but X (qhp, 2026-03-01)\n" in text
    assert "  b  phone: 2015550100 (nppes, 2026-11-22), but 2015550199 (qhp, undated)\n" in text
    assert text.splitlines()[-1] == "conflicts: 2 facts of 1 profiles (gender 1, phone 1)"


def test_conflicts_on_some_fields(url):
    def found(*fields: str) -> list[str]:
        options = (part for field in fields for part in ("--field", field))
        return [row["field"] for row in as_json("conflicts", "--from", url, *options)["conflicts"]]

    assert found("phone") == ["phone"]
    assert found("phone", "gender") == ["gender", "phone"]
    assert found("plans") == []


def test_every_field_in_conflict_among_the_examples_can_be_asked_for(fixture_engine):
    url = f"sqlite:///{fixture_engine.path}"
    by_field = as_json("conflicts", "--from", url)["counts"]["by_field"]
    assert by_field and set(by_field) <= set(COMPARED_FIELDS)
    for field, count in by_field.items():
        assert len(as_json("conflicts", "--from", url, "--field", field)["conflicts"]) == count


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(directory=directories(6))
def test_nothing_that_is_fresh_is_listed_and_every_line_reads(directory):
    listing = Listing("overdue", Overdue, {"on": TODAY})
    rows = list(overdue_facts(directory, TODAY))
    for row in rows:
        assert row.days_over is None or row.days_over > 0
        assert row.field.partition(".")[0] in BUDGETS and row.value
    text = "".join(listing.lines(rows, "text"))
    assert "None" not in text
    assert json.loads("".join(Listing("overdue", Overdue).lines(rows, "json")))["counts"] == {
        "facts": len(rows), "profiles": len({row.npi for row in rows}),
        "by_field": dict(listing.by_field),
    }  # fmt: skip


def test_rows_are_written_while_they_are_read():
    """A country's list is never held whole."""
    read = []

    def profiles():
        for number in range(3):
            read.append(number)
            yield structs.replace(ANA, npi=f"199990000{number}")

    for form in ("text", "json", "csv"):
        read.clear()
        lines = Listing("overdue", Overdue).lines(overdue_facts(profiles(), TODAY), form)
        while len(read) == 0:
            next(lines)
        assert read == [0]


@pytest.mark.parametrize(
    ("command", "option", "value", "says"),
    [
        ("overdue", "--state", "Albany", "is not one of"),
        ("overdue", "--on", "yesterday", "does not match the format"),
        ("overdue", "--on", "0001-01-01", "from 2000 to 2100"),
        ("quality", "--on", "9999-12-31", "from 2000 to 2100"),
        ("quality", "--format", "csv", "is not one of"),
        ("conflicts", "--field", "phones", "is not one of"),
    ],
)
def test_bad_options_name_what_is_allowed(url, command, option, value, says):
    stderr = run_command(command, "--from", url, option, value, code=2).stderr
    assert option in stderr and says in stderr


@pytest.mark.parametrize("command", ["overdue", "conflicts", "quality"])
@pytest.mark.parametrize("content", [None, b"not a directory"])
def test_of_what_is_no_directory_nothing_is_printed(tmp_path, command, content):
    if content:
        (tmp_path / "none.db").write_bytes(content)
    result = run_command(command, "--from", f"sqlite:///{tmp_path}/none.db", "--format", "json",
                         code=2)  # fmt: skip
    assert result.stdout == "" and "otmatch-index load" in result.stderr


def test_today_is_the_default(url):
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", as_json("overdue", "--from", url)["on"])
