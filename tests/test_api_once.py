"""Idempotency-Key: the same meaning gets the same answer, whoever of an office sends it, however it
is spelled."""

import json

from tests.referral_api import BODY, REFERRALS
from tests.referral_world import CLINIC, OTHER_CLINIC


def post(api, body: str, key: str, who=None):
    headers = (who or api.office) | {"Idempotency-Key": key, "Content-Type": "application/json"}
    return api.client.post(REFERRALS, data=body, headers=headers)


def test_the_order_of_members_and_white_space_mean_nothing(referral_api):
    first = post(referral_api, json.dumps(BODY), "spelled")
    turned = dict(reversed(BODY.items())) | {"order": dict(reversed(BODY["order"].items()))}
    again = post(referral_api, json.dumps(turned, indent=3), "spelled")
    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert again.get_json() == first.get_json()
    assert again.headers["Idempotent-Replay"] == "true"


def test_what_is_left_out_is_what_it_would_be(referral_api):
    first = post(referral_api, json.dumps(BODY), "left out")
    shorter = BODY | {"patient": {k: v for k, v in BODY["patient"].items() if v is not None}}
    shorter.pop("priority")
    assert post(referral_api, json.dumps(shorter), "left out").get_json() == first.get_json()


def test_another_meaning_is_refused(referral_api):
    post(referral_api, json.dumps(BODY), "meant")
    for change in ({"reason": "another"}, {"priority": "urgent"}, {"goals": []}, {"send": False},
                   {"allow_duplicate": "other hand"}):  # fmt: skip
        other = post(referral_api, json.dumps(BODY | change), "meant")
        assert other.status_code == 422, change
        assert other.get_json()["errors"][0]["parameter"] == "Idempotency-Key"


def test_a_token_that_was_renewed_in_between_changes_nothing(referral_api):
    first = post(referral_api, json.dumps(BODY), "renewed")
    old, renewed = referral_api.office, referral_api.token("clinician", organization=CLINIC)
    assert old != renewed
    again = post(referral_api, json.dumps(BODY), "renewed", renewed)
    assert again.get_json() == first.get_json()


def test_other_rights_and_other_offices_have_keys_of_their_own(referral_api):
    first = post(referral_api, json.dumps(BODY), "own")
    other = referral_api.token("clinician", organization=OTHER_CLINIC)
    theirs = post(referral_api, json.dumps(BODY), "own", other)
    assert theirs.status_code == 201
    assert theirs.get_json()["id"] != first.get_json()["id"]
    front_desk = referral_api.token("staff", organization=CLINIC)
    draft = {name: BODY[name] for name in BODY.keys() - {"order"}} | {"send": False}
    refused = post(referral_api, json.dumps(draft), "own", front_desk)
    assert refused.status_code == 409  # one like it is open; the clinician's answer is not shown
