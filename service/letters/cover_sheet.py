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
    yield from reply_blocks(envelope, words)


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


def reply_blocks(envelope: Envelope, words: Words) -> Iterator[Block]:
    """How the OT answers, on the cover sheet and in the letter."""
    reply, contact = envelope.reply, words.contact(envelope.requester)
    if reply.link:
        yield words.link("reply_link", reply.link, envelope.referral)
    if reply.code:
        yield Large(words.say("code"), reply.code)
    call = "reply_call" if reply.link else "reply_call_alone"
    yield Paragraph(words.say(call, contact=contact))
