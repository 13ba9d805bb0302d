"""Referrals over REST, from a token to a completed one."""

import json
from datetime import timedelta

import pytest

from service.access.rights import Rights
from service.referrals.links import STATUS
from service.referrals.page_sessions import Subject
from service.referrals.status_page import tell_wish
from service.referrals.wishes import NOT_CONTACTED
from tests.pdf_files import pdf_of
from tests.referral_api import BODY
from tests.referral_world import ANA, BEN


@pytest.fixture
def desk(referral_api):
    return referral_api.desk


@pytest.fixture
def access(referral_api):
    return referral_api.access


@pytest.fixture
def app(referral_api):
    return referral_api.client


@pytest.fixture
def office(referral_api):
    return referral_api.office


@pytest.fixture
def ot(referral_api):
    return referral_api.ot


def bearer(access, rights):
    return {"Authorization": f"Bearer {access.tokens.create('a desk', rights).text}"}


def send(app, office, key="k1", **changes):
    headers = office | {"Idempotency-Key": key}
    return app.post("/api/v1/referrals", json=BODY | changes, headers=headers)


def test_a_referral_is_sent_accepted_and_seen(app, office, ot):
    made = send(app, office)
    assert made.status_code == 201, made.text
    sent = made.get_json()
    assert made.headers["Location"] == f"/api/v1/referrals/{sent['id']}"
    assert made.headers["ETag"] == 'W/"1"'
    assert (sent["status"], sent["actions"]) == ("requested", ["withdraw", "void"])
    assert sent["recipient"]["npi"] == ANA
    assert sent["history"][0]["event"] == "send"
    url = made.headers["Location"]
    accepted = app.post(f"{url}/accept", json={}, headers=ot | {"If-Match": made.headers["ETag"]})
    assert accepted.status_code == 200, accepted.text
    seen = app.get(url, headers=office).get_json()
    assert (seen["status"], seen["worklist"]) == ("accepted", "needs-scheduling")
    assert [event["event"] for event in seen["history"]] == ["send", "accept"]


def test_the_same_request_gets_the_same_answer(app, office):
    first, second = send(app, office), send(app, office)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert app.get("/api/v1/referrals", headers=office).get_json()["total"] == 1
    other = send(app, office, reason="another reason")
    assert other.status_code == 422
    assert other.get_json()["errors"][0]["parameter"] == "Idempotency-Key"


def test_that_the_office_called_is_told_once_the_patient_asked_for_it(app, desk, office, ot):
    consents = [{"scope": "status-page", "how": "verbal"}]
    made = send(app, office, consents=consents)
    calls = f"{made.headers['Location']}/calls"
    assert app.post(calls, headers=office).status_code == 409
    desk.clock.at += timedelta(days=9)
    tell_wish(desk, Subject(STATUS, made.get_json()["id"]), NOT_CONTACTED)
    assert app.post(calls, headers=ot).status_code == 403
    called = app.post(calls, headers=office)
    assert called.status_code == 200, called.text
    assert called.get_json()["history"][-1]["event"] == "patient-called"
    assert called.headers["ETag"] == f'W/"{called.get_json()["version"]}"'
    assert app.post(calls, headers=office).status_code == 409


def test_a_duplicate_is_told_with_where_the_first_one_is(app, office):
    first = send(app, office)
    second = send(app, office, key="k2")
    assert second.status_code == 409
    assert second.headers["Location"] == first.headers["Location"]
    assert send(app, office, key="k3", allow_duplicate="for the other hand").status_code == 201


def test_an_action_needs_the_version(app, office, ot):
    url = send(app, office).headers["Location"]
    assert app.post(f"{url}/accept", json={}, headers=ot).status_code == 428
    stale = app.post(f"{url}/accept", json={}, headers=ot | {"If-Match": 'W/"7"'})
    assert stale.status_code == 412
    illegal = app.post(f"{url}/complete", json={"note": "x"}, headers=ot | {"If-Match": 'W/"1"'})
    assert illegal.status_code == 409
    assert illegal.get_json()["actions"] == ["acknowledge", "accept", "decline"]


def test_a_stranger_learns_nothing(app, office, access):
    url = send(app, office).headers["Location"]
    for rights in (
        Rights(frozenset({"clinician"}), organization="1999999992"),
        Rights(frozenset({"ot"}), npi="1999901022"),
    ):
        answer = app.get(url, headers=bearer(access, rights))
        assert (answer.status_code, answer.get_json()["title"]) == (
            404, "There is no such record for you",
        )  # fmt: skip
    assert app.get(url).status_code == 401


def test_staff_see_what_is_stuck_and_no_patient(app, office, access):
    url = send(app, office).headers["Location"]
    seen = app.get(url, headers=bearer(access, Rights(frozenset({"staff"}))))
    assert seen.status_code == 200
    assert "Quillfeather" not in seen.text
    assert seen.get_json()["patient"] is None


