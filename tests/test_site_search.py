"""/ and /search: what a form sends, what a page of results says, and what nobody keeps."""

import logging
import re
from html import unescape

import pytest

from service.app import create_app
from service.settings import Settings
from service.web.assets import asset, assets
from service.wording.languages import WORDINGS
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import PEOPLE
from tests.site_pages import asked_by, link, names, text_of
from tests.test_api_log import everything_logged

ALBANY = "/search?near=12203&need=fatigue&plan=11111NY0010001"


@pytest.fixture
def site(fixture_engine):
    """A browser without cookies, of a service without a store."""
    return create_app(Settings(), fixture_engine, today=lambda: GOLDEN_DAY).test_client()


def test_a_page_shows_what_the_api_answers(site):
    page, data = site.get(ALBANY), site.get(ALBANY.replace("/search", "/api/v1/providers")).json
    assert page.status_code == 200
    assert [unescape(name) for name in names(page)] == [m["name"] for m in data["matches"]][:10]
    told = text_of(page)
    assert f"{data['total']} therapists found" in told
    assert f"Showing 1 to 10 of {data['total']}" in told
    for said in (
        "Within 25 miles of Albany, NY 12203",
        "About 4.5 miles away",
        "Why this match: this therapist offers energy conservation and time management, is listed "
        "by your plan, and ",
        "Your plan lists this location (checked Nov 2, 2026)",
        "New patients Takes new patients (Oct 15, 2026)",
        "Wait About 3 weeks, told on Oct 15, 2026",
        "Wait Not known",
        "Close to MS care.",
        "“Do you take Example Health at this address?",
        "Not known whether new patients are taken",
    ):
        assert said in told, said


def test_an_empty_field_asks_nothing(site):
    bare, full = site.get("/search?near=12203"), site.get(
        "/search?who=me&near=12203&plan=&radius=&setting=&patient_state=&name=+"
    )  # fmt: skip
    assert names(bare) == names(full) != []


def test_a_wrong_field_is_named_and_what_was_filled_in_stays(site):
    page = site.get("/search?near=99999&need=fatigue&access=step_free&radius=37&specialty=hand")
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    assert 'href="#near">Where? ' in page.text
    assert re.search(r'<input id="near"[^>]+value="99999"[^>]+aria-invalid="true"', page.text)
    assert re.search(r'value="fatigue" checked', page.text)
    assert re.search(r'value="step_free" checked', page.text)
    assert '<option value="37" selected>' in page.text
    assert '<input type="hidden" name="specialty" value="hand">' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_what_others_append_to_a_link_is_left_out_and_nothing_is_asked_twice(site):
    plain = site.get("/search?near=12203&need=fatigue")
    for more in ("&utm_source=mail&fbclid=IwAR0", "&gclid=x&mc_eid=%3Cb%3E", "&need=fatigue"):
        page = site.get(f"/search?near=12203&need=fatigue{more}")
        assert page.status_code == 200 and names(page) == names(plain)
        assert text_of(page).count("Take out: Fatigue") == 1
        assert asked_by(link(page, "Change"))["need"] == ["fatigue"]
    assert site.get("/?utm_source=mail").text.count("utm_source") == 0
    assert site.get("/api/v1/providers?near=12203&utm_source=mail").status_code == 422


@pytest.mark.parametrize("language", WORDINGS)
def test_mistakes_are_told_in_the_words_of_the_form(site, language):
    for wrong in (
        "near=99999",
        "near=Springfield",
        "near=Albny,+NY",
        "near=K1A0B6",
        "near=1220",
        "need=cansancio",
        "setting=moon",
        "telehealth=perhaps",
        "radius=x&near=12203",
        "radius=25",
        "sort=distance",
        "near=12203&sort=distance&setting=home",
        "cursor=x",
        "near=12203&insurance_mode=require",
        "telehealth=true",
        "plan=Medicaid",
        "patient_state=NY",
        "insurance_mode=require&plan=nobody+knows+this",
        f"name={'a+' * 40}",
        "name=%21",
    ):
        page = site.get(f"/search?{wrong}&lang={language}")
        if page.status_code == 200:
            continue
        faults = page.text.split('id="faults-title">')[1].split("</div>")[0]
        told = re.sub(r"<[^>]+>", " ", faults)
        for said in ("vocabulary", "vocabulario", "/api", "must be", "debe ser", "`", "=", "next"):
            assert said not in told, (wrong, said)


def test_the_second_page_says_so_and_leads_back(site):
    first = site.get("/search?near=10001&radius=200")
    second = site.get(link(first, "Show the next ones"))
    assert re.search(r"<title>[0-9]+ therapists found, page 2 - ", second.text)
    back = site.get(link(second, "Back to the first page"))
    assert names(back) == names(first)
    assert "page" not in back.text.split("<title>")[1].split("</title>")[0]


