"""NPPES npidata, as the monthly or weekly zip or as plain CSV, in its V1, V2 and V3 layouts.

Columns are found by name. Individuals with an OT taxonomy in any of the 15 slots are kept.
Source of the layout: CMS NPPES Data Dissemination Readme and the files' own headers.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from service.directory.profile import License, Location, Name, Record
from service.directory.vocabulary import GENDERS, TAXONOMIES
from service.errors import SourceUnreadable

from ..clean import (
    Rejected,
    clean_date,
    clean_name,
    clean_npi,
    clean_person_name,
    clean_phone,
    clean_postal_code,
    clean_state,
    clean_text,
)
from .reading import Reading, Source, csv_rows, open_text, rejection

SLOTS = range(1, 16)
_ENTRY = re.compile(r"npidata_pfile_(?!.*_fileheader).*\.csv", re.IGNORECASE)
_ALIASES = {"provider_gender_code": "provider_sex_code"}
_OT = "225X"


def open_nppes(path: Path) -> Source:
    return Source("nppes", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    with _open(source) as (text, name):
        rows = csv_rows(text)
        _, header = next(rows, (0, None))
        if header is None:
            raise SourceUnreadable(f"{source.path}: {name} is empty; expected an NPPES header")
        columns = Columns.of(header, f"{source.path}: {name}")
        for line, row in rows:
            yield _reading(line, row, header, columns)


@contextmanager
def _open(source: Source) -> Iterator[tuple[IO[str], str]]:
    """The npidata text of a zip or a plain file, with its name."""
    size = source.path.stat().st_size or 1
    with source.path.open("rb") as file:
        source.progress = lambda: file.tell() / size
        if not zipfile.is_zipfile(file):
            if source.path.suffix.lower() == ".zip":
                raise SourceUnreadable(f"{source.path}: is not a whole zip file; download it again")
            file.seek(0)
            with open_text(source, file, source.path.name) as text:
                yield text, source.path.name
            return
        with zipfile.ZipFile(file) as archive:
            names = [n for n in archive.namelist() if _ENTRY.fullmatch(Path(n).name)]
            if len(names) != 1:
                raise SourceUnreadable(
                    f"{source.path}: holds {len(names)} npidata_pfile_*.csv files, expected one"
                )
            with archive.open(names[0]) as entry, open_text(source, entry, names[0]) as text:
                yield text, names[0]


def normal(name: str) -> str:
    """A column's name made comparable: runs of other characters collapse to one "_"."""
    key = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return _ALIASES.get(key, key)


@dataclass(frozen=True)
class Columns:
    """Where each column stands in this file."""

    place: dict[str, int]
    taxonomies: tuple[int, ...]

    @classmethod
    def of(cls, header: list[str], where: str) -> "Columns":
        place: dict[str, int] = {}
        for number, name in enumerate(header):
            place.setdefault(normal(name), number)
        taxonomy = "healthcare_provider_taxonomy_code_{}"
        needed = ["npi", "entity_type_code", taxonomy.format(1), "last_update_date"]
        if absent := [name for name in needed if name not in place]:
            raise SourceUnreadable(f"{where} lacks the column {absent[0]}; is it an npidata file?")
        slots = [place[name] for n in SLOTS if (name := taxonomy.format(n)) in place]
        return cls(place, tuple(slots))


def _reading(line: int, row: list[str] | None, header: list[str], columns: Columns) -> Reading:
    if row is None:
        return Reading(line, rejected="row: a value is too long; quotes are not closed")
    if len(row) != len(header):
        if not row:
            return Reading(line, skipped="empty line")
        raw = ",".join(row)[:2000]
        return Reading(line, rejected="row: it has not as many values as the header", raw=raw)
    if not any(row[slot].startswith(_OT) for slot in columns.taxonomies):
        return _not_an_ot(line, row, columns)
    fields = Fields(row, columns)
    try:
        if fields.text("entity_type_code") == "2":
            return Reading(line, skipped="an organisation")
        if fields.deactivated():
            npi = clean_npi(fields("npi"))
            return Reading(line, skipped="deactivated", deactivated_npi=npi)
        return Reading(line, record=_record(fields))
    except Rejected as error:
        return rejection(line, error, fields.raw(header))


def _not_an_ot(line: int, row: list[str], columns: Columns) -> Reading:
    """Deactivated rows have lost their taxonomies; some were OTs that another source knows."""
    fields = Fields(row, columns)
    if fields("npi_deactivation_date") and _deactivated_safely(fields):
        return Reading(line, skipped="deactivated", deactivated_npi=fields("npi").strip())
    return Reading(line, skipped="a repeated header" if fields("npi") == "NPI" else "not an OT")


def _deactivated_safely(fields: "Fields") -> bool:
    try:
        return fields.deactivated()
    except Rejected:
        return False


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

    def raw(self, header: list[str]) -> dict[str, str]:
        return {name: value for name, value in zip(header, self.row, strict=True) if value}

    def deactivated(self) -> bool:
        """Deactivated, and not reactivated on or after that day."""
        if (self.text("npi_activation_status") or "").casefold() == "deactive":
            return True
        off = clean_date(self("npi_deactivation_date"), "NPI Deactivation Date")
        on = clean_date(self("npi_reactivation_date"), "NPI Reactivation Date")
        return off is not None and (on is None or on < off)


def _record(fields: Fields) -> Record:
    sex = fields.text("provider_sex_code")
    location = _location(fields)
    return Record(
        source="nppes",
        as_of=_updated(fields),
        npi=clean_npi(fields("npi")),
        name=_name(fields),
        gender=sex if sex in GENDERS else None,
        taxonomies=_taxonomies(fields),
        licenses=_licenses(fields),
        locations=(location,) if location else (),
    )


def _updated(fields: Fields) -> date | None:
    return clean_date(fields("last_update_date"), "Last Update Date")


def _name(fields: Fields) -> Name:
    def person(part: str) -> str | None:
        return clean_person_name(fields(f"provider_{part}"))

    credentials = fields.text("provider_credential_text")
    return Name(
        first=person("first_name"),
        middle=person("middle_name"),
        last=person("last_name_legal_name"),
        suffix=person("name_suffix_text"),
        # V3 lists them as "BA | BS".
        credentials=re.sub(r"\s*\|\s*", ", ", credentials) if credentials else None,
    )


def _slots(fields: Fields) -> list[int]:
    """Slots with an OT taxonomy, the one marked primary first."""
    slots = [
        n for n in SLOTS if fields(f"healthcare_provider_taxonomy_code_{n}").strip() in TAXONOMIES
    ]
    primary = "healthcare_provider_primary_taxonomy_switch_{}"
    return sorted(slots, key=lambda n: (fields(primary.format(n)) != "Y", n))


def _taxonomies(fields: Fields) -> tuple[str, ...]:
    codes = (fields(f"healthcare_provider_taxonomy_code_{n}").strip() for n in _slots(fields))
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


def _location(fields: Fields) -> Location | None:
    """The practice location; the mailing address is never a place of care."""
    line = "provider_{}_line_business_practice_location_address"
    part = "provider_business_practice_location_address_{}"
    location = Location(
        line1=clean_name(fields(line.format("first"))),
        line2=clean_name(fields(line.format("second"))),
        city=clean_name(fields(part.format("city_name"))),
        state=clean_state(fields(part.format("state_name"))),
        postal_code=clean_postal_code(fields(part.format("postal_code"))),
        phone=clean_phone(fields(part.format("telephone_number"))),
        fax=clean_phone(fields(part.format("fax_number"))),
    )
    return location if location != Location() else None
