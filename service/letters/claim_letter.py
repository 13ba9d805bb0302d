"""What brings a code to a listed contact: a letter or fax to a practice, and a sheet for calls."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import structs

from service.directory.profile import Location, Profile
from service.wording.wording import Wording

from .document import Block, Document, Grid, Large, Paragraph, Steps
from .words import Words


class Invited(NamedTuple):
    """Whom a code is for, at which of their locations; `page` is the address of the page where
    `claim`, a number, and `code` are entered: short enough to be typed, or told by phone."""

    claim: str
    profile: Profile
    at: Location
    page: str
    code: str


def claim_letter(invited: Invited, wording: Wording) -> Document:
    """To be posted or faxed to the address that the directory lists."""
    words = Words(wording)
    footer = words.say("claim_footer", claim=invited.claim)
    return words.document("claim_title", footer, tuple(_letter(invited, words)))


def claim_letters(every: Sequence[Invited], wording: Wording) -> Document:
    """One file of the letters to everybody, each on a page of its own; of somebody at least."""
    first, *following = (claim_letter(each, wording) for each in every)
    return structs.replace(first, following=tuple(following), apart=True)


def call_sheet(every: Iterable[Invited], wording: Wording) -> Document:
    """For whoever calls the offices, and tells each its code."""
    words = Words(wording)
    every = list(every)
    head = tuple(words.say(f"call_{name}") for name in ("name", "phone", "number", "code"))
    rows = tuple(
        (each.profile.display_name(), words.phone(each.at.phone), _in_fours(each.claim), each.code)
        for each in every
    )
    page = _typed(every[0].page) if every else ""
    blocks = (Paragraph(words.say("call_what", page=page)), Grid(head, rows))
    return words.document("call_title", words.say("call_footer"), blocks)


def _letter(invited: Invited, words: Words) -> Iterator[Block]:
    at = invited.at
    town = " ".join(filter(None, (at.city, at.state, at.postal_code)))
    lines = filter(None, (invited.profile.display_name(), at.line1, at.line2, town))
    yield Paragraph("\n".join(lines))
    yield Paragraph(words.say("claim_why"))
    yield Steps(
        (
            (words.say("claim_step_page"), _typed(invited.page)),
            (
                words.say("claim_step_code"),
                words.say("claim_step_code_what", claim=_in_fours(invited.claim)),
            ),
            (words.say("claim_step_form"), words.say("claim_step_form_what")),
        )
    )
    yield Large(words.say("code"), invited.code)
    yield Paragraph(words.say("claim_not_you"))


def _in_fours(claim: str) -> str:
    """As it is read out: c-2b3c 4d5e 6f7g 8h9j."""
    begins, number = claim[:2], claim[2:]
    return begins + " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _typed(page: str) -> str:
    """As it is typed from paper."""
    return page.removeprefix("https://")
