"""What staff decided, as the source `staff`: records that are merged last, and who is withdrawn;
and what is in doubt until they decide."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from msgspec import structs

from service.directory.clean import Rejected
from service.directory.departure import OF_STAFF, Departure
from service.directory.doubt import doubted
from service.directory.profile import PROVIDER, STAFF, Location, Profile, Record
from service.directory.whereabouts import Place, place_of
from service.engines.protocol import Engine, Meta
from service.errors import LoadRefused
from service.merge.addresses import location_id, location_key
from service.merge.locations import ids_before_hiding
from service.merge.written import checked_record

from .corrections import CLOSE, CORRECT, DOUBT, HIDE, SAY, WITHDRAW, Correction
from .doubts import doubts_by_npi

# What staff may say of a person, and of a location; lists that sources add to are not theirs.
OF_PERSON = ("gender", "telehealth", "services", "ages_served", "home_visits")
OF_LOCATION = (
    "name", "phone", "fax", "email", "website", "direct_address", "hours", "referral_channel",
    "accepting_patients", "wait_weeks", "access", "plans", "programs", "address",
)  # fmt: skip
LISTS = ("plans", "programs")
_HERE = (PROVIDER, STAFF)  # sources that speak through this service alone
ADDRESS = "address"  # can only be confirmed: another address is another location


class Staff:
    """The corrections of all people, ready for the merge."""

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        every = list(corrections)
        self._known = {each.id for each in every}
        self._npis = {each.npi for each in every}
        self._doubts = doubts_by_npi(every)
        self.withdrawn: dict[str, Departure] = {}
        latest: dict[tuple, Correction] = {}
        for each in every:
            if each.in_force and each.kind == WITHDRAW:
                day = each.day
                self.withdrawn[each.npi] = Departure(reason=each.value or "withdrawn", as_of=day)
            elif each.in_force and each.kind != DOUBT:
                latest[_about(each)] = each
        self._closed: dict[str, list[Place]] = defaultdict(list)
        self._said: dict[str, list[Record]] = defaultdict(list)
        for each in every:
            if each.kind == SAY and each.field not in _HERE:
                self._said[each.npi].append(record_of(each))
        self._records: dict[str, list[Record]] = defaultdict(list)
        in_order = sorted(latest.values(), key=lambda each: each.at)
        newest = {each.npi: each for each in in_order if _is_of_ot(each)}
        for each in in_order:
            overtaken = _is_of_ot(each) and newest[each.npi] is not each
            self._records[each.npi].append(_of_place(each) if overtaken else record_of(each))
            if each.kind == CLOSE:
                self._closed[each.npi].append(each.place or {})

    def refuse_others(self, shown: "Shown") -> None:
        """Raises LoadRefused where a directory, read before these, shows decisions of which they
        know nothing: they would be lost."""
        if (shown.profiles and not self._npis) or shown.gone - self._npis:
            raise LoadRefused(
                "the directory shows decisions of staff, or doubts, that are not in the store; set "
                "OTMATCH_STORE to theirs, or load with --forget-decisions"
            )

    def with_records(self, npi: str, records: Iterable[Record]) -> list[Record]:
        """The records, and what is said here now in place of what was said before; of a source
        that speaks here and in files the newer word."""
        own, said = self._records.get(npi, []), self._said.get(npi, [])
        others = [r for r in records if r.source not in _HERE or r.label not in self._known]
        kept = [r for r in others if not any(_gives_way(r, each) for each in said)]
        newer = {r.source for r in kept}
        return kept + [r for r in own if r.source in _HERE or r.source not in newer]

    def settled(self, profile: Profile) -> Profile:
        """A merged profile without the places that are closed, and with what is in doubt of it."""
        for place in self._closed.get(profile.npi, ()):
            profile = _without(profile, place)
        doubts = self._doubts.get(profile.npi)
        return doubted(profile, doubts) if doubts else profile


NOBODY = Staff()


class Shown(NamedTuple):
    """What a directory shows of what staff decided: the number of profiles, and who is gone."""

    profiles: int = 0
    gone: frozenset[str] = frozenset()


def shown_by(engine: Engine, before: Meta) -> Shown:
    gone = (t.npi for t in engine.tombstones() if t.departure.reason in OF_STAFF)
    return Shown(before.by_staff, frozenset(gone))


def _gives_way(record: Record, said: Record) -> bool:
    """Whether what is said here takes the record's place, or once did and was taken back."""
    is_older = (record.as_of or date.min) <= (said.as_of or date.min)
    return record.source == said.source and is_older


