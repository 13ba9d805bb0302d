"""The locations of a profile: what is said of one place made one, and every place gets a point.

Whose word counts stands in `precedence.py`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import structs

from service.directory.freshness import ADDRESS_PARTS
from service.directory.ms_center import MSCenter
from service.directory.profile import STAFF, Conflict, Location, Record
from service.directory.sourced import shown_point
from service.directory.zip_table import postal_code

from .addresses import location_id, location_key, only_address
from .claims import Claim, Ledger, conflict
from .filling import is_known
from .grouping import Group, Place, grouped
from .plans import merge_plans
from .points import near_its_postal_code
from .precedence import LOCATION_RULES
from .programs import merge_programs

_DATED_APART = ("accepting_patients", "wait_weeks")
_ADDRESS = ("line1", "line2", "point")
_DECIDED_APART = ("access", "point", "line1", "line2")


def merge_locations(
    records: Sequence[Record],
) -> tuple[tuple[Location, ...], tuple[Conflict, ...]]:
    """Locations in the order in which the records name them, and what sources say otherwise."""
    locations: list[Location] = []
    conflicts: list[Conflict] = []
    for group in grouped(records):
        ledger = Ledger()
        location = _location(location_id(records[0].npi, group.key), group, ledger)
        if group.is_hidden:
            location = _hidden(location, ledger)
            number = sum(at.address_hidden for at in locations)
            location = structs.replace(location, id=_hidden_id(records[0].npi, group, number))
        locations.append(location)
        conflicts += [
            structs.replace(found, field=f"locations.{location.id}.{found.field}")
            for found in ledger.conflicts
        ]
    return tuple(locations), tuple(conflicts)


def _location(identity: str, group: Group, ledger: Ledger) -> Location:
    facts = {
        name: _fact(name, group, ledger) for name in LOCATION_RULES if name not in _DECIDED_APART
    }
    facts |= _lines(group, ledger)
    _confirm_address(group, ledger)
    known = {name: value for name, value in facts.items() if is_known(value)}
    accepting = ledger.evidence.get("accepting_patients")
    return Location(
        id=identity,
        **known,
        accepting_as_of=accepting and accepting.as_of,
        access=_access(group.told, ledger),
        plans=merge_plans(group.told, facts["state"], ledger),
        programs=merge_programs(group.told, ledger),
        likely_settings=_likely_settings(group, facts["settings"] or ()),
        ms_center=_ms_center(group.about),
        **_point(group, facts["postal_code"], ledger),
        evidence=ledger.evidence,
    )


def _hidden(location: Location, ledger: Ledger) -> Location:
    """Only city and ZIP: nothing that follows from the address, and nothing said against it."""
    telling = {*_ADDRESS, "name"} if _named_by_address(location) else _ADDRESS
    ledger.conflicts = [c for c in ledger.conflicts if c.field not in telling]
    kept = {field: given for field, given in location.evidence.items() if field not in telling}
    row = postal_code(location.postal_code or "")
    point = _rounded(row.lat, row.lon, "postal_code") if row else {}
    return structs.replace(
        location,
        name=None if "name" in telling else location.name,
        line1=None,
        line2=None,
        address_hidden=True,
        likely_settings={},
        ms_center=None,
        **{"lat": None, "lon": None, "precision": None, **point},
        evidence=kept,
    )


def ids_before_hiding(records: Sequence[Record]) -> dict[str, str]:
    """The id of each hidden location -> the one that it has by its address."""
    hidden = [group for group in grouped(records) if group.is_hidden]
    npi = records[0].npi if records else ""
    return {
        _hidden_id(npi, group, number): location_id(npi, group.key)
        for number, group in enumerate(hidden)
    }


def _hidden_id(npi: str, group: Group, number: int) -> str:
    """Of the decision to hide it, and not of its address: that could be found by trying."""
    every = (*group.places, *group.about, *group.building)
    told = {place.record.label or "" for place in every if place.location.address_hidden}
    return location_id(npi, ("hidden", min(told), str(number)))


def _named_by_address(location: Location) -> bool:
    """Whether the name is only that of an organization at the address."""
    given = location.evidence.get("name")
    return given is not None and given.because == "address"


def _fact(name: str, group: Group, ledger: Ledger) -> Any:
    places = group.places if name in ADDRESS_PARTS else group.told
    rule, claims = LOCATION_RULES[name], _claims(places, name)
    if name == "name":
        claims += _door_name(group.about)
    value = ledger.decide(name, claims, rule)
    if rule.by == "together":
        return tuple(dict.fromkeys(each for claim in claims for each in claim.value))
    return value


def _lines(group: Group, ledger: Ledger) -> dict[str, str | None]:
    """Both address lines of one source, so that no unit stands in both: of those who name the
    unit, if somebody does, the first."""
    told = [place for place in group.places if location_key(place.location) == group.key]
    claims = _claims(told or group.places, "line1")
    if not claims:
        return {"line1": None, "line2": _fact("line2", group, ledger)}
    line1 = ledger.decide("line1", claims, LOCATION_RULES["line1"])
    at = next(place.location for place in told or group.places if place.location.line1 == line1)
    if at.line2:
        ledger.evidence["line2"] = ledger.evidence["line1"]
    return {"line1": line1, "line2": at.line2}


def _confirm_address(group: Group, ledger: Ledger) -> None:
    """Staff who name an address and say nothing else of the place found that it is right."""
    told = [place for place in group.about if place.record.source == STAFF]
    alone = [place.record for place in told if place.location == only_address(place.location)]
    day = max((record.as_of for record in alone if record.as_of), default=None)
    for part in ADDRESS_PARTS:
        given = ledger.evidence.get(part)
        if day and given and (given.last_said or date.min) < day:
            ledger.evidence[part] = structs.replace(given, confirmed_on=day)


def _claims(places: Iterable[Place], name: str) -> list[Claim]:
    claims = []
    for location, record in places:
        own_day = location.accepting_as_of if name in _DATED_APART else None
        value = getattr(location, name)
        if is_known(value):
            claims.append(Claim(value, record, own_day or record.as_of))
    return claims


def _door_name(about: Sequence[Place]) -> list[Claim]:
    """The name of the organization at the address; of several nobody knows which is the OT's."""
    of_organizations = [place for place in about if place.record.source == "organizations"]
    claims = _claims(of_organizations, "name")
    return claims if len({claim.value for claim in claims}) == 1 else []


