"""The words of printed documents: each has its use, and patients read short sentences."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec
import pytest

from service.directory.profile import Location, Profile
from service.letters.claim_letter import Invited, call_sheet, claim_letter, claim_letters
from service.letters.cover_sheet import cover_sheet
from service.letters.disclosure_list import disclosure_list
from service.letters.html import render_html
from service.letters.letter import Recipient, Reply
from service.letters.patient_copy import patient_copy
from service.letters.referral_letter import referral_letter
from service.referrals.content import Order
from service.wording.languages import ENGLISH, WORDINGS
from tests.letter_papers import (
    CALL_BY,
    CONTENT,
    DISCLOSURES,
    ENVELOPE,
    LETTER,
    letter_about,
    letter_saying,
)


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
def test_patients_read_short_sentences(wording):
    for code, text in wording.letters.items():
        if code.startswith(("patient_", "decision_")):
            for sentence in text.replace("?", ".").replace(":", ".").split("."):
                assert len(sentence.split()) <= 15, (code, sentence)


class Remembering(Mapping):
    """A table that knows which of its texts were asked for."""

    def __init__(self, table):
        self.table, self.asked = table, set()

    def __getitem__(self, code):
        self.asked.add(code)
        return self.table[code]

    def __iter__(self):
        return iter(self.table)

    def __len__(self):
        return len(self.table)


def test_no_text_is_without_use():
    letters = Remembering(ENGLISH.letters)
    wording = replace(ENGLISH, letters=letters)
    silent = msgspec.structs.replace(
        ENVELOPE, sent_on=None, recipient=Recipient(name="A", npi="1999900002"), reply=Reply()
    )
    draft = letter_saying(order=Order(), goals=(), notes=None, reason=None)
    for envelope in (ENVELOPE, silent):
        cover_sheet(envelope, 2, wording)
        for letter in (LETTER, draft):
            referral_letter(msgspec.structs.replace(letter, envelope=envelope), wording)
    disclosure_list(CONTENT.patient, DISCLOSURES, CALL_BY, wording)
    disclosure_list(CONTENT.patient, (), CALL_BY, wording)
    at = Location(line1="1 Main St", city="Albany", state="NY", phone="5185550100")
    invited = Invited("c-x", Profile(npi="1999900002"), at, "https://otmatch.example", "1234 5678")
    claim_letter(invited, wording)
    call_sheet([invited], wording)
    claim_letters([invited], wording)
    rest = set(ENGLISH.letters) - letters.asked
    assert {code for code in rest if not code.startswith(("patient_", "decision_"))} == set()


def test_no_text_for_patients_is_without_use():
    silent = msgspec.structs.replace(ENVELOPE, recipient=Recipient(name="A", npi="1999900002"))
    said = " ".join(
        render_html(patient_copy(letter, CALL_BY))
        for letter in (
            letter_about(language="en"),
            msgspec.structs.replace(letter_about(language="vi"), envelope=silent),
        )
    )
    for code, text in ENGLISH.letters.items():
        if code.startswith("patient_"):
            assert max(text.replace("}", "{").split("{"), key=len) in said, code
