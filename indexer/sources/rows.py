"""Lines and CSV rows of a text, whatever its state: no line or row is held without a bound, and
a damaged row costs itself, not the rows after it."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

import msgspec
import numpy as np

from .blocks import Blocks
from .grid import Grid, Laid, laid_out

# The widest NPPES row that its column widths allow has some 20,000 characters.
MAX_ROW = 100_000
MAX_RAW = 2_000  # how much of a damaged row its rejection repeats


class Line(NamedTuple):
    """One physical line; `whole` is False where it was cut because it is too long."""

    number: int
    text: str
    whole: bool


class Text(Protocol):
    def readline(self, longest: int, /) -> str: ...


class Lines:
    """Every line of a text with its number; of one over `longest` only the beginning."""

    def __init__(self, text: Text, longest: int) -> None:
        self._text, self._longest = text, longest
        self._number = 0
        self._end = "\n"  # of what was read last

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> Line:
        while self.in_a_line:
            self._piece()
        if not (line := self._piece()):
            raise StopIteration
        whole = not (self.in_a_line and self._piece())
        return Line(self.count(1), line, whole)

    @property
    def in_a_line(self) -> bool:
        """Whether what comes next is the rest of a line that was too long."""
        return bool(self._end) and self._end not in "\r\n"

    def _piece(self) -> str:
        piece = self._text.readline(self._longest)
        self._end = piece[-1:]
        return piece

    def count(self, lines: int) -> int:
        """Count lines as read, and give the number of the first of them."""
        self._number += lines
        return self._number - lines + 1


class Row(msgspec.Struct, frozen=True):
    """One CSV row: the number of its first line, and its values, None if it is damaged. Of rows
    that a sieve `passed` over: why, how many, and the number of the first."""

    line: int
    values: list[str] | None = []
    lines: list[Line] = []
    passed: str | None = None
    count: int = 1

    def damage(self, width: int) -> str | None:
        """Why a row of a file that a machine wrote cannot be used; None if it is whole."""
        if self.values is None:
            return "row: a value is far too long, or a quote is never closed"
        if len(self.values) != width:
            return "row: it has not as many values as the header"
        return None

    @property
    def raw(self) -> str:
        text = "".join(line.text[:MAX_RAW] for line in self.lines[:50])
        return text[:MAX_RAW].rstrip("\r\n")


# What a reader knows to be of no use without having parsed it: why -> which rows, none of them
# twice. It must pass over just what the reader would skip for that reason if it had parsed it.
Sieve = Callable[[Grid], dict[str, np.ndarray]]


class _TooLong(Exception):
    pass


class _Feed:
    """Lines for the CSV reader, remembered, so that a damaged row can give back all but its
    first: a quote that is never closed would swallow the rows after it."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._lines = Lines(text, MAX_ROW)
        self._again: deque[Line] = deque()
        self.begin()

    def begin(self) -> None:
        self.taken: list[Line] = []
        self._size = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self._size += len(line.text)
        if not line.whole or self._size > MAX_ROW:
            raise _TooLong
        return line.text

    def give_back(self) -> None:
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]

    def laid(self, width: int) -> tuple[int, Laid] | None:
        """The lines at hand and the number of the first, if each is a row by itself; else they
        stay for the reader."""
        if self._again or self._lines.in_a_line or not isinstance(self._text, Blocks):
            return None
        if not (lines := self._text.whole_lines()):
            return None
        laid = laid_out(lines, width, MAX_ROW)
        if laid is None or not all(map(_is_a_row, laid.others.values())):
            self._text.leave(lines)
            return None
        self._text.take(lines)
        return self._lines.count(laid.height), laid


def header_and_rows(text: Text) -> tuple[list[str], "CsvRows"]:
    """The header, empty if there is none, and the rows under it."""
    rows = CsvRows(text)
    first = next(iter(rows), None)
    return (first.values or [] if first else []), rows


class CsvRows:
    """Every row that is not empty. A row over several lines that is not sound counts as damaged
    in its first line only. A `sieve` passes over rows unparsed, where the text comes in blocks."""

    def __init__(self, text: Text) -> None:
        csv.field_size_limit(MAX_ROW)
        self._feed = _Feed(text)
        self._reader = csv.reader(self._feed)
        self._width = 0
        self.sieve: Sieve | None = None

    def __iter__(self) -> Iterator[Row]:
        while True:
            if self.sieve and (found := self._feed.laid(self._width)):
                yield from self._sifted(*found, self.sieve)
                continue
            try:
                values = self._values()
            except StopIteration:
                return
            if values is None or _says_anything(values):
                self._width = self._width or len(values or ())
                yield Row(self._feed.taken[0].number, values, self._feed.taken)

    def _sifted(self, first: int, laid: Laid, sieve: Sieve) -> Iterator[Row]:
        """The rows of a block, and what was passed over of it, by their (first) lines."""
        grid = laid.grid
        left = np.ones(len(grid), bool)
        found = [(number, text, next(csv.reader([text]))) for number, text in laid.others.items()]
        rows = []
        for reason, mask in sieve(grid).items():
            left &= ~mask
            if count := int(np.count_nonzero(mask)):
                line = first + int(laid.numbers[mask.argmax()])
                rows.append(Row(line, passed=reason, count=count))
        for place in np.flatnonzero(left).tolist():
            text = grid.line(place)
            found.append((int(laid.numbers[place]), text, grid.values_of(text)))
        for number, text, values in found:
            if _says_anything(values):
                line = Line(first + number, text, whole=True)
                rows.append(Row(line.number, values, [line]))
        yield from sorted(rows, key=lambda row: row.line)

    def _values(self) -> list[str] | None:
        feed = self._feed
        feed.begin()
        try:
            values = next(self._reader)
        except (csv.Error, _TooLong):
            values = None
        if values is None or (len(feed.taken) > 1 and not self._sound(values)):
            feed.give_back()
            return None
        return values

    def _sound(self, values: list[str]) -> bool:
        """Whether a row over several lines is one, and not two that a stray quote made one."""
        lines = [line.text for line in self._feed.taken]
        try:
            again = next(csv.reader(lines, strict=True))
        except csv.Error:
            return False
        return again == values and self._width in (0, len(values))


def _says_anything(values: list[str]) -> bool:
    """Whether it is neither an empty line nor one of commas only."""
    return any(map(str.strip, values))


def _is_a_row(line: str) -> bool:
    """Whether the line is a whole row, and not one with a stray quote or of several lines."""
    try:
        return len(list(csv.reader([line], strict=True))) == 1
    except csv.Error:
        return False
