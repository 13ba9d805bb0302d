"""NPPES npidata, as the monthly or weekly zip or as plain CSV, in its V1, V2 and V3 layouts.

Columns are found by name. Individuals with an OT taxonomy in any of the 15 slots are kept.
Source of the layout: CMS NPPES Data Dissemination Readme and the files' own headers.
"""

from collections.abc import Container, Iterator
from datetime import date
from pathlib import Path

from service.directory.clean import Rejected, clean_npi
from service.errors import SourceUnreadable

from .archive import open_csv
from .nppes_row import Columns, Fields, medicaid_states, nppes_record, updated_on
from .nppes_sieve import NOT_AN_OT, ORGANIZATION, sieve
from .organizations import organization
from .parts import MEDICAID_NUMBER, Part
from .reading import Reading, Source, rejection
from .rows import Row, header_and_rows


def open_nppes(path: Path) -> Source:
    return Source("nppes", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    with open_csv(source) as (text, name):
        header, rows = header_and_rows(text)
        try:
            columns = Columns.of(header)
        except Rejected as reason:
            raise SourceUnreadable(f"{source.told(name)} {reason}") from None
        rows.sieve = None if source.in_full else sieve(columns, source.named, source.known)
        for row in rows:
            yield _reading(row, columns, source)


def _reading(row: Row, columns: Columns, source: Source) -> Reading:
    if row.passed:
        return Reading(row.line, skipped=row.passed, rows=row.count)
    if damage := row.damage(len(columns.header)):
        return Reading(row.line, rejected=damage, raw=row.raw)
    fields = Fields(row.values, columns)
    try:
        if fields.text("entity_type_code") == "2":
            found = organization(fields, fields("npi") in source.named)
            return Reading(row.line, skipped=ORGANIZATION, organization=found)
        if not fields.show_an_ot():
            return _not_an_ot(row.line, fields, source.known)
        if since := fields.deactivated_since():
            npi = clean_npi(fields("npi"))
            return _deactivated(row.line, npi, since, fields)
        record = nppes_record(fields)
        states = medicaid_states(fields)
        parts = tuple(Part(record.npi, MEDICAID_NUMBER, text=state) for state in states)
        return Reading(row.line, (record,), parts=parts)
    except Rejected as error:
        return rejection(row.line, error, fields.raw())


def _not_an_ot(line: int, fields: Fields, known: Container[str]) -> Reading:
    """Deactivated rows have lost their taxonomies; some were OTs that another source knows. Who
    was an OT in an older row, and is none in this one, has left the profession."""
    npi = fields("npi").strip()
    try:
        if since := fields.deactivated_since():
            return _deactivated(line, npi, since, fields)
        if npi in known:
            return Reading(line, skipped=NOT_AN_OT, left=npi, as_of=updated_on(fields))
    except Rejected:
        if npi in known:
            raise
        # else a bad date in a row that is none of ours
    return Reading(line, skipped=NOT_AN_OT)


def _deactivated(line: int, npi: str, since: date, fields: Fields) -> Reading:
    """With the NPI that took its place, where CMS says so."""
    other = fields.text("replacement_npi")
    replaced_by = clean_npi(other) if other else None
    return Reading(
        line, skipped="deactivated", deactivated=npi, as_of=since, replaced_by=replaced_by
    )
