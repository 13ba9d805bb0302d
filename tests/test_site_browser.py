"""Pages for everybody in a real browser: each journey without scripts and by keyboard alone, each
page in each of its states by axe-core's rules."""

import struct

import pytest

from service.app import create_app
from service.settings import Settings
from tests.browser import served
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import PEOPLE, ROOT
from tests.page_checks import NARROW, check, check_every_look, check_size, follow, tab_to
from tests.screenshots import FOLDER, PICTURES, take_one

ALBANY = "/search?near=12203&need=fatigue&plan=11111NY0010001"
NEURO = PEOPLE["albany-neuro"]
PAGES = (
    "/",
    "/search?near=99999&need=fatigue",
    ALBANY,
    "/search?near=69201",
    "/assets/none.css",
    f"/providers/{NEURO}",
    f"/providers/{NEURO}/report",
    "/shortlist",
    "/guide",
    "/first-visit",
    "/how-we-rank",
    "/elsewhere",
    "/accessibility",
)


@pytest.fixture(scope="module")
def address(fixture_engine, fixture_desk):
    app = create_app(Settings(), fixture_engine, today=lambda: GOLDEN_DAY, desk=fixture_desk)
    with served(app) as url:
        yield url


def window(browser, **options):
    return browser.new_context(**{"viewport": NARROW, "locale": "en-US"} | options)


