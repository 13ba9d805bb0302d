"""Staff find what is overdue, verify it by one call, and correct by themselves."""

from datetime import date

import pytest

from service.stewardship.corrections import Corrections
from service.stewardship.lists import overdue_facts
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import load_fixtures
from tests.stewardship_world import ANA, own_world
from tests.test_api_queue import in_force, place

OVERDUE, CORRECTIONS = "/stewardship/overdue", "/stewardship/corrections"
ALBANY = "Albany County, NY"


@pytest.fixture(scope="module")
def shared(tmp_path_factory, fixture_engine):
    with own_world(tmp_path_factory.mktemp("corrections"), fixture_engine) as made:
        yield made


@pytest.fixture
def world(shared):
    """As it was before, whatever the test before decided."""
    yield shared
    for each in in_force(shared):
        shared.stewardship.decisions.undo(each.id, "t", "the test is over", shared.engine)


def correct(world, status=201, **told):
    body = {"npi": ANA, "kind": "correct", "why": "called the office"} | told
    answer = world.ask("POST", CORRECTIONS, {k: v for k, v in body.items() if v is not None})
    assert answer.status_code == status, answer.text
    return answer.get_json()


def pages(world, query):
    rows, cursor = [], ""
    while cursor is not None:
        page = world.get(f"{OVERDUE}?{query}{cursor and '&cursor=' + cursor}")
        rows += page["facts"]
        cursor = page["next"]
    assert len(rows) == page["total"]
    return rows


# --- what is overdue ----------------------------------------------------------------------------


def test_the_list_holds_what_is_overdue_there_and_nothing_else(world):
    rows = pages(world, "state=NY&limit=100")
    expected = [
        (row.npi, row.location_id, row.field)
        for row in overdue_facts(world.engine.scan(), GOLDEN_DAY)
        if next(a for a in world.engine.get(row.npi).locations if a.id == row.location_id).state
        == "NY"
    ]
    assert [(row["npi"], row["location_id"], row["field"]) for row in rows] == expected
    assert rows[0].keys() >= {"value", "source", "as_of", "days_over"}


def test_small_pages_give_the_same(world):
    by_county = pages(world, f"county={ALBANY}&limit=7")
    assert by_county == pages(world, f"county={ALBANY}&state=NY&limit=100")
    assert 0 < len(by_county) < len(pages(world, "state=NY&limit=100"))
    phones = pages(world, f"county={ALBANY}&field=phone")
    assert phones == [row for row in by_county if row["field"] == "phone"]
    npi = by_county[0]["npi"]
    assert pages(world, f"npi={npi}") == [row for row in by_county if row["npi"] == npi]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "state"), ("field=phone", "state"), ("state=XX", "state"), ("county=Albany", "county"),
        ("county=Nowhere County, NY", "county"), ("county=Albany County, NY&state=NJ", "county"),
        ("state=NY&cursor=x", "cursor"), ("npi=12", "npi"), ("state=NY&limit=0", "limit"),
        ("state=NY&field=gender", "field"), ("state=NY&since=1", "since"),
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(world, query, parameter):
    answer = world.ask("GET", f"{OVERDUE}?{query}")
    assert answer.status_code == 422
    assert [e["parameter"] for e in answer.get_json()["errors"]] == [parameter]


# --- verifying ----------------------------------------------------------------------------------


def test_one_call_verifies_several_facts_as_of_its_day(world):
    at = place(world)
    phone = at.phone
    facts = [{"field": "phone"}, {"field": "address"},
             {"field": "accepting_patients", "value": "nopt"}]  # fmt: skip
    done = correct(world, location_id=at.id, facts=facts, on="2026-11-20")
    assert (len(done["corrections"]), done["shown"]) == (3, True)
    now = place(world)
    for field in ("phone", "line1"):
        assert now.evidence[field].last_said == date(2026, 11, 20)
    assert (now.phone, now.accepting_patients) == (phone, "nopt")
    assert now.accepting_as_of == date(2026, 11, 20)
    fields = {row["field"] for row in pages(world, f"npi={ANA}")}
    assert not fields & {"phone", "address", "accepting_patients"}
    load_fixtures(world.engine, staff=world.stewardship.decisions.staff())
    assert place(world).evidence["phone"].last_said == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("on", "status"),
    [("2026-11-23", 201), ("2026-11-24", 422), ("2026-10-24", 201), ("2026-10-23", 422)],
)
def test_a_call_is_of_the_last_thirty_days(world, on, status):
    correct(world, status, facts=[{"field": "telehealth", "value": "no"}], on=on)