def _without(profile: Profile, place: Place) -> Profile:
    """The profile without the location of that place, however it is spelled, and what is told of
    it; another suite is another place."""
    there = location_id(profile.npi, location_key(Location(**place)))
    known = ids_before_hiding(profile.records)
    closed = {
        at.id
        for at in profile.locations
        if known.get(at.id, at.id) == there or place_of(at) == place
    }
    told = tuple(f"locations.{identity}." for identity in closed)
    return structs.replace(
        profile,
        locations=tuple(at for at in profile.locations if at.id not in closed),
        conflicts=tuple(c for c in profile.conflicts if not c.field.startswith(told)),
    )


def _about(each: Correction) -> tuple:
    """Of two words on one fact the later holds."""
    place = tuple(sorted((each.place or {}).items()))
    return each.npi, each.kind, place, each.field, _of_list(each)


def overtaken(corrections: Iterable[Correction]) -> set[str]:
    """Ids of those in force in whose place a newer one stands; undone, it gives way to them."""
    every = [each for each in corrections if each.in_force and each.kind != DOUBT]
    latest = {_about(each): each.id for each in sorted(every, key=lambda each: each.at)}
    return {each.id for each in every} - set(latest.values())


def _of_list(each: Correction) -> str | None:
    """Words on several plans or programs stand beside each other."""
    value = each.value if each.field in LISTS and isinstance(each.value, dict) else {}
    return value.get("program") or value.get("plan_id") or value.get("payer")


def record_of(each: Correction) -> Record:
    """The record of one correction, dated by its day; raises Rejected for what the directory's
    schema does not allow."""
    if each.kind == SAY:
        record = checked_record(each.value)
        label = each.id if each.field == PROVIDER else None
        return structs.replace(record, source=each.field or "", label=label)
    facts = _facts(each.field or "", each.value) if each.kind == CORRECT else {}
    if each.kind == HIDE:
        facts = {"address_hidden": True}
    if each.place is not None and each.kind != CLOSE:
        facts = {"locations": [{**each.place, **facts}]}
    record = checked_record({"npi": each.npi, "as_of": each.day.isoformat(), **facts})
    return structs.replace(record, source=STAFF, label=each.id)


def _is_of_ot(each: Correction) -> bool:
    return each.kind == SAY and each.field == PROVIDER


def _of_place(said: Correction) -> Record:
    """What an OT said of one place; of the person they spoke again since, at another place."""
    names = ("npi", "as_of", "locations")
    told = {name: said.value[name] for name in names if name in said.value}
    return structs.replace(checked_record(told), source=PROVIDER, label=said.id)


def _facts(field: str, value: Any) -> dict[str, Any]:
    """ "access.parking" with "yes" -> {"access": {"parking": "yes"}}."""
    if field == ADDRESS:
        return {}  # the place says it
    name, _, rest = field.partition(".")
    if rest:
        return {name: {rest: value}}
    return {name: [value] if name in LISTS else value}


def check_field(field: str, *, of_location: bool) -> None:
    """Raises Rejected for a field that staff cannot correct."""
    allowed = OF_LOCATION if of_location else OF_PERSON
    name, _, rest = field.partition(".")
    nested = name in ("services", "ages_served", "home_visits", "access")
    if name not in allowed:
        where = "a location" if of_location else "a person"
        raise Rejected(f"field: of {where} it must be one of {', '.join(allowed)}")
    if nested != bool(rest):
        example = f"{name}.CODE" if nested else name
        raise Rejected(f"field: must be written as {example}")
