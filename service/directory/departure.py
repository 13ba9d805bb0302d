"""Who left the directory: why, since when, and what their sources had said, for their return."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import structs

from .profile import NAMING, NPPES, Record
from .struct import Struct

# Reason -> what it stands for; the first ones are the more telling.
REASONS: dict[str, str] = {
    "excluded": "the OIG excluded this person from federal health programs",
    "deactivated": "the NPI is deactivated in NPPES",
    "merged": "another NPI took its place",
    "moved": "no longer practices in the United States",
    "withdrawn": "at the OT's own wish, or by decision of staff",
    "not-listed": "no source names an OT of this NPI any more",
}
EXCLUDED, DEACTIVATED, MERGED, NOT_LISTED = "excluded", "deactivated", "merged", "not-listed"
# Reasons for which staff take somebody out, and no other puts them back.
OF_STAFF = ("withdrawn", "moved")
MONTHS_KEPT = 13
# The sequence of what waits for somebody who may come: an exclusion, a listing without its OT.
NEVER_HERE = -1


class Word(Struct):
    """What one source says of why somebody is not here, as of its own date: each of them must be
    taken back by its own source before the person returns. Not listed without a day: of nobody."""

    source: str | None = None
    reason: str = NOT_LISTED
    as_of: date | None = None
    replaced_by: str | None = None


class Departure(Struct):
    """Why an OT is not in the directory: one of REASONS; `as_of` is the source's own date.
    `words` are all that sources say of why, the most telling first; `records` what they say of the
    person, for their return."""

    reason: str = NOT_LISTED
    as_of: date | None = None
    replaced_by: str | None = None  # the NPI that took its place
    words: tuple[Word, ...] = ()
    records: tuple[Record, ...] = ()

    def is_as(self, other: "Departure") -> bool:
        """Whether both tell the same of why and since when."""
        return structs.replace(self, words=(), records=()) == structs.replace(
            other, words=(), records=()
        )


def departed(words: Sequence[Word], by_staff: Departure | None = None) -> Departure:
    """Why somebody is not here, of all that speaks against it: what a source says comes before
    staff, unless it is that nobody lists them."""
    said = words[0] if words else Word()
    if said.reason == NOT_LISTED and by_staff:
        return structs.replace(by_staff, words=tuple(words))
    return Departure(
        reason=said.reason, as_of=said.as_of, replaced_by=said.replaced_by, words=tuple(words)
    )


def reactivated(records: Iterable[Record], deactivated_on: date) -> bool:
    """Whether NPPES itself speaks of the person after the day on which it deactivated them."""
    return any(r.source == NPPES and _is_newer(r, deactivated_on) for r in records)


def returning(records: Sequence[Record], words: Sequence[Word]) -> Sequence[Record]:
    """The records with which somebody is here once staff do not object, as a load would settle it;
    none where a word of a source speaks against it."""
    for word in words:
        deactivated_on = word.as_of or date.max
        if word.reason == NOT_LISTED and word.as_of:
            records = [r for r in records if r.source != NPPES or _is_newer(r, word.as_of)]
        elif word.reason in (EXCLUDED, NOT_LISTED) or not reactivated(records, deactivated_on):
            return ()
    return records if any(record.source in NAMING for record in records) else ()


def _is_newer(record: Record, day: date) -> bool:
    return (record.as_of or date.min) > day


class Tombstone(Struct):
    """An NPI that was in this directory: `removed_on` that day, by the load of that `sequence`; or
    one that was never in it, of which sources speak already: see NEVER_HERE."""

    npi: str
    departure: Departure
    removed_on: date
    sequence: int

    @property
    def was_here(self) -> bool:
        return self.sequence != NEVER_HERE

    def is_over(self, on: date) -> bool:
        """Whether it has been kept long enough."""
        months = (on.year - self.removed_on.year) * 12 + on.month - self.removed_on.month
        return months > MONTHS_KEPT or (months == MONTHS_KEPT and on.day > self.removed_on.day)
