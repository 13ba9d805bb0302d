"""Two people of one office change one referral: nobody's words are replaced unseen."""

import re
from dataclasses import replace

import pytest
from msgspec import structs

from service.referrals.editing import edit
from tests.access_actors import CLINIC
from tests.page_world import events
from tests.referral_steps import begin, led_to, send
from tests.referral_world import CONTENT, clinician, draft, make
from tests.site_pages import text_of
from tests.work_pages import open_world

FORM = {"given": "Rosalinde", "family": "Quillfeather", "birth_date": "1979-03-02",
        "postal_code": "12203", "phone": "518-555-0142", "language": "es",
        "services": "energy-conservation", "goals": "cook dinner again", "diagnoses": "G35.A",
        "reason": "MS fatigue limits work", "visits": "8", "requester_name": "Dr. Ellis Harrow",
        "requester_phone": "518-555-0100", "priority": "routine"}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("editing"), fixture_engine) as opened:
        yield opened


@pytest.fixture
def made(world):
    """A draft."""
    return make(world.desk, clinician(CLINIC), draft(send=False, allow_duplicate="of a test"))


@pytest.fixture
def kept(world, made):
    """One that a colleague changed."""
    return changed(world, made)


def changed(world, made):
    order = structs.replace(CONTENT.order, text="Twice a week, in the morning")
    asked = replace(draft(allow_duplicate="of a test"), priority="urgent",
                    content=structs.replace(CONTENT, order=order))  # fmt: skip
    edit(world.desk, clinician(CLINIC), made["id"], (made["version"], asked), lambda _: None)
    return made


def test_the_history_says_what_was_changed_and_nothing_of_what_it_said(world, kept):
    told = text_of(world.client("clinician").get(f"/referrals/{kept['id']}"))
    assert re.search(r"Changed [^.]*Dr\. Ellis Harrow Order, How soon", told)
    with world.desk.store.reading() as session:
        [event] = [e for e in world.desk.trail.events(session, kept["id"]) if e.action == "edit"]
    assert event.values["changed"] == ["order.text", "priority"]


def test_who_saves_late_sees_what_a_colleague_saved_beside_their_own(world, made):
    """The order is what both changed; how soon it is the colleague alone changed."""
    office, mine = world.client("clinician"), {"text": "Once a week", "priority": "routine"}
    base = begin(office, f"/referrals/{made['id']}/edit")
    changed(world, made)
    late = send(office, base, "3", "draft", **FORM | mine)
    told = text_of(led_to(office, late))
    assert "Order Saved meanwhile: Twice a week, in the morning In your form: Once a week" in told
    assert "How soon Saved meanwhile" not in told  # which stays as the colleague saved it
    assert "Visits Saved meanwhile" not in told  # of which both say the same
    assert events(world.desk, made) == ["save", "edit"]


def test_who_prepared_it_stays_known_when_it_is_changed(world, kept):
    assert "Prepared by Dr. Ellis Harrow" in text_of(
        world.client("clinician").get(f"/referrals/{kept['id']}")
    )


def test_what_i_did_not_change_stays_as_a_colleague_saved_it(world, made):
    """The colleague changed given name and phone, I the family name and the phone."""
    office = world.client("clinician")
    base = begin(office, f"/referrals/{made['id']}/edit")
    colleague = world.client("clinician")
    theirs = begin(colleague, f"/referrals/{made['id']}/edit")
    saved = dict(FORM, given="Rosalia", phone="518-555-0177")
    send(colleague, theirs, "1", "draft", **saved)
    mine = FORM | {"family": "Lindqvist", "phone": "518-555-0188"}
    page = led_to(office, send(office, base, "1", "draft", **mine))
    told = text_of(page)
    assert "Phone Saved meanwhile: 518-555-0177 In your form: 518-555-0188" in told
    assert "Given name Saved meanwhile" not in told
    send(office, base, "review", "draft")
    now = office.get(begin(office, f"/referrals/{made['id']}/edit") + "/1").text
    for value in ("Rosalia", "Lindqvist", "518-555-0188"):
        assert f'value="{value}"' in now
