"""An OT who signed in sees their own listing, and says what is right of it."""

import re

import pytest

from service.access.rights import Rights
from service.directory.services import SERVICES
from service.stewardship.corrections import SAY, Corrections
from service.web.confirm_parts import SERVICE_PARTS
from tests.access_actors import OT, OTHER_OT
from tests.keeping_world import KEEPER
from tests.site_pages import text_of
from tests.work_pages import Signed, open_world, sign_in


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("work"), fixture_engine) as opened:
        yield opened


def said(world, npi):
    every = Corrections(world.desk.store).every(npi)
    return [each.value for each in every if each.kind == SAY]


def place_of(page):
    return re.search(r'name="place" value="([^"]+)"', page.text)[1]


def test_what_they_say_is_their_word_and_everybody_sees_it(world):
    ot = world.client("ot")
    page = ot.get("/listing")
    name = world.desk.engine.get(OT).display_name()
    assert f"My listing: {name}" in text_of(page)
    assert "What everybody sees" in text_of(page) and "Is your listing right?" in text_of(page)
    sent = {"accepting": "newpt", "wait": "3", "services.driving": "yes", "access.parking": "yes",
            "plans.payer:medicare": "yes", "phone": "(518) 555-0166",
            "ages.adults": "yes", "ages.children": "no"}  # fmt: skip
    answer = ot.post("/listing", do="confirm", place=place_of(page), **sent)
    assert answer.status_code == 303
    assert "Your answers are saved" in text_of(ot.get(answer.headers["Location"]))
    profile = world.desk.engine.get(OT)
    (at,) = profile.locations
    assert (at.phone, at.accepting_patients, at.wait_weeks) == ("5185550166", "newpt", 3)
    assert at.evidence["phone"].source == "provider"
    assert profile.services["driving"] == "yes" and at.access["parking"] == "yes"
    shown = text_of(ot.get("/listing"))
    assert "(518) 555\u20110166" in shown and "adults. No: children." in shown
    assert said(world, OT)[0]["npi"] == OT and said(world, OTHER_OT) == []


def test_what_cannot_be_is_told_at_its_field_and_kept(world):
    other = world.client("other ot")
    sent = {"wait": "soon", "phone": "12", "services.driving": "yes"}
    place = place_of(other.get("/listing"))
    answer = other.post("/listing", do="confirm", place=place, **sent)
    assert answer.status_code == 422
    assert 'href="#confirm-wait"' in answer.text and 'href="#confirm-phone"' in answer.text
    assert 'value="soon"' in answer.text
    assert said(world, OTHER_OT) == []


def test_nobody_confirms_a_place_that_is_not_theirs(world):
    other = world.client("other ot")
    (at,) = world.desk.engine.get(OT).locations
    answer = other.post("/listing", do="confirm", place=at.id, accepting="nopt")
    assert answer.status_code == 422
    assert said(world, OTHER_OT) == []


def test_that_they_left_waits_for_staff_and_loses_nothing_until_it_is_taken_back(world):
    ot = world.client("ot")
    place = place_of(ot.get("/listing"))
    first = {"here": "yes", "accepting": "newpt", "wait": "52", "services.driving": "yes"}
    ot.post("/listing", do="confirm", place=place, **first)
    gone = ot.post("/listing", do="confirm", place=place, here="no", **{"services.driving": "no"})
    page = ot.get(gone.headers["Location"])
    assert "Staff will look at it and decide" in text_of(page)
    assert "Your answers are saved" not in text_of(page)
    assert '<option value="no" selected>' in page.text.split('name="here"')[1].split("</select>")[0]
    profile = world.desk.engine.get(OT)
    (at,) = profile.locations
    assert (at.accepting_patients, at.wait_weeks) == ("newpt", 52)
    assert profile.services["driving"] == "no"
    staff = world.client(KEEPER)
    ot.post("/listing", do="confirm", place=place, here="no")
    listed = text_of(staff.get("/queue"))
    assert listed.count("The therapist says that they treat nobody there any more.") == 1
    back = ot.post("/listing", do="confirm", place=place, here="yes", wait="4")
    assert "Your answers are saved" in text_of(ot.get(back.headers["Location"]))
    assert "Nothing waits here." in text_of(staff.get("/queue"))
    rejected = staff.get("/queue?kind=report&state=rejected")
    path = re.search(r'href="(/queue/e-[^"]+)"', rejected.text)[1]
    assert "Taken back (The therapist or their office" in text_of(staff.get(path))


