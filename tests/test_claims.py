"""An OT claims a listing by a code brought to a listed contact, and confirms it on one page."""

import re
from datetime import date, timedelta

import pytest

from service.referrals.links import CONFIRM
from service.stewardship.claims import LASTS
from tests.browser import open_browser, served
from tests.fixture_directory import load_fixtures
from tests.page_checks import NARROW, check, follow
from tests.stewardship_world import ANA, API, own_world
from tests.test_api_queue import in_force, place

CLAIMS, CAMPAIGNS = "/stewardship/claims", "/stewardship/campaigns"


@pytest.fixture
def world(tmp_path, fixture_engine):
    with own_world(tmp_path, fixture_engine) as made:
        yield made


def claim(world, status=201, npi=ANA, **told):
    body = {"channel": "phone"} | told
    where = {"REMOTE_ADDR": "198.51.100.9"}
    answer = world.app.test_client().post(f"{API}/providers/{npi}/claims", json=body,
                                          environ_base=where)  # fmt: skip
    assert answer.status_code == status, answer.text
    return answer.get_json()


class Page:
    """The claim's page in a browser without scripts."""

    def __init__(self, world, told):
        self.world, self.client = world, world.app.test_client()
        self.path = f"/confirm/{world.desk.links.token(CONFIRM, told['id'])}"
        assert told["page"].endswith(told["page"].rsplit("/", 1)[-1])

    def get(self):
        return self.client.get(self.path)

    def send(self, **told):
        return self.client.post(self.path, data=told)

    def open(self, code):
        return self.send(do="code", code=code)

    def fill(self, **told):
        form = re.search(r'name="form" value="([^"]+)"', self.get().text)[1]
        data = {"do": "confirm", "form": form, **told}
        return self.client.post(self.path, data=data)


def opened(world, **told) -> Page:
    made = claim(world, **told)
    page = Page(world, made)
    code = world.desk.links.code(made["id"], 1)
    assert page.open(f"{code[:4]} {code[4:]}").status_code == 303
    return page


def test_a_claim_waits_for_the_code_that_staff_bring_to_the_listed_contact(world):
    made = claim(world)
    assert (made["state"], "code" in made) == ("waiting", False)
    (told,) = world.get(CLAIMS)["claims"]
    assert (told["id"], told["npi"], told["is_locked"]) == (made["id"], ANA, False)
    letter = world.ask("GET", f"{CLAIMS}/{made['id']}/letter")
    code = world.desk.links.code(made["id"], 1)
    assert f"{code[:4]} {code[4:]}" in letter.text
    assert place(world).line1 in letter.text
    pdf = world.ask("GET", f"{CLAIMS}/{made['id']}/letter?format=pdf&lang=es")
    assert pdf.data.startswith(b"%PDF-")
    with world.desk.store.reading() as session:
        actions = [e.action for e in world.desk.trail.events(session, "stewardship")]
    assert actions == ["claim", "print-claim", "print-claim"]


def test_the_code_opens_the_page_and_a_form_without_it_does_nothing(world):
    made = claim(world)
    page = Page(world, made)
    assert "Confirm your listing" in page.get().text
    assert place(world).line1 not in page.get().text
    assert page.send(do="confirm", accepting="nopt").status_code == 403
    assert page.open("12").status_code == 422
    wrong = page.open("00000000")
    assert (wrong.status_code, "Tries left: 4" in wrong.text) == (403, True)
    assert page.open(world.desk.links.code(made["id"], 1)).status_code == 303
    assert place(world).line1 in page.get().text
    other = Page(world, made)
    assert place(world).line1 not in other.get().text
    for form in ("", "x", "0" * 64):  # of a page elsewhere
        assert page.send(do="confirm", accepting="nopt", form=form).status_code == 403


def test_five_wrong_codes_lock_a_claim_until_staff_decide(world):
    made = claim(world)
    page, code = Page(world, made), world.desk.links.code(made["id"], 1)
    for _ in range(5):
        assert page.open("00000000").status_code == 403
    assert page.open(code).status_code == 403
    (told,) = world.get(CLAIMS)["claims"]
    assert told["is_locked"]
    answer = world.ask("POST", f"{CLAIMS}/{made['id']}/approve", {"why": "I know them"},
                       If_Match='W/"1"')  # fmt: skip
    assert answer.get_json()["state"] == "approved"
    assert "No code is needed" in page.get().text
    assert page.send(do="code").status_code == 303
    assert place(world).line1 in page.get().text