def test_unknown_members_are_named(app, office):
    headers = office | {"Idempotency-Key": "k"}
    wrong = BODY | {"patient": BODY["patient"] | {"shoe_size": 43}}
    answer = app.post("/api/v1/referrals", json=wrong, headers=headers)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["parameter"] == "patient.shoe_size"
    assert "Quillfeather" not in json.dumps(answer.get_json())


@pytest.mark.parametrize("name", ["letter", "cover-sheet", "patient-copy", "disclosures/print"])
@pytest.mark.parametrize("form", ["html", "pdf"])
def test_what_is_printed(app, office, ot, name, form):
    url = send(app, office).headers["Location"]
    answer = app.get(f"{url}/{name}?format={form}", headers=office)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"%PDF-" if form == "pdf" else b"<!doctype html>")
    if form == "html":
        assert ("Quillfeather" in answer.text) == (name != "cover-sheet")
    stranger = app.get(f"{url}/{name}", headers=ot)
    assert stranger.status_code == (200 if name == "letter" else 403)


def test_a_paper_is_kept_and_given_back(app, office, ot):
    url = send(app, office).headers["Location"]
    pdf = pdf_of("the plan of care")
    app.post(f"{url}/accept", json={}, headers=ot | {"If-Match": 'W/"1"'})
    kept = app.post(f"{url}/attachments?kind=plan-of-care", data=pdf,
                    headers=ot | {"Content-Type": "application/pdf"})  # fmt: skip
    assert kept.status_code == 201, kept.text
    paper = app.get(f"{url}/attachments/{kept.get_json()['id']}", headers=office)
    assert paper.data == pdf
    wrong = app.post(f"{url}/attachments?kind=order", data=b"GIF89a",
                     headers=office | {"Content-Type": "application/pdf"})  # fmt: skip
    assert wrong.status_code == 422


def test_delivered_by_hand(app, office):
    url = send(app, office).headers["Location"]
    told = {"channel": "fax", "how": "3 pages at 9:40", "arrived": True}
    made = app.post(f"{url}/deliveries", json=told, headers=office | {"If-Match": 'W/"1"'})
    assert made.status_code == 200, made.text
    assert made.get_json()["worklist"] == "awaiting-acknowledgement"
    assert made.get_json()["deliveries"][0]["owner"] == "a desk"


def test_a_consent_is_recorded_and_taken_back(app, office):
    url = send(app, office).headers["Location"]
    made = app.post(f"{url}/consents", json={"scope": "status-page", "how": "verbal"},
                    headers=office)  # fmt: skip
    assert made.status_code == 201, made.text
    (consent,) = made.get_json()["consents"]
    gone = app.delete(f"{url}/consents/{consent['id']}", headers=office)
    assert gone.get_json()["consents"][0]["withdrawn_at"]


def test_a_draft_is_changed_and_sent(app, office):
    made = send(app, office, send=False)
    url, draft = made.headers["Location"], made.get_json()
    assert (draft["status"], draft["actions"]) == ("draft", ["send", "discard", "void"])
    changed = app.put(url, json=BODY | {"reason": "falls"}, headers=office | {"If-Match": 'W/"1"'})
    assert changed.status_code == 200, changed.text
    assert changed.get_json()["reason"] == "falls"
    sent = app.post(f"{url}/send", json={}, headers=office | {"If-Match": 'W/"2"'})
    assert sent.get_json()["status"] == "requested", sent.text


def test_who_was_told(app, office):
    url = send(app, office).headers["Location"]
    (told,) = app.get(f"{url}/disclosures", headers=office).get_json()["disclosures"]
    assert (told["npi"], told["event"]) == (ANA, "send")


def test_a_declining_ot_puts_the_directory_in_doubt(app, office, ot, desk):
    url = send(app, office).headers["Location"]
    declined = app.post(
        f"{url}/decline",
        json={"status_reason": "wrong-contact"},
        headers=ot | {"If-Match": 'W/"1"'},
    )
    assert declined.status_code == 200, declined.text
    (at,) = desk.engine.get(ANA).locations
    assert at.evidence["phone"].doubted_on is not None


def test_a_referral_starts_from_a_shortlist(app, office):
    kept = app.post("/api/v1/shortlists", json={"npis": [ANA, {"npi": BEN}],
                                                "needs": ["fatigue"]})  # fmt: skip
    assert kept.status_code == 201, kept.text
    body = {name: value for name, value in BODY.items() if name not in ("recipient", "services")}
    body |= {"shortlist_code": kept.get_json()["code"], "shortlist_consent": True}
    made = app.post("/api/v1/referrals", json=body, headers=office | {"Idempotency-Key": "s"})
    assert made.status_code == 201, made.text
    assert made.get_json()["recipient"]["npi"] == ANA
    assert [one["npi"] for one in made.get_json()["shortlist"]] == [BEN]
    assert made.get_json()["needs"] == ["fatigue"]
