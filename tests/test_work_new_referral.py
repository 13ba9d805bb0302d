"""A referral in three steps on pages: nothing is asked twice, lost or sent twice, or stands in an
address."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from service.referrals.content import Addressee
from service.referrals.reading import read
from service.referrals.retention import expire
from service.referrals.shortlist_codes import shown
from service.referrals.shortlists import Shortlist, Shortlists
from service.web.work.begun import LASTING
from service.wording.languages import ENGLISH
from tests.access_actors import CLINIC
from tests.page_world import events, row
from tests.referral_steps import (
    NEW,
    ORDER,
    PATIENT,
    begin,
    fill,
    led_to,
    named,
    places,
    send,
)
from tests.referral_world import ANA, BEN, Clock, clinician
from tests.site_pages import text_of
from tests.work_pages import Signed, form_of, open_world, sign_in


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("new"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def office(world):
    return world.client("clinician")


@pytest.fixture
def later(world):
    """Moves the clock of sessions and of what is kept."""
    before = world.access.sessions.now
    clock = world.access.sessions.now = Clock(before())

    def move(**by):
        clock.at += timedelta(**by)

    yield move
    world.access.sessions.now = before


def content_of(world, identity):
    return read(world.desk, clinician(CLINIC), identity, lambda case: case.content)


def chosen(client, base, **fields):
    """Filled in as far as what is sent, with the first therapist."""
    first = places(fill(client, base, "1", **fields))[0]
    return fill(client, base, "2", "3", **fields, recipient=first)


def kept_rows(world):
    with world.desk.store.reading() as session:
        return str(session.execute(sql("SELECT * FROM kept_forms")).all())


def test_therapists_are_ranked_with_reasons_and_what_is_known_of_who_pays(office):
    base = begin(office)
    page = fill(office, base, "1", **PATIENT, plan_id="11111NY0010001")
    told = text_of(page)
    assert page.status_code == 200
    assert re.search(r"\d+ therapists fit, best first", told)
    assert ENGLISH.pages["why"] in told and ENGLISH.pages["show_points"] in told
    assert "Who pays, as far as is known" in told
    assert len(places(page)) > 3 and places(page) == places(page, "behind")


def test_it_is_sent_with_all_that_the_steps_told(world, office):
    base = begin(office)
    first, second, third = places(fill(office, base, "1", **PATIENT))[:3]
    asked = {"recipient": first, "behind": [first, second, third], "shortlist_consent": "yes",
             "way": "verbal"}  # fmt: skip
    told = text_of(fill(office, base, "2", "3", **ORDER, **asked))
    for said in ("Wilhelmina Featherstone", "Evaluate and treat", "G35.A", "R53.83", "Urgent",
                 "walk the dog", "To ask the therapists on the shortlist in turn"):  # fmt: skip
        assert said in told
    sent = send(office, base, "review", "send")
    identity = sent.location.removeprefix("/referrals/")
    held, content = row(world.desk, identity), content_of(world, identity)
    assert held.task.recipient_npi == first.split()[0]
    assert [one["npi"] for one in held.shortlist] == [second.split()[0], third.split()[0]]
    assert content.order.visits == 8 and content.order.signed_by == "Dr. Ellis Harrow"
    assert content.goals == ("cook again", "walk the dog")
    assert content.diagnoses == ("G35.A", "R53.83")
    assert "Sent by mistake?" in text_of(led_to(office, sent))


# --- a page for each step -------------------------------------------------------------------------


def test_every_step_can_be_opened_again_with_what_was_entered(office):
    base = begin(office)
    chosen(office, base, **named("Again"))
    first = office.get(f"{base}/1")
    assert 'name="family" type="text" value="Again"' in first.text
    assert re.search(r'name="needs" value="fatigue" checked', first.text)
    second = office.get(f"{base}/2")
    assert f'name="recipient" value="{places(second)[0]}" checked' in second.text
    assert "walk the dog</textarea>" in office.get(f"{base}/3").text
    assert "walk the dog" in text_of(office.get(f"{base}/review"))
    for step in "123":
        assert office.get(f"{base}/{step}").headers["Cache-Control"] == "no-store"


def test_addresses_tell_nothing_and_the_store_cannot_read_what_it_keeps(world, office):
    base = begin(office)
    answer = send(office, base, "1", "2", **PATIENT)
    assert re.fullmatch(r"/referrals/new/[\w-]{22}/2", answer.location)
    told = kept_rows(world)
    assert [word for word in (*PATIENT.values(), base) if len(word) > 2 and word in told] == []


def test_it_is_nobody_elses_and_no_other_browsers(world):
    mine = world.client("clinician")
    base = begin(mine)
    fill(mine, base, "1", **named("Mine"))
    browser, person = mine.client, world.tokens["clinician"]
    elsewhere = world.client("clinician")
    for step in "123":
        assert elsewhere.get(f"{base}/{step}").status_code == 404
    assert send(elsewhere, base, "1", "2", **PATIENT).status_code == 404
    colleague = Signed(browser, sign_in(browser, world.tokens["granted desk"]))
    assert colleague.get(f"{base}/1").status_code == 404
    assert send(colleague, base, "1", "leave").status_code == 404
    sign_in(browser, person)
    assert "Mine" in browser.get(f"{base}/1").text
    assert browser.get(f"{base}/4").status_code == 404


def test_several_side_by_side_do_not_mix(office):
    one, two = begin(office), begin(office)
    for base, family in ((one, "One"), (two, "Two")):
        send(office, base, "1", "2", **named(family))
    send(office, one, "3", "review", **ORDER | {"text": "For one"})
    assert 'value="One"' in office.get(f"{one}/1").text
    assert 'value="Two"' in office.get(f"{two}/1").text
    assert "For one" in office.get(f"{one}/3").text
    assert "For one" not in office.get(f"{two}/3").text


def test_it_ends_when_it_is_thrown_away_or_a_day_is_over_and_leaves_no_draft(world, later):
    office = world.client("clinician")
    before = office.get("/referrals?list=draft").text.count("<h3>")
    left, over = begin(office), begin(office)
    for base in (left, over):
        fill(office, base, "1", **named("Left"))
    assert "This cannot be undone" in text_of(office.get(f"{left}/2"))
    assert send(office, left, "2", "leave").location == "/referrals"
    assert office.get(f"{left}/2").status_code == 404
    later(seconds=LASTING.total_seconds() - 60)
    sign_in(office.client, world.tokens["clinician"])
    assert office.get(f"{over}/2").status_code == 200
    later(seconds=61)
    assert office.get(f"{over}/2").status_code == 404
    assert office.get("/referrals?list=draft").text.count("<h3>") == before


def test_what_was_begun_is_offered_to_go_on_with_or_to_throw_away(world):
    office = world.client("clinician")
    first = office.get("/referrals")
    assert "Begun, not sent" not in first.text
    begin(office)  # in which nothing was told
    one, two, sent = begin(office), begin(office), begin(office)
    send(office, one, "1", "1", given="Wilhelmina")
    fill(office, two, "1", **named("Begun"))
    chosen(office, sent, **named("Gone"))
    send(office, sent, "review", "draft")
    page = office.get("/referrals")
    told = text_of(page).partition("Worklists")[0]
    assert "Begun, not sent 2" in told
    assert f'href="{one}/1"' in page.text and f'href="{two}/2"' in page.text
    assert "Wilhelmina Begun" in told and "Gone" not in told.partition("Begun, not sent")[2][:400]
    assert office.get(f"{two}/2").status_code == 200
    other = Signed(office.client, sign_in(office.client, world.tokens["granted desk"]))
    assert "Begun, not sent" not in other.get("/referrals").text
    assert other.post("/referrals", do="leave", base=two).status_code == 303
    assert "Begun, not sent" not in world.client("clinician").get("/referrals").text
    again = Signed(office.client, sign_in(office.client, world.tokens["clinician"]))
    assert again.post("/referrals", do="leave", base=one).location == "/referrals"
    page = again.get("/referrals")
    assert f'href="{two}/2"' in page.text and one not in page.text


def test_purging_takes_away_what_is_kept_no_longer(world, office):
    begin(office)
    desk = world.desk
    assert kept_rows(world) != "[]"
    now = desk.clock.at
    desk.clock.at += LASTING + timedelta(days=365)
    try:
        expire(desk, clinician(CLINIC))
    finally:
        desk.clock.at = now
    assert kept_rows(world) == "[]"


def test_what_is_typed_is_kept_by_the_page_but_not_by_an_older_one(office):
    base = begin(office)
    turn = re.search(r'name="turn" value="(\d+)"', office.get(f"{base}/1").text)[1]

    def typed(given, at, turn=turn):
        return send_typed(office, base, given, at, turn)

    assert typed("Wil", 2).status_code == 204
    assert typed("W", 1).status_code == 204  # it came late
    assert 'value="Wil"' in office.get(f"{base}/1").text
    send(office, base, "1", "1", **PATIENT)
    typed("Old", 3)
    assert 'value="Wilhelmina"' in office.get(f"{base}/1").text
    assert typed("x", 4).status_code == 204 and office.get(f"{base}/1").status_code == 200


def send_typed(client, base, given, at, turn):
    return client.post(f"{base}/1", do="new", go="keep", given=given, typed=str(at), turn=turn)


# --- once -----------------------------------------------------------------------------------------


def test_a_second_click_sends_nothing_more_and_going_back_leads_to_what_was_sent(world, office):
    base = begin(office)
    chosen(office, base, **named("Twice"))
    cookies = {name: office.client.get_cookie(name).value for name in ("otmatch", "otmatch_kept")}

    def click(_):
        client = world.app.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value)
        return send(Signed(client, office.form), base, "review", "send")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    (led,) = {answer.location for answer in answers}
    assert send(office, base, "review", "send").location == led
    assert office.get(f"{base}/3").location == led
    assert events(world.desk, {"id": led.removeprefix("/referrals/")}) == ["send"]


def test_what_is_changed_after_it_was_sent_is_told_and_not_lost(world, office):
    base = begin(office)
    chosen(office, base, **named("Changed"))
    sent = send(office, base, "review", "send")
    late = send(office, base, "3", "review", **ORDER | {"text": "Something else"})
    assert (late.status_code, "sent before" in text_of(late)) == (409, True)
    assert f'href="{sent.location}"' in late.text and f'href="{base}/3"' in late.text
    assert content_of(world, sent.location.split("/")[-1]).order.text == "Evaluate and treat"
    page = led_to(office, office.get(f"{base}/3"))
    assert "Something else" in page.text and "Your form is back" in text_of(page)


def test_an_open_one_is_shown_and_a_second_takes_a_reason(office):
    first, second = begin(office), begin(office)
    chosen(office, first, **named("Double"))
    there = send(office, first, "review", "send")
    chosen(office, second, **named("Double"))
    refused = led_to(office, send(office, second, "review", "send"))
    assert f'href="{there.location}"' in refused.text
    assert "There is an open referral like this one." in text_of(refused)
    assert "<title>Error: " in refused.text
    assert 'name="allow_duplicate"' in refused.text
    page = led_to(office, send(office, second, "review", "send", allow_duplicate="x" * 301))
    assert 'href="#new-allow_duplicate"' in page.text
    sent = send(office, second, "review", "send", allow_duplicate="other hand")
    assert sent.location.startswith("/referrals/r-") and sent.location != there.location


def test_an_open_one_is_told_before_the_second_is_sent(office):
    chosen(office, one := begin(office), **named("Foreseen"))
    there = send(office, one, "review", "send")
    page = chosen(office, begin(office), **named("Foreseen"))
    assert f'href="{there.location}"' in page.text and 'name="allow_duplicate"' in page.text
    assert "<title>Error: " not in page.text
    page = chosen(office, begin(office), **named("Single"))
    assert there.location not in page.text and 'name="allow_duplicate"' not in page.text


def test_all_that_was_typed_of_the_office_is_checked_and_shown_later(office):
    base = begin(office)
    mine = {"requester_email": "desk@office.example", "requester_fax": "518-555-0177",
            "requester_npi": CLINIC}  # fmt: skip
    page = chosen(office, base, **named("Officer") | mine)
    sent = led_to(office, send(office, base, "review", "send"))
    for told in (text_of(page), text_of(sent)):
        assert "Told by e-mail what becomes of it desk@office.example" in told
        assert "Office fax (518)\u00a0555\u20110177" in told.replace("518) 555", "518)\u00a0555")
        assert f"NPI of who refers {CLINIC}" in told


def test_every_field_says_whether_it_is_needed(office):
    base = begin(office)
    page = office.get(f"{base}/1").text
    page += fill(office, base, "1", "2", **PATIENT, recipient=ANA).text
    needed, optional = set(), set()
    for name, said in re.findall(r'<label for="new-(\w+)">[^<]*<span [^>]*>\((\w+)', page):
        (needed if said == "required" else optional).add(name)
    must = {"given", "family", "birth_date", "text", "requester_name", "signed_by"}
    assert needed == must
    fields = re.findall(r'<(?:input|textarea) id="new-(\w+)"[^>]*>', page)
    assert set(fields) == needed | optional
    spoken = re.findall(r'<(?:input|textarea) id="new-(\w+)"[^>]*aria-required="true"', page)
    assert set(spoken) == must


def test_consent_and_the_way_on_stand_after_a_few_cards(office):
    base = begin(office)
    page = fill(office, base, "1", **PATIENT).text
    shown, _, folded = page.partition('<details class="group">\n<summary>')
    assert shown.count('class="card"') == 3 and folded.count('class="card"') > 3
    last = places(office.get(f"{base}/2"))[-1]
    send(office, base, "2", "3", recipient=last)
    page = office.get(f"{base}/2").text
    assert f'name="recipient" value="{last}" checked' in page
    assert 'class="card"' not in page.partition('<details class="group">')[2]


# --- what is wrong --------------------------------------------------------------------------------


def test_what_is_wrong_is_told_at_its_step_and_nothing_is_lost(office):
    base = begin(office)
    wrong = PATIENT | {"birth_date": "1871-08-09", "phone": "nobody"}
    page = fill(office, base, "1", **wrong)
    assert 'href="#new-phone"' in page.text and 'value="nobody"' in page.text
    page = fill(office, base, "1", **wrong | {"phone": "", "postal_code": "00000"})
    assert 'href="#new-birth_date"' in page.text and 'href="#new-postal_code"' in page.text
    assert 'href="#new-birth_date"' in office.get(f"{base}/1").text  # opened again
    first, second = places(fill(office, base, "1", **PATIENT))[:2]
    page = fill(office, base, "2", recipient=first, behind=second)
    assert 'href="#new-shortlist_consent"' in page.text
    assert "if the patient agrees" in page.text and "must be true" not in page.text
    fill(office, base, "2", recipient=first)
    page = fill(office, base, "3", **ORDER | {"visits": "many", "diagnoses": "MS"})
    assert 'href="#new-visits"' in page.text and 'href="#new-diagnoses"' in page.text
    assert 'value="many"' in page.text
    assert "Wilhelmina" in text_of(fill(office, base, "3", **ORDER))


def test_what_is_missing_is_told_by_its_label_where_it_is_entered(office):
    base = begin(office)
    page = fill(office, base, "1")
    for name in ("given", "family", "birth_date"):
        label = ENGLISH.pages[f"new_{name}"]
        assert f'<a href="#new-{name}">{label}: fill this in.</a>' in page.text
    fill(office, base, "1", **PATIENT)
    page = fill(office, base, "2")
    assert '<a href="#new-recipient">' in page.text and "choose one therapist" in page.text
    fill(office, base, "2", recipient=places(page)[0])
    page = fill(office, base, "3")
    for name in ("requester_name", "text", "signed_by"):
        assert f'<a href="#new-{name}">{ENGLISH.pages[f"new_{name}"]}: ' in page.text
    page = led_to(office, send(office, base, "review", "send"))
    assert page.request.path == f"{base}/3"
    assert '<a href="#new-text">' in page.text


def test_a_step_is_not_skipped(office):
    base = begin(office)
    page = led_to(office, office.get(f"{base}/review"))
    assert (page.request.path, 'href="#new-given"' in page.text) == (f"{base}/1", True)
    page = led_to(office, send(office, base, "3", "review", **ORDER))
    assert page.request.path == f"{base}/1"


@pytest.mark.parametrize(
    ("step", "name"),
    [("1", "needs"), ("1", "services"), ("1", "language"), ("2", "way"), ("3", "priority")],
)
def test_a_choice_that_there_is_not_is_refused_in_plain_words(office, step, name):
    base = begin(office)
    first, second = places(fill(office, base, "1", **PATIENT))[:2]
    filled = named("Forged", recipient=first, behind=second, shortlist_consent="yes")
    steps = [each for each in "123" if each <= step]
    page = fill(office, base, *steps, **filled | {name: "made-up"})
    assert page.request.path == f"{base}/{step}"
    assert f'href="#new-{name}"' in page.text
    assert "something was sent that is none of the choices" in text_of(page)
    assert "made-up" not in text_of(page)


def test_the_desk_prepares_and_does_not_send(world):
    desk = world.client("granted desk")
    base = begin(desk)
    unsigned = {name: text for name, text in named("Desk").items() if name != "signed_by"}
    review = chosen(desk, base, **unsigned)
    assert "A clinician of your office signs and sends it." in text_of(review)
    assert 'name="signed_by"' not in desk.get(f"{base}/3").text
    assert 'value="send"' not in review.text
    assert send(desk, base, "review", "send").status_code == 403
    kept = send(desk, base, "review", "draft")
    assert row(world.desk, kept.location.removeprefix("/referrals/")).task.status == "draft"
    forged = begin(desk)
    chosen(desk, forged, **unsigned)
    send(desk, forged, "3", "review", **named("Desk"))
    page = led_to(desk, send(desk, forged, "review", "draft"))
    assert "must be left out: a clinician signs" in text_of(page)


def test_a_draft_is_changed_step_by_step(world, office):
    base = begin(office)
    kept = send(office, base, "1", "draft", **named("Before"))
    if kept.location.startswith(base):  # who refers is told on the third step
        kept = send(office, base, "3", "draft", **ORDER)
    above = f"{kept.location}/edit"
    first, late = begin(office, above), begin(office, above)
    assert 'value="Before"' in office.get(f"{first}/1").text
    chosen(office, first, **named("After"))
    assert send(office, first, "review", "draft").location == kept.location
    assert content_of(world, kept.location.removeprefix("/referrals/")).patient.family == "After"
    chosen(office, late, **named("Late"))
    page = led_to(office, send(office, late, "review", "draft"))
    assert "Changed" in text_of(page) and "Late" in text_of(page)
    assert send(office, late, "review", "draft").location == kept.location
    assert content_of(world, kept.location.removeprefix("/referrals/")).patient.family == "Late"
    assert world.client("other clinician").get(above).status_code == 404


def test_what_was_sent_is_changed_by_who_signs_alone(world, office):
    base = begin(office)
    chosen(office, base, **named("Sent"))
    sent = send(office, base, "review", "send").location
    for actor, status in (("granted desk", 403), ("clinician", 303)):
        client = world.client(actor)
        edited = begin(client, f"{sent}/edit")
        send(client, edited, "1", "2", **named("Put right"))
        assert send(client, edited, "review", "draft").status_code == status
    assert content_of(world, sent.split("/")[-1]).patient.family == "Put right"


def test_it_starts_from_a_shortlist(world, office):
    lists = Shortlists(world.desk.store, world.desk.keys, clock=world.desk.clock)
    asked = (Addressee(ANA), Addressee(BEN))
    code, _ = lists.keep(Shortlist(recipients=asked, needs=("fatigue",), postal_code="12203"))
    base = begin(office)
    told = {"shortlist_code": shown(code).lower(), "given": "Wilhelmina"}
    page = led_to(office, send(office, base, "1", "list", **told))
    assert 'value="Wilhelmina"' in page.text and 'value="12203"' in page.text
    assert re.search(r'name="needs" value="fatigue" checked', page.text)
    assert "The shortlist is filled in." in text_of(page)
    base = begin(office)
    page = fill(office, base, "1", shortlist_code=shown(code), **PATIENT)
    cards = [one.split()[0] for one in places(page)]
    assert cards[:2] == [ANA, BEN] and "on the patient" in text_of(page)
    assert re.search(rf'name="recipient" value="{ANA}[^"]*" checked', page.text)
    assert re.search(rf'name="behind" value="{BEN}[^"]*" checked', page.text)
    fill(office, base, "2", recipient=places(page)[2])
    page = fill(office, base, "1", shortlist_code=shown(code), **PATIENT)  # it is taken once
    assert re.search(rf'name="recipient" value="{places(page)[2]}" checked', page.text)
    for go in ("list", "2"):
        told = PATIENT | {"shortlist_code": "ABCD-EFGH"}
        wrong = led_to(office, send(office, begin(office), "1", go, **told))
        assert 'href="#new-shortlist_code"' in wrong.text


def test_who_refers_is_asked_once(world, office):
    world.desk.clock.at += timedelta(minutes=1)
    base = begin(office)
    send(office, base, "3", "2", **ORDER | {"requester_phone": "518-555-0177"})
    send(office, base, "1", "draft", **named("Once"))
    page = office.get(f"{begin(office)}/3")
    assert 'name="requester_phone" type="tel" value="518-555-0177"' in page.text
    other = world.client("other clinician")
    assert "518-555-0177" not in other.get(f"{begin(other)}/3").text


# --- a session that ends in the middle ------------------------------------------------------------


def signed_in_again(world, client, late):
    """By the page that a late form leads to, which leads back to the form's own."""
    form = form_of(client.get(late.location)) | {"token": world.tokens["clinician"]}
    onward = re.search(r'name="next" value="([^"]+)"', client.get(late.location).text)[1]
    return client.get(client.post("/sign-in", data=form | {"next": onward}).location)