def test_staff_let_a_code_be_tried_again(world):
    made = claim(world)
    page, code = Page(world, made), world.desk.links.code(made["id"], 1)
    way, why = f"{CLAIMS}/{made['id']}/unlock", {"why": "I read it to them again"}
    early = world.ask("POST", way, why, If_Match='W/"1"')
    assert early.status_code == 409
    assert early.get_json()["type"].endswith(":claim-not-locked")
    for _ in range(5):
        page.open("00000000")
    told = world.ask("POST", way, why, If_Match='W/"1"').get_json()
    assert (told["state"], told["is_locked"], told["version"]) == ("waiting", False, 2)
    assert world.ask("POST", way, why, If_Match='W/"1"').status_code == 412
    assert "Tries left: 4" in page.open("00000000").text
    assert page.open(code).status_code == 303
    assert place(world).line1 in page.get().text


def test_answers_are_evidence_of_the_provider_shown_and_kept(world):
    page = opened(world)
    done = page.fill(**{
        "here": "yes", "phone": "(518) 555-0188", "accepting": "existptonly", "wait": "6",
        "home_visits": "yes", "ages.adults": "yes", "ages.children": "no",
        "services.driving": "yes", "services.fall-prevention": "no", "access.parking": "yes",
        "plans.payer:original-medicare": "yes", "plans.payer:new-york-medicaid": "no",
        "plans.payer:aetna": "yes",
    })  # fmt: skip
    assert done.status_code == 303
    assert "Thank you" in page.get().text
    for _ in range(2):
        profile, at = world.engine.get(ANA), place(world)
        assert (at.phone, at.accepting_patients, at.wait_weeks) == ("5185550188", "existptonly", 6)
        assert at.evidence["phone"].source == "provider"
        assert at.evidence["phone"].as_of == date(2026, 11, 23)
        assert (profile.services["driving"], profile.services["fall-prevention"]) == ("yes", "no")
        assert (profile.home_visits.offered, profile.ages_served.children) == ("yes", "no")
        assert at.access["parking"] == "yes"
        said = {(row.payer, row.status) for row in at.plans if row.source == "provider"}
        assert said == {("Original Medicare", "accepts-payer"), ("Aetna", "accepts-payer"),
                        ("New York Medicaid", "not-accepted")}  # fmt: skip
        load_fixtures(world.engine, staff=world.stewardship.decisions.staff())
    assert [each.kind for each in in_force(world)] == ["say"]


def test_staff_come_before_the_ot_and_can_undo_what_they_said(world):
    staff = {"npi": ANA, "kind": "correct", "location_id": place(world).id, "why": "called",
             "facts": [{"field": "phone", "value": "5185550111"}]}  # fmt: skip
    assert world.ask("POST", "/stewardship/corrections", staff).status_code == 201
    before = place(world).accepting_patients
    opened(world).fill(here="yes", phone="518-555-0188", accepting="nopt")
    assert (place(world).phone, place(world).accepting_patients) == ("5185550111", "nopt")
    listed = world.get(f"/stewardship/corrections?npi={ANA}")["corrections"]
    said = next(row for row in listed if row["kind"] == "say")
    assert (said["field"], said["by"]) == ("provider", "provider")
    world.ask("POST", f"/stewardship/corrections/{said['id']}/undo", {"why": "an impostor"})
    assert place(world).accepting_patients == before


def test_who_answers_again_says_it_anew(world):
    page = opened(world)
    page.fill(here="yes", accepting="nopt", wait="9")
    page.fill(here="yes", accepting="newpt")
    at = place(world)
    assert (at.accepting_patients, at.wait_weeks) == ("newpt", None)


