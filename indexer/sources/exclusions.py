"""The OIG's list of excluded people (LEIE): its CSV, or a monthly list of what is new.

Somebody is excluded unless a reinstatement on or after the exclusion's day ends it. A waiver lets
one state's programme pay for some services; the exclusion goes on. Dates of birth are not kept.
The main list names all who are excluded; it bears no date, but its rows do.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from re import ASCII, IGNORECASE, fullmatch, match

from service.clock import eastern_today
from service.directory.clean import (
    Rejected,
    clean_date,
    clean_name,
    clean_npi,
    clean_person_name,
    clean_state,
)
from service.errors import SourceUnreadable

from .nppes_row import normal
from .parts import Exclusion
from .reading import Reading, Source, open_text, rejection
from .rows import Row, header_and_rows

NOT_HERE = "of no OT in the other sources"
REINSTATED = "reinstated"
BUSINESS = "a business without an NPI"
BAD_NPI = "an NPI that cannot be one; looked for by name"
TO_COME = "a reinstatement on a day that is to come, which ends nothing yet"
# What the OIG calls the lists of what is new in a month, "2610excl.csv" and "2610rein.csv".
_MONTHLY = r"\d{4}(?:excl|rein)"
_NEEDED = ("lastname", "firstname", "busname", "npi", "state", "excldate", "reindate")
# What of a rejected row is kept; all of it but UPIN and date of birth.
_KEPT = (
    "lastname", "firstname", "midname", "busname", "general", "specialty", "npi", "address",
    "city", "state", "zip", "excltype", "excldate", "reindate", "waiverdate", "wvrstate",
)  # fmt: skip
Values = dict[str, str]


def open_exclusions(path: Path, day: date | None = None) -> Source:
    """`Source.day` of a main list is known once it is read: the `day` given, else the newest one
    of its rows that is not to come. Other lists have none."""
    return Source("exclusions", path, partial(_read, day=day))


def _read(source: Source, day: date | None) -> Iterator[Reading]:
    newest, is_main, today = date.min, False, eastern_today()
    for reading in _rows(source):
        if told := reading.exclusion:
            days = (told.since, told.reinstated or date.min)
            newest = max(newest, *(each for each in days if each <= today))
            is_main = is_main or not told.is_over
        yield reading
    if is_main and not match(_MONTHLY, source.name, ASCII | IGNORECASE):
        source.day = day or newest


def _rows(source: Source) -> Iterator[Reading]:
    with source.opened() as file, open_text(source, file, source.name) as text:
        header, rows = header_and_rows(text)
        names = [normal(name) for name in header]
        if absent := [name for name in _NEEDED if name not in names]:
            raise SourceUnreadable(
                f"{source.shown}: lacks the column {absent[0].upper()}; is it the OIG's CSV?"
            )
        for row in rows:
            yield _reading(source, row, names)


def _reading(source: Source, row: Row, names: list[str]) -> Reading:
    if damage := row.damage(len(names)):
        return Reading(row.line, rejected=damage)  # which of its texts is a birthday is not known
    values = dict(zip(names, row.values or (), strict=True))
    if normal(values["npi"]) == "npi":
        return Reading(row.line, skipped="a repeated header")
    kept = {name.upper(): values[name] for name in _KEPT if values.get(name)}
    try:
        exclusion = _exclusion(source, values)
    except Rejected as error:
        return rejection(row.line, error, kept)
    skipped = _why_passed_over(source, exclusion, values)
    if exclusion.npi is None and skipped:
        return Reading(row.line, skipped=skipped)
    return Reading(row.line, skipped=skipped, raw=kept, exclusion=exclusion)


def _why_passed_over(source: Source, exclusion: Exclusion, values: Values) -> str | None:
    """None for a row that excludes, or may exclude, somebody here."""
    if exclusion.npi and not source.wants(exclusion.npi):
        return NOT_HERE
    if exclusion.is_over:
        return REINSTATED
    if exclusion.npi is None and not exclusion.last:
        return BUSINESS
    return None


def _exclusion(source: Source, values: Values) -> Exclusion:
    since = _day(values["excldate"], "EXCLDATE")
    if since is None:
        raise Rejected("EXCLDATE: is missing; give the day as in 20261001")
    npi = _npi(source, values["npi"])
    if not (npi or values["lastname"].strip() or values["busname"].strip()):
        raise Rejected("LASTNAME: is missing, and so is an NPI; neither says who is excluded")
    parts = [clean_person_name(values.get(name)) for name in ("firstname", "midname", "lastname")]
    back = _day(values["reindate"], "REINDATE")
    if back and back > eastern_today():
        source.warn(TO_COME)
        back = None
    return Exclusion(
        since=since,
        npi=npi,
        reinstated=back,
        name=" ".join(filter(None, parts)) or clean_name(values["busname"]),
        first=parts[0],
        last=parts[2],
        state=clean_state(values["state"]),
    )


def _npi(source: Source, text: str) -> str | None:
    """The NPI; None for zeros, which say that it is not known, and for one that cannot be."""
    if not text.strip(" 0"):
        return None
    try:
        return clean_npi(text)
    except Rejected:
        source.warn(BAD_NPI)
        return None


def _day(text: str, field: str) -> date | None:
    """YYYYMMDD, of which zeros say that there is none."""
    text = text.strip()
    if not text.strip("0"):
        return None
    parts = fullmatch(r"(\d{4})(\d\d)(\d\d)", text, ASCII)
    return clean_date("-".join(parts.groups()) if parts else text, field)
