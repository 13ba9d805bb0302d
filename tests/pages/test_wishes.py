"""/status: a patient says that nobody called, or asks for another therapist."""

from datetime import timedelta

from service.referrals.outbox_table import Row
from service.referrals.reading import read
from tests.page_world import (
    events,
    known,
    new_client,
    row,
    send,
)
from tests.referral_world import clinician, move, seen, therapist


def notices(desk, sent):
    with desk.store.reading() as session:
        rows = session.query(Row).filter(Row.to == "office@example.com")
        return [one.template for one in rows if one.values["referral"] == sent["id"]]


def test_not_contacted_tells_the_office_at_once_and_once_a_day(desk, client):
    sent = send(desk)
    visitor = known(desk, client, sent)
    assert visitor.post("not-contacted").status_code == 200
    assert "Le dijimos al consultorio de su médico que nadie le ha llamado" in visitor.text
    assert visitor.offers == ["another-asked"]
    visitor.review("another-asked")
    assert visitor.send("not-contacted").status_code == 303
    assert events(desk, sent) == ["send", "not-contacted"]
    assert notices(desk, sent) == ["not-contacted"]
    assert row(desk, sent["id"]).task.due_at == desk.clock()
    desk.clock.at += timedelta(days=1, seconds=1)
    assert known(desk, client, sent).post("not-contacted").status_code == 200
    assert events(desk, sent).count("not-contacted") == 2


def test_the_office_can_ask_another_ot_at_once(desk, client):
    sent = send(desk)
    assert "reroute" not in sent["actions"]
    known(desk, client, sent).post("not-contacted")
    assert "reroute" in read(desk, clinician(), sent["id"], seen)["actions"]


def test_another_is_asked_for(desk, client):
    sent = send(desk)
    visitor = known(desk, client, sent)
    visitor.post("another-asked")
    assert "usted quiere otro terapeuta" in visitor.text
    assert notices(desk, sent) == ["another-asked"]
    assert row(desk, sent["id"]).task.due_at == desk.clock()


def test_nobody_says_they_were_not_contacted_who_has_an_appointment(desk, client):
    sent = send(desk)
    visitor = known(desk, client, sent)
    visitor.review("not-contacted")
    accepted = move(desk, therapist(), sent, "accept")
    move(desk, therapist(), accepted, "schedule", appointment=desk.clock())
    assert visitor.send("not-contacted").status_code == 409
    visitor.get()
    assert visitor.offers == ["another-asked"]
    assert "not-contacted" not in events(desk, sent)


def test_what_has_ended_offers_nothing(desk, client):
    sent = send(desk)
    visitor = known(desk, client, sent).review("another-asked")
    move(desk, clinician(), sent, "withdraw", status_reason="other")
    assert visitor.send("another-asked").status_code == 409
    visitor.get()
    assert ("Esta solicitud terminó" in visitor.text, visitor.offers) == (True, [])


def test_what_the_office_asks_to_end_offers_nothing(desk, client):
    sent = send(desk)
    visitor = known(desk, client, sent)
    accepted = move(desk, therapist(), sent, "accept")
    move(desk, clinician(), accepted, "request-cancellation", status_reason="other")
    visitor.get()
    assert ("pidió terminar esta solicitud" in visitor.text, visitor.offers) == (True, [])


def test_a_form_of_another_page_tells_nobody(desk, client):
    sent = send(desk)
    visitor = known(desk, client, sent)
    other = known(desk, new_client(client.application), sent)
    forms = ({"form": form} for form in ("", "x", other.review("another-asked").hidden("form")[0]))
    for told in (*forms, {"do": "accept"}):
        assert visitor.send(**{"do": "another-asked"} | told).status_code == 403
    assert events(desk, sent) == ["send"]
