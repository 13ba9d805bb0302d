"""A CSV file's bytes, read in blocks: line by line as text, or many whole lines at once."""

from codecs import BOM_UTF8
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import IO, Protocol, Self

SIZE = 1 << 18  # bytes read at once: what is worked out about them still fits a core's cache
_CONTINUES = range(0x80, 0xC0)  # bytes of UTF-8 that begin no character


class Raw(Protocol):
    def read(self, size: int, /) -> bytes: ...


class ReadAhead:
    """Unpacks the next bytes of a zip's entry on another core while those before are looked at."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry, self._pool = entry, ThreadPoolExecutor(1)
        self._next: Future[bytes] | None = None

    def read(self, size: int) -> bytes:
        """As of a file that is always asked for the same size."""
        found = self._next.result() if self._next else self._entry.read(size)
        self._next = self._pool.submit(self._entry.read, size)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()


class Blocks:
    """Reads a stream once. `errors` names the codec error handler for bytes that are not UTF-8."""

    def __init__(self, raw: Raw, errors: str = "strict", size: int = SIZE) -> None:
        self._raw, self._errors, self._size = raw, errors, size
        self._held = raw.read(max(size, len(BOM_UTF8))).removeprefix(BOM_UTF8)
        self._at = 0
        self._let_go = 0  # bytes before those held
        self._singly_to = 0

    def readline(self, longest: int) -> str:
        """The next line with its end (LF, CR or both), of one over `longest` bytes only so many;
        empty at the end of the file."""
        end = self._line_end(longest)
        line, self._at = self._held[self._at : end], end
        return line.decode("utf-8", self._errors)

    def whole_lines(self) -> bytes:
        """All whole lines at hand, not yet taken; none while they are to be read one by one."""
        if self._let_go + self._at < self._singly_to:
            return b""
        end = self._held.rfind(b"\n", self._at) + 1
        if not end and self._read_on():
            end = self._held.rfind(b"\n") + 1
        return self._held[self._at : end]

    def take(self, lines: bytes) -> None:
        """Go on behind these whole lines."""
        self._at += len(lines)

    def leave(self, lines: bytes) -> None:
        """Have these whole lines read one by one."""
        self._singly_to = self._let_go + self._at + len(lines)

    def _line_end(self, longest: int) -> int:
        while True:
            held, stop = self._held, self._at + longest
            feed = held.find(b"\n", self._at, stop)
            alone = held.find(b"\r", self._at, stop if feed < 0 else max(self._at, feed - 1))
            if 0 <= alone < len(held) - 1:
                return alone + 1
            if feed >= 0:
                return feed + 1
            if len(held) > stop:
                return self._between_characters(stop)
            if not self._read_on():
                return len(self._held)

    def _between_characters(self, stop: int) -> int:
        """The place itself, or up to three bytes before it: a cut makes no bytes that are not
        UTF-8."""
        places = range(stop, stop - 4, -1)
        return next((at for at in places if self._held[at] not in _CONTINUES), stop)

    def _read_on(self) -> bool:
        """Holds more of the file, and lets go what lies behind; False at the end."""
        more = self._raw.read(self._size)
        self._let_go += self._at
        self._held, self._at = self._held[self._at :] + more, 0
        return bool(more)
