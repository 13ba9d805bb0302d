"""Staff and an OT keep the directory true in a real browser: without scripts, by the keyboard."""

import pytest

from tests.access_actors import OT
from tests.browser import open_browser, served
from tests.keeping_world import KEEPER, reported
from tests.page_checks import check_size, follow, tab_to
from tests.test_site_browser import window
from tests.work_pages import open_world, sign_in_by_browser


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("work"), fixture_engine) as opened:
        yield opened


@pytest.fixture
def plain(world):
    """A narrow window without scripts, and the address."""
    with served(world.app) as url, open_browser() as browser:
        context = window(browser, java_script_enabled=False)
        yield context.new_page(), url
        context.close()


def phone(world):
    return world.desk.engine.get(OT).locations[0].phone


def test_a_report_is_accepted_and_undone_by_the_keyboard_alone(world, plain):
    page, url = plain
    before, path = phone(world), reported(world, value="518-555-0144")
    sign_in_by_browser(page, url, world.tokens[KEEPER])
    page.goto(url + path)
    tab_to(page, "button[value=accept]")
    follow(page)
    page.wait_for_selector("#faults:focus")
    check_size(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#accept-why:focus")
    page.keyboard.insert_text("Called the office.")
    page.keyboard.press("Tab")
    follow(page)
    page.wait_for_url("**/queue/corrections?new=*")
    check_size(page)
    assert phone(world) == "5185550144"
    field = page.locator("details[open] input[name$=why]")
    tab_to(page, f"#{field.get_attribute('id')}")
    page.keyboard.insert_text("It was another office.")
    page.keyboard.press("Tab")
    follow(page)
    page.wait_for_url("**/queue/corrections?done=undo*")
    assert phone(world) == before


def test_an_ot_confirms_their_listing_by_the_keyboard_alone(world, plain):
    page, url = plain
    sign_in_by_browser(page, url, world.tokens["ot"])
    page.goto(f"{url}/listing")
    tab_to(page, "#confirm-wait")
    page.keyboard.insert_text("3")
    follow(page)
    page.wait_for_url("**/listing?place=*")
    check_size(page)
    assert "Your answers are saved" in page.inner_text("main")
    assert world.desk.engine.get(OT).locations[0].wait_weeks == 3


def test_a_folded_part_is_opened_and_answered_by_the_keyboard_alone(world, plain):
    page, url = plain
    sign_in_by_browser(page, url, world.tokens["ot"])
    page.goto(f"{url}/listing")
    assert not page.locator("[id='confirm-services.driving']").is_visible()
    tab_to(page, "#confirm-offer_out summary")
    page.keyboard.press("Enter")
    tab_to(page, "[id='confirm-services.driving']")
    check_size(page)
    page.keyboard.press("Y")
    tab_to(page, "main form button")
    follow(page)
    page.wait_for_url("**/listing?place=*")
    assert world.desk.engine.get(OT).services["driving"] == "yes"
    assert "Yes: Driving" in page.inner_text("#confirm-offer_out summary")


def test_the_table_of_states_fits_a_desk_and_says_where_more_columns_are(world, plain):
    page, url = plain
    sign_in_by_browser(page, url, world.tokens[KEEPER])
    page.goto(f"{url}/quality")
    page.set_viewport_size({"width": 1280, "height": 900})
    table = page.locator(".scroll:has(.by-state)")
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")
    page.set_viewport_size({"width": 700, "height": 900})
    assert table.evaluate("each => each.scrollWidth > each.clientWidth")
    assert "gradient" in table.evaluate("each => getComputedStyle(each).backgroundImage")
