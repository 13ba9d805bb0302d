"""One row of NPPES npidata: values by column name, and the record that they make."""

import re
from dataclasses import dataclass
from datetime import date

from service.directory.clean import (
    Rejected,
    clean_last_name,
    clean_name,
    clean_npi,
    clean_past_date,
    clean_person_name,
    clean_phone,
    clean_postal_code_of,
    clean_state,
    clean_text,
    street_lines,
)
from service.directory.person_name import Name
from service.directory.profile import License, Location, Record
from service.directory.vocabulary import GENDERS, TAXONOMIES

SLOTS, IDENTIFIER_SLOTS = range(1, 16), range(1, 51)
_MEDICAID = ("05", "5")  # spreadsheets drop the zero
TAXONOMY = "healthcare_provider_taxonomy_code_{}"
_SWITCH = "healthcare_provider_primary_taxonomy_switch_{}"
_IDENTIFIERS = [  # the columns of each slot
    tuple(f"other_provider_identifier_{part}{n}" for part in ("type_code_", "", "state_"))
    for n in IDENTIFIER_SLOTS
]
_LINE1 = "provider_first_line_business_practice_location_address"
_LINE2 = "provider_second_line_business_practice_location_address"
_CITY, _STATE, _ZIP, _ABROAD, _PHONE, _FAX = (
    f"provider_business_practice_location_address_{name}"
    for name in ("city_name", "state_name", "postal_code", "country_code_if_outside_u_s",
                 "telephone_number", "fax_number")
)  # fmt: skip
_ALIASES = {"provider_gender_code": "provider_sex_code"}
OT, STOPPED = "225X", "deactive"
_COUNTRY = re.compile("[A-Z]{2}")
# The United States and its territories, as NPPES codes them.
_DOMESTIC = {"US", "AS", "FM", "GU", "MH", "MP", "PR", "PW", "UM", "VI"}


def normal(name: str) -> str:
    """A column's name made comparable: runs of other characters collapse to one "_"."""
    key = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return _ALIASES.get(key, key)


@dataclass(frozen=True)
class Columns:
    """Where each column stands in this file."""

    header: list[str]
    place: dict[str, int]
    taxonomies: dict[int, int]  # by slot
    identifiers: tuple[int, ...]  # their types

    @classmethod
    def of(cls, header: list[str]) -> "Columns":
        """Raises Rejected, naming the column, if one is not there that we cannot do without."""
        place: dict[str, int] = {}
        for number, name in enumerate(header):
            place.setdefault(normal(name), number)
        needed = ["npi", "entity_type_code", TAXONOMY.format(1), "last_update_date"]
        if absent := [name for name in needed if name not in place]:
            raise Rejected(f"lacks the column {absent[0]}; is it an npidata file?")
        slots = {n: place[name] for n in SLOTS if (name := TAXONOMY.format(n)) in place}
        kinds = [place[kind] for kind, _, _ in _IDENTIFIERS if kind in place]
        return cls(header, place, slots, tuple(kinds))


@dataclass(frozen=True)
class Fields:
    """One row's values by column name; an absent column is empty."""

    row: list[str]
    columns: Columns

    def __call__(self, name: str) -> str:
        number = self.columns.place.get(name)
        return "" if number is None else self.row[number]

    def text(self, name: str) -> str | None:
        return clean_text(self(name))

    def raw(self) -> dict[str, str]:
        named = zip(self.columns.header, self.row, strict=True)
        return {name: value for name, value in named if value}

    def show_an_ot(self) -> bool:
        """Whether any taxonomy slot begins like an OT's."""
        return any(OT in self.row[place] for place in self.columns.taxonomies.values())

    def deactivated_since(self) -> date | None:
        """The day of a deactivation that no reactivation on or after it undid; the last of all
        days where V3 says "deactive" without one."""
        stopped = self("npi_activation_status").strip().casefold() == STOPPED
        if not (stopped or self("npi_deactivation_date")):
            return None  # as nearly every row
        off = clean_past_date(self("npi_deactivation_date"), "NPI Deactivation Date")
        if stopped:
            return off or date.max
        on = clean_past_date(self("npi_reactivation_date"), "NPI Reactivation Date")
        return off if off and (on is None or on < off) else None


