"""Who signs an order, as offices send it."""

import pytest


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
