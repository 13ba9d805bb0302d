"""What is printed of a referral, and the papers that are kept with it, by the API."""

import pytest

from tests.referral_api import BODY, REFERRALS


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [("patient-copy", "es", "es"), ("patient-copy", "en", "en"), ("patient-copy", "vi", "en"),
     ("letter", "es", "en"), ("cover-sheet", "es", "en")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["html", "pdf"])
def test_each_document_says_its_language(referral_api, name, language, told, form):
    """The patient's own is in theirs, the others in that of whoever asks."""
    made = referral_api.made(patient=BODY["patient"] | {"language": language})
    answer = referral_api.client.get(
        f"{REFERRALS}/{made['id']}/{name}?format={form}",
        headers=referral_api.office | {"Accept-Language": "en"},
    )
    assert answer.headers["Content-Language"] == told
    if form == "html":
        assert f'<html lang="{told}">' in answer.text
