"""MS centers: a CSV of name, address or NPI, recognised_by, checked_on, kept by an operator.

The address stands in one column (`address`) or in line1, line2, city, state, postal_code.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from service.directory.clean import (
    Rejected,
    clean_name,
    clean_npi,
    clean_past_date,
    clean_phone,
    clean_postal_code,
    clean_state,
    clean_text,
)
from service.directory.profile import Location
from service.errors import SourceUnreadable

from .hand_kept import hand_kept_readings
from .nppes_row import normal
from .parts import Center
from .reading import Reading, Source, open_text
from .rows import header_and_rows

_ALIASES = {"zip": "postal_code", "zip_code": "postal_code", "recognized_by": "recognised_by"}
# "1 Main St, Albany, New York 12203" or "1 Main St, Albany NY 12203".
_ADDRESS = re.compile(
    r"(.+?)\s*,\s*([^,]+?)(?:\s*,\s*([^,\d]+?)|\s+([A-Za-z]{2}))[\s,]+(\d{5}(?:-?\d{4})?)"
)


def open_centers(path: Path) -> Source:
    return Source("centers", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    with source.opened() as file, open_text(source, file, source.name) as text:
        header, rows = header_and_rows(text)
        names = [_ALIASES.get(normal(name), normal(name)) for name in header]
        if "name" not in names or not {"npi", "address", "line1"} & set(names):
            raise SourceUnreadable(
                f"{source.shown}: the header must name name, and npi, address or line1"
            )
        yield from hand_kept_readings(
            rows, names, "name", lambda values: {"center": _center(values)}
        )


def _center(row: dict[str, str]) -> Center:
    name = clean_name(row.get("name"))
    if name is None:
        raise Rejected("name: is missing")
    npi = clean_npi(row["npi"]) if clean_text(row.get("npi")) else None
    location = _location(row)
    if npi is None and location is None:
        raise Rejected("address: give it, or the NPI of the center's organization")
    return Center(
        name=name,
        npi=npi,
        location=location,
        recognised_by=clean_text(row.get("recognised_by")),
        checked_on=clean_past_date(row.get("checked_on"), "checked_on"),
    )


def _location(row: dict[str, str]) -> Location | None:
    if address := clean_text(row.get("address")):
        return _one_line(address, row.get("phone"))
    line1 = clean_name(row.get("line1"))
    if line1 is None:
        return None
    postal_code = clean_postal_code(row.get("postal_code"))
    if postal_code is None:
        raise Rejected("postal_code: give the five digits of the ZIP code with the address")
    return Location(
        line1=line1,
        line2=clean_name(row.get("line2")),
        city=clean_name(row.get("city")),
        state=clean_state(row.get("state")),
        postal_code=postal_code,
        phone=clean_phone(row.get("phone")),
    )


def _one_line(address: str, phone: str | None) -> Location:
    parts = _ADDRESS.fullmatch(address)
    state = clean_state(parts[3] or parts[4]) if parts else None
    if parts is None or state is None:
        raise Rejected("address: must be written as in 1 Main St, Ste 5, Albany, NY 12203")
    line1, _, line2 = parts[1].partition(",")
    return Location(
        line1=clean_name(line1),
        line2=clean_name(line2),
        city=clean_name(parts[2]),
        state=state,
        postal_code=clean_postal_code(parts[5]),
        phone=clean_phone(phone),
    )
