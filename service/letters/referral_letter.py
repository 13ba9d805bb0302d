"""The letter to the OT: what they need at a glance, in the order in which they need it."""

from collections.abc import Iterator

from service.wording.wording import Wording

from .cover_sheet import reply_blocks
from .document import Block, Bullets, Document, Facts, Heading, Notice, Paragraph
from .letter import Letter
from .words import Words


def referral_letter(letter: Letter, wording: Wording) -> Document:
    words = Words(wording)
    footer = words.say("footer", referral=letter.envelope.referral)
    return words.document("letter_title", footer, tuple(_blocks(letter, words)))


def _blocks(letter: Letter, words: Words) -> Iterator[Block]:
    content = letter.content
    if not content.order.signed_by:
        yield Notice(words.say("not_signed"), words.say("not_signed_what"))
    yield _patient(letter, words)
    yield Heading(words.say("ordered"))
    yield from _order(letter, words)
    yield Heading(words.say("goals"))
    yield _listed(content.goals, words)
    yield Heading(words.say("burden"))
    yield _listed(words.names("needs", content.needs), words)
    yield Heading(words.say("reason"))
    yield Paragraph(words.known(content.reason))
    yield _listed(tuple(_diagnosis(code, words) for code in content.diagnoses), words)
    yield Heading(words.say("notes"))
    yield Paragraph(content.notes or words.say("no_notes"))
    yield from _attachments(letter, words)
    yield from _addresses(letter, words)
    yield Heading(words.say("reply"))
    yield from reply_blocks(letter.envelope, words)
    yield from _signature(letter, words)


def _patient(letter: Letter, words: Words) -> Facts:
    patient = letter.content.patient
    language = [words.name("languages", patient.language)]
    if patient.language != words.wording.language:
        language.append(words.say("interpreter"))
    plan = [words.known(letter.plan)]
    if patient.member_id:
        plan.append(words.say("member", id=patient.member_id))
    reached = [words.phone(patient.phone), *filter(None, [patient.email])]
    lives = " ".join(filter(None, [patient.state, patient.postal_code]))
    rows = {
        "patient": [f"{patient.given} {patient.family}"],
        "born": [words.day(patient.birth_date)],
        "language": language,
        "reached": reached,
        "lives": [words.known(lives)],
        "plan": plan,
        "priority": [words.name("priorities", letter.envelope.priority)],
    }
    return Facts(tuple((words.say(code), tuple(said)) for code, said in rows.items()))


def _order(letter: Letter, words: Words) -> Iterator[Block]:
    order = letter.content.order
    rows = {
        "order": words.known(order.text),
        "visits": words.known(order.visits and words.count(order.visits)),
        "frequency": words.known(order.frequency),
        "ordered_by": words.known(order.ordered_by),
    }
    yield Facts(tuple((words.say(code), (said,)) for code, said in rows.items()))
    if letter.content.services:
        yield Paragraph(words.say("services"))
        yield Bullets(words.names("services", letter.content.services))


def _listed(items: tuple[str, ...], words: Words) -> Block:
    return Bullets(items) if items else Paragraph(words.say("not_stated"))


def _diagnosis(code: str, words: Words) -> str:
    """An ICD-10 code with its plain text, where that is known here."""
    name = words.name("diagnoses", code)
    return code if name == code else words.say("diagnosis", code=code, name=name)


def _attachments(letter: Letter, words: Words) -> Iterator[Block]:
    if letter.attachments:
        yield Heading(words.say("attachments"))
        yield Bullets(letter.attachments)


def _addresses(letter: Letter, words: Words) -> Iterator[Block]:
    envelope = letter.envelope
    to, by = envelope.recipient, envelope.requester
    place = tuple(filter(None, [to.location_name, *to.address]))
    sender = [by.name, words.say("npi", npi=by.npi) if by.npi else None, by.email]
    numbers = [("by_phone", by.phone), ("by_fax", by.fax)]
    called = [words.say(code, number=words.phone(number)) for code, number in numbers if number]
    sent = words.day(envelope.sent_on) if envelope.sent_on else words.say("not_sent")
    yield Heading(words.say("from_to"))
    yield Facts(
        (
            (words.say("to"), (to.name, words.say("npi", npi=to.npi), *place)),
            (words.say("from"), (*filter(None, sender), *called)),
            (words.say("sent"), (sent,)),
        )
    )


def _signature(letter: Letter, words: Words) -> Iterator[Block]:
    order = letter.content.order
    yield Heading(words.say("signature"))
    if not order.signed_by:
        yield Notice(words.say("not_signed"), words.say("not_signed_what"))
        return
    when = words.known(order.signed_at and words.moment(order.signed_at))
    rows = (("signed_by", order.signed_by), ("signed_at", when))
    yield Facts(tuple((words.say(code), (said,)) for code, said in rows))
