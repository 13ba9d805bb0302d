"""The first page of a fax, which lies open on a machine: made of the envelope alone, so it can hold
nothing of the patient."""

from collections.abc import Iterator

from service.wording.wording import Wording

from .document import Block, Document, Facts, Heading, Large, Notice, Paragraph
from .letter import Envelope
from .words import Words


def cover_sheet(envelope: Envelope, pages: int, wording: Wording) -> Document:
    """`pages` counts this one too."""
    words = Words(wording)
    footer = words.say("footer", referral=envelope.referral)
    return words.document("cover_title", footer, tuple(_blocks(envelope, pages, words)))


def _blocks(envelope: Envelope, pages: int, words: Words) -> Iterator[Block]:
    yield _addresses(envelope, pages, words)
    contact = words.contact(envelope.requester)
    yield Notice(words.say("confidential"), words.say("confidential_what"))
    yield Notice(
        words.say("wrong_desk"),
        words.say("wrong_desk_what", contact=contact, referral=envelope.referral),
    )
    yield Heading(words.say("reply"))
    yield from _reply(envelope, words)
    yield Paragraph(words.say("reply_call", contact=contact))


def _addresses(envelope: Envelope, pages: int, words: Words) -> Facts:
    to, by = envelope.recipient, envelope.requester
    sent = words.day(envelope.sent_on) if envelope.sent_on else words.say("not_sent")
    rows = {
        "to": tuple(filter(None, [to.name, to.location_name])),
        "to_fax": (words.phone(to.fax),),
        "to_phone": (words.phone(to.phone),),
        "from": (by.name,),
        "from_phone": (words.phone(by.phone),),
        "from_fax": (words.phone(by.fax),),
        "sent": (sent,),
        "pages": (words.count(pages),),
        "priority": (words.name("priorities", envelope.priority),),
        "number": (envelope.referral,),
    }
    return Facts(tuple((words.say(code), said) for code, said in rows.items()))


def _reply(envelope: Envelope, words: Words) -> Iterator[Block]:
    reply = envelope.reply
    if reply.link:
        # To be typed from paper: a browser needs no more of it.
        address = reply.link.removeprefix("https://").rstrip("/")
        yield Paragraph(words.say("reply_link", link=address))
    if reply.code:
        yield Large(words.say("code"), reply.code)
