"""The workbench in a real browser: live with scripts, whole without, by keyboard alone."""

import pytest

from tests.browser import served
from tests.cases_world import BRIDGE, SECRETS
from tests.page_checks import WIDE, check, check_every_look, check_size, follow, tab_to
from tests.test_site_browser import window
from tests.work_pages import open_world, sign_in_by_browser

BENCH = "/workbench"


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("bench"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(world):
    with served(world.app) as url:
        yield url


@pytest.fixture
def opened(browser, address, world):
    """Opens the workbench for staff in a window of its own."""
    contexts = []

    def open_bench(**options):
        context = window(browser, **options)
        contexts.append(context)
        page = context.new_page()
        sign_in_by_browser(page, address, world.tokens["staff"])
        page.goto(address + BENCH)
        return page

    yield open_bench
    for context in contexts:
        context.close()


def told(page, text):
    page.locator("#told", has_text=text).wait_for()


def test_it_answers_while_one_types_and_finds_no_fault_with_half_a_value(opened):
    page = opened(viewport=WIDE)
    page.focus("#facts-postal_code")
    with page.expect_response(lambda answer: answer.request.method == "POST") as half:
        page.keyboard.type("122")
    assert half.value.status == 422 and page.locator("#facts .fault").count() == 0
    page.keyboard.type("03")
    page.wait_for_selector("#next-postal_code", state="detached")
    assert page.evaluate("document.activeElement.id") == "facts-postal_code"


def test_what_a_question_decides_stands_below_it(opened):
    asks = opened(viewport=WIDE).locator("#next li:visible")
    for number in range(asks.count()):
        link, hint = asks.nth(number).locator("a"), asks.nth(number).locator(".hint")
        assert hint.bounding_box()["x"] == link.bounding_box()["x"]


def test_the_answer_follows_what_is_told_and_the_focus_stays(opened, address):
    page = opened(viewport=WIDE)
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    first = page.locator("#next ol a").first
    field = first.get_attribute("href")
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{field}:focus")
    page.select_option("#facts-diagnosis", "ms")
    page.wait_for_selector("#next-diagnosis", state="detached")
    page.fill("#facts-age", "30")
    page.keyboard.press("Tab")
    page.keyboard.type("03021979")
    page.keyboard.press("Tab")
    told(page, "this does not agree with")
    assert page.locator("#facts-age-fault").is_visible()
    assert page.locator("#facts-birth_date-fault").is_visible()
    assert page.locator("#facts-age").get_attribute("aria-invalid") == "true"
    check(page)
    page.fill("#facts-age", "")
    page.keyboard.press("Tab")
    told(page, "More has to be known")
    assert page.locator("#facts .fault").count() == 0
    assert page.locator("#facts-age").get_attribute("aria-invalid") is None
    page.locator(f"#program-{BRIDGE}-more summary").click()
    page.locator("#facts-veteran + span").click()
    page.locator("[name=veteran][value=no]").check()
    told(page, "Ask next")
    assert page.locator(f"#program-{BRIDGE}-more").get_attribute("open") is not None
    assert page.url == f"{address}{BENCH}{field}"
    assert heard == []


@pytest.mark.parametrize("delay", [0, 200])
def test_what_is_typed_is_answered_while_its_field_has_the_focus(opened, delay):
    page = opened(viewport=WIDE)
    page.locator("#next-postal_code").wait_for(state="attached")
    page.focus("#facts-postal_code")
    page.keyboard.type("12203", delay=delay)
    page.wait_for_selector("#next-postal_code", state="detached", timeout=20_000)
    assert page.locator("#facts-postal_code:focus").input_value() == "12203"


def test_what_has_the_focus_keeps_it_when_the_answer_comes(opened):
    page = opened(viewport=WIDE)
    page.fill("#facts-age", "47")
    page.locator(f"#program-{BRIDGE}-record").focus()
    told(page, "Ask next")
    page.wait_for_selector("text=Age: 47")
    assert page.locator(f"#program-{BRIDGE}-record:focus").count() == 1
    follow(page)
    page.wait_for_selector("h1:has-text('Record the decision')")
    assert page.input_value("[name=age]") == "47"


def test_who_cannot_reach_the_service_is_told_so(opened):
    page = opened(viewport=WIDE)
    page.route("**/workbench", lambda route: route.abort())
    page.fill("#facts-age", "47")
    page.keyboard.press("Tab")
    told(page, "could not be asked just now")
    page.unroute("**/workbench")
    page.get_by_role("button", name="Check", exact=True).click()
    told(page, "Ask next")


def test_a_person_is_checked_and_recorded_by_keyboard_without_scripts(opened, address):
    page = opened(java_script_enabled=False)
    tab_to(page, "#facts-diagnosis", most=90)
    page.keyboard.type("multiple")
    tab_to(page, "#facts-diagnosis_confirmed_by")
    page.keyboard.type("a phys")
    tab_to(page, "#facts-postal_code")
    page.keyboard.type("12203")
    tab_to(page, "#facts-age")
    page.keyboard.type("47")
    tab_to(page, "#facts-household_size")
    page.keyboard.type("3")
    tab_to(page, "#facts-household_income")
    page.keyboard.type("41234")
    tab_to(page, "[name=days_since_last_award_none]")
    page.keyboard.press("Space")
    follow(page)
    told(page, "Eligible: ")
    check_size(page)
    assert page.url == address + BENCH
    tab_to(page, f"#program-{BRIDGE}-record", most=120)
    follow(page)
    page.wait_for_selector("#record-given")
    check_size(page)
    tab_to(page, "#record-given")
    page.keyboard.type("Rosalinde")
    follow(page)
    page.wait_for_selector("#faults:focus")
    assert page.input_value("#record-given") == "Rosalinde"
    tab_to(page, "#record-family")
    page.keyboard.type("Quillfeather")
    page.fill("#record-born", "1979-03-02")
    follow(page)
    page.wait_for_url("**/cases/k-*")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Quillfeather")
    assert [secret for secret in SECRETS if secret in page.url] == []
    tab_to(page, "#override > summary")
    page.keyboard.press("Enter")
    page.locator("#override-reason").focus()
    page.keyboard.type("It was halved.")
    tab_to(page, "#override button")
    follow(page)
    page.wait_for_selector("#check-form")
    tab_to(page, "#check-form button[name=checked]")
    follow(page)
    page.wait_for_selector("text=Staff decided otherwise than the rule")


def test_an_answer_holds_the_rules_of_accessibility(opened):
    page = opened()
    page.fill("#facts-postal_code", "12203")
    page.fill("#facts-plan_id", "Medicare")
    page.keyboard.press("Tab")
    page.wait_for_selector("#coverage")
    check_every_look(page)
    follow(page, f"#program-{BRIDGE}-record")
    page.wait_for_selector("#record-given")
    check_every_look(page)
