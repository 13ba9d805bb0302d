"""What is refused of referrals: each 409 has the shape that the document gives for its route."""

import re

import pytest
from jsonschema import Draft202012Validator

from service.directory.departure import Departure
from service.referrals.attachments import Paper, attach
from service.referrals.replying import MOST_FAILURES, enter
from tests.page_world import door_of, wrong_code
from tests.pdf_files import pdf_of
from tests.referral_api import BODY, REFERRALS
from tests.referral_world import ANA, BEN, CARA, NOON, clinician
from tests.revisions import revised

EXCLUDED = "1999931003"  # by the first list that was read, before anybody listed them
ONE = f"{REFERRALS}/{{identity}}"
WHY = {"status_reason": "patient-declined"}


@pytest.fixture
def refusal(referral_api):
    """Checks a refusal of a route against the document; gives its body."""
    document = referral_api.client.get("/api/v1/openapi.json").get_json()

    def check(answer, path, method="post", status=409):
        assert answer.status_code == status, answer.text
        assert answer.content_type == "application/problem+json"
        response = document["paths"][path][method]["responses"][str(status)]
        schema = response["content"]["application/problem+json"]["schema"]
        held = Draft202012Validator({**schema, "components": document["components"]})
        assert [error.message for error in held.iter_errors(answer.get_json())] == []
        for wrong in ({"surprise": 1}, {"type": "urn:otmatch:problem:another"}):
            # Each is told apart by its type, and nothing stands in it that is not told.
            assert not held.is_valid(answer.get_json() | wrong)
        return answer.get_json()

    return check


def test_an_illegal_move_names_the_legal_ones(referral_api, refusal):
    made = referral_api.made()
    answer = referral_api.act(made, "complete", referral_api.ot, note="done")
    told = refusal(answer, f"{ONE}/{{action}}")
    assert told["type"] == "urn:otmatch:problem:illegal-move"
    assert told["actions"] == ["acknowledge", "accept", "decline"]


def test_of_two_acceptances_one_is_refused(referral_api, refusal):
    made = referral_api.made()
    first, late = (referral_api.act(made, "accept", referral_api.ot) for _ in range(2))
    assert (first.status_code, late.status_code) == (200, 412)
    assert late.get_json()["type"] == "urn:otmatch:problem:stale"
    again = referral_api.act(first.get_json(), "accept", referral_api.ot)
    assert "schedule" in refusal(again, f"{ONE}/{{action}}")["actions"]


def test_a_late_acceptance_is_told_that_it_is_over(referral_api, refusal):
    made = referral_api.made(
        shortlist=[{"npi": BEN}], shortlist_consent=True, allow_duplicate="late"
    )
    declined = referral_api.act(made, "decline", referral_api.ot, **WHY).get_json()
    moved = referral_api.act(declined, "reroute").get_json()
    assert moved["recipient"]["npi"] == BEN
    told = refusal(referral_api.act(moved, "accept", referral_api.ot), f"{ONE}/{{action}}")
    assert told["actions"] == []


def test_a_duplicate_tells_where_the_other_is(referral_api, refusal):
    first = referral_api.create()
    second = referral_api.create()
    told = refusal(second, REFERRALS)
    assert (told["type"], told["referral"]) == (
        "urn:otmatch:problem:duplicate-referral", first.get_json()["id"],
    )  # fmt: skip
    assert second.headers["Location"] == first.headers["Location"]
    assert "allow_duplicate" in told["detail"]


@pytest.fixture(params=["deactivated", "excluded", "withdrawn"])
def gone(request, referral_api):
    """An OT who was here and left, for this reason."""
    engine = referral_api.desk.engine
    engine.update(revised([], {CARA: Departure(reason=request.param)}), NOON.date())
    return CARA, request.param


@pytest.mark.parametrize("send", [False, True])
def test_who_left_is_not_asked(referral_api, refusal, gone, send):
    npi, reason = gone
    told = refusal(referral_api.create(recipient={"npi": npi}, send=send), REFERRALS)
    assert (told["npi"], told["departure"]["reason"]) == (npi, reason)
    assert told["detail"] == told["departure"]["text"]
    listed = {"shortlist": [{"npi": BEN}, {"npi": npi}], "shortlist_consent": True, "send": send}
    assert refusal(referral_api.create(**listed), REFERRALS)["npi"] == npi


def test_who_left_is_not_asked_later_either(referral_api, refusal, gone):
    npi, _ = gone
    declined = referral_api.act(referral_api.made(), "decline", referral_api.ot, **WHY).get_json()
    moved = referral_api.act(declined, "reroute", recipient={"npi": npi})
    assert refusal(moved, f"{ONE}/{{action}}")["npi"] == npi
    draft = referral_api.made(send=False)
    edited = referral_api.client.put(
        f"{REFERRALS}/{draft['id']}", json=BODY | {"recipient": {"npi": npi}},
        headers=referral_api.office | {"If-Match": 'W/"1"'},
    )  # fmt: skip
    assert refusal(edited, ONE, "put")["npi"] == npi