def test_staff_read_what_was_told_and_which_word_counts(world):
    ot = world.client("ot")
    place = place_of(ot.get("/listing"))
    for weeks in ("5", "6"):
        ot.post("/listing", do="confirm", place=place, here="yes", wait=weeks, phone="518-555-0144")
    told = text_of(world.client(KEEPER).get(f"/listings/{OT}"))
    counts, older = told.split("in whose place", 1)
    assert "Told to this service : The therapist or their office" in counts
    assert "Phone: 518-555-0144" in counts and "Weeks to wait: 6" in counts
    assert "Weeks to wait: 5" in older and "Weeks to wait: 5" not in counts


def test_a_plan_is_named_asked_once_and_told_as_their_word(world):
    npi, listed = next(
        (profile.npi, row)
        for profile in world.desk.engine.scan()
        if len(profile.locations) == 1 and not profile.locations[0].address_hidden
        for row in profile.locations[0].plans
        if row.plan_id and row.payer and row.status == "in-network"
    )
    label = f"{listed.payer} ({listed.plan_id})"
    token = world.access.tokens.create("ana", Rights(frozenset({"ot"}), npi=npi)).text
    client = world.app.test_client()
    ana = Signed(client, sign_in(client, token))
    page = ana.get("/listing")
    assert f'">{label}</label>' in page.text
    sent = {"here": "yes", f"plans.plan:{listed.plan_id}": "yes"}
    ana.post("/listing", do="confirm", place=place_of(page), **sent)
    public = text_of(world.app.test_client().get(f"/providers/{npi}"))
    assert public.count(listed.plan_id) == 1
    assert f"{label}: The therapist says that they take this plan" in public
    assert "The therapist or their office" in public.split("Where this comes from", 1)[1]


def test_a_bad_word_is_told_at_its_own_question(world):
    ot = world.client("ot")
    place = place_of(ot.get("/listing"))
    sent = {"here": "x", "services.driving": "x"}
    page = ot.post("/listing", do="confirm", place=place, **sent)
    assert 'href="#confirm-services.driving"' in page.text
    assert "Do you still treat patients at this address? choose one" in text_of(page)


def test_every_service_is_asked_in_one_part():
    asked = [code for part in SERVICE_PARTS.values() for code in part]
    assert sorted(asked) == sorted(SERVICES)


def folded(page):
    """Each part: whether it stands open, and what it says of itself."""
    found = re.findall(
        r'<details class="part-of" id="confirm-([a-z_]+)"( open)?>\s*<summary>(.*?)</summary>',
        page.text, re.DOTALL,
    )  # fmt: skip
    return {code: (bool(is_open), re.sub("<[^>]+>", "", told)) for code, is_open, told in found}


def test_parts_are_folded_with_what_stands_there_and_leaving_them_changes_nothing(world):
    other = world.client("other ot")
    page = other.get("/listing")
    parts = folded(page)
    assert [code for code in parts if code.startswith("offer_")] == list(SERVICE_PARTS)
    assert not any(is_open for is_open, _ in parts.values())
    before = world.desk.engine.get(OTHER_OT)
    plans = re.findall(r'name="plans\.([^"]+)"', page.text)
    told = {f"plans.{key}": "yes" for key in plans} | {"services.driving": "no"}
    answer = other.post("/listing", do="confirm", place=place_of(page), **told)
    assert answer.status_code == 303
    parts = folded(other.get("/listing"))
    assert "No: Driving evaluation and rehabilitation." in parts["offer_out"][1]
    assert "Nothing is said yet." in parts["access"][1]
    now = world.desk.engine.get(OTHER_OT)
    assert now.services == before.services | {"driving": "no"}


def test_a_part_that_was_changed_stands_open_beside_a_fault(world):
    page = world.client("ot").get("/listing")
    sent = {"wait": "soon", "services.safety": "no"}
    answer = world.client("ot").post("/listing", do="confirm", place=place_of(page), **sent)
    assert answer.status_code == 422
    assert folded(answer)["offer_home"][0]
