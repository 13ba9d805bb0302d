"""On pages where several things can be done, another language, a fault and a second look throw away
nothing that was typed for any of them; without scripts as well."""

import re

import pytest

from service.wording.languages import ENGLISH
from tests.access_actors import OT
from tests.browser import served
from tests.keeping_world import (
    KEEPER,
    campaign_page,
    claims_page,
    corrections_page,
    fact_page,
    reported,
)
from tests.page_checks import follow, tab_to
from tests.page_world import code_of, reply_path, status_path
from tests.page_world import send as refer
from tests.referral_steps import begin
from tests.test_typed_kept import enlarge, focus, speak_spanish
from tests.test_work_browser import one
from tests.work_cases import case_path
from tests.work_pages import open_world, sign_in_by_browser

PAGES = (
    ("clinician", lambda world: begin(world.client("clinician"))),
    ("clinician", one("stuck")),
    ("ot", one("received")),
    ("staff", lambda world: case_path(world)),
    ("staff", lambda world: f"{case_path(world)}/awards"),
    ("staff", lambda world: f"{case_path(world)}/recheck"),
    ("staff", lambda world: "/workbench"),
    (KEEPER, reported),
    (KEEPER, claims_page),
    (KEEPER, corrections_page),
    (KEEPER, lambda world: f"/listings/{OT}"),
    (KEEPER, fact_page),
    (KEEPER, campaign_page),
    (KEEPER, lambda world: "/overdue?state=NY&field=phone"),
    (KEEPER, lambda world: "/queue"),
)


FOR_WORDS = re.compile(r'<input (?![^>]*type="(?!text"))[^>]*>|<textarea [^>]*>')


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("parts"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(world):
    with served(world.app) as url:
        yield url


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request, browser, address):
    context = browser.new_context(
        base_url=address, java_script_enabled=request.param, locale="en-US"
    )
    yield context.new_page()
    context.close()


def typed_in(page) -> tuple[str, dict[str, str], list[str]]:
    """The form that goes along with another language, what it holds, and its fields for words."""
    (form,) = set(re.findall(r'<button form="([\w-]+)" formmethod="post"', page.text))
    own = page.text.partition(f'id="{form}"')[2].partition("</form>")[0]
    held = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', own))
    return form, held, [re.search(r'name="([^"]+)"', field)[1] for field in FOR_WORDS.findall(own)]


@pytest.mark.parametrize(("actor", "where"), PAGES)
def test_whatever_is_typed_comes_back_in_another_language(world, actor, where):
    client = world.client(actor)
    path = where(world)
    if path.startswith("/referrals/new"):
        path = f"{begin(client)}/3"
    page = client.get(path)
    form, held, names = typed_in(page)
    other = [text for text in page.text.split("<form")[1:] if f'id="{form}"' not in text]
    assert names and not any(FOR_WORDS.search(text.partition("</form>")[0]) for text in other)
    typed = {name: f"Words {number} & more" for number, name in enumerate(names)}
    asked = f"{path}{'&' if '?' in path else '?'}lang=es"
    kept = client.post(asked, so_far="yes", **held | typed)
    assert kept.status_code == 303 and "Words" not in kept.location
    back = client.get(kept.location)
    assert '<html lang="es"' in back.text
    assert [text for text in typed.values() if text.replace("&", "&amp;") not in back.text] == []


def test_a_therapist_without_an_account_loses_no_word(page, world):
    sent = refer(world.desk)
    page.goto(reply_path(world.desk, sent))
    page.fill("#code-code", code_of(world.desk, sent))
    page.focus("#code-code")
    follow(page)
    page.fill("#accept-proposed_1_day", "2026-12-01")
    page.focus("#accept-proposed_1_day")
    follow(page)  # to what it was
    page.click("details:has(#decline-text) summary")
    page.fill("#decline-text", "Full <until> March")
    enlarge(page)
    speak_spanish(page)
    assert page.input_value("#accept-proposed_1_day") == "2026-12-01"
    assert page.input_value("#decline-text") == "Full <until> March"
    page.locator("button[value=decline]").evaluate("e => e.closest('details').open = true")
    follow(page, "button[value=decline]")
    page.wait_for_selector("#faults")  # no reason
    assert page.input_value("#accept-proposed_1_day") == "2026-12-01"
    page.select_option("#decline-reason", "at-capacity")
    follow(page, "button[value=decline]")
    page.wait_for_selector("[name=checked]")
    focus(page, "English")
    follow(page)
    page.locator("button[value=decline]").evaluate("e => e.closest('details').open = true")
    follow(page, "button[value=decline]")
    page.wait_for_selector("[name=checked]")
    follow(page, "[name=change]")
    page.wait_for_selector("#decline-text")
    assert page.input_value("#decline-text") == "Full <until> March"
    assert page.input_value("#accept-proposed_1_day") == "2026-12-01"


