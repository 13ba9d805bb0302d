"""/reply: what an OT without an account answers, once and for the state that they saw."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from service.referrals.attachments import ORDER, PLAN_OF_CARE, Paper, attach
from service.referrals.content import Addressee
from service.referrals.dispatch import dispatcher
from service.referrals.reading import read
from service.referrals.replying import give_code
from tests.page_world import (
    SEEN,
    Visitor,
    code_of,
    events,
    new_client,
    opened,
    reply_path,
    row,
    send,
    version,
    written,
)
from tests.pdf_files import pdf_of
from tests.referral_world import ANA, BEN, CARA, clinician, move, therapist

PDF = pdf_of("plan")
CHECKED = {"checked": "yes"}
DECLINE = {"reason": "at-capacity", "text": "Full until March"} | CHECKED


def test_accepting_tells_the_days_that_are_offered(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    page = visitor.post(
        "accept", proposed_1_day="2026-12-01", proposed_1_time="10:00",
        proposed_3_day="2026-12-03", proposed_3_time="15:30", zone="America/Denver",
    )  # fmt: skip
    assert page.status_code == 200
    assert "Accepted" in visitor.text
    assert "Offered: Dec 1, 2026, 12:00 PM EST" in visitor.text.replace("\u202f", " ")
    with desk.store.reading() as session:
        told = desk.trail.events(session, sent["id"])[-1]
        assert told.values["proposed"] == ["2026-12-01T10:00:00-07:00", "2026-12-03T15:30:00-07:00"]
        assert (told.origin, told.values["by"]) == ("link", "Dana Whitcomb, OTR/L")


def test_the_whole_part_of_an_ot_needs_no_account(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    day = {"appointment_day": "2026-12-01", "appointment_time": "10:00", "zone": "America/New_York"}
    for action, told, status in (
        ("accept", {}, "accepted"),
        ("schedule", day, "in-progress"),
        ("no-show", {}, "in-progress"),
        ("schedule", day, "in-progress"),
        ("cancel-appointment", {"reason": "patient-unreachable"}, "in-progress"),
        ("visit", {"note": "First visit done"}, "in-progress"),
        ("pause", {"reason": "insurance-pending"}, "on-hold"),
        ("resume", {}, "in-progress"),
        ("complete", {"note": "Goals met"} | CHECKED, "completed"),
    ):
        if action == "no-show":  # of an appointment that was
            assert action not in visitor.offers
            desk.clock.at = datetime(2026, 12, 1, 15, tzinfo=UTC)
            visitor = opened(desk, client, sent)
        assert action in visitor.offers
        assert (action, visitor.post(action, **told).status_code) == (action, 200)
        assert (action, row(desk, sent["id"]).task.status) == (action, status)
    assert visitor.offers == [PLAN_OF_CARE, "close"]


def test_a_cancellation_is_confirmed(desk, client):
    sent = send(desk)
    opened(desk, client, sent)
    move(desk, clinician(), version(desk, sent), "request-cancellation", status_reason="other")
    visitor = opened(desk, client, sent)
    assert "The office asks to cancel" in visitor.text
    assert "It was canceled." in visitor.post("confirm-cancellation", **CHECKED).text


def test_what_ends_a_referral_is_looked_at_once_more(desk, client):
    """And can be changed before, with all that was typed."""
    sent = send(desk)
    visitor = opened(desk, client, sent)
    told = {name: DECLINE[name] for name in ("reason", "text")}
    page = visitor.send("decline", **told)
    assert (page.status_code, "Nothing was done yet." in visitor.text) == (200, True)
    assert "Takes no new patients now" in visitor.text and "Full until March" in visitor.text
    assert row(desk, sent["id"]).task.status == "received"
    page = visitor.send("decline", **told, change="yes")
    assert "Full until March</textarea>" in page.text and "Quillfeather" in page.text
    assert row(desk, sent["id"]).task.status == "received"
    assert "It was declined." in visitor.post("decline", **DECLINE).text


def test_a_visit_is_of_the_day_on_which_it_was(desk, client):
    """Also when it is told a week late; none is of a day to come."""
    sent = send(desk)
    visitor = opened(desk, client, sent)
    visitor.post("accept")
    told = {"note": "First visit", "visited_time": "10:00", "zone": "America/New_York"}
    page = visitor.post("visit", **told, visited_day="2027-11-20")
    assert (page.status_code, 'href="#visit-visited_day"' in page.text) == (422, True)
    day = f"{desk.clock() - timedelta(days=7):%Y-%m-%d}"
    assert visitor.post("visit", **told, visited_day=day).status_code == 200
    task = row(desk, sent["id"]).task
    assert f"{task.first_visit_at:%Y-%m-%d %H}" == f"{day} 15"
    visitor.post("visit", note="Second visit")
    assert row(desk, sent["id"]).task.first_visit_at == task.first_visit_at


def test_another_reason_is_told_in_words(desk, client):
    visitor = opened(desk, client, send(desk))
    page = visitor.post("decline", reason="other")
    assert (page.status_code, 'href="#decline-text"' in page.text) == (422, True)


def test_what_comes_next_after_accepting_stands_first_and_open(desk, client):
    visitor = opened(desk, client, send(desk))
    visitor.post("accept")
    part = r'<details name="answers"( open)?>\s*<summary>(.*?)</summary>'
    parts = re.findall(part, visitor.page.text)
    assert parts[0] == (" open", "Tell the appointment")
    assert parts[-1] == ("", "Decline")


@pytest.mark.parametrize(("hour", "status"), [("03:00", 422), ("22:30", 422), ("06:00", 200)])
def test_nobody_is_offered_a_time_at_night(desk, client, hour, status):
    visitor = opened(desk, client, send(desk))
    day = {"proposed_1_day": "2027-01-11", "proposed_1_time": hour, "zone": "America/New_York"}
    page = visitor.post("accept", **day)
    said = "this is at night" in visitor.text
    assert (page.status_code, said) == (status, status == 422)


def test_one_time_is_offered_once(desk, client):
    visitor = opened(desk, client, send(desk))
    day = {"proposed_1_day": "2026-12-10", "proposed_1_time": "10:00",
           "proposed_2_day": "2026-12-10", "proposed_2_time": "10:00"}  # fmt: skip
    page = visitor.post("accept", **day, zone="America/New_York")
    assert (page.status_code, 'href="#accept-proposed_2_day"' in page.text) == (422, True)


def test_reasons_are_those_that_make_sense(desk, client):
    visitor = opened(desk, client, send(desk))
    visitor.post("accept")
    pause = visitor.page.text.partition('id="pause-reason"')[2].partition("</select>")[0]
    assert 'value="waitlist"' in pause and 'value="out-of-licence-state"' not in pause
    assert visitor.post("pause", reason="out-of-licence-state").status_code == 422


def test_what_came_too_late_is_told_before_what_is_wrong_with_it(desk, client):
    """And what was typed is shown, where no form takes it any more."""
    sent = send(desk)
    visitor = opened(desk, client, sent)
    move(desk, therapist(), version(desk, sent), "accept")
    page = visitor.post("accept", proposed_1_day="2026-12-10")
    assert (page.status_code, "Please correct this" in page.text) == (409, False)
    move(desk, clinician(), version(desk, sent), "request-cancellation", status_reason="other")
    page = visitor.post("visit", note="Came by taxi")
    assert page.status_code == 409
    assert "What you had typed Came by taxi" in visitor.text


def test_declining_needs_a_reason(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    page = visitor.post("decline", reason="", text="Full <b>until</b> March")
    assert page.status_code == 422
    assert 'href="#decline-reason">Reason: choose one from the list.' in page.text
    assert "Full &lt;b&gt;until&lt;/b&gt; March</textarea>" in page.text
    assert row(desk, sent["id"]).task.status == "received"
    assert "It was declined." in visitor.post("decline", **DECLINE).text
    assert not any(word in written(visitor.page) for word in SEEN)


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"appointment_day": "", "appointment_time": "10:00"}, "appointment_day"),
        ({"appointment_day": "2026-02-30", "appointment_time": "10:00"}, "appointment_day"),
        ({"appointment_day": "2025-12-01", "appointment_time": "10:00"}, "appointment_day"),
        ({"appointment_day": "9999-12-31", "appointment_time": "23:59",
          "zone": "Pacific/Pago_Pago"}, "appointment_day"),
        ({"appointment_day": "0001-01-01", "appointment_time": "00:00", "zone": "Pacific/Guam"},
         "appointment_day"),
        ({"appointment_day": "2026-11-22", "appointment_time": "11:59"}, "appointment_day"),
        ({"appointment_day": "2026-12-01", "appointment_time": "25:00"}, "appointment_time"),
        ({"appointment_day": "2026-12-01", "appointment_time": "10:00+05:00"}, "appointment_time"),
        ({"appointment_day": "2026-12-01", "appointment_time": "10:00", "zone": "../../etc"},
         "zone"),
    ],
)  # fmt: skip
def test_a_wrong_day_names_its_field(desk, client, filled, field):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    visitor.post("accept")
    page = visitor.post("schedule", **{"zone": "America/New_York"} | filled)
    assert page.status_code == 422
    assert f'href="#schedule-{field}"' in page.text
    assert f'id="schedule-{field}"' in page.text
    assert row(desk, sent["id"]).task.status == "accepted"


@pytest.mark.parametrize("note", ["", " \r\n ", "x" * 10_001, "bell \x07"])
def test_a_note_that_cannot_be_kept_is_refused(desk, client, note):
    visitor = opened(desk, client, send(desk))
    visitor.post("accept")
    page = visitor.post("complete", note=note)
    assert (page.status_code, 'href="#complete-note"' in page.text) == (422, True)


def test_a_double_click_does_it_once(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    assert visitor.send("accept").status_code == 303
    second = visitor.send("accept")
    assert (second.status_code, "your form did nothing more" in second.text) == (409, True)
    assert "Accepted" in second.text
    assert events(desk, sent).count("accept") == 1


def test_what_happened_meanwhile_is_shown(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    move(desk, clinician(), version(desk, sent), "request-cancellation", status_reason="other")
    page = visitor.send("accept")
    assert (page.status_code, "The office asks to cancel" in page.text) == (409, True)


def test_a_move_that_is_not_legal_now_does_nothing(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    page = visitor.send("complete", note="Done")
    assert (page.status_code, row(desk, sent["id"]).task.status) == (409, "received")


@pytest.mark.parametrize("do", ["", "withdraw", "void", "acknowledge", "reroute", "nonsense"])
def test_the_offices_moves_are_not_theirs(desk, client, do):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    assert visitor.send(do, reason="other").status_code == 403
    assert row(desk, sent["id"]).task.status == "received"


@pytest.mark.parametrize("form", ["", "x", "\u00e9", "0" * 64])
def test_a_form_of_another_page_does_nothing(desk, client, form):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    page = visitor.send("accept", form=form)
    assert (page.status_code, "not from this visit" in page.text) == (403, True)
    assert row(desk, sent["id"]).task.status == "received"


def test_a_form_of_another_visit_to_the_same_page_does_nothing(desk, client):
    sent = send(desk)
    earlier = opened(desk, new_client(client.application), sent)
    visitor = opened(desk, client, sent)
    form = earlier.hidden("form")[0]
    assert form not in visitor.hidden("form")
    assert visitor.send("accept", form=form).status_code == 403
    assert earlier.send("accept").status_code == 403  # whose code is not the newest
    assert row(desk, sent["id"]).task.status == "received"


@pytest.mark.parametrize(
    ("action", "told", "status", "says"),
    [("accept", {}, "accepted", "One-time code"), ("decline", DECLINE, "rejected", "declined")],
)  # fmt: skip
def test_the_link_of_an_e_mail_that_is_used_again_changes_nothing(
    desk, client, action, told, status, says
):
    """By whoever has the mail, the code that was spent, and all that was sent to answer."""
    sent = send(desk)
    code, path = code_of(desk, sent), reply_path(desk, sent)
    visitor = opened(desk, client, sent)
    form = {name: visitor.hidden(name)[0] for name in ("form", "version")}
    visitor.post(action, **told)
    before = events(desk, sent)
    stranger = new_client(client.application)
    for data in ({"do": "code", "code": code}, form | {"do": "accept"},
                 form | {"do": "decline"} | DECLINE):  # fmt: skip
        answer = stranger.post(path, data=data)
        assert answer.status_code in (403, 409)
        assert not any(word in answer.text for word in SEEN)
        assert visitor.send(**form | {"do": "decline"} | DECLINE).status_code == 409
    page = stranger.get(path)
    assert (page.status_code, says in page.text) == (200, True)
    assert not any(word in page.text for word in SEEN)
    assert events(desk, sent) == before
    assert row(desk, sent["id"]).task.status == status


# --- who gave the code ---------------------------------------------------------------------------


def notices(desk, sent):
    return [n.template for n in dispatcher(desk).every() if n.values["referral"] == sent["id"]]


def by_link(desk, sent):
    """Of each event by the link: what, and who gave the code."""
    data = read(desk, clinician(), sent["id"], lambda case: case.events)
    told = [(e.action, e.values.get("let_in_by")) for e in data if e.origin == "link"]
    assert data[0].values.get("let_in_by") is None
    return told


def test_an_answer_by_a_code_of_the_office_says_whose_and_is_told_to_the_ot(desk, client):
    sent = send(desk, recipient=Addressee(CARA))  # whose location takes e-mail
    code = give_code(desk, clinician(), sent["id"], new=False)
    visitor = Visitor(client, reply_path(desk, sent))
    visitor.post("code", code=code)
    visitor.post("accept")
    giver = clinician().principal.name
    assert by_link(desk, sent) == [("acknowledge", giver), ("accept", giver)]
    assert f"With a code that {giver} gave" in visitor.text
    assert notices(desk, sent).count("answered") == 1
    seen = visitor.post("pause", reason="insurance-pending")
    assert (seen.status_code, notices(desk, sent).count("answered")) == (200, 1)


def test_an_answer_by_the_code_of_the_cover_sheet_is_told_to_nobody_else(desk, client):
    sent = send(desk, recipient=Addressee(CARA))
    visitor = opened(desk, client, sent)
    visitor.post("accept")
    # A code for a later visit says nothing of this one.
    give_code(desk, clinician(), sent["id"], new=False)
    assert by_link(desk, sent) == [("acknowledge", None), ("accept", None)]
    assert "answered" not in notices(desk, sent)


def test_an_open_page_learns_that_another_ot_was_asked(desk, client):
    sent = send(desk)
    path = reply_path(desk, sent)
    visitor = opened(desk, client, sent)
    code = code_of(desk, sent)
    visitor.post("decline", **DECLINE)
    move(desk, clinician(), version(desk, sent), "reroute", recipient=Addressee(BEN))
    for page in (
        visitor.get(),
        visitor.send("accept"),
        client.get(path),
        new_client(client.application).post(path, data={"do": "code", "code": code}),
    ):
        assert "Another therapist was asked instead." in page.text
        assert not any(word in written(page) for word in SEEN)
    assert row(desk, sent["id"]).task.recipient_npi == BEN
    assert row(desk, sent["id"]).task.status == "requested"


def test_the_same_ot_asked_again_has_another_door(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    form = visitor.hidden("form")[0]
    visitor.post("decline", **DECLINE)
    again = {"recipient": Addressee(ANA), "text": "asked again", "allow_duplicate": "for a test"}
    move(desk, clinician(), version(desk, sent), "reroute", **again)
    assert "Another therapist" in visitor.get().text
    told = {"form": form, "version": str(row(desk, sent["id"]).version)}
    assert visitor.send("accept", **told).status_code == 409
    assert visitor.send("plan-of-care", paper=(BytesIO(PDF), "x.pdf"), **told).status_code == 409
    assert row(desk, sent["id"]).task.status == "requested"


def test_papers_are_read_and_the_plan_of_care_comes_back(desk, client):
    sent = send(desk)
    attach(desk, clinician(), sent["id"], Paper(ORDER, "<order>.pdf", PDF))
    visitor = opened(desk, client, sent)
    href = re.search(r'href="([^"]+/papers/[^"]+)" download', visitor.page.text)[1]
    paper = client.get(href)
    assert (paper.data, paper.mimetype) == (PDF, "application/pdf")
    assert paper.headers["Content-Disposition"].startswith("attachment")
    assert paper.headers["Cache-Control"] == "no-store"
    assert new_client(client.application).get(href).status_code == 404
    visitor.post("accept")
    visitor.post("visit", note="First visit done")
    assert visitor.post(PLAN_OF_CARE, paper=(BytesIO(b"MZ"), "x.exe")).status_code == 422
    assert "choose a PDF file that can be opened" in visitor.text
    first = visitor.send(PLAN_OF_CARE, paper=(BytesIO(PDF), "plan.pdf"))
    second = visitor.send(PLAN_OF_CARE, paper=(BytesIO(PDF), "plan.pdf"))
    assert (first.status_code, second.status_code) == (303, 409)
    assert row(desk, sent["id"]).task.plan_of_care_at == desk.clock()
    assert events(desk, sent).count("attach") == 2
