"""Pages that one comes to by doing something, and results in every state: they owe what all others
do, without scripts too, and on paper."""

import html5lib
import pytest

from service.api.routes import stewardship_of
from service.app import create_app
from service.eligibility.chapters import Chapters
from service.settings import Settings
from service.stewardship.decisions import withdrawal
from tests.browser import served
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import FIXTURES, PEOPLE
from tests.page_checks import NARROW, check_every_look, check_size, follow, tab_to
from tests.referral_world import own_desk
from tests.stewardship_world import ANA

NEURO = PEOPLE["albany-neuro"]
SETTINGS = Settings(
    programs=str(FIXTURES / "programs"),
    chapters=str(FIXTURES / "chapters"),
    contact="help@otmatch.example",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory, fixture_engine):
    """Of a service that somebody has left."""
    with own_desk(tmp_path_factory.mktemp("states"), fixture_engine) as desk:
        left = withdrawal(ANA, "withdrawn", "A. Staff", "by letter")
        stewardship_of(desk, Chapters()).decisions.record(left, desk.engine)
        app = create_app(SETTINGS, desk.engine, today=lambda: GOLDEN_DAY, desk=desk)
        with served(app) as url:
            yield url


def asked(page, do, **filled):
    """Fills in what a page of the eligibility check asks for, and presses a button."""
    for name, text in filled.items():
        page.fill(f"#{name}", text)
    follow(page, f"form.ask button[value={do}]")


def questions(page):
    """One question of each kind: a text, a choice, a day, a place that is not known."""
    page.goto("/eligibility")
    yield "the first question"
    asked(page, "answer")
    yield "a question without an answer"
    asked(page, "answer", answer="12203")
    while page.locator("[name=asked]").count():
        yield f"the question for {page.locator('[name=asked]').get_attribute('value')}"
        asked(page, "pass")
    yield "nothing more to ask"
    follow(page, "#change-days_since_last_award")
    asked(page, "answer", answer_month="2", answer_day="30", answer_year="2025")
    yield "a day that there is not"


def found(page):
    page.goto("/eligibility")
    asked(page, "pass")
    yield "the state"
    asked(page, "pass")
    follow(page, "#show")
    yield "so far"


def letter(page):
    page.goto(f"/providers/{NEURO}")
    follow(page, "[value=add]")
    yield "a list"
    page.fill("#place", "1220")
    follow(page, "#hand ~ form button")
    yield "a wrong ZIP code"
    page.fill("#place", "12203")
    page.check("[value=fatigue]")
    follow(page, "#hand ~ form button")
    page.wait_for_selector("#letter")
    yield "the letter"
    page.goto("/shortlist")
    follow(page, ".card [value=remove]")
    yield "taken off"


def thanks(page):
    page.goto(f"/providers/{NEURO}/report")
    page.select_option("#fact", index=1)
    page.fill("#contact", "x" * 2000)
    follow(page, "form.ask button")
    page.wait_for_selector("#contact-fault")
    yield "a report with too much in it"
    page.fill("#contact", "")
    page.fill("#value", "518-555-0177")
    follow(page, "form.ask button")
    page.wait_for_selector("[value=send]")
    yield "a report before it is sent"
    follow(page, "[value=send]")
    page.wait_for_selector("h1:has-text('Thank you'), h1:has-text('Gracias')")
    yield "thank you"


def gone(page):
    assert page.goto(f"/providers/{ANA}").status == 410
    yield "who left"


def results(page):
    """As asked, further away, by video, any specialty, nobody, and without the fact."""
    for query in (
        "near=12203&radius=2&language=en",
        "near=69201&need=fatigue",
        "near=12203&telehealth=true&specialty=hand&need=fatigue",
        "near=83001&language=vi",
        "near=12203&accepting=true&unknown=accepting",
        "near=12203&plan=Exampel+Helth",
        "near=12203&program=example-bridge-visits",
        "near=Springfield",
        "name=Nobody+Known",
        "name=Priya+Raghunathan",
    ):
        page.goto(f"/search?{query}")
        yield query
    page.goto("/search?near=10001&radius=200")
    follow(page, "[rel=next]")
    yield "the second page"


JOURNEYS = (questions, found, letter, thanks, gone, results)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_pages_on_the_way_hold_the_rules(browser, address, journey):
    context = browser.new_context(base_url=address, locale="en-US", viewport=NARROW)
    page = context.new_page()
    for _ in journey(page):
        check_every_look(page)
    context.close()


def is_page(response) -> bool:
    return response.request.resource_type == "document" and response.status != 303


@pytest.mark.parametrize("journey", JOURNEYS)
def test_pages_on_the_way_are_valid_fit_in_spanish_and_need_no_script(browser, address, journey):
    context = browser.new_context(
        base_url=address, java_script_enabled=False, viewport=NARROW, locale="es-US"
    )
    page, sources = context.new_page(), []
    page.on("response", lambda got: sources.extend([got] if is_page(got) else []))
    page.goto("/?lang=es&text=largest")
    for _ in journey(page):
        html5lib.HTMLParser(strict=True).parse(sources[-1].text())
        assert page.locator("html").get_attribute("lang") == "es"
        check_size(page)
    context.close()


def test_what_is_printed_is_the_letter_and_what_was_found(browser, address):
    context = browser.new_context(base_url=address, locale="en-US", java_script_enabled=False)
    page = context.new_page()
    for journey, shown in ((letter, "#letter"), (found, "#may_fit"), (questions, "#may_fit")):
        for state in journey(page):
            if state not in ("the letter", "so far", "nothing more to ask"):
                continue
            page.emulate_media(media="print")
            assert page.locator(shown).is_visible()
            for hidden in ("header nav", "footer nav", "button", ".noprint"):
                assert not any(each.is_visible() for each in page.locator(hidden).all()), hidden
            page.emulate_media(media="screen")
    context.close()


def test_a_program_is_found_by_keyboard_alone(browser, address):
    context = browser.new_context(base_url=address, locale="en-US", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    tab_to(page, "main [formaction='/eligibility']")
    follow(page)
    page.wait_for_selector("h1:has-text('Can a program help')")
    tab_to(page, "#answer")
    page.keyboard.type("12203")
    follow(page)
    page.wait_for_selector("h1:has-text('insurance')")
    tab_to(page, "[name=answer]")
    page.keyboard.press("ArrowDown")
    follow(page)
    page.wait_for_selector("text=I have none")
    assert page.locator("#answers ~ dl dd").nth(2).inner_text() == "I have none"
    tab_to(page, "#show")
    follow(page)
    page.wait_for_selector("h1:has-text('What we found')")
    tab_to(page, "#change-postal_code")
    follow(page)
    page.wait_for_selector("input[value='12203']#answer")
    context.close()
