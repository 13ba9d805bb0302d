"""The patient's own page: whom they will see, three steps, whom to call; in large type and plain
words, for people with poor sight, tremor, fatigue or memory trouble."""

from collections.abc import Iterator
from datetime import date

from service.wording.languages import ENGLISH, WORDINGS

from .document import Block, Document, Facts, Heading, Large, Paragraph, Steps
from .letter import Letter
from .words import Words


def patient_copy(letter: Letter, call_by: date) -> Document:
    """In the patient's language, or in English where we lack it, which it says.

    `call_by` is the day after which the patient had better call, if nobody called.
    """
    language = letter.content.patient.language
    words = Words(WORDINGS.get(language, ENGLISH))
    footer = words.say("footer", referral=letter.envelope.referral)
    blocks = tuple(_blocks(letter, call_by, words))
    return words.document("patient_title", footer, blocks, large_type=True)


def _blocks(letter: Letter, call_by: date, words: Words) -> Iterator[Block]:
    patient, to, by = letter.content.patient, letter.envelope.recipient, letter.envelope.requester
    if patient.language != words.wording.language:
        language = words.name("languages", patient.language)
        yield Paragraph(words.say("patient_no_language", language=language))
    name = f"{patient.given} {patient.family}"
    yield Paragraph(words.say("patient_intro", patient=name, requester=by.name))
    yield Facts(
        (
            (words.say("patient_therapist"), (to.name,)),
            (words.say("patient_place"), _place(letter, words)),
        )
    )
    yield Large(words.say("patient_phone"), words.phone(to.phone))
    yield Heading(words.say("patient_next"))
    yield Steps(tuple(_steps(letter, call_by, words)))
    yield Heading(words.say("patient_other"))
    yield Paragraph(words.say("patient_other_what", contact=words.contact(by)))
    if letter.status_link:
        yield Heading(words.say("patient_status"))
        yield words.link("patient_status_link", letter.status_link, letter.envelope.referral)


def _place(letter: Letter, words: Words) -> tuple[str, ...]:
    to = letter.envelope.recipient
    return tuple(filter(None, [to.location_name, *to.address])) or (words.known(None),)


def _steps(letter: Letter, call_by: date, words: Words) -> Iterator[tuple[str, str]]:
    to, by = letter.envelope.recipient, letter.envelope.requester
    if to.phone:
        call = words.say("patient_call", phone=words.phone(to.phone))
    else:
        call = words.say("patient_call_office", contact=words.contact(by))
    yield words.say("patient_wait"), words.say("patient_wait_what")
    yield words.say("patient_no_call", date=words.weekday(call_by)), call
    yield words.say("patient_visit"), words.say("patient_visit_what")