@pytest.fixture
def plain(browser):
    """A narrow window without scripts."""
    context = window(browser, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_every_page_holds_the_rules_of_accessibility(browser, address):
    context = window(browser)
    page = context.new_page()
    for path in PAGES:
        page.goto(address + path)
        check_every_look(page)
    context.close()


def test_spanish_in_large_text_fits_too(browser, address):
    context = window(browser)
    page = context.new_page()
    page.goto(f"{address}/?lang=es&text=largest")
    for path in PAGES:
        page.goto(address + path)
        assert page.locator("html").get_attribute("lang") == "es"
        check(page)
    context.close()


def test_a_patient_finds_a_therapist_by_keyboard_alone(address, plain):
    plain.goto(address)
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    plain.wait_for_selector("main:focus")
    tab_to(plain, "[name=who]")
    plain.keyboard.press("ArrowDown")
    tab_to(plain, "#near")
    plain.keyboard.type("12203")
    tab_to(plain, "[value=fatigue]")
    plain.keyboard.press("Space")
    tab_to(plain, "#plan")
    plain.keyboard.type("11111NY0010001")
    tab_to(plain, ".more summary")
    plain.keyboard.press("Enter")
    tab_to(plain, "[name=accepting]")
    plain.keyboard.press("Space")
    follow(plain)
    plain.wait_for_selector("h1:has-text('found')")
    assert "need=fatigue" in plain.url and "accepting=true" in plain.url
    tab_to(plain, ".card details summary")
    plain.keyboard.press("Enter")
    assert plain.get_by_text("I am calling for someone with MS").first.is_visible()
    plain.get_by_role("link", name="Take out: Only those known").focus()
    follow(plain)
    plain.wait_for_url(lambda url: "accepting" not in url)


def test_a_list_is_made_and_handed_over_by_keyboard_alone(address, plain):
    plain.goto(f"{address}/providers/{NEURO}")
    tab_to(plain, "[value=add]")
    follow(plain)
    plain.wait_for_selector("h1:has-text('My list')")
    tab_to(plain, ".card [value=remove]")
    follow(plain)
    plain.wait_for_selector("text=is off your list")
    tab_to(plain, "[value=add]")
    follow(plain)
    plain.wait_for_selector("#hand")
    check_size(plain)
    tab_to(plain, "#place")
    plain.keyboard.type("12203")
    tab_to(plain, "[value=fatigue]")
    plain.keyboard.press("Space")
    follow(plain)
    plain.wait_for_selector("h1:has-text('Your code')")
    assert plain.get_by_text("Dear doctor").is_visible()
    check_size(plain)


def test_a_wrong_phone_is_reported_by_keyboard_alone(address, plain):
    plain.goto(f"{address}/providers/{NEURO}")
    tab_to(plain, "[href$=report]")
    follow(plain)
    plain.wait_for_selector("#fact")
    tab_to(plain, "#fact")
    plain.keyboard.type("Phone")
    tab_to(plain, "#value")
    plain.keyboard.type("518-555-0177")
    follow(plain)
    plain.wait_for_selector("h1:has-text('Is this right?')")
    tab_to(plain, "[value=send]")
    follow(plain)
    plain.wait_for_selector("h1:has-text('Thank you')")


def test_a_mistake_is_put_right_by_keyboard_alone(address, plain):
    plain.goto(address)
    tab_to(plain, "#near")
    plain.keyboard.type("99999")
    follow(plain)
    plain.wait_for_selector("#faults:focus")
    assert plain.title().startswith("Error: ")
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    plain.wait_for_selector("#near:focus")
    plain.keyboard.press("ControlOrMeta+A")
    plain.keyboard.type("12203")
    follow(plain)
    plain.wait_for_selector("h1:has-text('found')")


def test_the_first_result_needs_no_script(address, plain):
    plain.goto(address + ALBANY)
    assert plain.locator(".card h2").first.is_visible()
    assert plain.locator(".card").first.get_by_text("About 4.5 miles away").first.is_visible()


def test_with_scripts_what_is_typed_is_suggested(browser, address):
    context = window(browser)
    page = context.new_page()
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(address)
    for field, typed, suggested in (("near", "albany", "Albany, NY"), ("plan", "aetn", "Aetna")):
        page.locator(f"#{field}").press_sequentially(typed)
        page.wait_for_function(
            "([id, value]) => [...document.getElementById(id).options].some(o => o.value == value)",
            arg=[f"{field}-list", suggested],
        )
    assert heard == []
    context.close()


def test_a_second_click_sends_nothing(browser, address):
    context = window(browser)
    page = context.new_page()
    asked = []
    page.on("request", lambda sent: asked.append(sent.url) if "/search" in sent.url else None)
    page.goto(address)
    page.fill("#near", "12203")
    with page.expect_navigation():
        page.evaluate(
            "() => { const b = document.querySelector('form button'); b.click(); b.click(); }"
        )
    page.wait_for_selector("h1:has-text('found')")
    assert len(asked) == 1
    page.go_back()
    page.wait_for_selector("form button")
    follow(page, "form button")
    page.wait_for_selector("h1:has-text('found')")
    context.close()


def test_nothing_moves_for_who_wants_it_still_and_print_shows_people(browser, address):
    context = window(browser, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + ALBANY)
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()
    assert not page.locator(".narrow").is_visible()
    assert page.locator(".card h2").first.is_visible()
    context.close()


def test_the_readmes_pictures_are_taken_by_a_command(browser, address, tmp_path):
    readme = (ROOT / "README.md").read_text()
    for name, (_, (width, height), _) in PICTURES.items():
        assert f"fixtures/screenshots/{name}.png" in readme
        for file in (FOLDER / f"{name}.png", take_one(browser, address, name, tmp_path)):
            header = file.read_bytes()[:24]
            assert header.startswith(b"\x89PNG")
            assert struct.unpack(">II", header[16:]) == (width, height)


@pytest.mark.parametrize("scripts", [True, False])
def test_who_adds_somebody_by_keyboard_is_told_and_goes_on_from_there(browser, address, scripts):
    context = window(browser, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(address + ALBANY)
    tab_to(page, f".card:has(#at-{NEURO}) button[value=add]", most=200)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    focused = page.locator(f"#on-list-{NEURO}:focus")
    focused.wait_for()
    assert "On your list." in focused.inner_text()
    page.keyboard.press("Tab")
    assert page.locator(f"#on-list-{NEURO} a:focus").count() == 1
    context.close()
