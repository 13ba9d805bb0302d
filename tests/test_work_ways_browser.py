"""What staff and an OT come to by doing something: previews, forms with faults, a report with its
meters. These owe what all pages do; and the work is done by the keyboard, without scripts."""

import html5lib
import pytest

from tests.access_actors import OT
from tests.browser import served
from tests.cases_world import BRIDGE, CHECKS, FACTS
from tests.keeping_world import KEEPER, fact_page, reported
from tests.page_checks import NARROW, check_every_look, check_size, follow, tab_to
from tests.test_site_states import is_page
from tests.work_cases import case_path
from tests.work_pages import open_world, sign_in_by_browser

HEADER = "npi,name,certified_on,expires_on,checked_on,source\n"
ENOUGH = 24  # checks: of fewer the report tells nothing, so that nobody can be told by it


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    """Of a chapter that checked enough for its report to tell of it."""
    with open_world(tmp_path_factory.mktemp("ways"), fixture_engine) as opened:
        client, who = (
            opened.app.test_client(),
            {"Authorization": f"Bearer {opened.tokens['staff']}"},
        )
        for _ in range(ENOUGH):
            assert client.post(CHECKS, json={"facts": FACTS}, headers=who).status_code == 200
        yield opened


@pytest.fixture(scope="module")
def address(world):
    with served(world.app) as url:
        yield url


@pytest.fixture
def plain(browser, address):
    """A narrow window without scripts."""
    context = browser.new_context(
        base_url=address, java_script_enabled=False, viewport=NARROW, locale="en-US"
    )
    yield context.new_page()
    context.close()


def a_file(world) -> dict:
    """A roster of one OT, with a row that is bad."""
    name = world.desk.engine.get(OT).name.last
    rows = f"{OT},{name},2026-05-02,,2026-11-01,CMSC\n12,Bad,2026-05-02,,2026-11-01,CMSC\n"
    return {"name": "roster.csv", "mimeType": "text/csv", "buffer": (HEADER + rows).encode()}


def roster(page, world):
    page.goto("/roster")
    follow(page, "main form button")
    page.wait_for_selector("#preview-file-fault")
    yield "no file"
    page.set_input_files("#preview-file", a_file(world))
    follow(page, "main form button")
    page.wait_for_selector("dl.tiles")
    yield "the preview"


def overdue(page, _):
    page.goto("/overdue?state=NY&field=phone")
    page.locator("#office-1-title ~ details summary").first.click()
    follow(page, "#office-1-title ~ details button")
    page.wait_for_selector("#faults")
    yield "nothing ticked, no reason"


def campaigns(page, _):
    page.goto("/campaigns")
    follow(page, "main form button")
    page.wait_for_selector("#start-camp_name-fault")
    yield "no name"
    page.fill("#start-camp_name", "Whoever")
    page.select_option("#start-in_state", "TX")
    page.fill("#start-most", "2")
    follow(page, "main form button")
    page.wait_for_selector("[name=checked]")
    yield "whom it would ask"
    follow(page, "[name=change]")
    page.wait_for_selector("#start-camp_name")
    yield "changed first"


def awards(page, world):
    page.goto(f"{case_path(world, used=False)}/awards")
    page.fill("#give-visits", "0")
    follow(page, "button[value=give]")
    page.wait_for_selector("#give-visits-fault")
    yield "an award of nothing"
    page.fill("#give-visits", "3")
    follow(page, "button[value=give]")
    page.wait_for_selector("[name=checked]")
    yield "an award before it is given"


def decisions(page, world):
    for path in (reported(world), fact_page(world)):
        page.goto(path)
        page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        follow(page, "main form:has([name$=why]) button")
        page.wait_for_selector("#faults")
        yield f"no reason: {path}"


def workbench(page, _):
    page.goto("/workbench")
    page.fill("#facts-postal_code", "12203")
    page.keyboard.press("Tab")
    follow(page, f"#program-{BRIDGE}-record")
    page.wait_for_selector("#record-given")
    page.fill("#record-given", "Rosalinde")
    follow(page)
    page.wait_for_selector("#faults")
    yield "half a name"


