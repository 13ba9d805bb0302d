"""CMS's monthly report of deactivated NPIs: one .xlsx, alone or in its zip.

It lists all who are deactivated on its day, so a newer one takes the place of an older one. A row
of title and one of names come first; then an NPI and its day, both as text.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook

from service.directory.clean import Rejected, clean_npi, clean_past_date
from service.errors import SourceUnreadable

from .reading import Reading, Source, refuse_to_come, rejection

DEACTIVATED = "deactivated"
MOST_UNPACKED = 400_000_000  # bytes; today's 355,000 rows take some 20 million
_NAMED = re.compile(r"NPPES_Deactivated_NPI_Report_(\d{2})(\d{2})(\d{2})", re.IGNORECASE)
_NPI = re.compile(r"\d{10}")


def open_deactivations(path: Path) -> Source:
    """The report's day is in its name; `Source.day` is date.min where it is not. Raises
    SourceUnreadable for a day that is to come."""
    day = _day_of(path.name)
    refuse_to_come(path, day)
    return Source("deactivations", path, _read, day=day or date.min)


def _day_of(name: str) -> date | None:
    found = _NAMED.search(name)
    if found is None:
        return None
    month, day, year = map(int, found.groups())
    try:
        return date(2000 + year, month, day)
    except ValueError:
        return None


def _read(source: Source) -> Iterator[Reading]:
    with source.opened() as file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield from _of_archive(source, archive, file)
        except zipfile.BadZipFile:
            raise SourceUnreadable(
                f"{source.shown}: is no .xlsx and no zip of one; download it again"
            ) from None


def _of_archive(source: Source, archive: zipfile.ZipFile, file: IO[bytes]) -> Iterator[Reading]:
    """A workbook is a zip as well."""
    if "xl/workbook.xml" in archive.namelist():
        yield from _of_workbook(source, file)
        return
    names = [name for name in archive.namelist() if name.lower().endswith(".xlsx")]
    if len(names) != 1:
        raise SourceUnreadable(f"{source.shown}: holds {len(names)} .xlsx files, expected one")
    with archive.open(names[0]) as entry:
        yield from _of_workbook(source, entry)


def _of_workbook(source: Source, file: IO[bytes]) -> Iterator[Reading]:
    with zipfile.ZipFile(file) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise SourceUnreadable(f"{source.shown}: unpacks to more than such a report can hold")
    begun = False
    for number, row in enumerate(_rows(source, file), 1):
        cells = [*row, None, None][:2]
        begun = begun or bool(_NPI.fullmatch(_text(cells[0])))
        if begun and any(map(_text, cells)):
            yield _reading(number, *cells)
    if not begun:
        raise SourceUnreadable(f"{source.shown}: no row of it begins with an NPI")


def _rows(source: Source, file: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """The first two cells of every row; what breaks the reader, of which there are many kinds,
    is damage."""
    file.seek(0)
    try:
        sheet = load_workbook(file, read_only=True).worksheets[0]
        yield from sheet.iter_rows(values_only=True, max_col=2)
    except Exception as error:
        raise SourceUnreadable(
            f"{source.shown}: is a damaged workbook ({type(error).__name__}); download it again"
        ) from error


def _reading(number: int, npi: Any, day: Any) -> Reading:
    try:
        return Reading(
            number,
            skipped=DEACTIVATED,
            deactivated=clean_npi(_text(npi)),
            as_of=clean_past_date(_text(day), "NPPES Deactivation Date"),
        )
    except Rejected as error:
        return rejection(number, error, {"NPI": _text(npi), "NPPES Deactivation Date": _text(day)})


def _text(cell: Any) -> str:
    """A cell as NPPES writes it, also where a spreadsheet program made it a number or a day."""
    if isinstance(cell, datetime | date):
        return f"{cell:%m/%d/%Y}"
    return "" if cell is None else str(cell).strip()
