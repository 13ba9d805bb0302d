"""/status: a patient's own view, by link and birth date, with their consent."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from service.app import create_app
from service.referrals.business_days import add_business_days
from service.referrals.consenting import take_back_consent
from service.referrals.consents import MESSAGES, GivenConsent
from service.referrals.links import REPLY, STATUS
from service.referrals.page_sessions import LASTS
from service.referrals.reading import read
from service.referrals.replying import MOST_FAILURES
from service.referrals.retention import erase
from service.settings import Settings
from tests.page_world import (
    Visitor,
    events,
    in_language,
    known,
    reads,
    send,
    status_path,
    written,
)
from tests.referral_world import clinician, move, seen, therapist

HEALTH = ("fatigue", "cook dinner", "G35", "energy", "Quillfeather", "Rosalinde", "1979")
RIGHT = {"birth_month": "3", "birth_day": "2", "birth_year": "1979"}


def test_before_the_birth_date_it_tells_nothing(desk, client):
    page = Visitor(client, status_path(desk, send(desk))).page
    assert page.status_code == 200
    assert not any(word in written(page) for word in (*HEALTH, "Whitcomb", "Harrow"))


def test_it_tells_where_things_stand_and_nothing_of_health(desk, client):
    visitor = known(desk, client, send(desk), **{"Accept-Language": "en"})
    assert '<html lang="es">' in visitor.page.text
    for said in ("Dana Whitcomb", "(518) 555‑0101", "Dr. Ellis Harrow", "(518) 555‑0100",
                 "Su solicitud se envió al terapeuta"):  # fmt: skip
        assert said in visitor.text
    call_by = add_business_days(desk.clock(), 3, desk.terms.calendar)
    assert f"{call_by.day} de noviembre de 2026" in visitor.text
    assert not any(word in written(visitor.page) for word in HEALTH)


def test_who_chooses_a_language_gets_it(desk, client):
    sent = send(desk)
    path = f"{status_path(desk, sent)}?lang=en"
    assert client.post(path, data={"do": "birth", **RIGHT}).headers["Location"] == path
    assert '<html lang="en">' in client.get(path).text


def test_a_language_that_we_lack_is_the_browsers(desk, client):
    sent = send(desk, content=in_language("vi"))
    assert '<html lang="es">' in known(desk, client, sent, **{"Accept-Language": "es"}).page.text


def test_each_step_is_shown(desk, client):
    sent = send(desk)
    path, ot = f"{status_path(desk, sent)}?lang=en", therapist()
    client.post(path, data={"do": "birth", **RIGHT})
    referral = sent
    for action, told, said, done in (
        ("acknowledge", {}, "They have not answered yet", 2),
        ("accept", {}, "The therapist said yes. They will call you", 3),
        ("pause", {"status_reason": "insurance-pending"}, "wait for something", 3),
        ("resume", {}, "The therapist said yes", 3),
        ("schedule", {"appointment": desk.clock()}, "You have an appointment:", 4),
        ("no-show", {}, "The therapist said yes", 4),
        ("visit", {"note": "came"}, "Your visits have begun", 5),
        ("complete", {"note": "goals met"}, "Your visits are done", 5),
    ):
        referral = move(desk, ot, referral, action, **told)
        page = client.get(path)
        assert (action, said in page.text) == (action, True)
        assert (action, page.text.count("Done:")) == (action, done)
        assert not any(word in written(page) for word in (*HEALTH, "insurance"))


def test_an_appointment_is_told_in_the_time_of_the_place(desk, client):
    sent = send(desk)
    visitor = Visitor(client, f"{status_path(desk, sent)}?lang=en")
    accepted = move(desk, therapist(), sent, "accept")
    move(desk, therapist(), accepted, "schedule", appointment=desk.clock() + timedelta(days=1))
    visitor.post("birth", **RIGHT)
    assert "Nov 24, 2026" in visitor.text
    assert "EST" in visitor.text


def test_who_is_declined_learns_it_without_the_reason(desk, client):
    sent = send(desk)
    move(desk, therapist(), sent, "decline", status_reason="at-capacity")
    visitor = known(desk, client, sent)
    assert "Este terapeuta no puede ayudarle" in visitor.text
    assert "nuevos" not in visitor.text


def test_five_wrong_birth_dates_lock_it_for_an_hour(desk, client):
    sent = send(desk)
    visitor = Visitor(client, status_path(desk, sent), **{"Accept-Language": "en"})
    for _ in range(MOST_FAILURES):
        page = visitor.post("birth", **RIGHT | {"birth_day": "3"})
        assert (page.status_code, "not the birth date" in page.text) == (403, True)
    page = visitor.post("birth", **RIGHT)
    assert (page.status_code, "wait an hour" in page.text) == (403, True)
    desk.clock.at += timedelta(minutes=59)
    assert visitor.post("birth", **RIGHT).status_code == 403
    desk.clock.at += timedelta(minutes=1)
    assert visitor.post("birth", **RIGHT).status_code == 200


def test_a_right_one_forgets_the_wrong_ones(desk, client):
    sent = send(desk)
    for _ in range(3):
        visitor = Visitor(client.application.test_client(), status_path(desk, sent))
        for _ in range(MOST_FAILURES - 1):
            visitor.post("birth", **RIGHT | {"birth_day": "3"})
        assert visitor.post("birth", **RIGHT).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"birth_month": "Ma"}, "birth_month"),
        ({"birth_month": "13"}, "birth_month"),
        ({"birth_day": "31", "birth_month": "2"}, "birth_month"),
        ({"birth_day": ""}, "birth_day"),
        ({"birth_year": "19790"}, "birth_year"),
        ({"birth_year": "٢٠٠٠"}, "birth_year"),
        ({"birth_year": "<script>"}, "birth_year"),
    ],
)
def test_what_is_no_day_costs_no_try(desk, client, wrong, field):
    sent = send(desk)
    visitor = Visitor(client, status_path(desk, sent))
    for _ in range(MOST_FAILURES + 1):
        page = visitor.post("birth", **RIGHT | wrong)
        assert page.status_code == 422
        assert f'href="#birth-{field}"' in page.text
        assert "<script>" not in page.text
    assert visitor.post("birth", **RIGHT).status_code == 200


@pytest.mark.parametrize("month", ["March", "march", "Mar.", " MARZO ", "03"])
def test_a_month_may_be_told_by_its_name(desk, client, month):
    visitor = Visitor(client, status_path(desk, send(desk)))
    assert visitor.post("birth", **RIGHT | {"birth_month": month}).status_code == 200


def test_every_part_that_is_missing_is_named(desk, client):
    visitor = Visitor(client, status_path(desk, send(desk)))
    page = visitor.post("birth", birth_month="", birth_day="", birth_year="")
    found = re.findall(r'href="#birth-birth_([a-z]+)"', page.text)
    assert found == ["month", "day", "year"]
    wrong = visitor.post("birth", **RIGHT | {"birth_day": "3"})
    assert 'href="#birth-birth"' in wrong.text and 'id="birth-birth"' in wrong.text


@pytest.mark.parametrize("wish", ["not-contacted", "another-asked"])
def test_a_wish_is_looked_at_before_it_is_told(desk, client, wish):
    sent = send(desk)
    visitor = known(desk, client, sent)
    assert wish in visitor.offers
    review = client.get(f"{visitor.path}?wish={wish}&lang=en")
    assert "Nothing was told yet." in review.text and "No, go back" in review.text
    assert wish not in events(desk, sent)
    assert review.text.count("<form") == 1 and f'name="do" value="{wish}"' in review.text
    visitor.get()
    visitor.send(wish)
    assert wish in events(desk, sent)
    again = client.get(f"{visitor.path}?wish={wish}&lang=en")
    assert "Nothing was told yet." not in again.text


def test_without_consent_there_is_no_page(desk, client):
    for consents in ((), (GivenConsent(MESSAGES),)):
        sent = send(desk, consents=consents)
        assert client.get(status_path(desk, sent)).status_code == 404


def test_a_consent_that_is_withdrawn_or_expired_closes_it(desk, client):
    sent = send(desk)
    visitor = known(desk, client, sent)
    consent = read(desk, clinician(), sent["id"], lambda case: case.consents[0].id)
    take_back_consent(desk, clinician(), sent["id"], consent, seen)
    assert visitor.get().status_code == 404
    assert visitor.send("another-asked").status_code == 404
    soon = GivenConsent("status-page", expires_at=desk.clock() + timedelta(minutes=5))
    visitor = known(desk, client, send(desk, consents=(soon,)))
    desk.clock.at += timedelta(minutes=5)
    assert visitor.get().status_code == 404


def test_an_erased_referral_and_a_draft_have_no_page(desk, client):
    sent = send(desk)
    erase(desk, clinician(), sent["id"], "asked for")
    kept = send(desk, send=False)
    pages = [client.get(status_path(desk, one)) for one in (sent, kept)]
    tokens = ("x", desk.links.token(REPLY, kept["id"]), desk.links.token(STATUS, "r-nobody"))
    pages += [client.get(f"/status/{token}") for token in tokens]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


def test_a_link_that_is_too_old_does_not_hold(desk):
    path = status_path(desk, send(desk))
    hasty = replace(desk, terms=replace(desk.terms, status_link=timedelta(seconds=-1)))
    client = create_app(Settings(), desk.engine, desk=hasty).test_client()
    assert client.get(path).status_code == 404


def test_half_an_hour_later_it_asks_again(desk, client):
    visitor = known(desk, client, send(desk))
    desk.clock.at += LASTS
    assert "Whitcomb" not in visitor.get().text
    assert visitor.send("another-asked").status_code == 403


def test_the_trail_tells_that_the_patient_looked(desk, client):
    sent = send(desk)
    known(desk, client, sent)
    assert (f"patient:{sent['id']}", "link") in reads(desk, sent)
