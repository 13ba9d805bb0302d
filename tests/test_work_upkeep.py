"""Pages of staff: overdue facts, campaigns, rosters, data quality, imports."""

import re
from io import BytesIO

import pytest

from service.pdf.opened import count_pages
from tests.access_actors import OT
from tests.conftest import GOLDEN_DAY
from tests.keeping_world import KEEPER
from tests.site_pages import text_of
from tests.work_pages import open_world

TODAY = str(GOLDEN_DAY)
HEADER = "npi,name,certified_on,expires_on,checked_on,source\n"


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("work"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def staff(world):
    return world.client(KEEPER)


def office(page):
    """What the first form of a page of offices holds."""
    form = page.text.split('class="card office"')[1]
    hidden = dict(re.findall(r'type="hidden" name="office-1:(npi|place)" value="([^"]+)"', form))
    facts = re.findall(r'name="office-1:fact" value="([^"]+)"', form)
    return hidden | {"do": "office-1"}, facts


def held(world, office):
    places = world.desk.engine.get(office["npi"]).locations
    return next(at for at in places if at.id == office["place"])


# --- overdue facts


def test_one_call_verifies_what_is_ticked_of_an_office(world, staff):
    assert "Choose a state to begin" in text_of(staff.get("/overdue"))
    path = "/overdue?state=NY&field=phone"
    page = staff.get(path)
    total = int(re.search(r"([0-9]+) overdue facts", text_of(page))[1])
    first, facts = office(page)
    assert "Call the office" in text_of(page) and facts[0].startswith("phone ")
    unsaid = staff.post(path, **first, why="")
    assert unsaid.status_code == 422 and 'href="#office-1-fact"' in unsaid.text
    done = staff.post(path, **first, fact=facts[0], why="Called the office.", called_on=TODAY)
    assert done.headers["Location"] == f"{path}&done=yes"
    assert held(world, first).evidence["phone"].source == "staff"
    after = text_of(staff.get(done.headers["Location"]))
    assert f"{total - 1} overdue fact" in after
    late = staff.post(path, **first, fact=facts[0], why="Called again.", called_on=TODAY)
    assert late.status_code == 412


def test_insurance_that_is_still_taken_is_confirmed(world, staff):
    path = "/overdue?state=NY&field=plans"
    first, facts = office(staff.get(path))
    assert facts[0].startswith("plans.")
    assert staff.post(path, **first, fact=facts[0], why="Called.").status_code == 303
    assert "staff" in {row.source for row in held(world, first).plans}


def test_a_county_is_one_of_its_state(staff):
    page = staff.get("/overdue?state=NY&county=Albany County, NY")
    assert '<option value="Albany County, NY" selected>' in page.text
    assert staff.get("/overdue?state=CA&county=Albany County, NY").status_code == 200


# --- campaigns


def test_a_campaign_asks_the_stalest_and_tells_how_many_answered(staff):
    sent = {"do": "start", "camp_name": "Albany, autumn", "in_state": "NY", "channel": "phone"}
    nobody = staff.post("/campaigns", **sent, in_county="Atlantis")
    assert nobody.status_code == 422 and 'href="#start-in_county"' in nobody.text
    unnamed = staff.post("/campaigns", **sent | {"camp_name": ""})
    assert unnamed.status_code == 422 and 'href="#start-camp_name"' in unnamed.text
    none = staff.post("/campaigns", **sent, in_county="albany", most="0")
    assert none.status_code == 422
    assert "enter a whole number from 1 to 500" in text_of(none)
    looked = staff.post("/campaigns", **sent, in_county="albany", most="2")
    assert looked.status_code == 200
    assert "2 listings would be asked" in text_of(looked)
    assert "0 campaigns" in text_of(staff.get("/campaigns"))
    picked = set(re.findall(r'href="/listings/(\d+)"', looked.text))
    made = staff.post("/campaigns", **sent, in_county="albany", most="2", checked="yes")
    assert made.status_code == 303
    asked = re.findall(r'href="/listings/(\d+)"', staff.get(made.headers["Location"]).text)
    assert set(asked) == picked
    page = staff.get(made.headers["Location"])
    assert "0 of 2 answered" in text_of(page) and "/confirm/" in text_of(page)
    letter = re.search(r'href="(/queue/claims/[^"]+/letter)"', page.text)[1]
    assert "Please confirm your listing" in staff.get(letter).text
    sheet = staff.get(made.headers["Location"] + "/call-sheet")
    assert sheet.status_code == 200 and "Albany" in text_of(staff.get("/campaigns"))
    pdf = staff.get(made.headers["Location"] + "/call-sheet?format=pdf")
    assert pdf.data.startswith(b"%PDF")
    letters = staff.get(made.headers["Location"] + "/letters")
    assert letters.text.count("<h1>Please confirm your listing</h1>") == 2
    assert len(set(re.findall("Claim ([A-Za-z0-9_-]+)", letters.text))) == 2
    printed = staff.get(made.headers["Location"] + "/letters?format=pdf")
    assert count_pages(printed.data) == 2


def test_nothing_is_printed_for_a_campaign_that_is_answered(world, staff):
    sent = {"do": "start", "camp_name": "Erie", "in_state": "NY", "channel": "phone", "most": "1"}
    sent |= {"in_county": "erie", "checked": "yes"}
    made = staff.post("/campaigns", **sent).headers["Location"]
    (claim,) = set(re.findall(r"/queue/claims/([^/]+)/letter", staff.get(made).text))
    page = staff.get("/queue/claims").text
    told = re.search(f'name="refuse-{claim}:version" value="([0-9]+)"', page)[1]
    ended = staff.post("/queue/claims", do=f"refuse-{claim}", why="Moved away.", version=told)
    assert ended.status_code == 303
    assert "/letters" not in staff.get(made).text
    for kind in ("letters", "call-sheet"):
        assert staff.get(f"{made}/{kind}").status_code == 404


def test_a_campaign_is_ended_and_its_listings_can_be_asked_by_another(world, staff):
    sent = {
        "do": "start",
        "camp_name": "Everywhere",
        "in_state": "NY",
        "channel": "phone",
        "most": "1",
    }
    made = staff.post("/campaigns", **sent, checked="yes").headers["Location"]
    (npi,) = re.findall(r'href="/listings/(\d+)"', staff.get(made).text)
    link = re.search(r"/confirm/[\w.-]+", staff.get(made).text)[0]
    assert staff.get(link).status_code == 200
    unsaid = staff.post(made, do="end")
    assert (unsaid.status_code, 'href="#end-why"' in unsaid.text) == (422, True)
    assert staff.post(made, do="end", why="Wrong county.").status_code == 303
    assert "No longer asked" in text_of(staff.get(made))
    assert staff.get(link).status_code == 404
    again = staff.post("/campaigns", **sent)
    assert f"/listings/{npi}" in again.text
    changed = staff.post("/campaigns", **sent, change="yes")
    assert changed.status_code == 200
    assert 'value="Everywhere"' in changed.text
    outside = staff.post("/campaigns", **sent | {"in_state": "CA", "in_county": "albany"})
    assert "there is no county of this name in that state" in text_of(outside)


# --- rosters


def upload(staff, text):
    file = (BytesIO(text.encode()), "roster.csv")
    return staff.post("/roster", do="preview", file=file)


def test_a_roster_is_looked_at_and_then_applied(world, staff):
    name = world.desk.engine.get(OT).name.last
    text = (
        HEADER + f"{OT},{name},2026-05-02,,2026-11-01,CMSC\n"
        f"{OT},{name},2026-05-02,,2026-11-01,CMSC\n"
        "1999999984,Nobody,2026-05-02,,2026-11-01,CMSC\n"
        "12,Bad,2026-05-02,,2026-11-01,CMSC\n"
    )
    page = upload(staff, "\ufeff" + text)
    told = text_of(page)
    assert page.status_code == 200 and "Nothing was changed yet" in told
    assert "Line 5" in told and "Bad 12" in told and "This NPI stands in a row before" in told
    mark = re.search(r'name="mark" value="([0-9a-f]{16})"', page.text)[1]
    sent = {"do": "apply", "rows": text.replace("\n", "\r\n")}
    stale = staff.post("/roster", **sent, mark="0" * 16)
    assert stale.status_code == 409 and "changed since that preview" in stale.text
    done = staff.post("/roster", **sent, mark=mark)
    assert done.headers["Location"] == "/roster?done=yes"
    held = [each.code for each in world.desk.engine.get(OT).credentials]
    assert "MSCS" in held
    assert "The roster was applied" in text_of(staff.get("/roster?done=yes"))
    assert f"/listings/{OT}" in staff.get("/queue/corrections").text


@pytest.mark.parametrize("text", ["", "name,phone\nx,y\n"])
def test_what_is_no_roster_is_refused_at_its_field(staff, text):
    answer = upload(staff, text)
    assert answer.status_code == 422 and 'href="#preview-file"' in answer.text


def test_a_large_roster_comes_back_from_its_preview(staff):
    row = "1999999984,Nobody,2026-05-02,,2026-11-01,CMSC\n"
    page = upload(staff, HEADER + row * 9_000)
    assert "8,999" in text_of(page)
    again = staff.post("/roster", do="apply", rows=HEADER + row * 15_000, mark="0" * 16)
    assert again.status_code == 409


# --- numbers


def test_quality_tells_of_the_whole_each_state_and_the_counties_of_one(staff):
    page = text_of(staff.get("/quality"))
    assert "The whole directory" in page and "Phone known and fresh" in page
    assert re.search("[0-9]%", page) and not re.search("[0-9] %", page)
    assert "New York" in page and "Choose a state to see its counties" in page
    one = staff.get("/quality?state=NY")
    told = text_of(one)
    assert "Albany County 6" in told and "nobody in this directory" in told
    assert "Nobody of this directory works in 55 counties" in told and "Kings County" in told
    assert "county with a current MSCS" in told and "By state" not in told
    assert len(one.data) < 150_000
    assert "style=" not in one.text.split("<main")[1]
    assert "Nobody is listed there" in text_of(staff.get("/quality?state=AS"))


def test_states_stand_by_their_names(staff):
    page = staff.get("/quality").text
    rows = re.findall(r'<a class="tel" href="/quality\?state=[A-Z]{2}">([^<]+)</a>', page)
    assert rows == sorted(rows)
    assert rows[:2] == ["Alabama", "Alaska"]
    offered = re.search(r'<select id="area-state".*?</select>', page, re.DOTALL)[0]
    names = re.findall(r'<option value="[A-Z]{2}"[^>]*>([^<]+)</option>', offered)
    assert len(names) > 50
    assert names == sorted(names)


def test_an_admin_sees_numbers_and_imports_and_nothing_to_change(world):
    admin = world.client("admin")
    assert admin.get("/quality").status_code == 200
    page = admin.get("/imports")
    imports = text_of(page)
    assert "rows read" in imports and "could not be used" in imports
    assert "National register of providers (NPPES)" in imports
    assert "qhp_providers:" not in imports
    refused = ["<details>" in each for each in page.text.split('class="card"')[1:]]
    assert any(refused) and refused == sorted(refused, reverse=True)
    assert admin.get("/queue").status_code == 403 and admin.get("/roster").status_code == 403