@pytest.mark.parametrize("send", [False, True])
def test_who_was_excluded_before_they_were_listed_is_not_asked(referral_api, refusal, send):
    engine = referral_api.desk.engine
    assert engine.get(EXCLUDED) is None and engine.gone(EXCLUDED) is None
    told = refusal(referral_api.create(recipient={"npi": EXCLUDED}, send=send), REFERRALS)
    assert told["type"] == "urn:otmatch:problem:recipient-gone"
    assert (told["npi"], told["departure"]["reason"]) == (EXCLUDED, "excluded")
    assert told["detail"] == told["departure"]["text"]
    assert told["detail"].startswith("Not in this directory: ")
    declined = referral_api.act(referral_api.made(), "decline", referral_api.ot, **WHY).get_json()
    moved = referral_api.act(declined, "reroute", recipient={"npi": EXCLUDED})
    assert refusal(moved, f"{ONE}/{{action}}")["npi"] == EXCLUDED


def test_nobody_is_left_to_ask(referral_api, refusal):
    declined = referral_api.act(referral_api.made(), "decline", referral_api.ot, **WHY).get_json()
    told = refusal(referral_api.act(declined, "reroute"), f"{ONE}/{{action}}")
    assert told["type"] == "urn:otmatch:problem:no-next-recipient"


def test_a_consent_that_was_taken_back_stops_the_next_one(referral_api, refusal):
    made = referral_api.made(shortlist=[{"npi": BEN}], shortlist_consent=True)
    path = f"{REFERRALS}/{made['id']}/consents/{made['consents'][0]['id']}"
    now = referral_api.client.delete(path, headers=referral_api.office).get_json()
    declined = referral_api.act(now, "decline", referral_api.ot, **WHY).get_json()
    told = refusal(referral_api.act(declined, "reroute"), f"{ONE}/{{action}}")
    assert told["type"] == "urn:otmatch:problem:no-consent"


def test_what_the_ot_has_is_not_changed(referral_api, refusal):
    made = referral_api.made()
    there = referral_api.act(made, "acknowledge", referral_api.ot).get_json()
    answer = referral_api.client.put(
        f"{REFERRALS}/{made['id']}", json=BODY,
        headers=referral_api.office | {"If-Match": f'W/"{there["version"]}"'},
    )  # fmt: skip
    assert "request-cancellation" in refusal(answer, ONE, "put")["actions"]


def test_a_draft_is_not_delivered_and_has_no_code(referral_api, refusal):
    draft = referral_api.made(send=False)
    by_fax = {"channel": "fax", "how": "3 pages at 9:40", "arrived": True}
    told = refusal(referral_api.act(draft, "deliveries", **by_fax), f"{ONE}/deliveries")
    assert told["actions"] == ["send", "discard", "void"]
    assert "send" in refusal(referral_api.act(draft, "code"), f"{ONE}/code")["actions"]


def test_a_locked_code_needs_a_new_one(referral_api, refusal):
    made = referral_api.made()
    for _ in range(MOST_FAILURES):
        door = door_of(referral_api.desk, made)
        enter(referral_api.desk, door, wrong_code(referral_api.desk, made))
    told = refusal(referral_api.act(made, "code"), f"{ONE}/code")
    assert told["type"] == "urn:otmatch:problem:code-locked"
    assert referral_api.act(made, "code", new=True).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [({}, 428, "version-needed"), ({"If-Match": "*"}, 428, "version-needed"),
     ({"If-Match": 'W/"1", W/"2"'}, 428, "version-needed"), ({"If-Match": 'W/"2"'}, 412, "stale"),
     ({"If-Match": 'W/"x"'}, 412, "stale"), ({"If-Match": '"99999999999999999999"'}, 412, "stale")],
)  # fmt: skip
def test_an_action_is_for_one_version(referral_api, headers, status, code):
    made = referral_api.made()
    path = f"{REFERRALS}/{made['id']}/withdraw"
    answer = referral_api.client.post(path, json=WHY, headers=referral_api.office | headers)
    assert (answer.status_code, answer.get_json()["type"]) == (
        status,
        f"urn:otmatch:problem:{code}",
    )
    assert referral_api.act(made, "withdraw", **WHY).status_code == 200


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_was_sent_is_not_called_a_search(referral_api, lang):
    api, speaking = referral_api, {"Accept-Language": lang}
    made, office = api.made(), api.office | speaking
    path, pdf = f"{REFERRALS}/{made['id']}", office | {"Content-Type": "application/pdf"}
    sent = [
        api.create(who=office, recipient={"npi": "1234567893"}),
        api.create(who=office, patient=BODY["patient"] | {"birth_date": "2999-01-01"}),
        api.create(who=office, requester=None),
        api.act(made, "decline", api.ot | speaking),
        api.client.post(REFERRALS, json=BODY, headers=office),
        api.client.post(f"{path}/attachments?kind=order", data=b"GIF8", headers=pdf),
        api.client.post(f"{path}/attachments?kind=novel", data=b"%PDF-1", headers=pdf),
    ]
    for answer in (*sent, api.client.get(f"{REFERRALS}?worklist=nope", headers=office)):
        told = answer.get_json()
        assert answer.status_code == 422
        assert not re.search("search|búsqueda", told["title"]), told
        assert told["type"].endswith(":invalid-body") == (answer in sent)


