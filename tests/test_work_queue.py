"""Pages of staff by which the directory is kept true: what waits, one of these, claims, disputes,
corrections and their undo."""

import re

import pytest

from service.access.rights import Rights
from service.stewardship.confirming import enter
from tests.access_actors import OT
from tests.keeping_world import KEEPER, claim_of, doubted, place_id, reported, stewardship_of
from tests.site_pages import text_of
from tests.stewardship_world import ANA
from tests.work_pages import Signed, open_world, sign_in


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("work"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def staff(world):
    return world.client(KEEPER)


def at(world):
    return world.desk.engine.get(OT).locations[0]


def version(page):
    return re.search(r'name="version" value="([0-9]+)"', page.text)[1]


def decide(staff, path, do, **fields):
    fields = {"why": "Called the office.", "version": version(staff.get(path))} | fields
    return staff.post(path, do=do, **fields)


def undo(staff, path, identity):
    return staff.post(path, do=f"undo-{identity}", why="It was another office.")


def new_one(answer):
    """The id of the correction that a decision led to."""
    assert answer.status_code == 303, answer.text
    return re.search("new=([0-9a-f]{12})", answer.headers["Location"])[1]


def test_what_waits_stands_with_its_evidence_and_is_accepted_and_undone(world, staff):
    before = at(world).phone
    path = reported(world, note="It is a new line.", contact="me@mail.example")
    listed = staff.get("/queue")
    assert path in listed.text and "Right by the report: 518-555-0177" in text_of(listed)
    page = text_of(staff.get(path))
    assert "What each source says" in page and "Shown now" in page
    assert "It is a new line." in page and "me@mail.example" in page
    answer = decide(staff, path, "accept")
    made = new_one(answer)
    assert at(world).phone == "5185550177"
    done = text_of(staff.get(answer.headers["Location"]))
    assert "It is done, and the directory shows it." in done and "Called the office." in done
    assert path not in staff.get("/queue").text
    assert "decided already" in text_of(staff.get(path))
    assert undo(staff, "/queue/corrections", made).status_code == 303
    assert at(world).phone == before


def test_staff_say_what_is_right_in_the_kind_of_the_fact(world, staff):
    path = reported(world, "accepting_patients", "They are full")
    assert '<option value="nopt">' in staff.get(path).text
    wrong = decide(staff, path, "accept", value="They are full")
    assert wrong.status_code == 422 and 'href="#accept-value"' in wrong.text
    made = new_one(decide(staff, path, "accept", value="nopt"))
    assert at(world).accepting_patients == "nopt"
    undo(staff, "/queue/corrections", made)
    path = reported(world, "plans", "They stopped taking Medicare")
    made = new_one(decide(staff, path, "accept", value="not-accepted", of="Medicare"))
    assert [(r.payer, r.status) for r in at(world).plans if r.source == "staff"] == [
        ("Original Medicare", "not-accepted")
    ]
    undo(staff, "/queue/corrections", made)


def test_a_decision_needs_a_reason_and_the_version_that_was_seen(world, staff):
    path = reported(world)
    empty = decide(staff, path, "reject", why=" ")
    assert empty.status_code == 422 and 'href="#reject-why"' in empty.text
    stale = decide(staff, path, "reject", version="9")
    assert stale.status_code == 412 and "changed after you opened" in stale.text
    asked = decide(staff, path, "ask")
    assert asked.headers["Location"] == "/queue?done=ask"
    assert 'name="do" value="ask"' not in staff.get(path).text
    assert decide(staff, path, "reject").headers["Location"] == "/queue?done=reject"
    assert path in staff.get("/queue?kind=report&state=rejected").text


def test_a_doubt_of_a_referral_is_rejected_and_ends(world, staff):
    path = doubted(world)
    page = text_of(staff.get(path))
    assert "A referral found otherwise" in page and "Phone, fax or e-mail is wrong" in page
    assert path in staff.get("/queue?kind=doubt").text
    assert path not in staff.get("/queue?kind=report").text
    decide(staff, path, "reject")
    assert path not in staff.get("/queue").text


def test_home_tells_how_many_wait(world, staff):
    reported(world, "services.driving", "yes")
    total = re.search(r"([0-9]+) in this list", text_of(staff.get("/queue")))[1]
    assert f"Directory queue Reports and claims on listings that wait for a decision. {total} " in (
        text_of(staff.get("/home"))
    )


def test_a_claim_has_its_letter_and_is_approved_without_a_code(world, staff):
    claim = claim_of(world)
    page = staff.get("/queue/claims")
    assert f"/queue/claims/{claim}/letter" in page.text
    letter = staff.get(f"/queue/claims/{claim}/letter")
    assert letter.status_code == 200 and "Please confirm your listing" in letter.text
    pdf = staff.get(f"/queue/claims/{claim}/letter?format=pdf")
    assert pdf.data.startswith(b"%PDF")
    empty = staff.post("/queue/claims", do=f"approve-{claim}", version="1", why="")
    assert empty.status_code == 422 and f'href="#approve-{claim}-why"' in empty.text
    done = staff.post("/queue/claims", do=f"approve-{claim}", version="1", why="I know them.")
    assert done.status_code == 303
    assert claim in staff.get("/queue/claims?state=approved").text
    again = staff.post("/queue/claims", do=f"refuse-{claim}", version="2", why="No.")
    assert again.status_code == 409 and "decided already" in again.text


def test_a_claim_that_wrong_codes_locked_is_unlocked(world, staff):
    claim = claim_of(world)
    way = f'value="unlock-{claim}"'
    assert way not in staff.get("/queue/claims").text
    for _ in range(5):
        enter(stewardship_of(world), claim, lambda: False)
    page = staff.get("/queue/claims")
    assert way in page.text and "Locked after wrong codes" in text_of(page)
    done = staff.post("/queue/claims", do=f"unlock-{claim}", version="1", why="Read it again.")
    page = staff.get(done.location)
    assert "The code can be tried again." in text_of(page) and way not in page.text
    late = staff.post("/queue/claims", do=f"unlock-{claim}", version="2", why="Once more.")
    assert late.status_code == 409 and "is not locked" in late.text


def test_disputes_stand_side_by_side_with_the_way_to_settle_them(staff):
    page = staff.get("/queue/disputes?state=WA")
    told = text_of(page)
    assert re.search("[1-9][0-9]* facts in dispute", told) and "Another source says" in told
    settle = re.search(r'href="(/listings/[0-9]{10}/fact[^"]+)"', page.text)[1]
    assert staff.get(settle.replace("&amp;", "&")).status_code == 200
    assert "0 facts in dispute" in text_of(staff.get("/queue/disputes?state=AS"))
    everywhere = text_of(staff.get("/queue/disputes?state=XX"))
    assert re.search("[1-9][0-9]* facts in dispute", everywhere)


def test_a_listing_is_found_by_npi_and_a_fact_confirmed_and_corrected(world, staff):
    assert staff.post("/queue", do="find", listing="12").status_code == 422
    assert (
        staff.post("/queue", do="find", listing=f" {OT} ").headers["Location"] == f"/listings/{OT}"
    )
    place, before = place_id(world), at(world).phone
    fact = f"/listings/{OT}/fact"
    sent = {
        "field": "phone",
        "place": place,
        "why": "Called the office.",
        "called_on": "2026-11-20",
    }
    page = staff.get(f"{fact}?field=phone&place={place}")
    assert "What each source says" in text_of(page)
    open_choice = staff.post(fact, do="say", **sent)
    assert open_choice.status_code == 422 and 'href="#say-is_right"' in open_choice.text
    nothing = staff.post(fact, do="say", is_right="no", **sent)
    assert nothing.status_code == 422 and 'href="#say-value"' in nothing.text
    old = staff.post(fact, do="say", is_right="yes", **sent | {"called_on": "2020-01-01"})
    assert old.status_code == 422 and 'href="#say-called_on"' in old.text
    assert staff.post(fact, do="say", is_right="yes", **sent).status_code == 303
    assert at(world).phone == before and at(world).evidence["phone"].source == "staff"
    new = sent | {"called_on": ""}
    assert staff.post(fact, do="say", is_right="no", value="518-555-0155", **new).status_code == 303
    assert at(world).phone == "5185550155"
    listing = staff.get(f"/listings/{OT}?done=yes")
    told = text_of(listing)
    assert "1 correction in force" in told and "1 older one, in whose place" in told
    for made in re.findall(r'name="do" value="undo-([0-9a-f]{12})"', listing.text):
        assert undo(staff, f"/listings/{OT}", made).status_code == 303
    assert at(world).phone == before


def test_a_listing_is_withdrawn_and_an_address_hidden_with_undo(world, staff):
    path = f"/listings/{OT}"
    unsaid = staff.post(path, do="withdraw", why="They asked.", reason="")
    assert unsaid.status_code == 422 and 'href="#withdraw-reason"' in unsaid.text
    assert staff.post(path, do="withdraw", why="They asked.", reason="moved").status_code == 303
    assert world.desk.engine.get(OT) is None
    gone = staff.get(path)
    assert "not listed now" in text_of(gone)
    made = re.search(r'name="do" value="undo-([0-9a-f]{12})"', gone.text)[1]
    undo(staff, path, made)
    assert staff.post(path, do=f"hide-{place_id(world)}", why="A home.").status_code == 303
    assert at(world).address_hidden
    made = re.search(r'name="do" value="undo-([0-9a-f]{12})"', staff.get(path).text)[1]
    undo(staff, path, made)
    assert not at(world).address_hidden


@pytest.mark.parametrize("path", [
    f"/listings/{OT}/fact?field=password", f"/listings/{OT}/fact?field=phone&place=x",
    "/listings/1999999999", "/queue/unheard-of", "/queue/claims/unheard-of/letter",
])  # fmt: skip
def test_what_there_is_not_is_told_so(staff, path):
    assert staff.get(path).status_code == 404


def test_staff_of_a_chapter_close_an_only_place_and_undo_it_where_it_stands(world):
    held = Rights(frozenset({"staff"}), chapters=frozenset({"example-capital-region"}))
    client = world.app.test_client()
    keeper = Signed(client, sign_in(client, world.access.tokens.create("keeper", held).text))
    path = f"/listings/{ANA}"
    closed = keeper.post(path, do=f"close-{place_id(world, ANA)}", why="They moved out.")
    page = keeper.get(closed.headers["Location"])
    assert "It is done, and the directory shows it." in text_of(page)
    made = re.search(r'name="do" value="undo-([0-9a-f]{12})"', page.text)[1]
    assert made in keeper.get("/queue/corrections").text
    assert undo(keeper, path, made).status_code == 303
    assert place_id(world, ANA)
