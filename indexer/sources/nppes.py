"""NPPES npidata, as the monthly or weekly zip or as plain CSV, in its V1, V2 and V3 layouts.

Columns are found by name. Individuals with an OT taxonomy in any of the 15 slots are kept.
Source of the layout: CMS NPPES Data Dissemination Readme and the files' own headers.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from service.errors import SourceUnreadable

from ..clean import Rejected, clean_npi
from .nppes_row import Columns, Fields, nppes_record
from .reading import Reading, Source, open_text, rejection
from .rows import Row, header_and_rows

_ENTRY = re.compile(r"npidata_pfile_(?!.*_fileheader).*\.csv", re.IGNORECASE)
NOT_AN_OT = "not an OT"


def open_nppes(path: Path) -> Source:
    return Source("nppes", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    with _open(source) as (text, name):
        header, rows = header_and_rows(text)
        try:
            columns = Columns.of(header)
        except Rejected as reason:
            raise SourceUnreadable(f"{source.shown}: {name} {reason}") from None
        rows.uninteresting = columns.show_no_ot
        for row in rows:
            yield _reading(row, columns)


@contextmanager
def _open(source: Source) -> Iterator[tuple[IO[str], str]]:
    """The npidata text of a zip or a plain file, with its name."""
    with source.opened() as file:
        if file.seekable() and zipfile.is_zipfile(file):
            with (
                _entry(source, file) as entry,
                open_text(source, entry, entry.name) as text,
            ):
                yield text, entry.name
            return
        if source.path.suffix.lower() == ".zip":
            raise SourceUnreadable(f"{source.shown}: is not a whole zip file; download it again")
        if file.seekable():
            file.seek(0)
        with open_text(source, file, source.name) as text:
            yield text, source.name


@contextmanager
def _entry(source: Source, file: IO[bytes]) -> Iterator[zipfile.ZipExtFile]:
    """The one npidata file of a zip."""
    try:
        archive = zipfile.ZipFile(file)
        names = [n for n in archive.namelist() if _ENTRY.fullmatch(Path(n).name)]
        if len(names) != 1:
            raise SourceUnreadable(
                f"{source.shown}: holds {len(names)} npidata_pfile_*.csv files, expected one"
            )
        entry = archive.open(names[0])
    except (RuntimeError, ValueError) as error:  # encrypted, or of a kind that Python lacks
        raise SourceUnreadable(
            f"{source.shown}: cannot be unpacked ({error}); unpack it and give the CSV"
        ) from error
    with archive, entry:
        yield entry


def _reading(row: Row, columns: Columns) -> Reading:
    if row.values is None:
        reason = "row: a value is far too long, or a quote is never closed"
        return Reading(row.line, rejected=reason, raw=row.raw)
    if not row.values:
        return Reading(row.line, skipped=NOT_AN_OT)
    if len(row.values) != len(columns.header):
        reason = "row: it has not as many values as the header"
        return Reading(row.line, rejected=reason, raw=row.raw)
    fields = Fields(row.values, columns)
    if not fields.show_an_ot():
        return _not_an_ot(row.line, fields)
    try:
        if fields.text("entity_type_code") == "2":
            return Reading(row.line, skipped="an organisation")
        if since := fields.deactivated_since():
            npi = clean_npi(fields("npi"))
            return Reading(row.line, skipped="deactivated", deactivated=npi, as_of=since)
        return Reading(row.line, (nppes_record(fields),))
    except Rejected as error:
        return rejection(row.line, error, fields.raw())


def _not_an_ot(line: int, fields: Fields) -> Reading:
    """Deactivated rows have lost their taxonomies; some were OTs that another source knows."""
    try:
        if since := fields.deactivated_since():
            npi = fields("npi").strip()
            return Reading(line, skipped="deactivated", deactivated=npi, as_of=since)
    except Rejected:
        pass  # a bad date in a row that is none of ours
    return Reading(line, skipped=NOT_AN_OT)
