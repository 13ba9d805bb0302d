"""/eligibility: one question a page, answers in the browser alone, and what was found so far."""

import json
import logging
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from html import unescape

import html5lib
import pytest
import textstat

from service.app import create_app
from service.eligibility.asking import next_fact
from service.eligibility.checks import check
from service.eligibility.opening import open_rules
from service.eligibility.person import read_person
from service.settings import Settings
from service.wording.languages import WORDINGS
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import FIXTURES
from tests.site_pages import text_of
from tests.test_api_log import everything_logged
from tests.test_site_reading import GRADE, plain_text
from tests.test_site_search import ALBANY

PATH = "/eligibility"
SETTINGS = Settings(programs=str(FIXTURES / "programs"), chapters=str(FIXTURES / "chapters"))
RULES = open_rules(SETTINGS)
# A family in Albany that never had an award: a case of example-bridge-visits itself.
FAMILY = {
    "postal_code": "12203", "diagnosis": "ms", "diagnosis_confirmed_by": "physician",
    "insurance_status": "insured", "days_since_last_award": "none", "requested": "ot-visits",
    "household_income": "$41,000", "household_size": "3", "age": "44", "county": "Albany, NY",
    "referral_in_hand": "no", "plan_id": "none", "veteran": "no",
    "birth_date": ("3", "2", "1982"),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(fixture_engine, fixture_desk):
    app = create_app(SETTINGS, fixture_engine, today=lambda: GOLDEN_DAY, desk=fixture_desk)
    return app.test_client()


class Asked:
    """Somebody who answers in a browser of their own."""

    def __init__(self, site, **headers):
        self.site, self.headers = site.application.test_client(), headers
        self.page = self.site.get(f"{PATH}?lang=en")

    @property
    def fact(self):
        found = re.search(r'name="asked" value="([^"]+)"', self.page.text)
        return found and found[1]

    @property
    def told(self):
        """What the browser holds."""
        held = self.site.get_cookie("otmatch_check", path=PATH)
        return json.loads(urlsafe_b64decode(held.value.partition(".")[2]))["told"] if held else {}

    def send(self, do, **filled):
        action = re.search(r'<form method="post" action="([^"]+)" class="ask"', self.page.text)[1]
        data = {"asked": self.fact, "do": do} | filled
        sent = self.site.post(action, data=data, headers=self.headers)
        assert sent.status_code == 303
        self.page = self.site.get(sent.headers["Location"])
        return self

    def change(self, fact):
        """Back to its question, which was answered, or which passing on others leads to."""
        found = re.search(rf'href="([^"]+)" id="change-{fact}"', self.page.text)
        if found:
            self.page = self.site.get(found[1])
        while self.fact != fact:
            self.send("pass")
        return self

    def answer(self, text):
        if text == "none":
            return self.send(
                "none" if 'value="none" class' in self.page.text else "answer", answer=text
            )
        if isinstance(text, str):
            return self.send("answer", answer=text)
        parts = zip(("answer_month", "answer_day", "answer_year"), text, strict=True)
        return self.send("answer", **dict(parts))

    def through(self, answers=FAMILY):
        """Until nothing more is asked."""
        for _ in range(30):
            if self.fact is None:
                return self
            self.answer(answers[self.fact]) if self.fact in answers else self.send("pass")
        raise AssertionError("it asks on and on")


def group(page, code):
    """The part of a page about one group of programs."""
    found = re.search(rf'<section aria-labelledby="{code}">(.*?)</section>', page.text, re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", found[1])).split()) if found else ""


def test_a_family_is_led_to_what_fits(site):
    asked = Asked(site)
    assert asked.fact == "postal_code"
    asked.through()
    assert asked.page.status_code == 200
    fits = group(asked.page, "fits")
    for said in (
        "Bridge visits (example)", "By Example MS Chapter. This is an example.",
        "Visits to an occupational therapist: up to 6", "The funds are open. Call",
        "Have ready: a letter that confirms the diagnosis", "(518) 555‑0100",
    ):  # fmt: skip
        assert said in fits, said
    told = text_of(asked.page)
    assert "Only their answer counts" in told
    assert "nothing else that we could ask would change this" in told
    assert "Example MS Chapter, Capital Region (example)" in group(asked.page, "chapters")
    assert "Visits in far states (example)" in group(asked.page, "not_there")
    assert "This program begins on Jan 1, 2027" in group(asked.page, "not_now")


def test_a_no_says_why_and_how_to_ask_for_a_review(site):
    page = Asked(site).through(FAMILY | {"age": "17", "birth_date": ("3", "2", "2009")}).page
    refused = group(page, "not")
    assert "Age: 17. The program asks for 18 to 120." in refused
    assert "Anybody may ask Example MS Chapter to look at this decision again" in refused


def test_a_reason_that_another_answer_makes_good_is_none(site):
    """Who lives in New York need not live in Fairfield too; of two ways of which neither fits, both
    are told."""
    refused = group(Asked(site).through().page, "not")
    assert "Young adults (example)" in refused
    assert "Fairfield" not in refused and "18015" not in refused
    rich = FAMILY | {"household_income": "$500,000"}
    refused = group(Asked(site).through(rich).page, "not")
    bridge = refused.split("Bridge visits (example)")[1].split("Anybody may ask")[0]
    assert "at most 300%" in bridge
    assert "“I have none” or “It pays for no more visits this year”" in bridge
    assert "rules out" not in refused


def test_everything_may_be_not_known(site):
    asked, seen = Asked(site), []
    while asked.fact:
        assert len(seen) < 20
        assert asked.fact not in seen
        seen.append(asked.fact)
        assert "I don’t know" in text_of(asked.page)
        asked.send("pass")
    assert {"postal_code", "state", "birth_date", "age"} <= set(seen)
    assert "income_percent_of_poverty" not in seen
    assert group(asked.page, "may_fit").count("What is still not known") == 6
    assert group(asked.page, "not") == ""
    assert text_of(asked.page).count("I don’t know") == len(seen)


def test_it_asks_as_long_as_an_answer_can_change_and_no_longer(site):
    facts, asked = {}, []
    while len(asked) < 20:
        person = read_person(facts, GOLDEN_DAY, RULES.guidelines)
        checked = check(RULES.programs, person)
        fact = next_fact(checked, person, ())
        if fact is None:
            break
        asked.append(fact)
        facts[fact] = {
            "household_income": 41000, "household_size": 3, "age": 44, "birth_date": "1982-03-02",
            "referral_in_hand": False, "veteran": False,
        }.get(fact, FAMILY[fact])  # fmt: skip
    assert len(asked) == len(set(asked))
    assert not any(result.outcome == "needs_information" for result in checked.results)


def test_an_answer_is_changed_and_the_others_stay(site):
    asked = Asked(site).answer("12203").answer("ms")
    before = asked.told
    asked.change("postal_code")
    assert asked.fact == "postal_code"
    assert re.search(r'<input id="answer"[^>]+value="12203"', asked.page.text)
    asked.answer("96813")
    assert asked.told == before | {"postal_code": "96813"}


def test_a_day_is_shown_again_as_it_was_told(site):
    asked = Asked(site).change("days_since_last_award").answer(("2", "28", "2025"))
    assert asked.told["days_since_last_award"] == str((GOLDEN_DAY - date(2025, 2, 28)).days)
    assert "Last help from a program Feb 28, 2025" in text_of(asked.page)
    page = asked.change("days_since_last_award").page.text
    for part, value in (("month", "2"), ("day", "28"), ("year", "2025")):
        assert re.search(rf'id="answer_{part}"[^>]+value="{value}"', page)


def test_the_last_answer_holds_where_two_contradict_each_other(site):
    asked = Asked(site).change("birth_date").answer(("3", "2", "1982"))
    told = asked.told
    assert "birth_date" in told
    asked.change("postal_code").answer("12203").change("postal_code").answer("96813")
    assert asked.told == told | {"postal_code": "96813"}
    assert asked.page.status_code == 200


@pytest.mark.parametrize(
    ("fact", "wrong", "right", "said"),
    [
        ("postal_code", "Albany", "12203", "enter five digits"),
        ("postal_code", "", "12203", "enter five digits"),
        ("county", "Albny, NY", "Albany, NY", "Do you mean Albany County, NY?"),
        ("state", "", "NY", "choose a state"),
        ("age", "forty", "44", "enter a number"),
        ("age", "131", "44", "enter a number"),
        ("household_income", "a lot", "41,000", "number of dollars"),
        ("veteran", "", "no", "choose one"),
        ("diagnosis", "G36.0", "ms", "choose one"),
        ("birth_date", ("2", "30", "1980"), ("2", "28", "1980"), "there is no such day"),
        ("birth_date", ("2", "28", "2030"), ("2", "28", "1980"), "still to come"),
        ("days_since_last_award", ("", "", ""), ("2", "28", "2025"), "enter month, day and year"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(site, fact, wrong, right, said):
    asked = Asked(site).change(fact).answer(wrong)
    assert asked.page.status_code == 422
    assert "<title>Error: " in asked.page.text
    assert said in text_of(asked.page)
    assert asked.fact == fact and fact not in asked.told
    assert fact in asked.answer(right).told


@pytest.mark.parametrize("language", WORDINGS)
def test_every_page_of_it_is_plain_and_valid(site, language):
    asked = Asked(site)
    pages = [asked.site.get(f"{PATH}?lang={language}")]
    while asked.fact:
        assert len(pages) < 99
        pages.append(asked.send("answer").page)
        fact = asked.fact
        asked.answer(FAMILY[fact]) if fact in FAMILY else asked.send("pass")
        pages += [asked.page, asked.site.get(f"{PATH}/so-far")]
    assert len(pages) > 25
    for page in pages:
        html5lib.HTMLParser(strict=True).parse(page.text)
        ids = re.findall(r' id="([^"]+)"', page.text)
        assert len(ids) == len(set(ids))
        named = re.findall(r' (?:for|form|aria-labelledby|aria-describedby)="([^"]+)"', page.text)
        assert {one for names in named for one in names.split()} <= set(ids)
        assert set(re.findall(r'href="#([^"]+)"', page.text)) <= set(ids)
        assert page.text.count("<h1") == 1
        if language == "en":
            assert textstat.flesch_kincaid_grade(plain_text(page)) <= GRADE, plain_text(page)


def test_nothing_is_kept_logged_or_put_into_an_address(site, caplog):
    caplog.set_level(logging.DEBUG)
    asked = Asked(site).through()
    assert asked.page.headers["Cache-Control"] == "no-store"
    (cookie,) = asked.page.headers.getlist("Set-Cookie")
    assert cookie.startswith("otmatch_check=")
    assert cookie.endswith("; HttpOnly; Path=/eligibility; SameSite=Strict")
    for address in re.findall(r'(?:href|action)="([^"]*)"', asked.page.text):
        for told in ("12203", "41000", "41,000", "physician", "insured", "1982"):
            assert told not in address
    for told in ("12203", "41,000", "physician", "Albany"):
        assert told not in everything_logged(caplog)


def test_each_question_can_be_reached_again_and_shows_its_answer(site):
    asked = Asked(site).answer("12203")
    second = asked.fact
    asked.send("pass").send("answer")
    assert asked.page.status_code == 422
    for number, (fact, held) in enumerate((("postal_code", "12203"), (second, None)), 1):
        page = asked.site.get(PATH if number == 1 else f"{PATH}/{number}")
        assert f'name="asked" value="{fact}"' in page.text
        assert page.status_code == 200
        assert held is None or f'value="{held}"' in page.text
    assert asked.site.get(f"{PATH}/3").status_code == 422
    last = asked.site.get(f"{PATH}/99").text
    assert re.findall('name="asked" value="[^"]+"', last) == [f'name="asked" value="{asked.fact}"']


def test_answers_end_with_the_button_with_their_hour_and_where_no_cookie_is_kept(site):
    asked = Asked(site).answer("12203")
    assert asked.told == {"postal_code": "12203"}
    assert "for one hour after your last step" in text_of(asked.page)
    over = asked.site.get_cookie("otmatch_check", path=PATH).value.partition(".")[2]
    asked.site.set_cookie("otmatch_check", f"{int(time.time()) - 3601}.{over}", path=PATH)
    page = asked.site.get(f"{PATH}/2")
    assert "Your answers are not here any more." in text_of(page)
    assert 'value="12203"' not in page.text
    asked = Asked(site).answer("12203")
    assert asked.site.post(PATH, data={"do": "anew"}).headers["Location"] == PATH
    assert asked.told == {}
    without = site.application.test_client(use_cookies=False)
    sent = without.post(PATH, data={"asked": "postal_code", "answer": "12203", "do": "answer"})
    assert "the browser keeps no cookies" in text_of(without.get(sent.headers["Location"]))


@pytest.mark.parametrize(
    "held",
    [
        "nonsense",
        "\u00b2.e30=",
        {"told": []},
        {"told": {"postal_code": 1}, "typed": {}, "is_wrong": 0, "begins": "x"},
        {"told": {"postal_code": "nonsense", "age": "-1", "veteran": "perhaps", "nonsense": "x"}},
        {"told": {"age": "44", "birth_date": "1950-01-01", "postal_code": "12203", "state": "CA"}},
        {"told": {"age": "<script>alert(1)</script>", "county": '"><script>alert(1)</script>'}},
        {"told": {"days_since_last_award": "99999"}, "typed": {"asked": "birth_date"}},
        {"typed": {"asked": "postal_code", "answer": "<script>alert(1)"}, "is_wrong": True},
    ],
)  # fmt: skip
def test_a_cookie_that_no_page_of_ours_made_breaks_nothing(site, held):
    visitor = site.application.test_client()
    if isinstance(held, dict):
        whole = {"told": {}, "typed": {}, "is_wrong": False, "begins": 1} | held
        text = urlsafe_b64encode(json.dumps(whole).encode()).decode()
        held = f"{int(time.time())}.{text}"
    for path in (PATH, f"{PATH}/2", f"{PATH}/so-far"):
        visitor.set_cookie("otmatch_check", held, path=PATH)
        page = visitor.get(path)
        assert page.status_code in (200, 422)
        assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "sent", [{"do": "answer", "asked": "nonsense", "answer": "x"}, {"do": "x"}, {}]
)
def test_what_no_page_of_ours_sends_breaks_nothing(site, sent):
    page = site.application.test_client().post(PATH, data=sent, follow_redirects=True)
    assert page.status_code == 200


def test_another_site_answers_nothing(site):
    asked = Asked(site).answer("12203")
    for do in ("anew", "search", "answer"):
        form = {"do": do, "asked": "postal_code", "answer": "96813", "near": "96813"}
        asked.site.post(PATH, data=form, headers={"Sec-Fetch-Site": "cross-site"})
        assert asked.told == {"postal_code": "12203"}


def test_too_much_is_refused(site):
    assert site.post(PATH, data={"county": "x" * 30_000}).status_code == 413


def test_it_leads_to_therapists_whom_a_program_pays_near_the_zip_that_was_told(site):
    page = Asked(site).through().page
    form = page.text.split("Bridge visits (example)")[1].split('action="/"')[1].split("</form>")[0]
    handed = dict(re.findall(r'name="([^"]+)" value="([^"]+)"', form))
    assert handed == {
        "near": "12203", "program": "example-bridge-visits", "credential": "MSCS",
    }  # fmt: skip
    form = site.get("/", query_string=handed).text
    assert '<option value="example-bridge-visits" selected>Bridge visits (example)' in form


def test_other_pages_lead_to_it(site):
    for path in ("/", ALBANY, "/guide", "/providers/1999901030"):
        main = site.get(path).text.split("<main")[1]
        assert re.search(f'(href|action)="{PATH}"', main), path


def test_without_programs_it_says_so(fixture_engine):
    bare = create_app(Settings(), fixture_engine, today=lambda: GOLDEN_DAY).test_client()
    told = text_of(bare.get(f"{PATH}?lang=en"))
    assert "We do not know of any program yet" in told
    assert "What is the" not in told
