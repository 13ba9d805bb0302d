"""What was told on one page is not asked again by another."""

import re
from html import unescape

import pytest

from service.app import create_app
from service.settings import Settings
from tests.browser import open_browser, served
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import FIXTURES, PEOPLE
from tests.page_checks import follow
from tests.site_pages import text_of

SETTINGS = Settings(programs=str(FIXTURES / "programs"), chapters=str(FIXTURES / "chapters"))
PLAN, NEURO = "11111NY0010001", PEOPLE["albany-neuro"]
SEARCH = f"/search?near=12203&need=fatigue&need=balance&plan={PLAN}"


@pytest.fixture(scope="module")
def app(fixture_engine, fixture_desk):
    return create_app(SETTINGS, fixture_engine, today=lambda: GOLDEN_DAY, desk=fixture_desk)


@pytest.fixture
def site(app):
    return app.test_client()


def fields(page, action):
    """Of the first form that leads there."""
    form = page.text.split(f'action="{action}"')[1].split("</form>")[0]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return [(name, unescape(value)) for name, value in found]


def test_results_tell_the_check_the_zip_and_the_plan(site):
    handed = dict(fields(site.get(SEARCH), "/eligibility"))
    assert handed == {"near": "12203", "plan": PLAN}
    page = begun(site, handed)
    asked = re.search(r'name="asked" value="([^"]+)"', page.text)[1]
    assert asked not in ("postal_code", "plan_id")
    assert "We keep nothing." in text_of(page)
    for said in ("ZIP code 12203 Change : ZIP code", "Change : Insurance plan"):
        assert said in text_of(page)


def begun(site, handed):
    """The check, begun with what a search hands on."""
    return site.post("/eligibility", data=handed | {"do": "search"}, follow_redirects=True)


@pytest.mark.parametrize("near", ["Albany, NY", "1220", "12203-12", "<b>", ""])
def test_a_place_that_is_no_zip_is_asked(site, near):
    page = begun(site, {"near": near, "plan": "Medicare"})
    assert dict(fields(page, "/eligibility")) == {"asked": "postal_code"}


def test_the_check_tells_the_search_what_both_ask(site):
    begun(site, {"near": "12203", "plan": PLAN})
    handed = fields(site.get("/eligibility/so-far"), "/")
    assert handed[:2] == [("near", "12203"), ("plan", PLAN)]
    assert {name for name, _ in handed} <= {"near", "plan", "program", "credential"}
    form = site.get("/", query_string=dict(handed))
    assert re.search(r'<input id="near"[^>]+value="12203"', form.text)
    assert re.search(rf'<input id="plan"[^>]+value="{PLAN}"', form.text)


def test_answers_that_a_search_does_not_take_stay_away(site):
    for fact, do in (("postal_code", "pass"), ("plan_id", "none"), ("plan_id", "answer")):
        told = {"asked": fact, "do": do, "answer": "other"}
        site.post("/eligibility", data=told)
        handed = dict(fields(site.get("/eligibility/so-far"), "/"))
        assert not {"near", "plan"} & handed.keys()


def test_the_list_knows_what_was_looked_for(site):
    added = dict(fields(site.get(SEARCH), "/shortlist"))
    assert added["near"] == "12203"
    everything = [pair for pair in fields(site.get(SEARCH), "/shortlist") if pair[0] != "npi"]
    body = {"do": "add", "npi": NEURO, "need": [v for n, v in everything if n == "need"]}
    site.post("/shortlist", data=added | body)
    page = site.get("/shortlist")
    assert re.search(r'<input id="place"[^>]+value="12203"', page.text)
    assert re.findall(r'name="need" value="([^"]+)" checked', page.text) == ["fatigue", "balance"]
    cookie = next(c for c in site.post("/shortlist", data=added | {"do": "clear"})
                  .headers.getlist("Set-Cookie") if c.startswith("otmatch_sought"))  # fmt: skip
    assert cookie == "otmatch_sought=; HttpOnly; Path=/; SameSite=Lax"


def test_what_stands_on_the_form_for_the_doctor_holds(site):
    """Who empties the ZIP there has told none, whatever the search was."""
    added = dict(fields(site.get(SEARCH), "/shortlist"))
    site.post("/shortlist", data=added | {"do": "add", "npi": NEURO})
    wrong = site.post("/shortlist/code", data={"form": added["form"], "place": "1"})
    assert wrong.status_code == 422
    assert re.search(r'<input id="place"[^>]+value="1"', wrong.text)
    assert not re.findall(r'name="need" value="[^"]+" checked', wrong.text)


@pytest.mark.parametrize("cookie", ["x", "12203.<script>", "1220.fatigue", "." * 4000])
def test_a_damaged_cookie_is_nothing_looked_for(site, cookie):
    site.set_cookie("otmatch_list", NEURO)
    site.set_cookie("otmatch_sought", cookie)
    page = site.get("/shortlist")
    assert page.status_code == 200 and "<script>" not in page.text.split("<main")[1]


def enter(page, role, name):
    page.get_by_role(role, name=name).focus()
    follow(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_there_and_back_by_keyboard_and_by_the_browsers_own_button(app, scripts):
    with served(app) as address, open_browser() as browser:
        page = browser.new_context(java_script_enabled=scripts, locale="en-US").new_page()
        page.goto(address)
        page.locator("#near").fill("12203")
        enter(page, "button", "See if a program can help")
        assert page.url == f"{address}/eligibility/2"
        assert page.get_by_text("12203").is_visible()
        enter(page, "button", "I don’t know")
        page.wait_for_url("**/eligibility/3")
        enter(page, "link", "Show what we found")
        enter(page, "button", "Find a therapist near you")
        page.wait_for_selector("#search")
        assert page.locator("#near").input_value() == "12203"
        for at in ("so-far", "3", "2"):
            page.go_back()
            page.wait_for_url(f"**/eligibility/{at}")
            page.reload()
            assert page.get_by_text("12203").first.is_visible()
        for _ in range(3):
            page.go_forward()
        page.wait_for_selector("#search")
        page.locator("#near").focus()
        follow(page)
        assert page.url.startswith(f"{address}/search?") and "near=12203" in page.url
