"""The steps of a new referral in a real browser, on each database: going back, opening anew, two
tabs, somebody else; what is not sent yet is not lost."""

from uuid import uuid4

import pytest

from tests.browser import served
from tests.page_checks import follow, tab_to
from tests.postgres_server import new_database
from tests.referral_steps import NEW
from tests.test_site_browser import window
from tests.waiting import until
from tests.work_pages import open_world, sign_in_by_browser

PATIENT = {"given": "Wilhelmina", "family": "Featherstone", "birth_date": "1971-08-09",
           "postal_code": "12203"}  # fmt: skip
ORDER = {"text": "Evaluate and treat", "goals": "walk the dog",
         "requester_name": "Dr. Ellis Harrow", "signed_by": "Dr. Ellis Harrow"}  # fmt: skip
TYPED = "Heat makes it worse."


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request, tmp_path_factory, fixture_engine):
    folder = tmp_path_factory.mktemp("steps")
    if request.param == "sqlite":
        with open_world(folder, fixture_engine) as opened:
            yield opened
        return
    tables = request.getfixturevalue("postgres_tables")
    with (
        new_database(request.getfixturevalue("postgres_url"), like=tables) as url,
        open_world(folder, fixture_engine, store_url=url) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def address(world):
    with served(world.app) as url:
        yield url


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request, browser, address, world):
    """Of a doctor who signed in."""
    context = window(browser, java_script_enabled=request.param)
    opened = context.new_page()
    sign_in_by_browser(opened, address, world.tokens["clinician"])
    yield opened
    context.close()


def fill(page, fields):
    for name, text in fields.items():
        page.fill(f"#new-{name}", text)


def as_far_as_review(page, address, **changes):
    page.goto(f"{address}{NEW}")
    fill(page, PATIENT | changes)
    follow(page, "main button[value='2']")
    page.locator("input[name=recipient]").first.check()
    follow(page, "main button[value='3']")
    fill(page, ORDER)
    follow(page, "main button[value='review']")
    page.wait_for_url("**/review")


def test_back_and_reload_reach_every_step_with_what_was_entered(page, address):
    as_far_as_review(page, address)
    page.go_back()
    page.wait_for_url("**/3")
    assert page.input_value("#new-goals") == "walk the dog"
    page.reload()
    assert page.input_value("#new-text") == "Evaluate and treat"
    page.go_back()
    page.wait_for_url("**/2")
    assert page.locator("input[name=recipient]").first.is_checked()
    page.go_back()
    page.wait_for_url("**/1")
    assert page.input_value("#new-family") == "Featherstone"
    page.fill("#new-family", "Featherstone-Lane")
    follow(page, "main button[value='2']")
    for step in ("3", "review"):
        follow(page, f"main button[value='{step}']")
    page.wait_for_url("**/review")
    assert page.get_by_text("Featherstone-Lane").first.is_visible()
    assert page.get_by_text("walk the dog").first.is_visible()


def test_going_back_from_what_is_wrong_asks_nothing_of_the_browser(page, address):
    """No page is the answer to a form, so none is to be sent once more."""
    page.goto(f"{address}{NEW}")
    fill(page, PATIENT | {"birth_date": ""})
    follow(page, "main button[value='2']")
    page.wait_for_selector("#faults")
    page.fill("#new-birth_date", PATIENT["birth_date"])
    follow(page, "main button[value='2']")
    page.wait_for_selector("#new-recipient")
    assert page.go_back().status == 200
    assert page.reload().status == 200
    assert page.input_value("#new-birth_date") == PATIENT["birth_date"]


def test_going_back_after_it_was_sent_leads_to_what_was_sent(page, address):
    as_far_as_review(page, address, family=f"Sent {uuid4().hex}")
    page.dblclick("main button[value='send']")
    page.wait_for_url("**/referrals/r-*")
    there = page.url
    page.go_back()
    page.wait_for_url(there)
    assert page.locator(".history li").count() == 1


def test_two_tabs_do_not_mix(page, address):
    other = page.context.new_page()
    for tab, family in ((page, "One"), (other, "Two")):
        tab.goto(f"{address}{NEW}")
        fill(tab, PATIENT | {"family": family})
    for tab in (page, other):
        follow(tab, "main button[value='2']")
        tab.wait_for_selector("#new-recipient")
    for tab, family in ((page, "One"), (other, "Two")):
        tab.go_back()
        tab.wait_for_url("**/1")
        assert tab.input_value("#new-family") == family


def test_nobody_else_opens_it_here_or_elsewhere(page, browser, address, world):
    page.goto(f"{address}{NEW}")
    fill(page, PATIENT)
    follow(page, "main button[value='2']")
    page.wait_for_selector("#new-recipient")
    there = page.url
    other = window(browser)
    elsewhere = other.new_page()
    sign_in_by_browser(elsewhere, address, world.tokens["clinician"])
    assert elsewhere.goto(there).status == 404
    other.close()
    sign_in_by_browser(page, address, world.tokens["granted desk"])
    assert page.goto(there).status == 404
    sign_in_by_browser(page, address, world.tokens["clinician"])
    assert page.goto(there).status == 200


def test_it_is_thrown_away_when_that_is_said(page, address):
    page.goto(f"{address}{NEW}")
    there = page.url
    tab_to(page, ".leave summary", most=200)
    page.keyboard.press("Enter")
    assert page.get_by_text("Nothing that you filled in is kept.").is_visible()
    tab_to(page, "button[value='leave']")
    follow(page)
    page.wait_for_url("**/referrals")
    assert page.goto(there).status == 404


@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
@pytest.mark.parametrize("leave", ["back", "pause"])
def test_what_was_typed_and_not_sent_is_kept_by_the_script(page, address, leave):
    as_far_as_review(page, address)
    page.go_back()
    page.wait_for_url("**/3")
    there = page.url
    page.locator("#new-notes").press_sequentially(TYPED)
    if leave == "back":
        page.go_back()
        page.wait_for_url("**/2")
    until(lambda: TYPED in page.request.get(there).text())
    if leave == "back":
        page.go_forward()
        page.wait_for_url(there)
    else:
        page.reload()
    assert page.input_value("#new-notes") == TYPED
    assert page.input_value("#new-goals") == "walk the dog"
