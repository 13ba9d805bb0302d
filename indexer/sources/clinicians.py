"""CMS "Doctors and Clinicians" national file: where OTs bill Original Medicare, one row for each
clinician, group and address. It adds to OTs whom other sources name.

Who is not in it may take Medicare all the same: CMS lists recent claims of private practices only.
Source of the layout: the file's own header and CMS's data dictionary for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from service.directory.clean import (
    Rejected,
    clean_gender,
    clean_last_name,
    clean_name,
    clean_npi,
    clean_person_name,
    clean_phone,
    clean_postal_code_of,
    clean_state,
    clean_text,
)
from service.directory.person_name import Name
from service.directory.profile import Location, PlanEvidence, Record
from service.directory.vocabulary import Known
from service.errors import SourceUnreadable

from .grid import Grid, of_nobody_wanted
from .nppes_row import normal
from .reading import Reading, Source, open_blocks, rejection
from .rows import Row, header_and_rows

LABEL = "CMS Doctors and Clinicians"
PAYER = "Original Medicare"
NOT_AN_OT = "not an OT"
NO_PLACE = "rows without an address: what they say of Medicare belongs to none"

_OT = "OCCUPATIONAL THERAPIST IN PRIVATE PRACTICE"
_ASSIGNMENTS = {"Y": "yes", "M": "sometimes"}
_NEEDED = ("npi", "pri_spec")
# Our word for a column: its names in the file, in the API's export and in files before 2024.
_COLUMNS = {
    "last": ("provider_last_name", "lst_nm"),
    "first": ("provider_first_name", "frst_nm"),
    "middle": ("provider_middle_name", "mid_nm"),
    "suffix": ("suff",),
    "gender": ("gndr",),
    "facility": ("facility_name", "org_nm"),
    "city": ("city_town", "citytown", "cty", "city"),
    "state": ("state", "st"),
    "postal_code": ("zip_code", "zip"),
    "phone": ("telephone_number", "phn_numbr"),
}
_WORDS = {name: word for word, names in _COLUMNS.items() for name in names}


def open_clinicians(path: Path, as_of: date | None = None) -> Source:
    """The file carries no date of its own; `as_of` is the day that its publisher gives it."""
    return Source("clinicians", path, partial(_read, as_of=as_of))


def _read(source: Source, as_of: date | None) -> Iterator[Reading]:
    with source.opened() as file:
        header, rows = header_and_rows(open_blocks(source, file, source.name))
        layout = _Layout.of(source, header)
        rows.sieve = None if source.in_full else partial(layout.of_others, source)
        for row in rows:
            yield _reading(source, layout, row, as_of)


@dataclass(frozen=True)
class _Layout:
    """What stands in which column."""

    words: tuple[str, ...]
    npi: int

    @classmethod
    def of(cls, source: Source, header: list[str]) -> "_Layout":
        names = [normal(name) for name in header]
        if absent := [name for name in _NEEDED if name not in names]:
            raise SourceUnreadable(
                f"{source.shown}: lacks the column {' and '.join(absent)}; is it the national "
                "Doctors and Clinicians file?"
            )
        return cls(tuple(_WORDS.get(name, name) for name in names), names.index("npi"))

    def of_others(self, source: Source, grid: Grid) -> dict[str, np.ndarray]:
        """Rows of an NPI that is not wanted, with a specialty that is too short for an OT's."""
        specialty = grid.sizes([self.words.index("pri_spec")])[:, 0]
        unwanted = of_nobody_wanted(grid, self.npi, source.wants)
        return {NOT_AN_OT: unwanted & (specialty < len(_OT))}


def _reading(source: Source, layout: _Layout, row: Row, as_of: date | None) -> Reading:
    if row.passed:
        return Reading(row.line, skipped=row.passed, rows=row.count)
    if damage := row.damage(len(layout.words)):
        return Reading(row.line, rejected=damage, raw=row.raw)
    values: dict[str, str] = {}
    for word, value in zip(layout.words, row.values, strict=True):
        if value:
            values.setdefault(word, value)
    try:
        if reason := _why_passed_over(source, values):
            return Reading(row.line, skipped=reason)
        record = _record(values, as_of)
        if not record.locations:
            source.warn(NO_PLACE)
        return Reading(row.line, (record,), raw=values)
    except Rejected as error:
        return rejection(row.line, error, values)


def _why_passed_over(source: Source, values: dict[str, str]) -> str | None:
    """None if the row is of an OT whom the directory knows, whatever the specialty."""
    npi = values.get("npi", "").strip()
    if npi.casefold() == "npi":
        return "a repeated header"
    if source.wants(npi):
        return None
    if " ".join(values.get("pri_spec", "").upper().split()) != _OT:
        return NOT_AN_OT
    clean_npi(npi)
    return None  # an OT, whom another source may name later


def _record(values: dict[str, str], as_of: date | None) -> Record:
    place = _location(values, as_of)
    is_somewhere = place.line1 or place.city or place.state or place.postal_code
    first = clean_person_name(values.get("first"))
    by_video = values.get("telehlth", "").strip().upper() == "Y"
    return Record(
        source="clinicians",
        label=LABEL,
        as_of=as_of,
        npi=clean_npi(values.get("npi")),
        name=Name(
            first=first,
            middle=clean_person_name(values.get("middle")),
            last=clean_last_name(values.get("last"), first),
            suffix=clean_person_name(values.get("suffix")),
            credentials=clean_text(values.get("cred")),
        ),
        gender=clean_gender(values.get("gender")),
        telehealth=Known.YES if by_video else Known.UNKNOWN,
        locations=(place,) if is_somewhere else (),
    )


def _location(values: dict[str, str], as_of: date | None) -> Location:
    state = clean_state(values.get("state"))
    line2_is_sure = values.get("ln_2_sprs", "").strip().upper() != "Y"
    medicare = PlanEvidence(
        status="accepts-payer",
        payer=PAYER,
        as_of=as_of,
        source=LABEL,
        assignment=_assignment(values),
    )
    return Location(
        name=clean_name(values.get("facility")),
        line1=clean_name(values.get("adr_ln_1")),
        line2=clean_name(values.get("adr_ln_2")) if line2_is_sure else None,
        city=clean_name(values.get("city")),
        state=state,
        postal_code=clean_postal_code_of(values.get("postal_code"), state),
        phone=clean_phone(values.get("phone")),
        plans=(medicare,),
    )


def _assignment(values: dict[str, str]) -> str | None:
    """The group's where the OT bills through one, else the OT's own."""
    in_group = values.get("org_pac_id", "").strip() or values.get("facility", "").strip()
    flags = (values.get("grp_assgn", "") if in_group else "", values.get("ind_assgn", ""))
    said = (_ASSIGNMENTS.get(flag.strip().upper()) for flag in flags)
    return next(filter(None, said), None)