def test_what_opens_a_page_stays_too(page, world):
    """A number, a code, a birth date that is half typed; and then they open it."""
    sent = refer(world.desk)
    for path, fields in {
        "/status": {"#number-number": "r-2", "#number-birth_month": "3"},
        "/reply": {"#number-number": "r-2", "#number-code": "1234"},
        "/confirm": {"#number-claim": "c-2", "#number-code": "1234"},
        reply_path(world.desk, sent): {"#code-code": code_of(world.desk, sent)},
        status_path(world.desk, sent): {"#birth-birth_month": "3", "#birth-birth_day": "2",
                                        "#birth-birth_year": "1979"},
    }.items():  # fmt: skip
        page.goto(f"{path}?lang=en")
        for field, text in fields.items():
            page.fill(field, text)
        enlarge(page)
        speak_spanish(page)
        assert {field: page.input_value(field) for field in fields} == fields
        assert page.locator(".fault").count() == 0
        focus(page, "Texto de tamaño normal")
        page.keyboard.press("Enter")
        page.wait_for_selector("html:not([data-text=large])")
    page.click("main button")
    page.wait_for_selector("text=Dana Whitcomb")


def test_a_reply_that_came_too_late_brings_back_each_part(world):
    """With the next code."""
    sent = refer(world.desk)
    client = world.app.test_client()
    path = reply_path(world.desk, sent)
    typed = {"accept:proposed_1_day": "2026-12-01", "decline:text": "Full", "elsewhere": "x"}
    asked = client.post(path, data=typed | {"so_far": "yes"})
    kept = dict(re.findall(r'name="(kept-[^"]+)" value="([^"]*)"', asked.text))
    assert kept == {f"kept-{name}": text for name, text in typed.items() if ":" in name}
    page = client.post(path, data=kept | {"do": "code", "code": code_of(world.desk, sent)})
    assert 'value="2026-12-01"' in page.text and "Full</textarea>" in page.text
    assert ENGLISH.pages["notice_kept"] in page.text


def test_of_an_earlier_step_nothing_is_lost_either(page, world):
    sign_in_by_browser(page, "", world.tokens["clinician"])
    page.goto("/referrals/new")
    page.fill("#new-given", "Wilhelmina")
    page.check("input[name=needs][value=fatigue]")
    speak_spanish(page)
    assert page.input_value("#new-given") == "Wilhelmina"
    assert page.is_checked("input[name=needs][value=fatigue]")
    tab_to(page, "#new-family")
    page.keyboard.type("Featherstone")
    page.keyboard.press("Enter")  # goes on
    page.wait_for_selector("#faults")
    assert page.input_value("#new-family") == "Featherstone"


def test_the_enter_key_presses_the_button_of_its_part(browser, address, world):
    """With scripts."""
    context = browser.new_context(base_url=address, locale="en-US")
    page = context.new_page()
    sign_in_by_browser(page, "", world.tokens[KEEPER])
    page.goto(reported(world))
    page.press("#reject-why", "Enter")
    page.wait_for_selector("#reject-why-fault")
    context.close()


def test_facts_on_the_workbench_come_along(page, world):
    sign_in_by_browser(page, "", world.tokens["staff"])
    page.goto("/workbench")
    page.fill("#facts-age", "47")
    speak_spanish(page)
    assert page.input_value("#facts-age") == "47"
