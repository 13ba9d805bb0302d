"""/providers/{npi}: what is known of one therapist and what is not; reports; who left."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from service.app import create_app
from service.settings import Settings
from service.stewardship.decisions import hiding, withdrawal
from service.stewardship.reports import Report
from service.wording.languages import WORDINGS
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import PEOPLE
from tests.site_pages import form_of, link, text_of
from tests.stewardship_world import ANA, own_world

NEURO = PEOPLE["albany-neuro"]
NOBODY = "1999999976"


@pytest.fixture
def site(fixture_engine):
    return create_app(Settings(), fixture_engine, today=lambda: GOLDEN_DAY).test_client()


@pytest.fixture
def world(tmp_path, fixture_engine):
    with own_world(tmp_path, fixture_engine) as made:
        yield made


def test_what_is_known_is_told_and_what_is_not_too(site):
    page = site.get(f"/providers/{NEURO}")
    told = text_of(page)
    for said in (
        "Priya Raghunathan, MS, OTR/L",
        "Close to MS care.",
        "75 New Scotland Ave, Fl 3, Albany, NY 12208",
        "(518) 555‑0103",
        "Takes new patients (Oct 15, 2026)",
        "About 3 weeks, told on Oct 15, 2026",
        "Step-free entrance: Yes",
        "Example Health (11111NY0010001): This plan lists this therapist, Nov 2, 2026.",
        "Nobody has said so, but their training speaks for it.",
        "Not offered Driving evaluation and rehabilitation",
        "Home visits Not known",
        "NY as reported; we did not check it",
        "Phone 75 New Scotland Ave Example chapter Oct 15, 2026",
        "How many people with MS do you see?",
    ):
        assert said in told, said
    assert 'href="tel:5185550103"' in page.text


def test_every_place_of_everybody_is_on_their_page_in_each_language(site, fixture_engine):
    """No profile breaks the page, and no code of a fact is left bare."""
    for language, wording in WORDINGS.items():
        for profile in list(fixture_engine.scan())[:: 3 if language == "en" else 11]:
            page = site.get(f"/providers/{profile.npi}?lang={language}")
            assert page.status_code == 200, profile.npi
            assert page.text.count('class="card place"') == len(profile.locations)
            facts = re.findall(r'<tr><th scope="row">([^<]*)', page.text)
            assert [fact for fact in facts if re.search("[a-z]_[a-z]|[a-z]\\.[a-z]", fact)] == []
            assert wording.pages["first_questions"] in unescape(page.text)


def test_a_hidden_street_is_not_shown(world):
    profile = world.engine.get(ANA)
    street = profile.locations[0].line1
    world.stewardship.decisions.record(hiding(profile, None, "A. Staff", "home"), world.engine)
    told = text_of(world.app.test_client().get(f"/providers/{ANA}"))
    assert "The street is not shown, as the therapist asked." in told
    assert street not in told


@pytest.mark.parametrize("npi", [NOBODY, "x", "19999", "١٩٩٩٩٠١٠٣٠", "1999901030x"])
def test_who_is_not_here_is_no_page(site, npi):
    page = site.get(f"/providers/{npi}")
    assert (page.status_code, "There is no such page" in page.text) == (404, True)


def test_who_left_is_told_so(world):
    site = world.app.test_client()
    decided = withdrawal(ANA, "withdrawn", "A. Staff", "by letter")
    world.stewardship.decisions.record(decided, world.engine)
    page = site.get(f"/providers/{ANA}")
    assert page.status_code == 410
    assert "Left this directory on " in text_of(page)
    assert "by decision of staff" in text_of(page)
    assert link(page, "Find a therapist") == "/"
    assert site.get(f"/providers/{ANA}/report").status_code == 404


def reports(world):
    with world.desk.store.reading() as session:
        return [(r.field, r.value, r.npi) for r in session.scalars(select(Report))]


def test_anybody_tells_that_something_is_wrong(world):
    site = world.app.test_client()
    form = site.get(link(site.get(f"/providers/{ANA}"), "Is something wrong?"))
    fact = re.search(r'value="(phone@[^"]+)"', form.text)[1]
    sent = form_of(form) | {"fact": fact, "value": "518-555-0177", "note": "", "contact": ""}
    path = f"/providers/{ANA}/report"
    review = site.post(path, data=sent | {"do": "review"})
    assert "Is this right?" in text_of(review) and "518-555-0177" in text_of(review)
    assert reports(world) == []
    changed = site.post(path, data=sent | {"do": "change"})
    assert f'value="{fact}" selected' in changed.text
    once = re.search(r'name="once" value="([^"]+)"', review.text)[1]
    for _ in range(2):
        done = site.post(path, data=sent | {"do": "send", "once": once})
        assert done.status_code == 303
    assert "Nothing changes until" in text_of(site.get(done.headers["Location"]))
    assert reports(world) == [("phone", "518-555-0177", ANA)]


def test_what_cannot_be_sent_this_hour_is_kept_and_says_when_it_can(world):
    """Of the reports alone, not of what is looked at before."""
    site, path = world.app.test_client(), f"/providers/{ANA}/report"
    address = {"REMOTE_ADDR": "198.51.100.9"}
    form = form_of(site.get(path)) | {"fact": "name", "value": "Ana Q.", "note": "Long & wide"}
    before = len(reports(world))
    for number in range(20):
        for do, status in (("review", 200), ("review", 200), ("send", 303)):
            sent = form | {"do": do, "once": f"{number}"}
            assert site.post(path, data=sent, environ_base=address).status_code == status
    refused = site.post(path, data=form | {"do": "send", "once": "x"}, environ_base=address)
    assert (refused.status_code, len(reports(world)) - before) == (429, 20)
    minutes = -(-int(refused.headers["Retry-After"]) // 60)
    assert f"press Send again in {minutes} minute" in text_of(refused)
    assert 'name="note" value="Long &amp; wide"' in refused.text
    assert 'value="send"' in refused.text


def test_nothing_is_chosen_beforehand_and_an_empty_form_is_no_report(world):
    site, path = world.app.test_client(), f"/providers/{ANA}/report"
    page = site.post(path, data=form_of(site.get(path)) | {"fact": ""})
    assert page.status_code == 422 and "choose one from the list" in text_of(page)
    assert "driving evaluation" in page.text and reports(world) == []


def test_each_place_has_its_own_facts(world):
    profile = next(p for p in world.engine.scan() if len(p.locations) == 2)
    form = world.app.test_client().get(f"/providers/{profile.npi}/report")
    choices = re.findall(r'<option value="([^"]+)">([^<]+)<', form.text)
    assert len({value for value, _ in choices}) == len({text for _, text in choices}) > 40


def test_a_report_that_cannot_be_kept_names_its_field(world):
    site = world.app.test_client()
    form = form_of(site.get(f"/providers/{ANA}/report"))
    for told, field in (({"value": "<b>"}, "value"), ({"note": "x" * 1001}, "note"),
                        ({"contact": "a\nb"}, "contact"), ({"fact": "soul"}, "fact")):  # fmt: skip
        sent = form | {"fact": "name", "value": "Ann"} | told
        page = site.post(f"/providers/{ANA}/report", data=sent)
        assert (page.status_code, f'href="#{field}">' in page.text) == (422, True), field
    assert "Ann" in page.text
    assert reports(world) == []


def test_a_report_of_another_site_is_not_kept(world):
    site = world.app.test_client()
    site.get(f"/providers/{ANA}/report")
    for form in ({}, {"form": "x"}, {"form": "a" * 22}):
        page = site.post(f"/providers/{ANA}/report", data=form | {"fact": "name"})
        assert (page.status_code, reports(world)) == (403, [])


def test_without_a_store_reports_are_not_offered(site):
    page = site.get(f"/providers/{NEURO}/report")
    assert "Reports cannot be taken here now." in text_of(page)
    sent = form_of(site.get(f"/providers/{NEURO}")) | {"fact": "name"}
    assert site.post(f"/providers/{NEURO}/report", data=sent).status_code == 503