def reports(page, _):
    page.goto("/reports")
    assert page.locator("meter").count() > 0
    yield "a report with meters"


def listing(page, _):
    page.goto("/listing")
    page.fill("#confirm-wait", "soon")
    follow(page, "main form button")
    page.wait_for_selector("#confirm-wait-fault")
    yield "a wait that is none"


WAYS = {
    roster: KEEPER, overdue: KEEPER, campaigns: KEEPER, awards: "staff", reports: "staff",
    listing: "ot",
}  # fmt: skip
SCRIPTED = {decisions: KEEPER, workbench: "staff"}


@pytest.mark.parametrize("way", [*WAYS, *SCRIPTED])
def test_work_on_the_way_holds_the_rules(browser, address, world, way):
    context = browser.new_context(base_url=address, locale="en-US", viewport=NARROW)
    page = context.new_page()
    sign_in_by_browser(page, address, world.tokens[(WAYS | SCRIPTED)[way]])
    for _ in way(page, world):
        check_every_look(page)
    context.close()


@pytest.mark.parametrize("way", WAYS)
def test_work_on_the_way_is_valid_fits_in_spanish_and_needs_no_script(plain, address, world, way):
    plain.goto("/sign-in?lang=es&text=largest")
    sign_in_by_browser(plain, address, world.tokens[WAYS[way]])
    sources = []
    plain.on("response", lambda got: sources.extend([got] if is_page(got) else []))
    for _ in way(plain, world):
        html5lib.HTMLParser(strict=True).parse(sources[-1].text())
        assert plain.locator("html").get_attribute("lang") == "es"
        check_size(plain)


def test_a_roster_is_applied_by_the_keyboard_alone(plain, address, world):
    sign_in_by_browser(plain, address, world.tokens[KEEPER])
    plain.goto("/roster")
    tab_to(plain, "#preview-file")
    plain.set_input_files("#preview-file", a_file(world))  # what the system's own window does
    tab_to(plain, "main form button")
    follow(plain)
    plain.wait_for_selector("dl.tiles")
    tab_to(plain, "main form button")
    follow(plain)
    plain.wait_for_url("**/roster?done=*")
    held = {each.code: each for each in world.desk.engine.get(OT).credentials}
    assert held["MSCS"].expires_on.year == 2031


def test_an_office_is_verified_by_the_keyboard_alone(plain, address, world):
    sign_in_by_browser(plain, address, world.tokens[KEEPER])
    plain.goto("/overdue")
    tab_to(plain, "#area-state")
    plain.keyboard.type("New York")
    tab_to(plain, "main form button")
    follow(plain)
    plain.wait_for_url("**/overdue?state=NY*")
    before = plain.locator("h2").first.inner_text()
    tab_to(plain, "input[name$=fact]")
    plain.keyboard.press("Space")
    tab_to(plain, ".office summary")
    plain.keyboard.press("Enter")
    tab_to(plain, "#office-1-why")
    plain.keyboard.insert_text("Called the office.")
    tab_to(plain, ".office button")
    follow(plain)
    plain.wait_for_url("**/overdue?*done=*")
    assert plain.locator("h2").first.inner_text() != before


def test_a_campaign_is_started_and_printed_by_the_keyboard_alone(plain, address, world):
    sign_in_by_browser(plain, address, world.tokens[KEEPER])
    plain.goto("/campaigns")
    tab_to(plain, "#start-camp_name")
    plain.keyboard.insert_text("Autumn in Texas")
    tab_to(plain, "#start-in_state")
    plain.keyboard.type("Texas")
    tab_to(plain, "#start-most")
    plain.keyboard.insert_text("2")
    follow(plain)
    plain.wait_for_selector("text=2 listings would be asked")
    tab_to(plain, "[name=checked]")
    follow(plain)
    plain.wait_for_selector("h1:has-text('Autumn in Texas')")
    check_size(plain)
    tab_to(plain, "a[href$='/letters']")
    follow(plain)
    plain.wait_for_selector("section.following")
    assert plain.get_by_role("heading", name="Please confirm your listing").count() == 2
