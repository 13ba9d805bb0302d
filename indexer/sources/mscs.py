"""MSCS roster: a CSV of npi, name, certified_on or expires_on, checked_on, source.

An MSCS lasts five years and ends on 31 December of the fifth year after the examination
(Consortium of Multiple Sclerosis Centers, recertification page).
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from service.directory.profile import Credential, Name, Record
from service.errors import SourceUnreadable

from ..clean import Rejected, clean_date, clean_npi, clean_text
from .nppes import normal
from .reading import Reading, Source, csv_rows, open_text, rejection

YEARS_VALID = 5


def open_mscs(path: Path) -> Source:
    return Source("mscs", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    size = source.path.stat().st_size or 1
    with source.path.open("rb") as file, open_text(source, file, source.path.name) as text:
        source.progress = lambda: file.tell() / size
        rows = csv_rows(text)
        _, header = next(rows, (0, None))
        names = [normal(name) for name in header or []]
        if "npi" not in names or not {"certified_on", "expires_on"} & set(names):
            raise SourceUnreadable(
                f"{source.path}: the header must name npi and certified_on or expires_on"
            )
        for line, row in rows:
            if row is None or len(row) > len(names):
                reason = "row: it has more values than the header, or one without an end"
                yield Reading(line, rejected=reason, raw=",".join(row or [])[:2000])
            elif any(value.strip() for value in row):
                yield _reading(line, dict(zip(names, row, strict=False)))


def _reading(line: int, row: dict[str, str]) -> Reading:
    try:
        return Reading(line, record=_record(row), raw=row)
    except Rejected as error:
        return rejection(line, error, row)


def _record(row: dict[str, str]) -> Record:
    checked = clean_date(row.get("checked_on"), "checked_on")
    certified = clean_date(row.get("certified_on"), "certified_on")
    expires = clean_date(row.get("expires_on"), "expires_on")
    if expires is None and certified is None:
        raise Rejected("expires_on: give it or certified_on, as a date such as 2027-12-31")
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
