"""What all pages for everybody have in common: valid HTML, one frame, plain words; and the pages
that explain say what holds."""

import re
from html import unescape
from pathlib import Path

import html5lib
import pytest
import textstat

from service.app import create_app
from service.directory.weights import EXPERTISE_STEPS, INSURANCE_VALUES, WEIGHTS
from service.settings import Settings
from service.web.criteria import CRITERIA, HOLDS
from service.web.elsewhere import ELSEWHERE
from service.wording.languages import WORDINGS
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import PEOPLE
from tests.site_pages import form_of, text_of

NEURO = PEOPLE["albany-neuro"]
ALBANY = "/search?near=12203&need=fatigue&plan=11111NY0010001"
READING = ("/guide", "/first-visit", "/how-we-rank", "/elsewhere", "/accessibility")
PAGES = (
    "/", "/?near=12203&need=fatigue", ALBANY, "/search?near=99999", "/search?near=Springfield",
    "/search?near=69201", "/search?near=12203&plan=Nobody+Knows", f"/providers/{NEURO}",
    f"/providers/{NEURO}/report", "/providers/1999999976", "/shortlist", *READING,
)  # fmt: skip
# What ends a sentence by standing alone.
_ALONE = re.compile(r"</(?:h[1-6]|p|li|label|legend|summary|button|dt|dd|th|td|caption|option)>")
GRADE = 8


@pytest.fixture(scope="module")
def site(fixture_engine, fixture_desk):
    settings = Settings(contact="help@otmatch.example")
    app = create_app(settings, fixture_engine, today=lambda: GOLDEN_DAY, desk=fixture_desk)
    client = app.test_client()
    form = form_of(client.get(f"/providers/{NEURO}"))
    client.post("/shortlist", data=form | {"do": "add", "npi": NEURO})
    return client


@pytest.mark.parametrize("language", WORDINGS)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_valid_html(site, path, language):
    page = site.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    html5lib.HTMLParser(strict=True).parse(page.text)
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    named = re.findall(r' (?:for|aria-labelledby|aria-describedby|list)="([^"]+)"', page.text)
    assert {one for names in named for one in names.split()} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page.text)) <= set(ids)
    assert page.text.count("<h1") == 1


def frame_of(page) -> tuple[list[str], list[str]]:
    """Where header and footer lead, in their order."""
    header = page.text.split("<header")[1].split("</header>")[0]
    footer = page.text.split("<footer")[1]
    header_links, footer_links = (
        re.findall(r'href="(/[^"?]*)"', part) for part in (header, footer)
    )
    return header_links, footer_links


def test_every_page_has_the_same_frame(site):
    frames = {str(frame_of(site.get(path))) for path in PAGES}
    assert len(frames) == 1
    for path in PAGES:
        page = site.get(f"{path}{'&' if '?' in path else '?'}lang=en")
        assert "Call your MS team" in page.text.split("<footer")[1]


def plain_text(page) -> str:
    """A page's own words: what stands by itself ends as a sentence does."""
    main = page.text.split('<main id="main"')[1].split("</main>")[0]
    main = re.sub(r"<article.*?</article>|<datalist.*?</datalist>", "", main, flags=re.DOTALL)
    main = re.sub(r"<table.*?</table>|<select.*?</select>", "", main, flags=re.DOTALL)
    parts = re.split(_ALONE, main)
    told = (" ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split()) for part in parts)
    return " ".join(text if text[-1] in ".?!:" else f"{text}." for text in told if text)


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/search?near=Springfield"])
def test_every_page_reads_at_grade_eight_or_below(site, path):
    text = plain_text(site.get(f"{path}{'&' if '?' in path else '?'}lang=en"))
    assert len(text.split()) > 15
    assert textstat.flesch_kincaid_grade(text) <= GRADE, text


def test_the_measure_tells_plain_from_hard():
    hard = "Individuals experiencing progressive neurological deterioration necessitate evaluation."
    assert textstat.flesch_kincaid_grade(hard) > GRADE


def test_how_we_rank_is_made_from_the_weights(site):
    told = text_of(site.get("/how-we-rank?lang=en"))
    total = sum(WEIGHTS.values())
    for signal, weight in WEIGHTS.items():
        name = WORDINGS["en"].names["signals"][signal]
        assert f"{name} {100 * weight / total:.0f} %" in told
    assert "Nobody can pay to stand higher." in told
    mscs = next(step for step in EXPERTISE_STEPS if step.code == "MSCS")
    assert f"Multiple Sclerosis Certified Specialist {100 * mscs.value:.0f} %" in told
    old = INSURANCE_VALUES["in-network", False]
    assert f"This plan lists this therapist (checked long ago) {100 * old:.0f} %" in told


def test_accessibility_tells_by_criterion_what_tests_hold(site):
    for file, names in (pair for held in HOLDS.values() for pair in held.items()):
        written = Path(__file__).with_name(f"test_{file}.py").read_text()
        assert set(names) <= set(re.findall(r"^def (test_\w+)", written, re.MULTILINE)), file
    assert set(CRITERIA.values()) == set(HOLDS)
    assert len(CRITERIA) == 55
    told = text_of(site.get("/accessibility?lang=en"))
    assert "Write or call: help@otmatch.example" in told
    for number in CRITERIA:
        assert f"{number} {WORDINGS['en'].pages[f'criterion_{number}']} " in told
    assert "A patient finds a therapist by keyboard alone tests/test_site_browser.py" in told
    assert "An office is verified by the keyboard alone tests/test_work_ways_browser.py" in told
    page = site.get("/accessibility").text
    assert set(re.findall('href="#(tests-[a-z]+)"', page)) == set(
        re.findall('<h3 id="(tests-[a-z]+)"', page)
    )


def test_other_places_are_links_that_tell_nobody_where_from(site):
    page = site.get("/elsewhere")
    for address in ELSEWHERE.values():
        assert f'<a href="{address}" rel="noopener noreferrer">' in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_sheet_for_the_first_visit_has_nothing_to_send_and_keeps_nothing(site):
    page = site.get("/first-visit?lang=en")
    assert page.text.count("<textarea") == 10
    assert "<button" not in page.text.split("<main")[1]
    written = {"career-goal": "To <type>"}
    again = site.post("/first-visit?lang=es", data=written | {"so_far": "yes"})
    assert "To &lt;type&gt;</textarea>" in again.text and 'lang="es"' in again.text
    assert again.headers["Cache-Control"] == "no-store"
    assert "To &lt;type" not in site.get("/first-visit").text


@pytest.mark.parametrize("language", WORDINGS)
def test_the_sheet_speaks_for_whom_it_is(site, language):
    pages = WORDINGS[language].pages
    for who in ("me", "other"):
        told = text_of(site.get(f"/first-visit?lang={language}&who={who}"))
        for code in ("title", "intro", "goal"):
            assert pages[f"visit_{code}_{who}"] in told


def test_an_address_that_leads_nowhere_is_told_so_by_a_page(site):
    page = site.get("/serch?near=12203&lang=es")
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "Esta página no existe" in text_of(page)
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    api = site.get("/api/v1/serch")
    assert (api.status_code, api.mimetype) == (404, "application/problem+json")
