"""/reply: the door of a referral, its one-time code, and an OT's answers without an account."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from service.app import create_app
from service.records.store import Store
from service.referrals.attachments import ORDER, PLAN_OF_CARE, Paper, attach
from service.referrals.content import Addressee
from service.referrals.links import REPLY, STATUS
from service.referrals.page_sessions import LASTS
from service.referrals.replying import give_code
from service.referrals.retention import erase
from service.settings import Settings
from tests.page_world import SEEN, Visitor, code_of, opened, reply_path, row, send
from tests.referral_world import ANA, BEN, clinician, move, open_desk_on

PDF = b"%PDF-1.7 plan"
DECLINE = {"reason": "at-capacity", "text": "Full until March"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory, fixture_engine):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('pages')}/records.db")
    yield open_desk_on(store, fixture_engine, public_url="https://otmatch.example")
    store.close()


@pytest.fixture(scope="module")
def app(desk):
    return create_app(Settings(), desk.engine, desk=desk)


@pytest.fixture
def client(app):
    return new_client(app)


def new_client(app):
    """A browser by https, for which alone the cookies are."""
    made = app.test_client()
    made.environ_base["wsgi.url_scheme"] = "https"
    return made


def events(desk, sent):
    with desk.store.reading() as session:
        return [event.action for event in desk.trail.events(session, sent["id"])]


def reads(desk, sent):
    with desk.store.reading() as session:
        return [(e.actor, e.origin) for e in desk.trail.reads(session, sent["id"])]


def version(desk, sent):
    return sent | {"version": row(desk, sent["id"]).version}


def wrong_code(desk, sent):
    return f"{(int(code_of(desk, sent)) + 1) % 10**8:08d}"


def test_the_door_tells_nothing_of_the_patient(desk, client):
    visitor = Visitor(client, reply_path(desk, send(desk)))
    assert visitor.page.status_code == 200
    assert not any(word in visitor.page.text for word in (*SEEN, "Harrow", "Whitcomb"))
    assert visitor.offers == ["code"]


def test_a_right_code_opens_acknowledges_and_is_spent(desk, client):
    sent = send(desk)
    code = code_of(desk, sent)
    visitor = opened(desk, client, sent)
    assert all(word in visitor.text for word in ("Rosalinde Quillfeather", "MS fatigue limits"))
    task = row(desk, sent["id"]).task
    assert (task.status, task.code_number, task.code_failures) == ("received", 1, 0)
    assert events(desk, sent) == ["send", "acknowledge"]
    actor = (f"link:{task.id}", "link")
    assert actor in reads(desk, sent)
    stranger = Visitor(new_client(client.application), visitor.path)
    assert stranger.post("code", code=code).status_code == 403
    assert not any(word in stranger.page.text for word in SEEN)


def test_a_code_is_read_with_the_blanks_that_people_write(desk, client):
    sent = send(desk)
    code = code_of(desk, sent)
    visitor = Visitor(client, reply_path(desk, sent))
    assert visitor.post("code", code=f" {code[:4]} {code[4:6]}-{code[6:]} ").status_code == 200
    assert "Quillfeather" in visitor.page.text


@pytest.mark.parametrize(
    "code", ["", "1234567", "abcdefgh", "１２３４５６７８", "1" * 5000, "\x00"]
)
def test_what_is_no_code_costs_no_try(desk, client, code):
    sent = send(desk)
    page = Visitor(client, reply_path(desk, sent)).post("code", code=code)
    assert (page.status_code, "enter the 8 digits" in page.text) == (422, True)
    assert row(desk, sent["id"]).task.code_failures == 0


def test_five_wrong_codes_lock_it_until_the_office_gives_another(desk, client):
    sent = send(desk)
    visitor = Visitor(client, reply_path(desk, sent))
    for left in (4, 3, 2, 1):
        page = visitor.post("code", code=wrong_code(desk, sent))
        assert (page.status_code, f"Tries left: {left}" in visitor.text) == (403, True)
    assert "locked" in visitor.post("code", code=wrong_code(desk, sent)).text
    assert visitor.post("code", code=code_of(desk, sent)).status_code == 403
    code = give_code(desk, clinician(), sent["id"], new=True)
    visitor.get()
    assert visitor.post("code", code=code).status_code == 200
    assert "Quillfeather" in visitor.page.text


def test_a_new_code_ends_what_the_one_before_opened(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    give_code(desk, clinician(), sent["id"], new=True)
    assert "Quillfeather" not in visitor.get().text
    answer = visitor.send("accept")
    assert (answer.status_code, "Nothing was done" in answer.text) == (403, True)
    assert row(desk, sent["id"]).task.status == "received"


def test_half_an_hour_later_it_is_closed(desk, client):
    visitor = opened(desk, client, send(desk))
    desk.clock.at += LASTS
    assert "Quillfeather" not in visitor.get().text


def test_the_cookie_is_for_this_page_alone(desk, client):
    sent = send(desk)
    path = reply_path(desk, sent)
    answer = client.post(path, data={"do": "code", "code": code_of(desk, sent)})
    cookie = answer.headers["Set-Cookie"]
    for part in ("HttpOnly", "Secure", "SameSite=Strict", f"Path={path}", "Max-Age=1800"):
        assert part in cookie.split("; "), part
    other = send(desk)
    value = cookie.split("=", 1)[1].split(";")[0]
    stolen = client.get(reply_path(desk, other), headers={"Cookie": f"otmatch_page={value}"})
    assert "Quillfeather" not in stolen.text


@pytest.mark.parametrize("cookie", ["", "x", "W10.x", "a.b.c", "\u00e9"])
def test_a_cookie_of_somebody_elses_opens_nothing(desk, client, cookie):
    page = client.get(reply_path(desk, send(desk)), headers={"Cookie": f"otmatch_page={cookie}"})
    assert (page.status_code, "One-time code" in page.text) == (200, True)


def test_accepting_tells_the_days_that_are_offered(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    page = visitor.post(
        "accept", proposed_1_day="2026-12-01", proposed_1_time="10:00",
        proposed_3_day="2026-12-03", proposed_3_time="15:30", zone="America/Denver",
    )  # fmt: skip
    assert page.status_code == 200
    assert "Accepted" in visitor.text
    assert "Dec 1, 2026, 12:00 PM EST" in visitor.text.replace("\u202f", " ")
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
        ("complete", {"note": "Goals met"}, "completed"),
    ):
        assert action in visitor.offers
        assert (action, visitor.post(action, **told).status_code) == (action, 200)
        assert (action, row(desk, sent["id"]).task.status) == (action, status)
    assert visitor.offers == [PLAN_OF_CARE]


def test_a_cancellation_is_confirmed(desk, client):
    sent = send(desk)
    opened(desk, client, sent)
    move(desk, clinician(), version(desk, sent), "request-cancellation", status_reason="other")
    visitor = opened(desk, client, sent)
    assert "The office asks to cancel" in visitor.text
    assert "It was canceled." in visitor.post("confirm-cancellation").text


def test_declining_needs_a_reason(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    page = visitor.post("decline", reason="", text="Full <b>until</b> March")
    assert page.status_code == 422
    assert 'href="#decline-reason">Reason: choose one from the list.' in page.text
    assert "Full &lt;b&gt;until&lt;/b&gt; March</textarea>" in page.text
    assert row(desk, sent["id"]).task.status == "received"
    assert "It was declined." in visitor.post("decline", **DECLINE).text
    assert not any(word in visitor.page.text for word in SEEN)


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"appointment_day": "", "appointment_time": "10:00"}, "appointment_day"),
        ({"appointment_day": "2026-02-30", "appointment_time": "10:00"}, "appointment_day"),
        ({"appointment_day": "2025-12-01", "appointment_time": "10:00"}, "appointment_day"),
        ({"appointment_day": "9999-12-31", "appointment_time": "10:00"}, "appointment_day"),
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
        assert not any(word in page.text for word in SEEN)
    assert row(desk, sent["id"]).task.recipient_npi == BEN
    assert row(desk, sent["id"]).task.status == "requested"


def test_the_same_ot_asked_again_has_another_door(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    form = visitor.hidden("form")[0]
    visitor.post("decline", **DECLINE)
    move(desk, clinician(), version(desk, sent), "reroute", recipient=Addressee(ANA))
    assert "Another therapist" in visitor.get().text
    told = {"form": form, "version": str(row(desk, sent["id"]).version)}
    assert visitor.send("accept", **told).status_code == 409
    assert visitor.send("plan-of-care", paper=(BytesIO(PDF), "x.pdf"), **told).status_code == 409
    assert row(desk, sent["id"]).task.status == "requested"


@pytest.mark.parametrize(
    ("action", "said"),
    [("withdraw", "It was canceled."), ("void", "It was sent by mistake and taken back.")],
)
def test_a_link_of_what_is_over_says_so(desk, client, action, said):
    sent = send(desk)
    move(desk, clinician(), sent, action, status_reason="other")
    page = client.get(reply_path(desk, sent))
    assert (page.status_code, said in page.text) == (200, True)
    assert 'name="code"' not in page.text


def test_all_links_that_do_not_hold_have_one_answer(desk, client):
    sent = send(desk)
    task = row(desk, sent["id"]).task.id
    links = desk.links
    good = links.token(REPLY, task)
    tokens = ["x", good[:-1], good + "a", links.token(STATUS, task), links.token(REPLY, "t-nobody"),
              links.token(REPLY, sent["id"]), "%00", "%ff", "a" * 4000]  # fmt: skip
    pages = [client.get(f"/reply/{token}") for token in tokens]
    pages += [client.post(f"/reply/{token}", data={"do": "code", "code": "12345678"})
              for token in tokens]  # fmt: skip
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert "call the office" in pages[0].text


def test_a_link_that_is_too_old_does_not_hold(desk):
    path = reply_path(desk, send(desk))
    hasty = replace(desk, terms=replace(desk.terms, reply_link=timedelta(seconds=-1)))
    client = create_app(Settings(), desk.engine, desk=hasty).test_client()
    assert client.get(path).status_code == 404


def test_every_page_is_kept_by_nobody(desk, client):
    path = reply_path(desk, send(desk))
    for page in (client.get(path), client.get("/reply/x"),
                 client.post(path, data={"do": "code", "code": "1"})):  # fmt: skip
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "<script" not in page.text
        assert " style=" not in page.text
    style = client.get("/assets/style.css")
    assert (style.status_code, style.mimetype) == (200, "text/css")


def test_pages_are_in_the_language_that_is_asked_for(desk, client):
    sent = send(desk)
    spanish = Visitor(client, reply_path(desk, sent), **{"Accept-Language": "es-MX,en;q=0.5"})
    assert '<html lang="es">' in spanish.page.text
    assert "Código de un solo uso: escriba las 8 cifras." in spanish.post("code", code="1").text
    path = reply_path(desk, sent) + "?lang=es"
    answer = client.post(path, data={"do": "code", "code": code_of(desk, sent)})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    page = client.get(path)
    assert "Motivo y diagnósticos" in page.text
    assert "No acepta pacientes nuevos por ahora" in page.text
    assert client.get(path.replace("=es", "=xx")).status_code == 200


def test_hostile_words_are_shown_as_words(desk, client):
    page = Visitor(client, f"{reply_path(desk, send(desk))}?lang=<script>&x=<script>")
    assert "<script>" not in page.post("code", code='"><script>alert(1)</script>').text


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
    assert "choose a PDF file" in visitor.text
    first = visitor.send(PLAN_OF_CARE, paper=(BytesIO(PDF), "plan.pdf"))
    second = visitor.send(PLAN_OF_CARE, paper=(BytesIO(PDF), "plan.pdf"))
    assert (first.status_code, second.status_code) == (303, 409)
    assert row(desk, sent["id"]).task.plan_of_care_at == desk.clock()
    assert events(desk, sent).count("attach") == 2


def test_more_than_is_taken_is_refused_before_it_is_read(desk, client):
    path = reply_path(desk, send(desk))
    page = client.post(path, data={"do": "code", "code": "1" * 200_000})
    assert (page.status_code, "Too much was sent" in page.text) == (413, True)


def test_an_erased_referral_has_no_door(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    erase(desk, clinician(), sent["id"], "asked for")
    assert visitor.get().status_code == 404
