"""/reply: the door of a referral to an OT without an account, and its one-time code."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from service.app import create_app
from service.referrals.links import REPLY, STATUS
from service.referrals.page_sessions import LASTS
from service.referrals.replying import MOST_FAILURES, give_code
from service.referrals.retention import erase
from service.settings import Settings
from service.wording.figures import moment_text
from tests.page_world import (
    SEEN,
    Visitor,
    code_of,
    events,
    new_client,
    opened,
    reads,
    reply_path,
    row,
    send,
    written,
    wrong_code,
)
from tests.referral_world import clinician, move


def test_the_door_tells_nothing_of_the_patient(desk, client):
    visitor = Visitor(client, reply_path(desk, send(desk)))
    assert visitor.page.status_code == 200
    assert not any(word in written(visitor.page) for word in (*SEEN, "Whitcomb"))
    assert visitor.offers == ["code"]


def test_the_door_tells_whom_to_call_for_a_code(desk, client):
    sent = send(desk)
    visitor = Visitor(client, reply_path(desk, sent))
    assert "Dr. Ellis Harrow" in visitor.text
    assert 'href="tel:518-555-0100"' in visitor.page.text
    for _ in range(MOST_FAILURES):
        page = visitor.post("code", code=wrong_code(desk, sent))
    assert visitor.offers == []
    assert 'href="tel:518-555-0100"' in page.text


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
    assert not any(word in written(stranger.page) for word in SEEN)


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


@pytest.mark.parametrize("new", [False, True])
def test_a_code_that_is_told_again_is_no_change_to_who_answers(desk, client, new):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    seen, before = visitor.hidden("version")[0], row(desk, sent["id"]).version
    code = give_code(desk, clinician(), sent["id"], new=new)
    assert row(desk, sent["id"]).version == before
    if new:
        visitor.post("code", code=code)
    answer = visitor.send("accept", version=seen)
    assert answer.status_code == 303
    assert row(desk, sent["id"]).task.status == "accepted"


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


def at(moment):
    """As Ana's office reads it."""
    said = moment_text(moment.astimezone(ZoneInfo("America/New_York")), "en_US")
    return " ".join(said.split())


def test_it_says_until_when_it_is_open_and_is_kept_open_with_what_was_typed(desk, client):
    """By whoever uses it, and for half a day at most; its forms stay its own."""
    visitor = opened(desk, client, send(desk))
    assert f"This page stays open until {at(desk.clock() + LASTS)}" in visitor.text
    desk.clock.at += timedelta(minutes=20)
    page = visitor.send("decline", reason="at-capacity", text="typed at length", keep="yes")
    assert page.status_code == 200
    assert f"This page stays open until {at(desk.clock() + LASTS)}" in visitor.text
    assert "typed at length</textarea>" in page.text
    desk.clock.at += timedelta(minutes=20)
    assert "Nothing was done yet." in visitor.post("decline", reason="at-capacity").text
    for _ in range(40):
        desk.clock.at += timedelta(minutes=20)
        visitor.get()
    assert "Quillfeather" not in visitor.text


def test_what_was_typed_when_it_was_closed_comes_back_with_the_next_code(desk, client):
    """It goes along with the code, also with a wrong one, and is done when it is sent again."""
    sent = send(desk)
    visitor = opened(desk, client, sent)
    desk.clock.at += LASTS
    page = visitor.send("decline", reason="at-capacity", text="typed <b>at</b> length")
    assert (page.status_code, "What you typed is still here." in visitor.text) == (403, True)
    assert not any(word in written(page) for word in SEEN)
    for code, status in ((wrong_code(desk, sent), 403), (code_of(desk, sent), 200)):
        kept = re.findall(r'name="(kept-[a-z]+)" value="([^"]*)"', visitor.page.text)
        page = visitor.send("code", code=code, **{name: unescape(text) for name, text in kept})
        assert page.status_code == status
    assert "Nothing was sent yet." in visitor.text
    assert "typed &lt;b&gt;at&lt;/b&gt; length</textarea>" in page.text
    assert row(desk, sent["id"]).task.status == "received"
    done = visitor.send("decline", reason="at-capacity", text="typed", checked="yes")
    assert (done.status_code, row(desk, sent["id"]).task.status) == (303, "rejected")


def test_nothing_of_another_sites_form_comes_back(desk, client):
    sent = send(desk)
    told = {"do": "decline", "text": "typed elsewhere"}
    for name, text in (("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")):
        page = client.post(reply_path(desk, sent), data=told, headers={name: text})
        assert (page.status_code, "typed elsewhere" in page.text) == (403, False)


def test_who_is_done_closes_it(desk, client):
    visitor = opened(desk, client, send(desk))
    visitor.post("close")
    assert visitor.offers == ["code"]
    assert "Quillfeather" not in visitor.get().text


def test_that_it_is_locked_stands_on_top(desk, client):
    sent = send(desk)
    visitor = Visitor(client, reply_path(desk, sent))
    for _ in range(5):
        visitor.post("code", code=wrong_code(desk, sent))
    page = visitor.get().text
    assert "<title>This referral is locked" in page and "<h1>This referral is locked</h1>" in page


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
    style = client.get(re.search(r'href="(/assets/style[^"]+)"', page.text)[1])
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


def test_more_than_is_taken_is_refused_before_it_is_read(desk, client):
    path = reply_path(desk, send(desk))
    page = client.post(path, data={"do": "code", "code": "1" * 200_000})
    assert (page.status_code, "Too much was sent" in page.text) == (413, True)


def test_an_erased_referral_has_no_door(desk, client):
    sent = send(desk)
    visitor = opened(desk, client, sent)
    erase(desk, clinician(), sent["id"], "asked for")
    assert visitor.get().status_code == 404
