"""A referral in three steps on a page: nothing is asked twice, lost or sent twice, or stands in an
address."""

import re
from datetime import timedelta

import pytest

from service.referrals.content import Addressee
from service.referrals.reading import read
from service.referrals.shortlist_codes import shown
from service.referrals.shortlists import Shortlist, Shortlists
from service.wording.languages import ENGLISH
from tests.access_actors import CLINIC
from tests.page_world import events, row
from tests.referral_world import ANA, BEN, clinician
from tests.site_pages import text_of
from tests.work_pages import form_of, open_world, sign_in

NEW = "/referrals/new"
PATIENT = {"given": "Wilhelmina", "family": "Featherstone", "birth_date": "1971-08-09",
           "postal_code": "12203", "needs": "fatigue", "language": "en"}  # fmt: skip
ORDER = {"text": "Evaluate and treat", "visits": "8", "diagnoses": "G35.A, r5383",
         "goals": "cook again\nwalk the dog", "requester_name": "Dr. Ellis Harrow",
         "signed_by": "Dr. Ellis Harrow", "priority": "urgent"}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("new"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def office(world):
    return world.client("clinician")


def go(client, to, step="1", path=NEW, **fields):
    return client.post(path, do="referral", step=step, go=to, **fields)


def places(page, name="recipient"):
    return re.findall(rf'name="{name}" value="([^"]+)"', page.text)


def named(family):
    return PATIENT | ORDER | {"family": family}


def content_of(world, identity):
    return read(world.desk, clinician(CLINIC), identity, lambda case: case.content)


def test_therapists_are_ranked_with_reasons_and_what_is_known_of_who_pays(office):
    page = go(office, "2", **PATIENT, plan_id="11111NY0010001")
    told = text_of(page)
    assert page.status_code == 200
    assert re.search(r"\d+ therapists fit, best first", told)
    assert ENGLISH.pages["why"] in told and ENGLISH.pages["show_points"] in told
    assert "Who pays, as far as is known" in told
    assert len(places(page)) > 3 and places(page) == places(page, "behind")
    for name, value in PATIENT.items():
        assert f'type="hidden" name="{name}" value="{value}"' in page.text


def test_it_is_sent_with_all_that_the_steps_told(world, office):
    first, second, third = places(go(office, "2", **PATIENT))[:3]
    chosen = {"recipient": first, "behind": [first, second, third], "shortlist_consent": "yes",
              "way": "verbal"}  # fmt: skip
    review = go(office, "review", "3", **PATIENT, **ORDER, **chosen)
    told = text_of(review)
    assert review.status_code == 200
    for said in ("Wilhelmina Featherstone", "Evaluate and treat", "G35.A", "R53.83", "Urgent",
                 "walk the dog", "To ask the therapists on the shortlist in turn"):  # fmt: skip
        assert said in told
    sent = go(office, "send", "review", **PATIENT, **ORDER, **chosen)
    assert sent.status_code == 303
    identity = sent.location.removeprefix("/referrals/")
    held, content = row(world.desk, identity), content_of(world, identity)
    assert held.task.recipient_npi == first.split()[0]
    assert [one["npi"] for one in held.shortlist] == [second.split()[0], third.split()[0]]
    assert content.order.visits == 8 and content.order.signed_by == "Dr. Ellis Harrow"
    assert content.goals == ("cook again", "walk the dog")
    assert content.diagnoses == ("G35.A", "R53.83")
    page = office.get(sent.location)
    assert "Sent by mistake?" in text_of(page)


def test_a_second_click_sends_nothing_more(world, office):
    fields = named("Twice") | {"recipient": places(go(office, "2", **PATIENT))[0], "once": "k1"}
    first = go(office, "send", "review", **fields)
    again = go(office, "send", "review", **fields)
    assert (first.status_code, again.location) == (303, first.location)
    assert events(world.desk, {"id": first.location.removeprefix("/referrals/")}) == ["send"]


def test_an_open_one_is_shown_and_a_second_takes_a_reason(office):
    fields = named("Double") | {"recipient": places(go(office, "2", **PATIENT))[0]}
    there = go(office, "send", "review", **fields)
    refused = go(office, "send", "review", **fields)
    assert refused.status_code == 409
    assert f'href="{there.location}"' in refused.text
    assert "There is an open referral like this one." in text_of(refused)
    assert 'name="allow_duplicate"' in refused.text
    assert go(office, "send", "review", **fields, allow_duplicate="other hand").status_code == 303


def test_what_is_wrong_is_shown_on_its_step_and_nothing_is_lost(office):
    wrong = PATIENT | {"birth_date": "1871-08-09", "phone": "nobody"}
    page = go(office, "2", **wrong)
    assert page.status_code == 422
    assert 'href="#new-phone"' in page.text and 'value="nobody"' in page.text
    page = go(office, "2", **wrong | {"phone": ""})
    assert 'href="#new-birth_date"' in page.text
    page = go(office, "2", **PATIENT | {"postal_code": "00000"})
    assert (page.status_code, 'href="#new-postal_code"' in page.text) == (422, True)
    page = go(office, "review", "3", **PATIENT, **ORDER | {"visits": "many", "diagnoses": "MS"})
    assert page.status_code == 422
    assert 'href="#new-visits"' in page.text and 'href="#new-diagnoses"' in page.text
    assert 'type="hidden" name="family" value="Featherstone"' in page.text
    first, second = places(go(office, "2", **PATIENT))[:2]
    page = go(office, "send", "review", **named("None"), recipient=first, behind=second)
    assert (page.status_code, 'href="#new-shortlist_consent"' in page.text) == (422, True)
    page = go(office, "send", "review", **named("None"))
    assert (page.status_code, 'href="#new-recipient"' in page.text) == (422, True)


def test_the_desk_prepares_and_does_not_send(world):
    desk = world.client("granted desk")
    page = go(desk, "3", "2", **PATIENT)
    assert "A clinician of your office signs and sends it." in text_of(page)
    assert 'name="signed_by"' not in page.text
    unsigned = {name: text for name, text in named("Desk").items() if name != "signed_by"}
    assert 'value="send"' not in go(desk, "review", "3", **unsigned).text
    kept = go(desk, "draft", "review", **unsigned)
    assert (kept.status_code, go(desk, "send", "review", **unsigned).status_code) == (303, 403)
    assert row(world.desk, kept.location.removeprefix("/referrals/")).task.status == "draft"


def test_a_draft_is_changed_step_by_step(world, office):
    kept = go(office, "draft", "1", **named("Before"))
    path = f"{kept.location}/edit"
    page = office.get(path)
    assert 'value="Before"' in page.text
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    fields = named("After") | {"version": version}
    assert go(office, "2", path=path, **fields).status_code == 200
    assert go(office, "draft", "review", path, **fields).location == kept.location
    assert content_of(world, kept.location.removeprefix("/referrals/")).patient.family == "After"
    late = go(office, "draft", "1", path, **named("Late") | {"version": version})
    assert (late.status_code, 'value="Late"' in late.text) == (412, True)
    assert "Changed" in text_of(late)


def test_it_starts_from_a_shortlist(world, office):
    lists = Shortlists(world.desk.store, world.desk.keys, clock=world.desk.clock)
    chosen = (Addressee(ANA), Addressee(BEN))
    code, _ = lists.keep(Shortlist(recipients=chosen, needs=("fatigue",), postal_code="12203"))
    page = go(office, "list", shortlist_code=shown(code).lower(), given="Wilhelmina")
    assert 'value="Wilhelmina"' in page.text and 'value="12203"' in page.text
    assert re.search(r'name="needs" value="fatigue" checked', page.text)
    page = go(office, "2", shortlist_code=shown(code), **PATIENT)
    cards = [one.split()[0] for one in places(page)]
    assert cards[:2] == [ANA, BEN] and "on the patient" in text_of(page)
    assert re.search(rf'name="recipient" value="{ANA}[^"]*" checked', page.text)
    assert re.search(rf'name="behind" value="{BEN}[^"]*" checked', page.text)
    wrong = go(office, "list", shortlist_code="ABCD-EFGH")
    assert (wrong.status_code, 'href="#new-shortlist_code"' in wrong.text) == (422, True)


def test_who_refers_is_asked_once(world, office):
    world.desk.clock.at += timedelta(minutes=1)
    go(office, "draft", "1", **named("Once") | {"requester_phone": "518-555-0177"})
    page = office.get(NEW)
    assert 'name="requester_phone" value="518-555-0177"' in page.text
    other = world.client("other clinician").get(NEW)
    assert "518-555-0177" not in other.text


def test_what_was_typed_outlives_the_session_on_its_step(world):
    client = world.app.test_client()
    form = sign_in(client, world.tokens["clinician"])
    now = world.access.sessions.now
    world.access.sessions.now = lambda: now() + timedelta(hours=1)
    try:
        fields = PATIENT | ORDER | {"step": "3", "go": "review", "do": "referral"}
        late = client.post(NEW, data=form | fields)
        assert late.status_code == 303 and "Featherstone" not in late.location
        token = form_of(client.get(late.location)) | {"token": world.tokens["clinician"]}
        client.post("/sign-in", data=token | {"next": NEW})
        page = client.get(NEW)
        assert "Your form is back" in text_of(page)
        assert 'value="Dr. Ellis Harrow"' in page.text and "walk the dog" in page.text
        assert 'type="hidden" name="family" value="Featherstone"' in page.text
    finally:
        world.access.sessions.now = now
