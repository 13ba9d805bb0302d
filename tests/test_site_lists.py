"""/shortlist: a list in the visitor's browser alone, and a code for the doctor."""

import re
from html import unescape

import pytest

from service.app import create_app
from service.settings import Settings
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import PEOPLE
from tests.site_pages import form_of, link, names, text_of

NEURO, ANA = PEOPLE["albany-neuro"], "1999901014"
FULL = ".".join(f"199990{number:04}" for number in range(10))


@pytest.fixture
def site(fixture_engine, fixture_desk):
    """Each with an address of its own: codes are counted by it."""
    app = create_app(Settings(), fixture_engine, today=lambda: GOLDEN_DAY, desk=fixture_desk)
    return app.test_client()


def change(site, do, npi=NEURO, **more):
    form = form_of(site.get(f"/providers/{NEURO}"))
    return site.post("/shortlist", data=form | {"do": do, "npi": npi} | more)


def test_a_therapist_is_added_once_and_taken_off(site):
    added = change(site, "add")
    assert (added.status_code, added.headers["Location"]) == (303, "/shortlist")
    change(site, "add")
    change(site, "add", ANA)
    page = site.get("/shortlist")
    assert len(names(page)) == 2
    assert "My list (2)" in " ".join(page.text.split())
    assert "(518) 555‑0103" in text_of(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    removed = change(site, "remove")
    page = site.get(removed.headers["Location"])
    assert len(names(page)) == 1
    assert "Priya Raghunathan, MS, OTR/L is off your list." in text_of(page)
    assert change(site, "remove").headers["Location"] == "/shortlist"
    change(site, "add")
    assert len(names(site.get("/shortlist"))) == 2


def test_an_emptied_list_is_put_back_by_one_button(site):
    change(site, "add")
    change(site, "add", ANA)
    emptied = change(site, "clear")
    page = site.get(emptied.headers["Location"])
    assert "Your list is empty." in text_of(page)
    assert "These are off your list: Priya Raghunathan, MS, OTR/L and Dana" in text_of(page)
    assert re.findall(r'name="npi" value="([0-9]+)"', page.text) == [NEURO, ANA]
    change(site, "add", [NEURO, ANA])
    assert len(names(site.get("/shortlist"))) == 2
    assert change(site, "clear").headers["Location"] == f"/shortlist?removed={NEURO}.{ANA}"
    assert change(site, "clear").headers["Location"] == "/shortlist"


def test_who_adds_from_the_results_stays_there(site):
    results = "/search?near=12203&need=fatigue"
    here = unescape(re.search(r'name="back" value="([^"]+)"', site.get(results).text)[1])
    assert here == results
    added = change(site, "add", back=here)
    assert added.headers["Location"] == f"{results}#on-list-{NEURO}"
    page = site.get(results)
    assert text_of(page).count("On your list. See my list") == 1
    assert change(site, "remove", back=here).headers["Location"] == f"{results}#at-{NEURO}"
    assert "On your list." not in text_of(site.get(results))


@pytest.mark.parametrize("page", [f"/providers/{NEURO}", "/shortlist"])
def test_there_is_a_way_back_to_the_results(site, page):
    assert "Back to the results" not in site.get(page).text
    results = "/search?near=12203&need=fatigue"
    site.get(results)
    (link,) = re.findall(r'href="([^"]+)">Back to the results', site.get(page).text)
    assert unescape(link) == results


@pytest.mark.parametrize("cookie", ["near=<script>", 'near="', "near=1 2", "x" * 2000])
def test_damaged_results_are_none(site, cookie):
    site.set_cookie("otmatch_results", cookie)
    assert "Back to the results" not in site.get("/shortlist").text


@pytest.mark.parametrize(
    "back", ["//evil.example/search?", "https://evil.example", "/search?a\r\nb: c", "/sign-out", ""]
)
def test_no_form_leads_elsewhere(site, back):
    assert change(site, "add", back=back).headers["Location"] == "/shortlist"


def test_the_list_is_in_a_cookie_that_ends_with_the_browser(site):
    cookies = change(site, "add").headers.getlist("Set-Cookie")
    (held,) = [cookie for cookie in cookies if cookie.startswith("otmatch_list=")]
    assert held == f"otmatch_list={NEURO}; HttpOnly; Path=/; SameSite=Lax"


def test_results_say_who_is_on_the_list(site):
    change(site, "add")
    page = site.get("/search?near=12203&need=fatigue")
    assert page.text.count("Take off my list") == 1
    assert page.text.count("Add to my list") > 5


def test_ten_are_the_most_and_nobody_is_listed_who_is_not_here(site):
    site.set_cookie("otmatch_list", FULL)
    full = change(site, "add")
    assert (full.status_code, "which is the most" in full.text) == (422, True)
    site.set_cookie("otmatch_list", "")
    none = change(site, "add", "1999999976")
    assert (none.status_code, "the list stays as it was" in none.text) == (422, True)


@pytest.mark.parametrize("cookie", ["x", f"{NEURO}.", "1" * 4000, f"{NEURO}.<script>"])
def test_a_damaged_cookie_is_an_empty_list(site, cookie):
    site.set_cookie("otmatch_list", cookie)
    assert "Your list is empty." in text_of(site.get("/shortlist"))


def test_who_left_stays_on_the_list_and_is_told_so(site):
    site.set_cookie("otmatch_list", "1999999976")
    assert "1999999976" in text_of(site.get("/shortlist"))


def test_another_site_changes_nothing(site):
    change(site, "add")
    for form in ({}, {"form": "x"}, {"form": "a" * 22}):
        page = site.post("/shortlist", data=form | {"do": "clear"})
        assert (page.status_code, "not from this visit" in page.text) == (403, True)
        assert site.post("/shortlist/code", data=form).status_code == 403
    assert len(names(site.get("/shortlist"))) == 1


def hand_over(site, **told):
    form = form_of(site.get("/shortlist"))
    where = {"REMOTE_ADDR": f"2001:db8:{abs(hash(str(told))) % 65536:x}::7"}
    sent = site.post("/shortlist/code", data=form | told, environ_base=where)
    return site.get(sent.headers["Location"]) if sent.status_code == 303 else sent


def code_of(page):
    return re.search(r'class="phone">([A-Z0-9-]{9})<', page.text)[1]


def test_the_doctor_opens_the_list_by_its_code(site):
    change(site, "add")
    change(site, "add", ANA)
    page = hand_over(site, need=["fatigue", "memory"], place="12203")
    told = text_of(page)
    code = code_of(page)
    for said in (
        "Dear doctor,", "I have MS. I would like a referral", "Fatigue", "Memory and thinking",
        f"NPI {NEURO}", f"choose New referral, and enter the code {code}.", "at http://localhost",
        "Name of the person with MS:", "Date of birth:", "Date and signature:",
    ):  # fmt: skip
        assert said in told
    data = site.get(f"/api/v1/shortlists/{code}").get_json()
    assert [one["npi"] for one in data["providers"]] == [NEURO, ANA]
    assert [need["code"] for need in data["needs"]] == ["fatigue", "memory"]
    assert data["place"] == "12203"
    assert page.headers["Cache-Control"] == "private, no-store"


def test_the_same_form_sent_twice_makes_one_code(site):
    change(site, "add")
    form = form_of(site.get("/shortlist")) | {"once": "a" * 22, "place": "12203"}
    codes = []
    for told in ({}, {}, {"place": "12206"}, {"once": "b" * 22}):
        assert site.post("/shortlist/code", data=form | told).headers["Location"] == (
            "/shortlist/code"
        )
        codes.append(code_of(site.get("/shortlist/code")))
    assert codes[0] == codes[1]
    assert len(set(codes)) == 3


def test_a_code_is_found_again_and_ended_from_its_page(site):
    change(site, "add")
    assert site.get("/shortlist/code").headers["Location"] == "/shortlist"
    code = code_of(hand_over(site))
    assert "See my code and the letter" in text_of(site.get("/shortlist"))
    page = site.get("/shortlist/code")
    assert code_of(page) == code and link(page, "Back to my list") == "/shortlist"
    ended = site.post("/shortlist/code", data=form_of(page) | {"do": "end"})
    assert "The code is ended." in text_of(site.get(ended.headers["Location"]))
    assert site.get(f"/api/v1/shortlists/{code}").status_code == 404
    assert site.get("/shortlist/code").status_code == 303


def test_the_letter_speaks_for_whom_it_is(site):
    change(site, "add")
    site.get("/?who=other")
    assert "I care for a person with MS." in text_of(hand_over(site))


@pytest.mark.parametrize("place", ["1220", "Albany", "00000"])
def test_a_wrong_zip_is_named_and_the_rest_stays(site, place):
    change(site, "add")
    page = hand_over(site, need="fatigue", place=place)
    assert (page.status_code, 'href="#place">' in page.text) == (422, True)
    assert 'value="fatigue" checked' in page.text


def test_an_empty_list_has_no_code(site):
    form = form_of(site.get(f"/providers/{NEURO}"))
    assert site.post("/shortlist/code", data=form).status_code == 403


def test_without_a_store_it_can_only_be_printed(fixture_engine):
    site = create_app(Settings(), fixture_engine, today=lambda: GOLDEN_DAY).test_client()
    change(site, "add")
    page = site.get("/shortlist")
    assert "Lists cannot be kept here now." in text_of(page)
    assert site.post("/shortlist/code", data=form_of(page)).status_code == 503
