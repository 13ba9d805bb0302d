"""Pages in a real browser: without scripts, by keyboard, at 320 pixels, by axe-core's rules."""

import pytest

from service.app import create_app
from service.settings import Settings
from tests.browser import served
from tests.new_store import store_in
from tests.page_checks import NARROW, check, follow, tab_to
from tests.page_world import code_of, reply_path, row, send, status_path
from tests.referral_world import open_desk_on


@pytest.fixture
def desk(tmp_path, own_engine):
    store = store_in(tmp_path)
    yield open_desk_on(store, own_engine, public_url="http://127.0.0.1")
    store.close()


@pytest.fixture
def address(desk):
    with served(create_app(Settings(), desk.engine, desk=desk)) as url:
        yield url


@pytest.fixture
def plain(browser):
    """A narrow window without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport=NARROW, locale="en-US")
    yield context.new_page()
    context.close()


@pytest.fixture(params=["light", "dark"])
def scripted(request, browser):
    """With scripts, which only axe-core runs."""
    context = browser.new_context(viewport=NARROW, locale="en-US", color_scheme=request.param)
    yield context.new_page()
    context.close()


def test_an_ot_answers_by_keyboard_alone(desk, address, plain):
    sent = send(desk)
    plain.goto(address + reply_path(desk, sent))
    tab_to(plain, "#code-code")
    plain.keyboard.type("12 34")
    follow(plain)
    plain.wait_for_selector("#faults:focus")
    assert plain.title().startswith("Error: ")
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    plain.wait_for_selector("#code-code:focus")
    plain.keyboard.press("ControlOrMeta+A")
    plain.keyboard.type(code_of(desk, sent))
    follow(plain)
    plain.wait_for_selector("text=Quillfeather")
    tab_to(plain, "details:nth-of-type(2) summary")
    plain.keyboard.press("Enter")
    tab_to(plain, "#decline-reason")
    plain.keyboard.type("Takes no")
    tab_to(plain, "#decline-text")
    plain.keyboard.type("Full until March")
    tab_to(plain, "details:nth-of-type(2) button")
    follow(plain)
    plain.wait_for_selector("text=Nothing was done yet.")
    tab_to(plain, "button[name='checked']")
    follow(plain)
    plain.wait_for_selector("text=no longer open")
    task = row(desk, sent["id"]).task
    assert (task.status, task.status_reason) == ("rejected", "at-capacity")


def test_a_patient_asks_for_another_therapist_by_keyboard_alone(desk, address, plain):
    sent = send(desk)
    plain.goto(f"{address}{status_path(desk, sent)}?lang=en")
    tab_to(plain, "#birth-birth_month")
    for part in ("3", "2", "1979"):
        plain.keyboard.type(part)
        plain.keyboard.press("Tab")
    follow(plain)
    plain.wait_for_selector("text=Dana Whitcomb")
    tab_to(plain, "[href*=another-asked]")
    follow(plain)
    tab_to(plain, "form:has([value=another-asked]) button")
    follow(plain)
    plain.wait_for_selector("text=We told your doctor's office that you would like another")
    assert plain.locator("h1").inner_text() == "Where your request stands"


def test_every_page_holds_the_rules_of_accessibility(desk, address, scripted, tmp_path):
    sent = send(desk)
    for path in ("/reply", "/status", "/confirm"):
        scripted.goto(f"{address}{path}?lang=en")
        check(scripted)
        follow(scripted, "main button")
        scripted.wait_for_selector("#faults:focus")
        check(scripted)
    pages = [f"{address}/reply/nothing", f"{address}{reply_path(desk, sent)}"]
    for url in pages:
        scripted.goto(url)
        check(scripted)
    follow(scripted, "main button")
    check(scripted)
    scripted.fill("#code-code", code_of(desk, sent))
    follow(scripted, "main button")
    check(scripted)
    scripted.click("summary >> nth=1")
    follow(scripted, "details[open] button")
    scripted.wait_for_selector("#faults:focus")
    check(scripted)
    scripted.select_option("#decline-reason", "at-capacity")
    follow(scripted, "details[open] button")
    scripted.wait_for_selector("button[name=checked]")
    check(scripted)
    scripted.goto(f"{address}{status_path(desk, sent)}?lang=en")
    check(scripted)
    scripted.fill("#birth-birth_month", "13")
    follow(scripted, "main button")
    check(scripted)
    for name, part in (("month", "3"), ("day", "2"), ("year", "1979")):
        scripted.fill(f"#birth-birth_{name}", part)
    follow(scripted, "main button")
    check(scripted)
