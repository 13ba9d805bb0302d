"""What staff see of the whole: supply by county, the scorecard, what the last load read."""

import json
from datetime import date

import pytest
from marshmallow import Schema

from service.api.supply import ImportsShape, ScorecardShape, SupplyShape
from service.directory.profile import Credential, Location, PlanEvidence, Profile
from service.directory.states import STATES
from service.directory.text import fold
from service.directory.zip_table import zip_table
from service.stewardship.area import Area, counties_of, county_of, is_county
from service.stewardship.quality import Scorecard, scorecard_data
from service.stewardship.supply import supply_of
from tests.conftest import GOLDEN_DAY
from tests.stewardship_world import own_world

DAY = date(2026, 12, 31)
ALBANY, HOBOKEN = Location(id="a", state="NY", postal_code="12203"), Location(
    id="h", state="NJ", postal_code="07030")  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with own_world(tmp_path_factory.mktemp("supply"), fixture_engine) as made:
        yield made


def held_to(shape: type[Schema], data: dict) -> dict:
    shape().load(data)
    return data


def test_a_county_that_the_table_spells_in_two_ways_is_one():
    """Dupage and DuPage, St and St., Carolina and Carolina Municipio."""
    for state in STATES:
        names = [fold(name).replace(" ", "") for name in counties_of(state)]
        assert len({name.removesuffix("municipiopr") for name in names}) == len(names)
    assert {"DuPage County, IL", "DeWitt County, TX"} <= {*counties_of("IL"), *counties_of("TX")}
    assert "Carolina Municipio, PR" in counties_of("PR")
    codes = [code for code, row in zip_table().by_code.items() if row.county == "DuPage County, IL"]
    places = tuple(Location(id=code, state="IL", postal_code=code) for code in codes)
    (row,) = supply_of([Profile(npi="1", locations=places)], DAY, Area("IL"))
    assert row.county == "DuPage County, IL" and len(codes) == 54
    for spelled in ("Dupage County, IL", "Du Page County, IL", "DuPage County, IL"):
        assert is_county(spelled)
        assert Area("IL", spelled).within(Profile(npi="1", locations=places)) == places


def test_somebody_counts_once_in_each_county_of_theirs():
    mscs = Credential(code="MSCS", expires_on=DAY)
    takes = PlanEvidence(status="in-network", plan_id="P1", payer="Gem Health")
    twice = Location(id="b", state="NY", postal_code="12203", plans=(takes,))
    people = [
        Profile(npi="1", locations=(ALBANY, twice, HOBOKEN), credentials=(mscs,),
                taxonomies=("225XN1300X",)),
        Profile(npi="2", locations=(Location(id="c", state="NY", postal_code="12203",
                                             accepting_patients="newpt"),)),
        Profile(npi="3", locations=(Location(id="d", state="NY"),)),
        Profile(npi="4"),
    ]  # fmt: skip
    albany, nowhere = supply_of(people, DAY, Area("NY"))
    assert (albany.county, albany.ots, albany.current_mscs, albany.neurorehabilitation) == (
        "Albany County, NY", 2, 1, 1)  # fmt: skip
    assert (albany.plan_evidence, albany.accepting, albany.payers) == (1, 1, {"Gem Health": 1})
    assert (nowhere.county, nowhere.ots) == (None, 1)
    lapsed = supply_of(people, date(2027, 1, 1), Area(county="Albany County, NY"))
    assert [(each.ots, each.current_mscs) for each in lapsed] == [(2, 0)]
    (hudson,) = supply_of(people, DAY, Area("NJ"))
    assert (hudson.county, hudson.plan_evidence) == (county_of(HOBOKEN), 0)


def test_supply_of_a_state_adds_up(world):
    told = held_to(SupplyShape, world.get("/stewardship/supply?state=NY"))
    there = [p for p in world.engine.scan() if any(at.state == "NY" for at in p.locations)]
    assert sum(row["ots"] for row in told["counties"]) >= len(there)
    (albany,) = world.get("/stewardship/supply?county=Albany County, NY")["counties"]
    assert albany in told["counties"]
    assert albany["current_mscs"] <= albany["ots"]


@pytest.mark.parametrize("query", ["", "?state=XX", "?county=Albany", "?state=NY&county=x"])
def test_an_area_must_be_named(world, query):
    assert world.ask("GET", f"/stewardship/supply{query}").status_code == 422


def test_the_scorecard_is_that_of_the_command(world):
    card = Scorecard(GOLDEN_DAY)
    card.count(world.engine.scan())
    expected = json.loads(json.dumps(scorecard_data(card), default=str))
    assert held_to(ScorecardShape, world.get("/stewardship/scorecard")) == expected


def test_imports_tell_what_was_read_and_why_rows_were_rejected(world):
    told = held_to(ImportsShape, world.get("/stewardship/imports"))
    files = {row["file"]: row for row in told["files"]}
    assert files["mscs_roster.csv"]["source"] == "mscs"
    rejected = {name: sum(r["rows"] for r in row["rejected"]) for name, row in files.items()}
    assert any(rejected.values())
    assert all(row["read"] >= row["kept"] + rejected[name] for name, row in files.items())
    assert all(each["reason"] for row in told["files"] for each in row["rejected"])
    assert told["profiles"] == world.engine.meta().profiles


@pytest.mark.parametrize("path", ["supply?state=NY", "scorecard", "imports"])
def test_it_is_for_staff_and_admins(world, path):
    statuses = {by: world.ask("GET", f"/stewardship/{path}", by=by).status_code
                for by in (None, "ot", "staff", "admin")}  # fmt: skip
    assert statuses == {None: 401, "ot": 403, "staff": 200, "admin": 200}
