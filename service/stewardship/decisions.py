"""Decisions of staff put into force: recorded first, then shown by the served directory at once."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import structs

from service.clock import eastern_today
from service.directory.clean import Rejected
from service.directory.departure import OF_STAFF, Departure, departed, returning
from service.directory.profile import STAFF, Location, Profile, Record
from service.directory.whereabouts import place_of
from service.engines.history import Revision
from service.engines.protocol import Engine
from service.errors import StoreUnavailable
from service.merge import merge
from service.merge.locations import ids_before_hiding

from .corrections import (
    CLOSE,
    CORRECT,
    DOUBT,
    HIDE,
    WITHDRAW,
    Correction,
    Corrections,
)
from .corrections import new_correction as new
from .doubts import apply_doubts
from .staff import ADDRESS, LISTS, Staff, check_field, record_of
from .turns import in_turn

# Other sources' numbers lose what stands behind them; what staff write there is not to be lost.
NUMBERS = ("phone", "fax")
NUMBER = re.compile(r"[0-9 ().+-]*", re.ASCII)


class Decisions:
    """The corrections, and the directory that follows them."""

    def __init__(self, find: Callable[[], Corrections | None]) -> None:
        """`find` gives the corrections, None as long as nobody has made any."""
        self._find = find
        self._read: set[tuple[str, bool]] = set()  # what the last load knew of

    @property
    def _made(self) -> Corrections:
        found = self._find()
        if found is None:
            raise StoreUnavailable("there is no store to record a decision in")
        return found

    def every(self, npi: str | None = None) -> list[Correction]:
        found = self._find()
        return found.every(npi) if found else []

    def staff(self) -> Staff:
        """What a load merges."""
        every = self.every()
        self._read = set(map(_state, every))
        return Staff(every)

    def decided(self, directory: Engine, changed: Sequence[str]) -> Revision:
        """What the new directory of a load needs at its end: who was decided about since `staff`
        was read, and, for those who follow the changes, who changed in the served one."""
        later = {each.npi for each in self.every() if _state(each) not in self._read}
        return self._revision(directory, {*later, *changed})

    def record(self, correction: Correction, engine: Engine) -> bool:
        """Keep it, then show it; False where the OT is not in the directory. Raises Rejected
        before anything is kept, LoadRunning as `show` does."""
        if correction.kind != WITHDRAW:
            record_of(correction)  # which refuses what the schema does not allow
        self._made.record(correction)
        return self.show(engine, correction.npi)

    def undo(self, identity: str, by: str, why: str, engine: Engine) -> bool:
        """Take one back; raises NotFound for one that is not in force."""
        return self.show(engine, self._made.undo(identity, by, why).npi)

    def show(self, engine: Engine, npi: str) -> bool:
        """Merge one OT again; whether the directory knows anything of them. Waits a while for
        another update or the end of a load, and raises LoadRunning where that takes longer."""
        return npi in self.show_all(engine, [npi])

    def show_all(self, engine: Engine, npis: Iterable[str]) -> set[str]:
        """The same of several, in one change of the directory; those of whom it knows."""
        known: set[str] = set()

        def revise(directory: Engine) -> Revision:
            known.update(npi for npi in npis if held_records(directory, npi, was_here=False))
            return self._revision(directory, known)

        in_turn(lambda: engine.update(revise, eastern_today()))
        return known

    def _revision(self, directory: Engine, npis: Iterable[str]) -> Revision:
        """All of them merged again with what holds now."""
        profiles, departures = [], {}
        for npi in sorted(npis):
            found = self._followed(directory, npi)
            if isinstance(found, Profile):
                profiles.append(found)
            elif found:
                departures[npi] = found
        return Revision(tuple(profiles), departures)

    def apply(self, engine: Engine) -> bool:
        """Show all that is recorded and not shown yet; False, or LoadRunning, where that must be
        tried again."""
        found = self._find()
        if found is None:
            return True
        every = found.every()
        staff, decided = Staff(every), {each.npi for each in every if each.kind != DOUBT}
        self.show_all(engine, [npi for npi in sorted(decided) if not _shows(engine, npi, staff)])
        return apply_doubts(found.store, engine)

    def _followed(self, directory: Engine, npi: str) -> Profile | Departure | None:
        """What becomes of one OT; None of whom the directory knows nothing."""
        held = held_records(directory, npi, was_here=False)
        if not held:
            return None
        staff, tombstone = Staff(self.every(npi)), directory.gone(npi, was_here=False)
        words = tombstone.departure.words if tombstone else ()
        withdrawn = staff.withdrawn.get(npi)
        records = () if withdrawn else returning(held, words)
        if not records:
            return structs.replace(departed(words, withdrawn), records=held)
        if tombstone and tombstone.departure.reason not in OF_STAFF:
            return None
        return staff.settled(merge(staff.with_records(npi, records)))


def _shows(engine: Engine, npi: str, staff: Staff) -> bool:
    profile = engine.get(npi, with_records=True)
    if npi in staff.withdrawn:
        return profile is None
    if profile is None:
        tombstone = engine.gone(npi)
        return tombstone is None or tombstone.departure.reason not in OF_STAFF
    return profile == staff.settled(merge(staff.with_records(npi, profile.records)))


def held_records(engine: Engine, npi: str, was_here: bool = True) -> tuple[Record, ...]:
    """What sources say of somebody who is in the directory, or left it; without `was_here` also of
    one who was withdrawn before they came."""
    if profile := engine.get(npi, with_records=True):
        return profile.records
    tombstone = engine.gone(npi, was_here)
    return tombstone.departure.records if tombstone else ()


def withdrawal(npi: str, reason: str, by: str, why: str) -> Correction:
    return new(npi, WITHDRAW, value=reason, by=by, why=why)


def hiding(profile: Profile, location: str | None, by: str, why: str) -> Correction:
    """Of one location's address; raises Rejected if it is not clear which."""
    return new(profile.npi, HIDE, place=place_of(_location(profile, location)), by=by, why=why)


