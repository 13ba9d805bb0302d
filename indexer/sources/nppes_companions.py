"""The files that come with npidata: further practice locations, other names of organizations,
and endpoints. Every row joins the record of its NPI; a row of nobody we know is skipped."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from service.directory.clean import (
    Rejected,
    clean_direct_address,
    clean_name,
    clean_phone,
    clean_postal_code,
    clean_state,
    clean_text,
    street_lines,
)
from service.directory.profile import Location
from service.errors import SourceUnreadable

from .archive import open_csv
from .grid import Grid, of_nobody_wanted
from .nppes_row import foreign_country, normal
from .organizations import DOING_BUSINESS_AS
from .parts import DIRECT, LOCATION, NAME, Part
from .reading import Reading, Source, rejection
from .rows import CsvRows, Row, header_and_rows

UNKNOWN_NPI = "of no OT and no organization that is used"
PO_BOX = "a post office box, which is no place of care"
SECONDARY = "provider_secondary_practice_location_address_{}"
AFFILIATION = "affiliation_address_{}"
Values = dict[str, str]
Part_of = Callable[[Values], Part | str]


def open_nppes_locations(path: Path, entry: str | None = None) -> Source:
    """pl_pfile: practice locations that are not the primary one."""
    read = _reader(("npi", SECONDARY.format("city_name")), location_part)
    return Source("nppes_locations", path, read, entry=entry)


def open_nppes_names(path: Path, entry: str | None = None) -> Source:
    """othername_pfile: other names of organizations."""
    read = _reader(("npi", "provider_other_organization_name"), _name_part)
    return Source("nppes_names", path, read, entry=entry)


def open_nppes_endpoints(path: Path, entry: str | None = None) -> Source:
    """endpoint_pfile: electronic addresses, of which Direct messaging is used."""
    read = _reader(("npi", "endpoint_type", "endpoint"), endpoint_part)
    return Source("nppes_endpoints", path, read, entry=entry)


def _reader(needed: tuple[str, ...], part_of: Part_of) -> Callable[[Source], Iterator[Reading]]:
    def read(source: Source) -> Iterator[Reading]:
        with open_csv(source) as (text, name):
            header, rows = header_and_rows(text)
            columns = [normal(column) for column in header]
            if absent := [column for column in needed if column not in columns]:
                raise SourceUnreadable(f"{source.told(name)} lacks the column {absent[0]}")
            yield from _readings(source, rows, columns, part_of)

    return read


def _readings(
    source: Source, rows: CsvRows, columns: list[str], part_of: Part_of
) -> Iterator[Reading]:
    place = columns.index("npi")
    rows.sieve = None if source.in_full else partial(_unwanted, source, place)
    for row in rows:
        if row.passed:
            yield Reading(row.line, skipped=row.passed, rows=row.count)
        elif row.values and len(row.values) == len(columns) and not row.values[place].strip():
            yield Reading(row.line, rejected="npi: is empty", raw=row.raw)
        elif row.values and len(row.values) == len(columns):
            known = source.wants(row.values[place].strip())
            yield _reading(row, columns, part_of) if known else _unknown(row, row.values[place])
        else:
            reason = "row: it has not as many values as the header, or a quote is never closed"
            yield Reading(row.line, rejected=reason, raw=row.raw)


def _unwanted(source: Source, column: int, grid: Grid) -> dict[str, np.ndarray]:
    return {UNKNOWN_NPI: of_nobody_wanted(grid, column, source.wants)}


def _unknown(row: Row, npi: str) -> Reading:
    is_header = normal(npi) == "npi"
    return Reading(row.line, skipped="a repeated header" if is_header else UNKNOWN_NPI)


def _reading(row: Row, columns: list[str], part_of: Part_of) -> Reading:
    values = dict(zip(columns, row.values or (), strict=True))
    try:
        part = part_of(values)
    except Rejected as error:
        return rejection(row.line, error, values)
    if isinstance(part, str):
        return Reading(row.line, skipped=part)
    return Reading(row.line, parts=(part,))


def location_part(values: Values) -> Part | str:
    """A further location, or why there is none, of a row of pl_pfile by its columns."""
    country = foreign_country(values.get(SECONDARY.format("country_code_if_outside_u_s"), ""))

    def text(name: str) -> str:
        return values.get(SECONDARY.format(name), "")

    given = clean_name(text("address_line_1")), clean_name(text("address_line_2"))
    line1, line2 = street_lines(*given)
    if any(given) and line1 is None:
        return PO_BOX
    location = Location(
        line1=line1,
        line2=line2,
        city=clean_name(text("city_name")),
        state=clean_state(text("state_name")) if country is None else None,
        postal_code=clean_postal_code(text("postal_code")) if country is None else None,
        country=country,
        phone=clean_phone(text("telephone_number")),
        fax=clean_phone(values.get("provider_practice_location_address_fax_number")),
    )
    if location == Location():
        return "an address that is empty"
    return Part(values["npi"].strip(), LOCATION, location=location)


def _name_part(values: Values) -> Part | str:
    """Only the name that an organization does business under is one that stands on a door."""
    if values.get("provider_other_organization_name_type_code", "").strip() != DOING_BUSINESS_AS:
        return "a former or another name, not the one of the door"
    name = clean_name(values["provider_other_organization_name"])
    return Part(values["npi"].strip(), NAME, text=name) if name else "a name that is empty"


def endpoint_part(values: Values) -> Part | str:
    """A Direct address, or why there is none, of a row of endpoint_pfile; raises Rejected."""
    kind = values["endpoint_type"].strip().upper()
    if kind != "DIRECT":
        return "an endpoint that is no Direct address"
    address = clean_direct_address(values["endpoint"], "Endpoint")
    return Part(values["npi"].strip(), DIRECT, location=_affiliation(values), text=address)


def _affiliation(values: Values) -> Location | None:
    """Where the endpoint belongs, if the row says so."""

    def text(name: str) -> str:
        return values.get(AFFILIATION.format(name), "")

    location = Location(
        line1=clean_name(text("line_one")),
        line2=clean_name(text("line_two")),
        city=clean_name(text("city")),
        state=clean_state(text("state")),
        postal_code=clean_postal_code(text("postal_code") or text("line_postal_code")),
    )
    return location if clean_text(location.line1) else None