def test_who_is_on_a_small_window_is_led_to_what_narrows_and_to_the_map(site):
    page = site.get(ALBANY).text
    top = page.split("<main")[1].split('class="card"')[0]
    for place in ("narrow", "map"):
        assert f'href="#{place}"' in top and f'id="{place}"' in page


def test_a_city_of_several_states_is_chosen_by_a_link(site):
    page = site.get("/search?near=Springfield&need=fatigue")
    assert page.status_code == 422
    chosen = link(page, "Springfield, IL")
    assert asked_by(chosen) == {"near": ["Springfield, IL"], "need": ["fatigue"]}
    assert site.get(chosen).status_code == 200


@pytest.mark.parametrize("asked", ["near=12203&near=10001", "need=joy", "cursor=2~x"])
def test_what_means_nothing_is_not_passed_over(site, asked):
    assert site.get(f"/search?{asked}").status_code == 422


def test_an_insurer_that_nobody_knows_is_chosen_by_a_link(site):
    page = site.get("/search?near=12203&plan=Exampel+Helth")
    assert "Do you mean one of these?" in text_of(page)
    chosen = link(page, "Example Health")
    assert asked_by(chosen)["payer"] == ["example-health"]
    assert "plan" not in asked_by(chosen)
    assert "Insurance: Example Health" in text_of(site.get(chosen))


def test_the_form_is_filled_with_the_search(site):
    form = site.get(link(site.get(ALBANY + "&accepting=true"), "Change the search"))
    assert re.search(r'<input id="near"[^>]+value="12203"', form.text)
    assert 'value="fatigue" checked' in form.text
    assert '<details class="more" open>' in form.text
    assert 'value="11111NY0010001"' in form.text


def test_each_condition_can_be_taken_out(site):
    page = site.get(f"{ALBANY}&accepting=true&language=es&setting=clinic&insurance_mode=require")
    for name, gone in (
        ("Fatigue", "need"), ("Only those known to take new", "accepting"), ("Spanish", "language"),
        ("Clinic or office", "setting"), ("Only therapists known", "insurance_mode"),
        ("Example Health", "plan"), ("Example Health", "insurance_mode"),
    ):  # fmt: skip
        without = asked_by(link(page, f"Take out: {name}"))
        assert gone not in without
        assert without["near"] == ["12203"]


def test_a_facet_finds_just_so_many(site):
    page = site.get("/search?near=10001&radius=50")
    found = re.findall(
        r'<li><a href="([^"]+)">([^<]+) <span class="hint">([0-9]+)</span></a>', page.text
    )
    narrowing = [row for row in found if "service=" not in row[0]]
    assert len(narrowing) > 15
    for address, name, count in narrowing:
        told = text_of(site.get(unescape(address)))
        number = "One therapist" if count == "1" else f"{count} therapists"
        assert f"{number} found" in told, name


def test_a_chosen_facet_is_undone_by_its_link(site):
    page = site.get("/search?near=10001&radius=50&language=es&language=zh")
    assert re.search(r'language=zh[^>]+aria-current="true">Spanish', page.text)
    assert asked_by(link(page, "Take out: Spanish"))["language"] == ["zh"]


