"""Whoever has paper and no camera opens the pages by the number that stands on it."""

from datetime import timedelta

import pytest

from service.referrals.consenting import take_back_consent
from service.referrals.consents import STATUS_PAGE
from service.referrals.content import Addressee
from service.referrals.links import REPLY
from service.referrals.reading import read
from service.referrals.replying import MOST_FAILURES
from tests.page_world import (
    SEEN,
    Visitor,
    code_of,
    events,
    known,
    new_client,
    row,
    send,
    status_path,
    version,
    written,
    wrong_code,
)
from tests.referral_world import BEN, clinician, move, therapist

NONE_SUCH = "r-2222222222222222"


def born(**changes):
    return {"birth_month": "3", "birth_day": "2", "birth_year": "1979"} | changes


def typed(number: str) -> tuple[str, ...]:
    """As people type what they read."""
    plain = number.removeprefix("r-")
    return (
        number, number.upper(), f"R {plain}", f"r{plain}", f" r-{plain[:4]} {plain[4:]} ",
        f"r\u2013{plain}", f"r\u2011{plain}",
    )  # fmt: skip


def test_the_number_and_the_code_open_a_referral(desk, client):
    sent = send(desk)
    visitor = Visitor(client, "/reply")
    assert visitor.page.status_code == 200
    answer = visitor.send("number", number=sent["id"], code=code_of(desk, sent))
    assert answer.status_code == 303
    visitor.path = answer.headers["Location"]
    assert visitor.path.startswith("/reply/")
    assert "Rosalinde" in visitor.get().text
    assert events(desk, sent) == ["send", "acknowledge"]
    assert visitor.post("accept").status_code == 200
    assert row(desk, sent["id"]).task.status == "accepted"


def test_the_number_is_read_however_it_is_typed(desk, app):
    sent = send(desk)
    for number in typed(sent["id"]):
        spaced = f"{code_of(desk, sent)[:4]} {code_of(desk, sent)[4:]}"
        answer = Visitor(new_client(app), "/reply").send("number", number=number, code=spaced)
        assert (number, answer.status_code) == (number, 303)


def test_a_wrong_code_counts_and_locks(desk, client):
    sent, wrong = send(desk), None
    for left in reversed(range(1, MOST_FAILURES)):
        wrong = Visitor(client, "/reply")
        page = wrong.send("number", number=sent["id"], code=wrong_code(desk, sent))
        assert page.status_code == 403
        assert f"Tries left: {left}." in wrong.text
        assert wrong_code(desk, sent) not in page.text
        assert sent["id"] in page.text  # nobody with a tremor types it twice
    last = wrong.send("number", number=sent["id"], code=wrong_code(desk, sent))
    right = wrong.send("number", number=sent["id"], code=code_of(desk, sent))
    for answer in (last, right):
        assert answer.status_code == 303
        assert "otmatch_page" not in answer.headers.get("Set-Cookie", "")
        assert "locked" in client.get(answer.headers["Location"]).text


def test_an_old_code_leads_to_its_own_part_and_harms_no_other(desk, client):
    """Whom a reroute left behind still has the sheet."""
    sent = send(desk)
    old = code_of(desk, sent)
    declined = move(desk, therapist(), version(desk, sent), "decline", status_reason="at-capacity")
    office = version(desk, declined)
    move(desk, clinician(), office, "reroute", recipient=Addressee(BEN))
    answer = Visitor(client, "/reply").send("number", number=sent["id"], code=old)
    assert answer.status_code == 303
    assert "Another therapist was asked" in client.get(answer.headers["Location"]).text
    assert row(desk, sent["id"]).task.code_failures == 0


def test_a_draft_and_what_is_too_old_are_not_there(desk, client):
    draft, sent = send(desk, send=False), send(desk)
    before = desk.clock.at
    try:
        for number, later in ((draft["id"], timedelta()), (NONE_SUCH, timedelta()),
                              (sent["id"], desk.terms.reply_link)):  # fmt: skip
            desk.clock.at = before + later
            page = Visitor(client, "/reply").send("number", number=number, code="12345678")
            assert page.status_code == 404
            assert "there is no open referral of this number" in page.text
    finally:
        desk.clock.at = before
    assert row(desk, sent["id"]).task.code_failures == 0


@pytest.mark.parametrize("path", ["/reply", "/status"])
@pytest.mark.parametrize(
    "number",
    [
        "",
        "r-",
        "12345678",
        "r-0000000000000000",
        "r-' or 1=1; --",
        "r-22222222222222222",
        "\0" * 18,
    ],
)
def test_what_is_no_number_is_told_so(client, path, number):
    visitor = Visitor(client, path)
    page = visitor.send("number", number=number, code="12345678", **born())
    assert page.status_code == 422
    assert "r- and 16 letters and digits" in visitor.text
    # The fault leads to its field.
    assert 'href="#number-number"' in page.text and 'id="number-number"' in page.text


def test_a_form_without_its_fields_is_told_what_lacks(client):
    for path, name in (("/reply", "code"), ("/status", "birth_year")):
        page = client.post(path)
        assert page.status_code == 422
        assert f'id="number-{name}-fault"' in page.text


def test_the_number_and_the_birth_date_open_the_status_page(desk, client):
    sent = send(desk)
    answer = Visitor(client, "/status", **{"Accept-Language": "es"}).send(
        "number", number=sent["id"], **born()
    )
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert "Whitcomb" in page.text
    assert not [word for word in SEEN if word in written(page)]


def test_a_wrong_birth_date_opens_nothing_and_locks_for_an_hour(desk, client):
    sent = send(desk)
    visitor = Visitor(client, "/status")
    for _ in range(MOST_FAILURES):
        page = visitor.send("number", number=sent["id"], **born(birth_year="1980"))
        assert page.status_code == 403
        assert "this is not the birth date" in visitor.text
        assert "1980" not in page.text
    page = visitor.send("number", number=sent["id"], **born())
    assert (page.status_code, "Set-Cookie" in page.headers) == (403, False)
    # So is the link, for who tries on there.
    link = Visitor(client, status_path(desk, sent))
    assert link.send("birth", **born()).status_code == 403
    assert "Set-Cookie" not in link.page.headers


def test_without_consent_there_is_no_status_page(desk, client):
    sent = send(desk)
    consent = read(desk, clinician(), sent["id"], lambda case: case.consents[0])
    assert consent.scope == STATUS_PAGE
    take_back_consent(desk, clinician(), sent["id"], consent.id, lambda _: None)
    page = Visitor(client, "/status").send("number", number=sent["id"], **born())
    assert page.status_code == 404


def test_a_session_of_one_page_opens_no_other(desk, client):
    sent = send(desk)
    visitor = known(desk, client, sent)
    task = row(desk, sent["id"]).task
    assert visitor.page.status_code == 200
    page = client.get(f"/reply/{desk.links.token(REPLY, task.id)}")
    assert "one-time code" in page.text
    assert "Rosalinde" not in page.text


@pytest.mark.parametrize("path", ["/reply", "/status"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_these_pages_are_private_too(client, path, lang):
    page = client.get(f"{path}?lang={lang}")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Language"] == lang
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
