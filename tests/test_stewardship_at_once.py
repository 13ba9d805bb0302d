"""Reports, claims and campaigns on both databases; of two who decide at once, one does."""

from datetime import date

import pytest

from service.access.principal import PUBLIC, Actor, Principal
from service.errors import Conflict, Stale
from service.stewardship.area import Area
from service.stewardship.campaigns import Plan, find_campaign, start
from service.stewardship.claims import Wanted, claim, decide_claim, list_claims
from service.stewardship.confirming import OPENED, WRONG, Answers, confirm, enter
from service.stewardship.corrections import Corrections
from service.stewardship.deciding import Decision, decide
from service.stewardship.queue import Asked, list_queue, see
from service.stewardship.reports import Aside, Told, make_report
from service.stewardship.stewardship import Stewardship
from tests.record_files import side_by_side
from tests.referral_world import copy_of, open_desk_on
from tests.stewardship_world import ANA

ANYBODY = Actor(PUBLIC, "api")
STAFF = Actor(Principal("token:staff", "A. Staff", frozenset({"staff"})), "api 192.0.2.3")
DAY = date(2026, 11, 23)


@pytest.fixture
def here(store, tmp_path, fixture_engine) -> Stewardship:
    """On SQLite and on PostgreSQL."""
    desk = open_desk_on(store, copy_of(fixture_engine, tmp_path))
    return Stewardship(desk.records, desk.engine, desk.clock)


def report(here, **told):
    profile = here.engine.get(ANA)
    aside = Aside("moved", "a@b.example")
    return make_report(here, ANYBODY, profile, Told("phone", value="5185550177", aside=aside))


def in_force(here):
    return [each for each in Corrections(here.store).every(ANA) if each.in_force]


def test_a_report_is_read_and_decided(here):
    made = report(here)
    (item,) = list_queue(here, STAFF, Asked()).items
    assert (item.id, item.place) == (made.id, made.place)
    assert see(here, STAFF, made.id).aside == Aside("moved", "a@b.example")
    done = decide(here, STAFF, made.id, Decision("accept", 1, "called"))
    assert (done.shown, done.seen.item.state) == (True, "accepted")
    assert here.engine.get(ANA).locations[0].phone == "5185550177"
    with here.store.reading() as session:
        assert all(state.broken_at is None for state in here.trail.verify(session))


def test_of_several_who_decide_at_once_one_does(here):
    made = report(here)
    actions = ("accept", "reject") * 3
    found = side_by_side(
        lambda n: decide(here, STAFF, made.id, Decision(actions[n], 1, "called")), len(actions)
    )
    refused = [each for each in found if isinstance(each, Stale | Conflict)]
    assert len(refused) == len(actions) - 1, found
    (done,) = (each for each in found if each not in refused)
    assert len(in_force(here)) == (done.seen.item.state == "accepted")


def test_a_claim_is_opened_answered_and_shown(here):
    made = claim(here, ANYBODY, here.engine.get(ANA), Wanted("phone"))
    assert [each.id for each in list_claims(here, STAFF, "waiting")] == [made.id]
    assert enter(here, made.id, lambda: False) == WRONG
    assert enter(here, made.id, lambda: True) == OPENED
    assert confirm(here, made.id, Answers(accepting_patients="nopt", services={"driving": "yes"}))
    profile = here.engine.get(ANA)
    assert profile.services["driving"] == "yes"
    assert profile.locations[0].evidence["accepting_patients"].source == "provider"


def test_staff_decide_a_claim_once(here):
    made = claim(here, ANYBODY, here.engine.get(ANA), Wanted("phone"))
    told = (("approve", 1, "known"), ("refuse", 1, "unknown"))
    found = side_by_side(lambda n: decide_claim(here, STAFF, made.id, told[n % 2]), 4)
    assert sum(isinstance(each, Stale | Conflict) for each in found) == 3, found


def test_tries_at_once_are_all_counted(here):
    made = claim(here, ANYBODY, here.engine.get(ANA), Wanted("phone"))
    found = side_by_side(lambda _: enter(here, made.id, lambda: False), 8)
    assert found.count(WRONG) == 4
    assert enter(here, made.id, lambda: True) == "locked"


def test_a_campaign_keeps_its_claims(here):
    made = start(here, STAFF, Plan("Albany", Area("NY"), "phone", 3), DAY)
    found = find_campaign(here, STAFF, made.campaign.id)
    assert [each.id for each in found.claims] == sorted(
        (each.id for each in made.claims),
        key=lambda identity: next((c.npi, c.id) for c in made.claims if c.id == identity),
    )
    assert found.response.asked == 3
