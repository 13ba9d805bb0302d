"""Lines and CSV rows of a text, whatever its state: no line or row is held without a bound, and
a damaged row costs itself, not the rows after it."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

import msgspec

# Characters. The widest NPPES row that its column widths allow has some 20,000.
MAX_ROW = 100_000
MAX_RAW = 2_000  # how much of a damaged row its rejection repeats


class Line(NamedTuple):
    """One physical line; `whole` is False where it was cut because it is too long."""

    number: int
    text: str
    whole: bool


def read_lines(text: IO[str], longest: int) -> Iterator[Line]:
    """Every line with its number; of a line over `longest` characters only the beginning."""
    number = 0
    while line := text.readline(longest):
        number += 1
        whole = len(line) < longest or _ends(line)
        yield Line(number, line, whole)
        while not whole and (rest := text.readline(longest)):
            whole = _ends(rest)


def _ends(line: str) -> bool:
    return line.endswith(("\n", "\r"))


class Row(msgspec.Struct, frozen=True):
    """One CSV row: the number of its first line, and its values: None if it is damaged, empty if
    it was passed over."""

    line: int
    values: list[str] | None = []
    lines: list[Line] = []

    def damage(self, width: int) -> str | None:
        """Why a row of a file that a machine wrote cannot be used; None if it is whole, or was
        passed over."""
        if self.values is None:
            return "row: a value is far too long, or a quote is never closed"
        if self.values and len(self.values) != width:
            return "row: it has not as many values as the header"
        return None

    @property
    def raw(self) -> str:
        text = "".join(line.text[:MAX_RAW] for line in self.lines[:50])
        return text[:MAX_RAW].rstrip("\r\n")


class _TooLong(Exception):
    pass


class _Feed:
    """Lines for the CSV reader, remembered, so that a damaged row can give back all but its
    first: a quote that is never closed would swallow the rows after it."""

    def __init__(self, text: IO[str]) -> None:
        self._lines = read_lines(text, MAX_ROW)
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

    def passed(self, uninteresting: Callable[[str], bool]) -> Line | None:
        """The next line, if it is whole and uninteresting; else it stays for the reader."""
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line and line.whole and uninteresting(line.text):
            return line
        if line:
            self._again.appendleft(line)
        return None

    def give_back(self) -> None:
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def header_and_rows(text: IO[str]) -> tuple[list[str], "CsvRows"]:
    """The header, empty if there is none, and the rows under it."""
    rows = CsvRows(text)
    first = next(rows, None)
    return (first.values or [] if first else []), rows


class CsvRows:
    """Every row that is not empty. A row over several lines that is not sound counts as damaged
    in its first line only. Lines that are `uninteresting` are passed over unread."""

    def __init__(self, text: IO[str]) -> None:
        csv.field_size_limit(MAX_ROW)
        self._feed = _Feed(text)
        self._reader = csv.reader(self._feed)
        self._width = 0
        self.uninteresting: Callable[[str], bool] | None = None

    def __iter__(self) -> "CsvRows":
        return self

    def __next__(self) -> Row:
        if self.uninteresting and (line := self._feed.passed(self.uninteresting)):
            return Row(line.number)
        while (values := self._values()) is not None:
            if any(map(str.strip, values)):
                break  # not an empty line, nor one of commas only
        self._width = self._width or len(values or ())
        return Row(self._feed.taken[0].number, values, self._feed.taken)

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
