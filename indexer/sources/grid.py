"""Rows of a CSV file seen as a grid of places in its bytes.

Where each value begins and ends is worked out for hundreds of rows at once, so that a reader can
look at a column of all of them, and makes text only of the rows that it wants.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

_QUOTE, _COMMA, _CR, _LF = b'",\r\n'
_BETWEEN_QUOTED, _BETWEEN_PLAIN = b'","', b","
_NPI_SIZE = 10


@dataclass(frozen=True)
class Grid:
    """Rows that are a line each. What stands between two values begins at a place, as do what
    stands before the first and behind the last."""

    block: bytes
    bytes: np.ndarray
    places: np.ndarray  # a row for each row, a column for each value and one more
    between: bytes

    def __len__(self) -> int:
        return len(self.places)

    def sizes(self, columns: Sequence[int] | np.ndarray) -> np.ndarray:
        """Bytes of each value in these columns."""
        first = np.asarray(columns)
        return self.places[:, first + 1] - self.places[:, first] - len(self.between)

    def texts(self, rows: np.ndarray, columns: np.ndarray | int, size: int) -> np.ndarray:
        """The values of these rows and columns, which have that many bytes."""
        starts = self.places[rows, columns] + len(self.between)
        if not len(starts):
            return np.empty(0, f"S{size}")
        return self.bytes[starts[:, None] + np.arange(size)].view(f"S{size}").ravel()

    def first_bytes(self, column: int) -> np.ndarray:
        """The first byte of each value, or what stands behind one that is empty."""
        return self.bytes[self.places[:, column] + len(self.between)]

    def line(self, row: int) -> str:
        """Without its end."""
        edge = len(self.between) // 2  # of a quote, or none
        start = self.places[row, 0] + len(self.between) - edge
        return self.block[start : self.places[row, -1] + edge].decode()

    def values_of(self, line: str) -> list[str]:
        edge = len(self.between) // 2
        return line[edge : len(line) - edge].split(self.between.decode())


def of_nobody_wanted(grid: Grid, column: int, wants: Callable[[str], bool]) -> np.ndarray:
    """Rows with an NPI in this column that is not wanted; what is no NPI is in doubt, so not one
    of them."""
    rows = np.flatnonzero(grid.sizes([column])[:, 0] == _NPI_SIZE)
    found = np.zeros(len(grid), bool)
    found[rows] = [
        npi.isdigit() and not wants(npi.decode())
        for npi in grid.texts(rows, column, _NPI_SIZE).tolist()
    ]
    return found


@dataclass(frozen=True)
class Laid:
    """A block of whole lines: those that a grid shows, by their numbers from 0, and the others."""

    grid: Grid
    numbers: np.ndarray
    others: dict[int, str]
    height: int


@dataclass(frozen=True)
class _Lines:
    """A block's lines, each from its start to its end without what ends it."""

    block: bytes
    bytes: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


def laid_out(block: bytes, width: int, longest: int) -> Laid | None:
    """The block as a grid of rows of `width` values, either with every value in quotes, or with
    no quote in most of the lines; the rest are the `others`, which only a CSV reader can tell.
    None if it is neither of them, or if it is not certain where its lines end."""
    lines = _lines(block, longest)
    if lines is None:
        return None
    quotes = lines.bytes == _QUOTE
    return _all_quoted(lines, quotes, width) or _mostly_plain(lines, quotes, width)


def _lines(block: bytes, longest: int) -> _Lines | None:
    """None where there are none, where one has `longest` bytes, where a carriage return stands
    within one, or where bytes are not UTF-8."""
    found = np.frombuffer(block, np.uint8)
    feeds = np.flatnonzero(found == _LF)
    if not len(feeds) or not _is_utf8(block):
        return None
    starts = np.concatenate([[0], feeds[:-1] + 1])
    ends = feeds
    if b"\r" in block:
        ends = feeds - ((feeds > starts) & (found[feeds - 1] == _CR))
        if np.count_nonzero(found == _CR) != np.count_nonzero(ends < feeds):
            return None
    return _Lines(block, found, starts, ends) if (feeds - starts).max() + 1 < longest else None


def _is_utf8(block: bytes) -> bool:
    try:
        return block.isascii() or bool(block.decode())
    except UnicodeDecodeError:
        return False


def _all_quoted(lines: _Lines, quotes: np.ndarray, width: int) -> Laid | None:
    """Each line has a quote at either end and `width` - 1 times quote, comma, quote between, no
    two of which share a quote; if these are all the quotes of the block, none is in a value."""
    height, found = len(lines.starts), lines.bytes
    if np.count_nonzero(quotes) != 2 * width * height:
        return None
    betweens = quotes[:-2] & (found[1:-1] == _COMMA) & quotes[2:]
    between = np.flatnonzero(betweens)
    if len(between) != (width - 1) * height or (betweens[:-2] & betweens[2:]).any():
        return None
    places = np.empty((height, width + 1), np.int32)
    places[:, 0], places[:, -1] = lines.starts - 2, lines.ends - 1
    places[:, 1:-1] = between.reshape(height, width - 1)
    edges_are_quotes = quotes[lines.starts].all() and quotes[lines.ends - 1].all()
    own = places[:, 1] - places[:, 0], places[:, -1] - places[:, -2]
    if not edges_are_quotes or min(apart.min() for apart in own) < len(_BETWEEN_QUOTED):
        return None
    grid = Grid(lines.block, found, places, _BETWEEN_QUOTED)
    return Laid(grid, np.arange(height), {}, height)


def _mostly_plain(lines: _Lines, quotes: np.ndarray, width: int) -> Laid | None:
    commas, quoted = np.flatnonzero(lines.bytes == _COMMA), np.flatnonzero(quotes)
    first, behind = np.searchsorted(commas, (lines.starts, lines.ends))
    before, after = np.searchsorted(quoted, (lines.starts, lines.ends))
    plain = (before == after) & (behind - first == width - 1)
    numbers = np.flatnonzero(plain)
    if 2 * len(numbers) < len(plain):
        return None
    places = np.empty((len(numbers), width + 1), np.int32)
    places[:, 0], places[:, -1] = lines.starts[numbers] - 1, lines.ends[numbers]
    places[:, 1:-1] = commas[first[numbers, None] + np.arange(width - 1)]
    others = {
        int(number): lines.block[lines.starts[number] : lines.ends[number]].decode()
        for number in np.flatnonzero(~plain)
    }
    grid = Grid(lines.block, lines.bytes, places, _BETWEEN_PLAIN)
    return Laid(grid, numbers, others, len(plain))
