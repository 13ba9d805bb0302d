"""Rows of a CSV file seen as a grid of places in its bytes.

Where each value begins and ends is worked out for hundreds of rows at once, so that a reader can
look at a column of all of them, and makes text only of the rows that it wants.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

_QUOTE, _COMMA, _CR, _LF = b'",\r\n'
_NPI_SIZE = 10


@dataclass(frozen=True)
class Grid:
    """Rows that are a line each. A value lies between the places `before` and `after` it."""

    block: bytes
    bytes: np.ndarray
    before: np.ndarray
    after: np.ndarray
    quoted: bool  # every value, or none

    def __len__(self) -> int:
        return len(self.before)

    def sizes(self, columns: list[int]) -> np.ndarray:
        """Bytes of each value in these columns."""
        return self.after[:, columns] - self.before[:, columns] - 1

    def texts(self, rows: np.ndarray, columns: np.ndarray | int, size: int) -> np.ndarray:
        """The values at these places, which have that many bytes."""
        starts = self.before[rows, columns] + 1
        if not len(starts):
            return np.empty(0, f"S{size}")
        return self.bytes[starts[:, None] + np.arange(size)].view(f"S{size}").ravel()

    def first_bytes(self, column: int) -> np.ndarray:
        """The first byte of each value, or what stands behind one that is empty."""
        return self.bytes[self.before[:, column] + 1]

    def line(self, row: int) -> str:
        """Without its end."""
        start, end = self.before[row, 0] + (not self.quoted), self.after[row, -1] + self.quoted
        return self.block[start:end].decode()

    def values(self, row: int) -> list[str]:
        line = self.line(row)
        return line[1:-1].split('","') if self.quoted else line.split(",")


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
    quotes = np.flatnonzero(lines.bytes == _QUOTE)
    return _all_quoted(lines, quotes, width) or _mostly_plain(lines, quotes, width)


def _lines(block: bytes, longest: int) -> _Lines | None:
    """None where there are none, where one has `longest` bytes, where a carriage return stands
    within one, or where bytes are not UTF-8."""
    found = np.frombuffer(block, np.uint8)
    feeds = np.flatnonzero(found == _LF)
    if not len(feeds) or not _is_utf8(block):
        return None
    starts = np.concatenate([[0], feeds[:-1] + 1])
    ends = feeds - ((feeds > starts) & (found[feeds - 1] == _CR))
    returns = np.count_nonzero(found == _CR)
    if (feeds - starts).max() + 1 >= longest or returns != np.count_nonzero(ends < feeds):
        return None
    return _Lines(block, found, starts, ends)


def _is_utf8(block: bytes) -> bool:
    try:
        return block.isascii() or bool(block.decode())
    except UnicodeDecodeError:
        return False


def _all_quoted(lines: _Lines, quotes: np.ndarray, width: int) -> Laid | None:
    height = len(lines.starts)
    if len(quotes) != 2 * width * height:
        return None
    quotes = quotes.reshape(height, 2 * width)
    closing = quotes[:, 1:-1:2]
    if (quotes[:, 2::2] - closing != 2).any() or (lines.bytes[closing + 1] != _COMMA).any():
        return None
    if (quotes[:, 0] != lines.starts).any() or (quotes[:, -1] + 1 != lines.ends).any():
        return None
    grid = Grid(lines.block, lines.bytes, quotes[:, ::2], quotes[:, 1::2], quoted=True)
    return Laid(grid, np.arange(height), {}, height)


def _mostly_plain(lines: _Lines, quotes: np.ndarray, width: int) -> Laid | None:
    commas = np.flatnonzero(lines.bytes == _COMMA)
    first, behind = np.searchsorted(commas, (lines.starts, lines.ends))
    has_quotes = np.diff(np.searchsorted(quotes, (lines.starts, lines.ends)), axis=0)[0] > 0
    plain = ~has_quotes & (behind - first == width - 1)
    numbers = np.flatnonzero(plain)
    if 2 * len(numbers) < len(plain):
        return None
    between = commas[first[numbers, None] + np.arange(width - 1)]
    before = np.hstack([lines.starts[numbers, None] - 1, between])
    after = np.hstack([between, lines.ends[numbers, None]])
    others = {
        int(number): lines.block[lines.starts[number] : lines.ends[number]].decode()
        for number in np.flatnonzero(~plain)
    }
    grid = Grid(lines.block, lines.bytes, before, after, quoted=False)
    return Laid(grid, numbers, others, len(plain))