def test_pages_lead_through_all_and_count_truly(site):
    address, seen, pages = "/search?near=10001&radius=200&sort=distance", [], 0
    total = site.get(address.replace("/search", "/api/v1/providers")).json["total"]
    while True:
        page = site.get(address)
        first = len(seen) + 1
        seen += names(page)
        pages += 1
        assert f"Showing {first} to {len(seen)} of {total}" in text_of(page)
        if "Show the next ones" not in page.text:
            break
        address = link(page, "Show the next ones")
    assert (len(seen), pages) == (total, -(-total // 10))
    assert pages > 3
    assert "cursor" not in asked_by(link(page, "Back to the first page"))
    last = len(names(page))
    for number in range(pages - 1, 1, -1):
        page = site.get(link(page, "Show the ones before"))
        end = total - last - (pages - 1 - number) * 10
        assert names(page) == seen[end - 10 : end]
        assert f"Showing {end - 9} to {end} of {total}" in text_of(page)
        assert f"page {number}" in page.text.partition("</title>")[0]
    assert "Show the ones before" not in page.text
    assert names(site.get(link(page, "Back to the first page"))) == seen[:10]


def test_a_look_aside_stays_one_on_its_first_page(site):
    address = "/search?near=10001&radius=200&accepting=true&unknown=accepting"
    second = site.get(link(site.get(address), "Show the next ones"))
    assert asked_by(link(second, "Back to the first page"))["unknown"] == ["accepting"]


def test_nobody_gets_an_empty_page(site):
    page = site.get("/search?near=69201&need=fatigue")
    told = text_of(page)
    assert "Nobody fits all that you asked. So we looked further: " in told
    assert names(page)


def test_who_finds_nobody_learns_what_was_tried_and_where_else_to_look(site):
    page = site.get("/search?near=83001&language=vi")
    told = text_of(page)
    assert "Nobody found" in told and "We also tried this, and found nobody:" in told
    assert link(page, "Other places to look") == "/elsewhere"
    assert "language" not in asked_by(link(page, "Take out: Vietnamese"))


def test_who_was_left_out_for_lack_of_a_fact_is_shown_by_a_link(site):
    page = site.get("/search?near=12203&accepting=true")
    left = site.get(link(page, "it is not known whether they take new patients"))
    assert "Only those of whom we do not know whether they take new patients" in text_of(left)
    assert names(left) and not set(names(left)) & set(names(page))
    assert "unknown" not in asked_by(link(left, "Take out: Only those of whom"))


def test_for_whom_is_asked_once(site):
    assert "“Hello. I have MS" in text_of(site.get(ALBANY))
    assert "“Hello. I am calling for someone with MS" in text_of(site.get(f"{ALBANY}&who=other"))
    assert "“Hello. I am calling for someone with MS" in text_of(site.get(ALBANY))


def test_language_and_size_are_kept_in_cookies(site):
    page = site.get(f"{ALBANY}&lang=es&text=largest")
    assert "Se encontraron 10 terapeutas" in text_of(page)
    again = site.get("/")
    assert '<html lang="es" data-text="largest">' in again.text
    cookies = page.headers.getlist("Set-Cookie")
    for kept in ("otmatch_lang=es; ", "otmatch_text=largest; "):
        (cookie,) = [cookie for cookie in cookies if cookie.startswith(kept)]
        assert "HttpOnly; Path=/; SameSite=Lax" in cookie
    assert {"Accept-Language", "Cookie"} <= set(page.headers["Vary"].split(", "))
    back = site.get(link(page, "English"))
    assert '<html lang="en" data-text="largest">' in back.text


def test_a_link_to_another_language_keeps_the_search(site):
    assert asked_by(link(site.get(ALBANY), "Español")) == asked_by(f"{ALBANY}&lang=es")


def test_what_is_typed_is_shown_as_text(site):
    hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    for address in (f"/search?near={hostile}", f"/?plan={hostile}&near={hostile}",
                    f"/search?plan={hostile}", f"/search?{hostile}=1"):  # fmt: skip
        assert "<script>alert" not in site.get(address).text


@pytest.mark.parametrize("address", ["/", ALBANY, "/search?near=nowhere"])
def test_pages_load_only_what_is_ours_and_tell_nobody(site, address):
    page = site.get(address)
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in page.headers["Permissions-Policy"]
    assert not re.search(r"<script>|<style| style=| on[a-z]+=", page.text)
    loaded = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text)
    assert len(loaded) == 4
    for file in loaded:
        got = site.get(file, headers={"Accept-Encoding": "gzip"})
        assert (got.status_code, "immutable" in got.headers["Cache-Control"]) == (200, True)
        assert got.headers["Content-Encoding"] == "gzip"
    weight = len(page.data) + sum(len(a.packed or a.body) for a in assets().values())
    assert weight <= 150_000


def test_a_file_of_another_version_is_asked_for_anew(site):
    address = asset("style.css")
    other = site.get(re.sub(r"\.[0-9a-f]+\.", ".000000000000.", address))
    assert (other.status_code, other.headers["Cache-Control"]) == (200, "public, no-cache")
    assert other.data == site.get(address).data
    for none in ("/assets/nothing.css", "/assets/..%2fpages.py", "/assets/style"):
        assert site.get(none).status_code == 404


def test_only_the_empty_form_may_be_found_by_search_engines(site):
    for address, robots in (("/", False), ("/?near=12203", True), (ALBANY, True)):
        assert ('content="noindex' in site.get(address).text) == robots


def test_the_distance_of_a_person_stands_with_their_name(site):
    page = site.get(ALBANY)
    npi = PEOPLE["albany-neuro"]
    card = page.text.split(f'id="at-{npi}"')[1].split("</article>")[0]
    assert f'href="/providers/{npi}"' in page.text
    assert card.index("About 4.5 miles away") < card.index("Why this match:")


def test_nothing_that_is_asked_is_logged(site, caplog):
    caplog.set_level(logging.DEBUG)
    for address in (ALBANY, f"{ALBANY}&colour=red", "/?near=12203&need=fatigue&name=Ruiz",
                    f"/providers/{PEOPLE['albany-neuro']}", "/shortlist?removed=1"):  # fmt: skip
        site.get(address)
    for told in ("12203", "fatigue", "11111NY0010001", "Ruiz", "red"):
        assert told not in everything_logged(caplog)
