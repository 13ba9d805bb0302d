"""CSV files that people keep by hand, as spreadsheets write them: rosters, lists of centers."""

from collections.abc import Callable, Iterator
from typing import Any

from service.directory.clean import Rejected

from .nppes_row import normal
from .reading import Reading, rejection
from .rows import CsvRows, Row

Values = dict[str, str]


def hand_kept_readings(
    rows: CsvRows, names: list[str], key: str, says: Callable[[Values], dict[str, Any]]
) -> Iterator[Reading]:
    """A Reading of every row. `says` gives what a row's values make of a Reading, or raises
    Rejected; a row that repeats the header shows by its `key`."""
    for row in rows:
        try:
            values = _values(row, names)
        except Rejected as error:
            yield rejection(row.line, error, row.raw)
            continue
        if normal(values.get(key, "")) == key:
            yield Reading(row.line, skipped="a repeated header")
            continue
        try:
            yield Reading(row.line, raw=values, **says(values))
        except Rejected as error:
            yield rejection(row.line, error, values)


def _values(row: Row, names: list[str]) -> Values:
    """Values may be left out at a row's end, and blanks may follow it. Raises Rejected for a
    damaged row, or one with more values."""
    if row.values is None:
        raise Rejected("row: a quote is never closed")
    if any(value.strip() for value in row.values[len(names) :]):
        raise Rejected("row: it has more values than the header")
    return dict(zip(names, row.values, strict=False))
