"""Pages of who signed in, in a real browser: with and without scripts, by keyboard, by the rules of
accessible pages. A page of one's own is a line of PAGES."""

import struct
from datetime import timedelta

import pytest

from service.access.sessions import Lasting
from tests.access_referrals import belongings, referral_in
from tests.browser import served
from tests.fixture_directory import ROOT
from tests.keeping_world import KEEPING_PAGES
from tests.noted_app import NOTES, Notes, noted_app
from tests.page_checks import NARROW, check, check_every_look, check_size, follow, tab_to
from tests.screenshots import FOLDER
from tests.test_site_browser import window
from tests.work_cases import case_path
from tests.work_pages import open_world, sign_in_by_browser
from tests.work_screenshots import WORK_PICTURES, sample, take_one


def one(state):
    """The page of a referral that is in this state, made for it."""

    def path(world):
        return f"/referrals/{belongings(world.desk, referral_in(world.desk, state))['id']}"

    return path


# Who opens which page: an actor of access_actors.py, and the path or what makes it of the world.
PAGES = (
    ("clinician", "/referrals"),
    ("clinician", "/referrals/new"),
    ("clinician", lambda world: one("draft")(world) + "/edit"),
    ("clinician", one("draft")),
    ("clinician", one("stuck")),
    ("clinician", one("declined")),
    ("ot", "/referrals?list=scheduled"),
    ("ot", one("received")),
    ("ot", one("scheduled")),
    ("staff", one("stuck")),
    ("ot", "/listing"),
    ("ot", "/listing?done=yes"),
    *KEEPING_PAGES,
    ("clinician", "/home"),
    ("front desk", "/home"),
    ("ot", "/home"),
    ("staff", "/home"),
    ("admin", "/home"),
    ("admin", "/sign-in"),
    ("staff", "/workbench"),
    ("staff", "/cases"),
    ("staff", "/cases?state=closed&outcome=eligible"),
    ("staff", case_path),
    ("staff", lambda world: f"{case_path(world)}/recheck"),
    ("staff", lambda world: f"{case_path(world)}/awards"),
    ("staff", lambda world: f"{case_path(world)}/proof"),
    ("staff", "/programs"),
    ("staff", "/programs/example-bridge-visits"),
    ("staff", "/reports"),
    ("admin", "/reports"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("work"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(world):
    with served(world.app) as url:
        yield url


@pytest.fixture
def noted(world):
    """The address of the app with the OT's notes, and the notes."""
    notes = Notes()
    with served(noted_app(world, notes)) as url:
        yield url, notes


@pytest.fixture
def plain(browser):
    """A narrow window without scripts."""
    context = window(browser, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser):
    context = window(browser)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("actor", dict.fromkeys(actor for actor, _ in PAGES))
def test_every_page_holds_the_rules_of_accessibility(browser, address, world, actor):
    """In all looks; and in Spanish with large text, where words are longest."""
    for begin, hold in (("/sign-in", check_every_look), ("/sign-in?lang=es&text=largest", check)):
        context = window(browser)
        page = context.new_page()
        page.goto(address + begin)
        sign_in_by_browser(page, address, world.tokens[actor])
        for path in (path for who, path in PAGES if who == actor):
            page.goto(address + (path(world) if callable(path) else path))
            page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
            hold(page)
        context.close()


def test_signing_in_and_out_takes_a_keyboard_and_no_script(address, plain, world):
    plain.goto(address)
    plain.get_by_role("link", name="Sign in").focus()
    follow(plain)
    plain.wait_for_url("**/sign-in")
    check_size(plain)
    tab_to(plain, "#sign-in-token")
    plain.keyboard.insert_text("otm_wrong")
    follow(plain)
    plain.wait_for_selector("#faults:focus")
    assert plain.title().startswith("Error: ")
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    plain.wait_for_selector("#sign-in-token:focus")
    plain.keyboard.insert_text(world.tokens["ot"])
    follow(plain)
    plain.wait_for_url("**/home")
    assert plain.get_by_text("You stay signed in until").is_visible()
    assert plain.get_by_text("Each page that you open gives you more time").is_visible()
    assert plain.locator("footer button").is_visible()
    tab_to(plain, ".who button")
    follow(plain)
    plain.wait_for_url("**/sign-in?out=yes")
    check_size(plain)
    plain.goto(f"{address}/home")
    assert plain.url.endswith("/sign-in?next=%2Fhome")


def test_what_was_typed_comes_back_without_scripts(noted, plain, world):
    url, notes = noted
    sign_in_by_browser(plain, url, world.tokens["ot"])
    plain.goto(url + NOTES)
    plain.fill("#note-note", "typed for an hour")
    now = world.access.sessions.now
    world.access.sessions.now = lambda: now() + timedelta(hours=1)
    try:
        follow(plain, "main button")
        plain.wait_for_selector("#sign-in-token")
        plain.fill("#sign-in-token", world.tokens["ot"])
        follow(plain)
        plain.wait_for_selector("#notice:focus")
        assert plain.input_value("#note-note") == "typed for an hour"
        assert notes.kept == []
        check_size(plain)
        follow(plain, "main button")
        assert notes.kept == ["typed for an hour"]
    finally:
        world.access.sessions.now = now


def test_who_has_scripts_is_warned_and_stays(noted, page, world):
    """Five minutes before the end of half an hour, by the browser's own clock."""
    url, _ = noted
    page.clock.install()
    sign_in_by_browser(page, url, world.tokens["ot"])
    page.goto(url + NOTES)
    page.fill("#note-note", "half a")
    assert not page.locator("#session-soon").is_visible()
    page.clock.fast_forward("26:00")
    page.wait_for_selector("#session-soon", state="visible")
    check(page)
    page.get_by_role("button", name="Stay signed in").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#session-soon", state="hidden")
    assert page.input_value("#note-note") == "half a"


def test_who_cannot_stay_is_told_so(noted, page, world):
    url, _ = noted
    sessions, lasting = world.access.sessions, world.access.sessions.lasting
    sessions.lasting = Lasting(most=timedelta(minutes=4))
    page.clock.install()
    try:
        sign_in_by_browser(page, url, world.tokens["ot"])
        page.wait_for_selector("#session-last", state="visible")
        check(page)
        page.clock.fast_forward("04:00")
        page.wait_for_selector("#session-over", state="visible")
        check(page)
    finally:
        sessions.lasting = lasting


def test_the_readmes_pictures_are_taken_by_a_command(browser, address, world, tmp_path):
    readme, made = (ROOT / "README.md").read_text(), sample(world)
    for name, (_, (width, height), _, _) in WORK_PICTURES.items():
        assert f"fixtures/screenshots/{name}.png" in readme
        taken = take_one(browser, (address, world, made), name, tmp_path)
        for file in (FOLDER / f"{name}.png", taken):
            header = file.read_bytes()[:24]
            assert header.startswith(b"\x89PNG")
            assert struct.unpack(">II", header[16:]) == (width, height)


def test_our_script_breaks_no_rule_of_the_page(address, page, world):
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    sign_in_by_browser(page, address, world.tokens["staff"])
    assert heard == []
    assert page.viewport_size == NARROW
