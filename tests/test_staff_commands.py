"""What commands of staff take and tell: places by either id, numbers alone, who stays withdrawn."""

import re

import pytest

from tests.indexer_command import INTO, on_own_files
from tests.indexer_files import engine_at, npi, nppes_text, ot, write

ANA = npi(1)
DECIDED = ("--by", "Staff member", "--why", "asked by letter")


@pytest.fixture
def run(tmp_path, monkeypatch):
    run = on_own_files(tmp_path, monkeypatch)
    rows = [ot(1), ot(2, line1="2 ELM ST", line2="STE 5")]
    run("load", "--nppes", write(tmp_path / "nppes.csv", nppes_text(rows)), *INTO)
    return run


def place(folder, who=ANA):
    (at,) = engine_at(folder).get(who).locations
    return at


@pytest.mark.parametrize("who", [ANA, npi(2)])
def test_a_hidden_place_is_found_by_the_id_that_is_shown_and_by_the_one_before(run, tmp_path, who):
    before = place(tmp_path, who).id
    run("hide", who, "--location", before, *DECIDED)
    shown = place(tmp_path, who).id
    assert shown != before
    for location, phone in ((shown, "5185550177"), (before, "5185550178")):
        run("correct", who, "phone", phone, "--location", location, *DECIDED)
        at = place(tmp_path, who)
        assert (at.phone, at.id, at.address_hidden, at.line1) == (phone, shown, True, None)
    run("close", who, "--location", shown, *DECIDED)
    assert engine_at(tmp_path).get(who).locations == ()


@pytest.mark.parametrize("field", ["phone", "fax"])
@pytest.mark.parametrize("value", ["5185550177 after five", "518-555-0177 x12", "518-555-0177,9"])
def test_a_number_is_given_alone(run, tmp_path, field, value):
    at = place(tmp_path)
    told = run("correct", ANA, field, value, "--location", at.id, *DECIDED, code=2)
    assert f"{field}: must be a number alone" in told and "leave the rest out" in told
    assert value not in told
    assert run("corrections") == ""


@pytest.mark.parametrize("value", ["5185550177", "(518) 555-0177", "+1 518.555.0177"])
def test_a_number_may_be_written_in_any_way(run, tmp_path, value):
    run("correct", ANA, "phone", value, "--location", place(tmp_path).id, *DECIDED)
    assert place(tmp_path).phone == "5185550177"


def test_undoing_one_of_two_withdrawals_says_what_still_holds(run, tmp_path):
    ids = [re.match(r"\w+", run("withdraw", ANA, *DECIDED))[0] for _ in range(2)]
    told = run("undo", ids[0], *DECIDED)
    assert f"{ANA} stays withdrawn by {ids[1]}" in told and "undo that too" in told
    assert engine_at(tmp_path).get(ANA) is None
    assert "stays withdrawn" not in run("undo", ids[1], *DECIDED)
    assert engine_at(tmp_path).get(ANA)
