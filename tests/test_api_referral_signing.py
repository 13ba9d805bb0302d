"""Who signs an order, as offices send it."""

from datetime import timedelta

import pytest

from tests.referral_api import BODY


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_label_of_a_token_signs_nothing(referral_api, language):
    """A letter is signed by a person, whom the request names; a draft needs none."""
    unsigned = {"text": "Evaluate and treat"}
    office = referral_api.office | {"Accept-Language": language}
    refused = referral_api.create(who=office, order=unsigned)
    assert refused.status_code == 422, refused.text
    (wrong,) = refused.get_json()["errors"]
    assert wrong["parameter"] == "order.signed_by"
    assert wrong["example"] == "Dr. Ellis Harrow"
    draft = referral_api.made(order=unsigned, send=False)
    refused = referral_api.act(draft, "send", office)
    assert refused.status_code == 422, refused.text
    assert refused.get_json()["errors"][0]["parameter"] == "signed_by"
    sent = referral_api.act(draft, "send", signed_by="Dr. Ana Roe")
    assert sent.status_code == 200, sent.text
    assert sent.get_json()["order"]["signed_by"] == "Dr. Ana Roe"


def test_a_draft_is_sent_as_it_was_signed(referral_api):
    draft = referral_api.made(send=False)
    order = referral_api.act(draft, "send").get_json()["order"]
    assert (order["signed_by"], order["signed_at"]) == (
        "Dr. Ellis Harrow",
        draft["order"]["signed_at"],
    )


def test_who_signs_goes_with_sending_only(referral_api):
    made = referral_api.made()
    refused = referral_api.act(made, "withdraw", status_reason="other", signed_by="Dr. Ana Roe")
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["parameter"] == "signed_by"


@pytest.mark.parametrize(("minutes", "status"), [(5, 201), (6, 422)])
def test_nobody_has_signed_in_the_future(referral_api, minutes, status):
    """But for clocks that differ."""
    at = (referral_api.desk.clock() + timedelta(minutes=minutes)).isoformat()
    answer = referral_api.create(order=BODY["order"] | {"signed_at": at})
    assert answer.status_code == status, answer.text
    if status == 422:
        assert answer.get_json()["errors"][0]["parameter"] == "order.signed_at"


@pytest.mark.parametrize(("npi", "status"), [("1999999984", 201), ("1234567890", 422)])
def test_an_npi_of_who_refers_has_its_check_digit(referral_api, npi, status):
    answer = referral_api.create(requester=BODY["requester"] | {"npi": npi})
    assert answer.status_code == status, answer.text
    if status == 422:
        (wrong,) = answer.get_json()["errors"]
        assert wrong["parameter"] == "requester.npi"
        assert "check digit" in wrong["problem"]