@pytest.mark.parametrize(
    ("told", "parameter"),
    [({"postal_code": "00000"}, "patient.postal_code"),
     ({"postal_code": "00012-3456"}, "patient.postal_code"),
     ({"plan_id": "zzz"}, "patient.plan_id"),
     ({"plan_id": "11111ZZ0010001"}, "patient.plan_id"),
     ({"plan_id": "98765NY001000"}, "patient.plan_id")],
)  # fmt: skip
def test_a_place_or_plan_that_cannot_be_is_refused(referral_api, told, parameter):
    made = referral_api.made()
    wrong = {"patient": BODY["patient"] | told}
    path, tag = f"{REFERRALS}/{made['id']}", {"If-Match": f'W/"{made["version"]}"'}
    edited = referral_api.client.put(path, json=BODY | wrong, headers=referral_api.office | tag)
    for answer in (referral_api.create(**wrong), edited):
        assert answer.status_code == 422
        assert [one["parameter"] for one in answer.get_json()["errors"]] == [parameter]
        assert not [value for value in told.values() if value in answer.text]


@pytest.mark.parametrize(
    "told",
    [{"postal_code": "09012"}, {"postal_code": "12299"}, {"plan_id": "99999TX0010001"},
     {"plan_id": "11111ny0010001-01"}],
    ids=["of the armed forces", "new", "of no known plan", "its variant"],
)  # fmt: skip
def test_a_place_or_plan_that_is_not_known_can_be(referral_api, told):
    assert referral_api.create(patient=BODY["patient"] | told).status_code == 201


@pytest.mark.parametrize("key", ["", " ", " a", "a ", "a" * 201, "\x7f", "é"])
def test_a_key_that_tells_no_request_is_refused(referral_api, key):
    headers = referral_api.office | {"Idempotency-Key": key}
    answer = referral_api.client.post(REFERRALS, json=BODY, headers=headers)
    assert answer.status_code == 422
    assert [one["parameter"] for one in answer.get_json()["errors"]] == ["Idempotency-Key"]


def test_counts_are_no_referral(referral_api):
    headers = referral_api.office | {"If-Match": 'W/"1"'}
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        answer = referral_api.client.open(
            f"{REFERRALS}/counts", method=method, json=BODY, headers=headers
        )
        assert answer.status_code == 405, method
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_ids_are_not_guessed(referral_api):
    """Whatever is no referral of theirs has one answer."""
    mine = referral_api.made()["id"]
    theirs = referral_api.token("clinician", organization="1999999992")
    paper = attach(referral_api.desk, clinician(), mine, Paper("order", "a.pdf", pdf_of("order")))
    other = referral_api.made()["id"]
    paths = [mine, f"{mine}/letter", f"{mine}/disclosures", f"{mine}/attachments/{paper}"]
    paths += [name + mine[len(name) :] for name in ("r-2222222222222222", "t-", "R-")]
    paths += [f"{mine}%00", f"{mine}'", "r-" + "2" * 5000, "ｒ-222222222"]
    answers = [referral_api.client.get(f"{REFERRALS}/{path}", headers=theirs) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.get_json()["title"] for answer in answers}) == 1
    # A paper is found in its own referral alone.
    crossed = f"{REFERRALS}/{other}/attachments/{paper}"
    assert referral_api.client.get(crossed, headers=referral_api.office).status_code == 404
    assert referral_api.client.get(
        f"{REFERRALS}/{mine}/attachments/{paper}", headers=referral_api.office
    ).status_code == 200  # fmt: skip


def test_an_ot_of_another_referral_cannot_be_asked_for(referral_api):
    made = referral_api.made()
    assert made["recipient"]["npi"] == ANA
    ben = referral_api.token("ot", npi=BEN)
    assert referral_api.act(made, "accept", ben).status_code == 404
