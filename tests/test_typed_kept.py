"""Another language or size of text throws away nothing that was typed, with and without scripts."""

import pytest

from service.app import create_app
from tests.browser import served
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import PEOPLE
from tests.page_checks import follow, tab_to
from tests.test_site_eligibility import SETTINGS
from tests.waiting import until

NEURO = PEOPLE["albany-neuro"]
# Page, and what somebody typed in its fields.
TYPED = {
    "/": {"#near": "12203", "#plan": "Medicare"},
    "/first-visit": {"#household-hard": "Stairs & soap,\n<b>both</b>", "#career-goal": "To type"},
    "/eligibility": {"#answer": "1220"},
    f"/providers/{NEURO}/report": {"#value": "518-555-0177", "#note": "It rings in vain"},
    "/shortlist": {"#place": "1220"},
}


@pytest.fixture(scope="module")
def address(fixture_engine, fixture_desk):
    app = create_app(SETTINGS, fixture_engine, today=lambda: GOLDEN_DAY, desk=fixture_desk)
    with served(app) as url:
        yield url


def focus(page, name):
    page.locator("header").get_by_role("button", name=name).focus()


def enlarge(page):
    """In place with scripts, which tell the server of it; without them on another page."""
    focus(page, "Large text")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-text=large]")
    page.wait_for_load_state()
    until(lambda: "large" in {each["value"] for each in page.context.cookies()})


def speak_spanish(page):
    focus(page, "Español")
    follow(page)
    assert page.locator("html").get_attribute("lang") == "es"


def size_of(page):
    return page.locator("body").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request, browser, address):
    context = browser.new_context(
        base_url=address, java_script_enabled=request.param, locale="en-US"
    )
    cookie = {"name": "otmatch_list", "value": NEURO, "url": address}
    context.add_cookies([cookie])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", TYPED)
def test_what_was_typed_stays(page, path):
    page.goto(path)
    for field, text in TYPED[path].items():
        page.fill(field, text)
    usual = size_of(page)
    enlarge(page)
    assert size_of(page) > usual
    speak_spanish(page)
    assert page.locator("#faults").count() == 0
    for field, text in TYPED[path].items():
        assert page.input_value(field) == text
    page.goto("/guide")
    assert page.locator("html[lang=es][data-text=large]").count() == 1


def test_boxes_stay_too(page):
    page.goto("/")
    page.check("[name=need][value=fatigue]")
    page.check("[name=who][value=other]")
    speak_spanish(page)
    assert page.is_checked("[name=need][value=fatigue]")
    assert page.is_checked("[name=who][value=other]")


def test_the_enter_key_still_presses_the_forms_own_button(page):
    page.goto("/")
    page.fill("#near", "12203")
    follow(page)
    page.wait_for_url("**/search?**")
    page.goto("/eligibility")
    tab_to(page, "#answer")
    page.keyboard.type("12203")
    follow(page)
    page.wait_for_url("**/eligibility/2")
    assert page.locator("html").get_attribute("lang") == "en"