def closing(profile: Profile, location: str | None, by: str, why: str) -> Correction:
    """Of one location, where this OT treats nobody; raises Rejected if it is not clear which."""
    return new(profile.npi, CLOSE, place=place_of(_location(profile, location)), by=by, why=why)


def correcting(
    profile: Profile, location: str | None, field: str, value: Any, **decided: str
) -> Correction:
    """Of one fact: another value, or None to confirm the one that counts; raises Rejected."""
    check_field(field, of_location=location is not None)
    holder = profile if location is None else _location(profile, location)
    if field == ADDRESS:
        _check_address(holder, value)
    elif field in NUMBERS and not NUMBER.fullmatch(str(value or "")):
        raise Rejected(f"{field}: must be a number alone, such as 518-555-0177; leave the rest out")
    elif value is None:
        value = _known(holder, field)
    place = None if location is None else place_of(holder)
    return new(profile.npi, CORRECT, place=place, field=field, value=value, **decided)


def _location(profile: Profile, identity: str | None) -> Location:
    of_npi = profile.locations
    found = [at for at in of_npi if identity in (at.id, None)]
    if len(found) != 1:
        known = "; ".join(f"{at.id} {at.line1 or at.name or at.city or ''}" for at in of_npi)
        raise Rejected(f"location: must be one of {known or 'none, for there is none'}")
    return found[0]


def _check_address(at: Location, value: Any) -> None:
    if value is not None or not at.line1:
        raise Rejected(
            "address: can only be confirmed, of a location with a street; leave VALUE out"
        )


def _known(holder: Profile | Location, field: str) -> Any:
    name, _, rest = field.partition(".")
    value = getattr(holder, name)
    if rest:
        value = value.get(rest) if isinstance(value, dict) else getattr(value, rest)
    if name in LISTS or value in (None, "unknown"):
        raise Rejected(f"{field}: nothing is known that could be confirmed; give the value")
    return value


def as_corrected(engine: Engine, npi: str) -> Profile | None:
    """The profile with its whole addresses, and with the facts as staff told them last: those that
    a word without a value confirms."""
    held = [record for record in held_records(engine, npi) if not _hides(record)]
    return merge(held) if held else None


def _hides(record: Record) -> bool:
    return record.source == STAFF and any(at.address_hidden for at in record.locations)


def as_sources_name(engine: Engine, npi: str, location: str | None) -> str | None:
    """A location's id in the profile that `as_corrected` gives; a hidden one has another in the
    directory."""
    return ids_before_hiding(held_records(engine, npi)).get(location or "", location)


def _state(each: Correction) -> tuple[str, bool]:
    return each.id, each.in_force
