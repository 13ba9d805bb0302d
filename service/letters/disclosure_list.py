"""To whom a patient's data went: when, what, why and by whom, for the patient to keep."""

from collections.abc import Sequence
from datetime import date

from service.referrals.content import Patient
from service.wording.wording import Wording

from .document import Block, Document, Facts, Grid, Paragraph
from .letter import Disclosed
from .words import Words

_HEAD = ("disclosed_on", "disclosed_to", "disclosed_what", "disclosed_why", "disclosed_by")


def disclosure_list(
    patient: Patient, disclosures: Sequence[Disclosed], on: date, wording: Wording
) -> Document:
    """All that are known up to the day `on`."""
    words = Words(wording)
    footer = words.say("disclosures_as_of", date=words.day(on))
    rows = (
        (words.say("patient"), (f"{patient.given} {patient.family}",)),
        (words.say("born"), (words.day(patient.birth_date),)),
        (words.say("disclosures_until"), (words.day(on),)),
    )
    blocks = (Facts(rows), _list(disclosures, words))
    return words.document("disclosures_title", footer, blocks)


def _list(disclosures: Sequence[Disclosed], words: Words) -> Block:
    if not disclosures:
        return Paragraph(words.say("disclosures_none"))
    head = tuple(words.say(code) for code in _HEAD)
    return Grid(head, tuple(_row(one, words) for one in disclosures))


def _row(one: Disclosed, words: Words) -> tuple[str, ...]:
    kinds = words.names("disclosed", one.kinds)
    npi = f"\n{words.say('npi', npi=one.npi)}" if one.npi else ""
    return (
        words.day(one.on),
        f"{words.known(one.to)}{npi}",
        words.known(words.listed(kinds)),
        words.name("purposes", one.purpose),
        one.by,
    )