def _access(places: Sequence[Place], ledger: Ledger) -> dict[str, Any]:
    codes = dict.fromkeys(code for location, _ in places for code in location.access)
    found = {}
    for code in sorted(codes):
        told = ((location.access.get(code), record) for location, record in places)
        claims = [Claim(known, r, r.as_of) for known, r in told if is_known(known)]
        known = ledger.decide(f"access.{code}", claims, LOCATION_RULES["access"])
        if known:
            found[code] = known
    return found


def _likely_settings(group: Group, confirmed: Sequence[str]) -> dict[str, str]:
    """Settings that organizations at the address make likely, each with the organization."""
    found: dict[str, str] = {}
    for location, record in (*group.about, *group.building):
        for setting in location.settings if record.source == "organizations" else ():
            if setting not in confirmed:
                found.setdefault(setting, location.name or "")
    return dict(sorted(found.items()))


def _ms_center(about: Sequence[Place]) -> MSCenter | None:
    """The MS center at the address; of several the one checked last."""
    for location, record in about:  # the newest record comes first
        if record.source == "centers" and location.name:
            return MSCenter(name=location.name, recognised_by=record.label, checked_on=record.as_of)
    return None


def _point(group: Group, code: str | None, ledger: Ledger) -> dict[str, Any]:
    """The point of the first source whose point lies near the ZIP, else the ZIP's middle; to
    4 decimals, some 10 metres."""
    claims = []
    for location, record in (*group.places, *group.about):
        if location.lat is None or location.lon is None:
            continue
        claim = Claim(location, record, record.as_of)
        if near_its_postal_code(location.lat, location.lon, code or "") is False:
            ledger.note(conflict("point", shown_point(location.lat, location.lon), claim))
        else:
            claims.append(claim)
    if at := ledger.decide("point", claims, LOCATION_RULES["point"]):
        return _rounded(at.lat, at.lon, at.precision or "address")
    row = postal_code(code or "")
    return _rounded(row.lat, row.lon, "postal_code") if row else {}


def _rounded(lat: float, lon: float, precision: str) -> dict[str, Any]:
    return {"lat": round(lat, 4), "lon": round(lon, 4), "precision": precision}
