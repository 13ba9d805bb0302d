"""MSCS roster: a CSV of npi, name, certified_on or expires_on, checked_on, source.

An MSCS lasts five years and ends on 31 December of the fifth year after the examination
(Consortium of Multiple Sclerosis Centers, recertification page).
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from service.directory.clean import Rejected, clean_date, clean_npi, clean_past_date, clean_text
from service.directory.profile import Credential, Name, Record
from service.errors import SourceUnreadable

from .hand_kept import hand_kept_readings
from .nppes_row import normal
from .reading import Reading, Source, open_text
from .rows import header_and_rows

YEARS_VALID = 5


def open_mscs(path: Path) -> Source:
    return Source("mscs", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    with source.opened() as file, open_text(source, file, source.name) as text:
        header, rows = header_and_rows(text)
        names = [normal(name) for name in header]
        if "npi" not in names or not {"certified_on", "expires_on"} & set(names):
            raise SourceUnreadable(
                f"{source.shown}: the header must name npi and certified_on or expires_on"
            )
        yield from hand_kept_readings(
            rows, names, "npi", lambda values: {"records": (_record(values),)}
        )


def _record(row: dict[str, str]) -> Record:
    checked = clean_past_date(row.get("checked_on"), "checked_on")
    certified = clean_past_date(row.get("certified_on"), "certified_on")
    expires = clean_date(row.get("expires_on"), "expires_on")
    if expires is None and certified is None:
        raise Rejected("expires_on: give it or certified_on, as a date such as 2027-12-31")
    if certified and checked and certified > checked:
        raise Rejected("certified_on: lies after checked_on; nobody can have checked it yet")
    if expires and certified and expires < certified:
        raise Rejected("expires_on: lies before certified_on")
    label = clean_text(row.get("source"))
    held = Credential(
        code="MSCS",
        expires_on=expires or date(certified.year + YEARS_VALID, 12, 31),
        checked_on=checked,
        source=label or "mscs",
    )
    return Record(
        source="mscs",
        label=label,
        as_of=checked,
        npi=clean_npi(row.get("npi")),
        name=Name(last=clean_text(row.get("name"))),
        credentials=(held,),
    )