def test_all_of_it_or_nothing(world):
    facts = [{"field": "phone"}, {"field": "wait_weeks", "value": "soon"}]
    refused = correct(world, 422, location_id=place(world).id, facts=facts)
    assert [e["parameter"] for e in refused["errors"]] == ["facts.1.value"]
    assert in_force(world) == []


# --- other decisions -----------------------------------------------------------------------------


def test_an_ot_is_withdrawn_and_comes_back(world):
    done = correct(world, kind="withdraw", reason="moved")
    answer = world.ask("GET", f"/providers/{ANA}")
    assert (answer.status_code, answer.get_json()["departure"]["reason"]) == (410, "moved")
    (made,) = done["corrections"]
    undone = world.ask("POST", f"{CORRECTIONS}/{made['id']}/undo", {"why": "mistaken"})
    assert undone.get_json()["corrections"][0]["undone_why"] == "mistaken"
    assert world.ask("GET", f"/providers/{ANA}").status_code == 200
    again = world.ask("POST", f"{CORRECTIONS}/{made['id']}/undo", {"why": "mistaken"})
    assert again.status_code == 404


def test_an_address_is_hidden_and_a_place_closed(world):
    correct(world, kind="hide")
    assert (place(world).line1, place(world).address_hidden) == (None, True)
    several = next(p for p in world.engine.scan() if len(p.locations) > 1)
    refused = correct(world, 422, npi=several.npi, kind="close")
    assert refused["errors"][0]["example"] == several.locations[0].id
    correct(world, npi=several.npi, kind="close", location_id=several.locations[0].id)
    left = [at.id for at in world.engine.get(several.npi).locations]
    assert left == [at.id for at in several.locations[1:]]


def test_what_was_decided_is_listed_the_newest_first(world):
    correct(world, facts=[{"field": "telehealth", "value": "no"}])
    last = correct(world, facts=[{"field": "gender", "value": "X"}])["corrections"][0]
    told = world.get(f"{CORRECTIONS}?npi={ANA}")
    assert [row["field"] for row in told["corrections"]] == ["gender", "telehealth"]
    assert (told["corrections"][0], told["total"]) == (last, 2)
    world.ask("POST", f"{CORRECTIONS}/{last['id']}/undo", {"why": "mistaken"})
    assert world.get(f"{CORRECTIONS}?npi={ANA}")["total"] == 1
    every = world.get(f"{CORRECTIONS}?npi={ANA}&undone=true")
    assert every["total"] == len(Corrections(world.desk.store).every(ANA))


@pytest.mark.parametrize(
    ("told", "parameter"),
    [
        ({"facts": None}, "facts"),
        ({"facts": []}, "facts"),
        ({"facts": [{"field": "phone"}] * 21}, "facts"),
        ({"facts": [{"field": "phone"}]}, "facts.0.field"),
        ({"facts": [{"field": "shoe_size", "value": "9"}]}, "facts.0.field"),
        ({"facts": [{"field": "telehealth", "value": "perhaps"}]}, "facts.0.value"),
        ({"facts": [{"field": "telehealth", "value": "yes"}], "reason": "moved"}, "reason"),
        ({"facts": [{"field": "telehealth", "value": "yes"}], "kind": "hide"}, "facts"),
        ({"facts": None, "kind": "withdraw", "location_id": "x"}, "location_id"),
        ({"facts": None, "kind": "erase"}, "kind"),
        ({"facts": None, "kind": "hide", "location_id": "nowhere"}, "location_id"),
        ({"facts": None, "kind": "hide", "why": None}, "why"),
        ({"facts": None, "kind": "hide", "npi": "12"}, "npi"),
        ({"facts": [{"field": "telehealth", "value": "yes"}], "on": "Nov 20"}, "on"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_its_member(world, told, parameter):
    refused = correct(world, 422, **told)
    assert [e["parameter"] for e in refused["errors"]] == [parameter]
    assert in_force(world) == []


def test_of_nobody_who_is_here(world):
    refused = correct(world, 422, npi="1999999976", kind="hide")
    assert [e["parameter"] for e in refused["errors"]] == ["npi"]
    correct(world, kind="withdraw")
    correct(world, npi=ANA, facts=[{"field": "telehealth", "value": "yes"}])  # for their return


def test_each_decision_is_in_the_trail_by_the_id_of_who_made_it(world):
    (made,) = correct(world, kind="hide")["corrections"]
    with world.desk.store.reading() as session:
        event = world.desk.trail.events(session, "stewardship")[-1]
    assert (event.action, event.values["correction"]) == ("hide", made["id"])
    assert event.actor.startswith("token:")