def test_what_was_typed_outlives_the_session_on_its_step(world, later):
    client = world.client("clinician")
    base = begin(client)
    fill(client, base, "1", **PATIENT)
    later(hours=1)
    late = send(client, base, "3", "review", **ORDER)
    assert late.location.startswith("/sign-in?") and "Featherstone" not in late.location
    page = signed_in_again(world, client.client, late)
    assert page.request.path == f"{base}/3"
    assert "Your form is back" in text_of(page)
    assert 'value="Dr. Ellis Harrow"' in page.text and "walk the dog" in page.text
    assert 'value="Featherstone"' in client.get(f"{base}/1").text


def test_who_signed_out_in_another_tab_loses_no_step(world):
    client = world.client("clinician")
    base = begin(client)
    page = fill(client, base, "1", **PATIENT)
    along = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    client.post("/sign-out")
    late = client.client.post(f"{base}/2", data=along | {"recipient": places(page)[0], "go": "3"})
    page = signed_in_again(world, client.client, late)
    page = client.client.get(page.location) if page.status_code == 303 else page
    assert page.request.path.startswith(f"{NEW}/") and not page.request.path.startswith(base)
    assert "Your form is back" in text_of(page)
    assert " checked" in page.text
    there = page.request.path.removesuffix("/2")
    assert 'value="Featherstone"' in client.get(f"{there}/1").text
