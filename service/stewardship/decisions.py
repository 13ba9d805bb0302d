"""Decisions of staff put into force: recorded first, then shown by the served directory at once."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from msgspec import structs

from service.clock import eastern_today
from service.directory.clean import Rejected
from service.directory.departure import OF_STAFF, departed, returning
from service.directory.profile import STAFF, Location, Profile, Record
from service.directory.whereabouts import place_of
from service.engines.protocol import Engine
from service.errors import LoadRunning, OTMatchError, StoreUnavailable
from service.merge import merge

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

T = TypeVar("T")
# An update of a country takes 2 s; whoever decides at the same time waits for it.
WAIT_SECONDS, PAUSE_SECONDS = 10.0, 0.2


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

    @contextmanager
    def during(self, engine: Engine) -> Iterator[None]:
        """A load, whatever its end: what was decided meanwhile is shown, by the new directory or
        by the one that stays."""
        try:
            yield
        except BaseException:
            with suppress(OTMatchError):  # which would hide why the load ended
                self.catch_up(engine)
            raise
        self.catch_up(engine)

    def catch_up(self, engine: Engine) -> None:
        """Show what was decided while a load ran."""
        later = {each.npi for each in self.every() if _state(each) not in self._read}
        for npi in sorted(later):
            self.show(engine, npi)

    def record(self, correction: Correction, engine: Engine) -> bool:
        """Keep it, then show it; False where the OT is not in the directory. Raises Rejected
        before anything is kept, LoadRunning where a load goes on: it shows it at its end."""
        if correction.kind != WITHDRAW:
            record_of(correction)  # which refuses what the schema does not allow
        self._made.record(correction)
        return self.show(engine, correction.npi)

    def undo(self, identity: str, by: str, why: str, engine: Engine) -> bool:
        """Take one back; raises NotFound for one that is not in force."""
        return self.show(engine, self._made.undo(identity, by, why).npi)

    def show(self, engine: Engine, npi: str) -> bool:
        """Merge one OT again; whether the directory knows anything of them. Waits a while for
        another update, and raises LoadRunning where a load goes on for longer."""
        return _waiting(lambda: self._show(engine, npi))

    def show_all(self, engine: Engine, npis: Iterable[str]) -> None:
        """The same of several who are in the directory, in one change of it."""
        _waiting(lambda: engine.update(self._merged(engine, npis), {}, eastern_today()))

    def _merged(self, engine: Engine, npis: Iterable[str]) -> Iterator[Profile]:
        """Read under the directory's lock: no decision that came in between is lost."""
        for npi in npis:
            if held := engine.get(npi, with_records=True):
                staff = Staff(self.every(npi))
                if npi not in staff.withdrawn:
                    yield staff.settled(merge(staff.with_records(npi, held.records)))

    def apply(self, engine: Engine) -> bool:
        """Show all that is recorded and not shown yet; False, or LoadRunning, where a load goes on
        that will show it."""
        found = self._find()
        if found is None:
            return True
        every = found.every()
        staff, decided = Staff(every), {each.npi for each in every if each.kind != DOUBT}
        for npi in sorted(decided):
            if not _shows(engine, npi, staff):
                self.show(engine, npi)
        return apply_doubts(found.store, engine)

    def _show(self, engine: Engine, npi: str) -> bool:
        held = held_records(engine, npi)
        if not held:
            return False
        every = self.every(npi)
        self._follow(engine, npi, held, Staff(every))
        # Somebody else may have decided in between, and shown it before this.
        if list(map(_state, self.every(npi))) != list(map(_state, every)):
            return self._show(engine, npi)
        return True

    def _follow(self, engine: Engine, npi: str, held: tuple[Record, ...], staff: Staff) -> None:
        tombstone, today = engine.gone(npi), eastern_today()
        words = tombstone.departure.words if tombstone else ()
        withdrawn = staff.withdrawn.get(npi)
        records = () if withdrawn else returning(held, words)
        if not records:
            departure = structs.replace(departed(words, withdrawn), records=held)
            engine.update([], {npi: departure}, today)
        elif tombstone is None or tombstone.departure.reason in OF_STAFF:
            profile = staff.settled(merge(staff.with_records(npi, records)))
            engine.update([profile], {}, today)


def _waiting(work: Callable[[], T]) -> T:
    """What it gives, tried again for a while as another update runs."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return work()
        except LoadRunning:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_SECONDS)


def _shows(engine: Engine, npi: str, staff: Staff) -> bool:
    profile = engine.get(npi, with_records=True)
    if npi in staff.withdrawn:
        return profile is None
    if profile is None:
        tombstone = engine.gone(npi)
        return tombstone is None or tombstone.departure.reason not in OF_STAFF
    return profile == staff.settled(merge(staff.with_records(npi, profile.records)))


def held_records(engine: Engine, npi: str) -> tuple[Record, ...]:
    """What sources say of somebody who is in the directory, or left it."""
    if profile := engine.get(npi, with_records=True):
        return profile.records
    tombstone = engine.gone(npi)
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


def as_sources_say(engine: Engine, npi: str) -> Profile | None:
    """The profile with its whole addresses, as if staff had said nothing."""
    held = [record for record in held_records(engine, npi) if record.source != STAFF]
    return merge(held) if held else None


def as_corrected(engine: Engine, npi: str) -> Profile | None:
    """The profile with its whole addresses, and with the facts as staff told them last: those that
    a word without a value confirms."""
    held = [record for record in held_records(engine, npi) if not _hides(record)]
    return merge(held) if held else None


def _hides(record: Record) -> bool:
    return record.source == STAFF and any(at.address_hidden for at in record.locations)


def _state(each: Correction) -> tuple[str, bool]:
    return each.id, each.in_force