def foreign_country(code: str) -> str | None:
    """The code of a country that is not the United States or a territory of it, else None; what
    is no code says nothing."""
    country = (clean_text(code) or "US").upper()
    return None if country in _DOMESTIC or not _COUNTRY.fullmatch(country) else country


def nppes_record(fields: Fields) -> Record:
    """What NPPES says of one OT; raises Rejected."""
    sex = fields.text("provider_sex_code")
    location = practice_location(fields)
    return Record(
        source="nppes",
        as_of=updated_on(fields),
        npi=clean_npi(fields("npi")),
        name=_name(fields),
        gender=sex if sex in GENDERS else None,
        taxonomies=_taxonomies(fields),
        licenses=_licenses(fields),
        locations=(location,) if location else (),
    )


def updated_on(fields: Fields) -> date | None:
    """When the provider last changed the record; raises Rejected."""
    return clean_past_date(fields("last_update_date"), "Last Update Date")


def _name(fields: Fields) -> Name:
    def person(part: str) -> str | None:
        return clean_person_name(fields(f"provider_{part}"))

    credentials = fields.text("provider_credential_text")
    first = person("first_name")
    return Name(
        first=first,
        middle=person("middle_name"),
        last=clean_last_name(fields("provider_last_name_legal_name"), first),
        suffix=person("name_suffix_text"),
        # V3 lists them as "BA | BS".
        credentials=clean_text(re.sub(r"\s*\|\s*", ", ", credentials)) if credentials else None,
    )


def _slots(fields: Fields) -> list[int]:
    """Slots with an OT taxonomy, the one marked primary first."""
    places = fields.columns.taxonomies.items()
    slots = [n for n, place in places if fields.row[place].strip() in TAXONOMIES]
    return sorted(slots, key=lambda n: (fields(_SWITCH.format(n)) != "Y", n))


def _taxonomies(fields: Fields) -> tuple[str, ...]:
    codes = (fields(TAXONOMY.format(n)).strip() for n in _slots(fields))
    found = tuple(dict.fromkeys(codes))
    if not found:
        raise Rejected("Healthcare Provider Taxonomy Code: begins with 225X but is no NUCC OT code")
    return found


def _licenses(fields: Fields) -> tuple[License, ...]:
    """Licences in the OT slots only: another profession's licence is not one for OT."""
    held = []
    for n in _slots(fields):
        state = clean_state(fields(f"provider_license_number_state_code_{n}"))
        number = fields.text(f"provider_license_number_{n}")
        if state:
            held.append(License(state=state, number=number))
    return tuple(dict.fromkeys(held))


def medicaid_states(fields: Fields) -> tuple[str, ...]:
    """States of which the person has a Medicaid number (identifier type 05). What CMS masks was
    somebody's tax number in the wrong place, and says nothing of Medicaid."""
    if not any(fields.row[place] for place in fields.columns.identifiers):
        return ()  # as most
    states = (
        clean_state(fields(state))
        for kind, number, state in _IDENTIFIERS
        if fields(kind).strip() in _MEDICAID and fields.text(number)
    )
    return tuple(dict.fromkeys(state for state in states if state))


def practice_location(fields: Fields) -> Location | None:
    """The practice location; the mailing address is never a place of care. One abroad keeps its
    lines, but neither state nor ZIP: a Berlin postal code would be read as one of New York."""
    country = foreign_country(fields(_ABROAD))
    line1, line2 = street_lines(clean_name(fields(_LINE1)), clean_name(fields(_LINE2)))
    state = clean_state(fields(_STATE))
    code = clean_postal_code_of(fields(_ZIP), state)
    location = Location(
        line1=line1,
        line2=line2,
        city=clean_name(fields(_CITY)),
        state=state if country is None else None,
        postal_code=code if country is None else None,
        country=country,
        phone=clean_phone(fields(_PHONE)),
        fax=clean_phone(fields(_FAX)),
    )
    return location if location != Location() else None
