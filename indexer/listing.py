"""Lists for staff as text, JSON or CSV, written while they are read, with counts at the end."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from service.stewardship.lists import Contradicted, Overdue

Row = Overdue | Contradicted
FORMATS = ("text", "json", "csv")
_json = msgspec.json.Encoder().encode
# Spreadsheets take a cell that begins so for a formula; anybody can write one into a registry.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Listing:
    """One list: its name, its kind of rows, what is said of the whole, and counts so far."""

    name: str
    kind: type[Row]
    about: dict[str, Any] = field(default_factory=dict)
    rows: int = 0
    people: int = 0
    by_field: Counter[str] = field(default_factory=Counter)

    def lines(self, rows: Iterable[Row], form: str) -> Iterator[str]:
        """The list, line by line; CSV has no room for the counts."""
        write: dict[str, Callable[[Iterable[Row]], Iterator[str]]] = {
            "text": self._text,
            "json": self._json,
            "csv": self._csv,
        }
        return write[form](self._counted(rows))

    def summary(self) -> str:
        """The counts in one sentence."""
        about = "".join(f", {name} {value}" for name, value in self.about.items())
        counts = ", ".join(f"{name} {count:,}" for name, count in self.by_field.most_common())
        whole = f"{self.name}{about}: {self.rows:,} facts of {self.people:,} profiles"
        return f"{whole} ({counts})" if counts else whole

    def _counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        npi = None
        for row in rows:
            self.rows += 1
            self.people += row.npi != npi
            self.by_field[row.field.partition(".")[0]] += 1
            npi = row.npi
            yield row

    def _text(self, rows: Iterable[Row]) -> Iterator[str]:
        npi = None
        for row in rows:
            if row.npi != npi:
                yield f"{row.npi}  {_printable(row.name)}\n"
            npi = row.npi
            yield f"  {_printable(_LINES[self.kind](row))}\n"
        yield f"{self.summary()}\n"

    def _json(self, rows: Iterable[Row]) -> Iterator[str]:
        """One document, a row a line."""
        about = {**self.about, self.name: []}
        yield _json(about).decode().removesuffix("]}")
        for number, row in enumerate(rows):
            yield f"{',' if number else ''}\n{_json(row._asdict()).decode()}"
        counts = {"facts": self.rows, "profiles": self.people, "by_field": self.by_field}
        yield f'\n],"counts":{_json(counts).decode()}}}\n'

    def _csv(self, rows: Iterable[Row]) -> Iterator[str]:
        writer = csv.writer(_Passing(), lineterminator="\n")
        yield writer.writerow(self.kind._fields)
        for row in rows:
            yield writer.writerow(map(_cell, row))


class _Passing:
    """A file that hands back each line, so that none is kept."""

    def write(self, line: str) -> str:
        return line


def _cell(value: Any) -> Any:
    harmful = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if harmful else value


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _overdue_line(row: Overdue) -> str:
    over = "no known day" if row.days_over is None else f"{row.days_over:,} days over"
    if row.doubted_on:
        over = f"a referral found otherwise on {row.doubted_on}"
    also = f", confirmed {row.confirmed_on}" if row.confirmed_on else ""
    said = f"{_said(row.source, row.as_of)}{also}"
    return f"{row.location_id}  {row.field}: {row.value} ({said}; {over})"


def _contradicted_line(row: Contradicted) -> str:
    where = f"{row.location_id}  " if row.location_id else ""
    source = row.source or ("middle of the ZIP" if row.field == "point" else None)
    counts = f"{row.value} ({_said(source, row.as_of)})" if row.value else "nothing known"
    other = f"{row.other_value} ({_said(row.other_source, row.other_as_of)})"
    return f"{where}{row.field}: {counts}, but {other}"


def _said(source: str | None, as_of: date | None) -> str:
    return f"{source or 'no source'}, {as_of or 'undated'}"


_LINES: dict[type, Callable[[Any], str]] = {
    Overdue: _overdue_line,
    Contradicted: _contradicted_line,
}