def test_that_they_left_is_for_staff_to_decide(world):
    opened(world).fill(here="no", **{"services.driving": "yes"})
    assert place(world)
    (report,) = world.get("/stewardship/reports")["reports"]
    assert (report["field"], report["npi"]) == ("address", ANA)
    assert world.engine.get(ANA).services["driving"] == "yes"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"phone": "12"}, "phone"), ({"wait": "soon"}, "wait"), ({"wait": "105"}, "wait"),
        ({"accepting": "perhaps"}, "accepting"), ({"services.driving": "x"}, "services.driving"),
        ({"here": "x"}, "here"),
        ({"plans.payer:original-medicare": "x"}, "plans.payer:original-medicare"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_beside_its_field(world, told, field):
    answer = opened(world).fill(**told)
    assert (answer.status_code, f'href="#confirm-{field}"' in answer.text) == (422, True)
    assert in_force(world) == []


def test_only_listed_contacts_bring_a_code(world):
    with_fax = next(p for p in world.engine.scan()
                    if len(p.locations) == 1 and not p.locations[0].fax)  # fmt: skip
    refused = claim(world, 422, with_fax.npi, channel="fax")
    assert [e["parameter"] for e in refused["errors"]] == ["channel"]
    assert claim(world, 422, channel="email")["errors"][0]["parameter"] == "channel"
    assert claim(world, 422, location_id="x")["errors"][0]["parameter"] == "location_id"
    assert claim(world, 404, "1999999976")


def test_claims_are_few_and_end(world):
    made = claim(world)
    for _ in range(2):
        claim(world)
    for _ in range(2):
        assert claim(world, 409)["type"].endswith(":claims-wait")
    claim(world, 429)  # the sixth of this hour, from this address, whatever became of the others
    world.desk.clock.at += LASTS - timedelta(seconds=1)
    assert Page(world, made).get().status_code == 200
    world.desk.clock.at += timedelta(seconds=1)
    assert Page(world, made).get().status_code == 404
    assert world.get(CLAIMS)["claims"] == []


def test_who_answered_opens_the_page_again_with_the_same_code(world):
    page = opened(world)
    assert page.fill(here="yes", accepting="nopt").status_code == 303
    page.client = world.app.test_client()  # another browser, or half an hour later
    again = page.get().text
    assert "No code is needed" not in again
    assert 'name="code"' in again
    assert page.open("00000000").status_code == 403
    code = world.desk.links.code(world.get(f"{CLAIMS}?state=answered")["claims"][0]["id"], 1)
    assert page.open(code).status_code == 303
    assert page.fill(here="yes", accepting="newpt").status_code == 303


def test_what_staff_approved_needs_no_code_after_an_answer_either(world):
    made = claim(world)
    answer = world.ask("POST", f"{CLAIMS}/{made['id']}/approve", {"why": "I know them"},
                       If_Match='W/"1"')  # fmt: skip
    assert answer.status_code == 200
    page = Page(world, made)
    assert page.send(do="code").status_code == 303
    assert page.fill(here="yes", accepting="nopt").status_code == 303
    page.client = world.app.test_client()
    assert "No code is needed" in page.get().text
    assert page.send(do="code").status_code == 303


def numbered(world, number, code):
    return world.app.test_client().post(
        "/confirm", data={"do": "number", "claim": number, "code": code}
    )


def test_number_and_code_that_were_told_by_phone_open_the_listing(world):
    made = claim(world)
    code = world.desk.links.code(made["id"], 1)
    letter = world.ask("GET", f"{CLAIMS}/{made['id']}/letter").text
    told = made["id"][2:]
    spaced = "c-" + " ".join(told[at : at + 4] for at in range(0, 16, 4))
    assert spaced in letter
    assert world.desk.links.token(CONFIRM, made["id"]) not in letter
    page = Page(world, made)
    answer = page.client.post("/confirm", data={"claim": spaced.upper(), "code": code})
    assert (answer.status_code, answer.headers["Location"]) == (303, page.path)
    assert place(world).line1 in page.get().text
    assert page.fill(here="yes", accepting="nopt").status_code == 303


def test_a_number_without_its_code_opens_nothing_and_wrong_codes_lock_it(world):
    made = claim(world)
    code = world.desk.links.code(made["id"], 1)
    empty = numbered(world, "", "")
    assert (empty.status_code, "c- and 16 letters" in empty.text) == (422, True)
    assert 'href="#number-claim"' in empty.text
    assert numbered(world, "r-2b3c4d5e6f7g8h9j", code).status_code == 422
    assert numbered(world, "c-2b3c4d5e6f7g8h9j", code).status_code == 404
    for left in (4, 3, 2, 1):
        wrong = numbered(world, made["id"], "00000000")
        assert (wrong.status_code, f"Tries left: {left}" in wrong.text) == (403, True)
        assert "Location" not in wrong.headers
    for told in ("00000000", code):
        locked = numbered(world, made["id"], told)
        assert "too many wrong codes" in locked.text
        assert "Location" not in locked.headers


def test_the_number_of_an_approved_claim_opens_nothing(world):
    """Its link alone does, and nobody must learn that from a number."""
    made = claim(world)
    world.ask("POST", f"{CLAIMS}/{made['id']}/approve", {"why": "x"}, If_Match='W/"1"')
    answer = numbered(world, made["id"], world.desk.links.code(made["id"], 1))
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_a_refused_claim_opens_nothing(world):
    made = claim(world)
    path = f"{CLAIMS}/{made['id']}/refuse"
    assert world.ask("POST", path, {"why": "no"}, If_Match='W/"2"').status_code == 412
    assert world.ask("POST", path, {"why": "no"}, If_Match='W/"1"').status_code == 200
    assert world.ask("POST", path, {"why": "no"}, If_Match='W/"2"').status_code == 409
    assert Page(world, made).get().status_code == 404
    assert world.ask("GET", f"{CLAIMS}/{made['id']}/letter").status_code == 409
    assert world.app.test_client().get("/confirm/nonsense").status_code == 404


def test_a_campaign_asks_the_stalest_and_tells_how_many_answered(world):
    body = {"name": "Albany", "county": "Albany County, NY", "channel": "phone", "most": 2}
    made = world.ask("POST", CAMPAIGNS, body)
    assert made.status_code == 201
    told = made.get_json()
    assert told["response"] == {"asked": 2, "opened": 0, "answered": 0, "rate": 0.0}
    whole = world.get(f"{CAMPAIGNS}/{told['id']}")
    assert len({each["npi"] for each in whole["claims"]}) == 2
    sheet = world.ask("GET", f"{CAMPAIGNS}/{told['id']}/call-sheet").text
    first = whole["claims"][0]
    code = world.desk.links.code(first["id"], 1)
    assert f"{code[:4]} {code[4:]}" in sheet
    assert f"{first['id'][:6]} {first['id'][6:10]}" in sheet
    assert "/confirm," in sheet and "/confirm/" not in sheet  # nobody can read a link out
    page = Page(world, first)
    page.open(code)
    page.fill(here="yes", accepting="nopt")
    (told,) = world.get(CAMPAIGNS)["campaigns"]
    assert told["response"] == {"asked": 2, "opened": 1, "answered": 1, "rate": 0.5}
    again = world.ask("POST", CAMPAIGNS, body | {"most": 500}).get_json()
    others = {each["npi"] for each in world.get(f"{CAMPAIGNS}/{again['id']}")["claims"]}
    assert not others & {each["npi"] for each in whole["claims"]}
    assert world.ask("POST", CAMPAIGNS, body).status_code == 422  # nobody is left


def test_a_campaign_prints_its_letters_and_ends_with_them(world):
    body = {"name": "Texas", "state": "TX", "channel": "postal", "most": 2}
    made = world.ask("POST", CAMPAIGNS, body).get_json()
    path = f"{CAMPAIGNS}/{made['id']}"
    first, second = world.get(path)["claims"]
    letters = world.ask("GET", f"{path}/letters").text
    for claim in (first, second):
        assert f"{claim['id'][:6]} {claim['id'][6:10]}" in letters
    assert world.ask("GET", f"{path}/letters?format=pdf").data.startswith(b"%PDF")
    assert world.ask("POST", f"{path}/end", {}).status_code == 422
    ended = world.ask("POST", f"{path}/end", {"why": "The wrong area."})
    assert ended.status_code == 200, ended.text
    assert {claim["state"] for claim in ended.get_json()["claims"]} == {"refused"}
    assert world.ask("GET", f"{path}/letters").status_code == 404
    again = world.ask("POST", CAMPAIGNS, body).get_json()
    asked = {claim["npi"] for claim in world.get(f"{CAMPAIGNS}/{again['id']}")["claims"]}
    assert asked == {first["npi"], second["npi"]}


@pytest.mark.parametrize(
    ("told", "parameter"),
    [
        ({"county": "Nowhere"}, "county"), ({"county": None}, "state"),
        ({"channel": "x"}, "channel"), ({"name": ""}, "name"), ({"most": 501}, "most"),
    ],
)  # fmt: skip
def test_a_campaign_that_makes_no_sense(world, told, parameter):
    body = {"name": "A", "county": "Albany County, NY", "channel": "phone"} | told
    answer = world.ask("POST", CAMPAIGNS, {k: v for k, v in body.items() if v is not None})
    assert answer.status_code == 422
    assert [e["parameter"] for e in answer.get_json()["errors"]] == [parameter]


def test_the_page_is_accessible_in_a_browser_without_scripts(world):
    made = claim(world)
    page = Page(world, made)
    with served(world.app) as url, open_browser() as browser:
        context = browser.new_context(viewport=NARROW, locale="en-US")
        window = context.new_page()
        window.goto(url + page.path)
        check(window)
        window.fill("#code-code", world.desk.links.code(made["id"], 1))
        follow(window, "main button")
        window.wait_for_selector("h1:has-text('Is your listing right?')")
        check(window)
        context.close()
