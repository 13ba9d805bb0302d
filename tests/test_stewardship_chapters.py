"""Staff of a chapter keep the OTs who work where it serves, and see nothing of others."""

import pytest

from service.directory.disputes import disputes
from service.directory.profile import Conflict, Location, Profile
from service.stewardship.area import county_of
from service.stewardship.supply import at_locations
from tests.stewardship_world import ANA, API, own_world

WHY = {"why": "called"}
MINE, OTHERS = "capital staff", "plains staff"  # Ana works in Albany


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with own_world(tmp_path_factory.mktemp("chapters"), fixture_engine) as made:
        yield made


def test_reports(world):
    told = world.report(field="services.driving", value="yes")
    path = f"/stewardship/reports/{told['id']}"
    assert world.get("/stewardship/reports", by=OTHERS)["total"] == 0
    assert world.ask("GET", path, by=OTHERS).status_code == 404
    refused = world.ask("POST", f"{path}/accept", WHY, by=OTHERS, If_Match='W/"1"')
    assert refused.status_code == 404
    assert world.get("/stewardship/reports", by=MINE)["total"] == 1
    assert world.ask("POST", f"{path}/reject", WHY, by=MINE, If_Match='W/"1"').status_code == 200


def test_corrections_and_overdue_facts(world):
    body = WHY | {"npi": ANA, "kind": "withdraw"}
    path = "/stewardship/corrections"
    assert world.ask("POST", path, body, by=OTHERS).status_code == 422
    (made,) = world.ask("POST", path, body, by=MINE).get_json()["corrections"]
    assert world.get(path, by=OTHERS)["total"] == 0
    assert made in world.get(path, by=MINE)["corrections"]
    undo = f"{path}/{made['id']}/undo"
    assert world.ask("POST", undo, WHY, by=OTHERS).status_code == 404
    assert world.ask("POST", undo, WHY, by=MINE).status_code == 200
    overdue = "/stewardship/overdue?state=NY"
    found = {by: world.get(overdue, by=by)["total"] for by in ("staff", MINE, OTHERS)}
    assert found["staff"] > found[MINE] > found[OTHERS]


def test_who_closed_the_only_place_finds_it_again_and_undoes_it(world):
    world.report(field="phone", value="518-555-0177")
    closed = world.report(field="address")
    path = "/stewardship/corrections"
    accepted = f"/stewardship/reports/{closed['id']}/accept"
    assert world.ask("POST", accepted, WHY, by=MINE, If_Match='W/"1"').status_code == 200
    assert world.engine.get(ANA).locations == ()
    (made,) = world.get(f"{path}?npi={ANA}", by=MINE)["corrections"]
    assert made["kind"] == "close"
    waits = world.get("/stewardship/reports", by=MINE)["reports"]
    assert [each["field"] for each in waits] == ["phone"]
    undo = f"{path}/{made['id']}/undo"
    assert world.get(f"{path}?npi={ANA}", by=OTHERS)["total"] == 0
    assert world.ask("POST", undo, WHY, by=OTHERS).status_code == 404
    assert world.ask("POST", undo, WHY, by=MINE).status_code == 200
    assert world.ask("POST", undo, WHY, by=MINE).status_code == 404
    assert len(world.engine.get(ANA).locations) == 1


def test_a_roster_says_nothing_of_those_whom_another_chapter_keeps(world):
    name = world.engine.get(ANA).name.last
    text = f"npi,name,expires_on,checked_on,source\n{ANA},{name},2020-12-31,2026-11-01,Example\n"
    before = world.engine.get(ANA).credentials

    def send(by, path):
        headers = {"Authorization": f"Bearer {world.tokens[by]}"}
        client = world.app.test_client()
        return client.post(API + path, data=text, content_type="text/csv", headers=headers)

    found = send(OTHERS, "/stewardship/rosters/preview").get_json()
    (row,) = found["rows"]
    assert (row["outcome"], row["text"]) == (
        "unmatched", "This OT works where your chapter does not serve",
    )  # fmt: skip
    applied = send(OTHERS, f"/stewardship/rosters?mark={found['mark']}")
    assert applied.status_code == 200
    assert world.engine.get(ANA).credentials == before
    (mine,) = send(MINE, "/stewardship/rosters/preview").get_json()["rows"]
    assert mine["outcome"] != "unmatched"


def test_claims_and_campaigns(world):
    answer = world.ask("POST", f"/providers/{ANA}/claims", {"channel": "phone"}, by=None)
    path = f"/stewardship/claims/{answer.get_json()['id']}"
    assert world.get("/stewardship/claims", by=OTHERS)["claims"] == []
    assert world.ask("GET", f"{path}/letter", by=OTHERS).status_code == 404
    refused = world.ask("POST", f"{path}/approve", WHY, by=OTHERS, If_Match='W/"1"')
    assert refused.status_code == 404
    assert len(world.get("/stewardship/claims", by=MINE)["claims"]) == 1
    body = {"name": "x", "county": "Albany County, NY", "channel": "phone", "most": 2}
    assert world.ask("POST", "/stewardship/campaigns", body, by=OTHERS).status_code == 422
    made = world.ask("POST", "/stewardship/campaigns", body, by=MINE).get_json()
    path = f"/stewardship/campaigns/{made['id']}"
    assert world.ask("GET", path, by=OTHERS).status_code == 404  # its name is theirs, too
    assert world.get("/stewardship/campaigns", by=OTHERS)["campaigns"] == []
    assert len(world.get(path, by=MINE)["claims"]) == 2


def test_supply_and_scorecard_are_of_where_the_chapter_serves(world):
    found = {by: world.get("/stewardship/supply?state=NY", by=by)["counties"]
             for by in ("staff", MINE, OTHERS)}  # fmt: skip
    assert found[OTHERS] == []
    names = [[row["county"] for row in found[by]] for by in ("staff", MINE)]
    assert "Albany County, NY" in names[1] and set(names[1]) < set(names[0])
    cards = {by: world.get("/stewardship/scorecard", by=by) for by in ("staff", MINE, "admin")}
    assert cards["admin"] == cards["staff"]
    assert cards[MINE]["states"].keys() == {"NY"}
    mine = [p for p in world.engine.scan() if any(county_of(at) in names[1] for at in p.locations)]
    assert cards[MINE]["whole"]["profiles"] == len(mine)
    assert len(mine) < cards["staff"]["states"]["NY"]["profiles"]


def test_what_is_in_conflict_elsewhere_is_not_theirs():
    """Somebody who also works where the chapter serves."""
    here, there = (
        Location(id=name, state="NY", phone=f"+151855501{name}") for name in ("01", "02")
    )
    told = Conflict(field="locations.02.phone", value="+15185550199", source="npd")
    profile = Profile(npi=ANA, locations=(here, there), conflicts=(told,))
    assert len(list(disputes(profile))) == 1
    assert list(disputes(at_locations(profile, (here,)))) == []
    assert len(list(disputes(at_locations(profile, (there,))))) == 1
