"""Lines of NDJSON as bytes, plain or packed with zstd: a file of any size takes the memory of its
longest line, and a line can be passed over without being parsed."""

from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Any, NamedTuple

import msgspec
from zstandard import ZstdDecompressor, ZstdError

from service.directory.clean import Rejected
from service.errors import SourceUnreadable

from .reading import Source

# Bytes. The longest lines that CMS writes, of companies with the NPIs of thousands of branches,
# have some millions; a longer one is damage.
MAX_LINE = 20_000_000
_BLOCK = 1 << 20  # what is split into lines at once
# A kilobyte of zstd gives at most 32 MB: a block of 128 kB takes no less than four bytes.
_FEED = 1 << 10
# Windows of `zstd --long`; a larger one would take its size in memory.
_MAX_WINDOW = 1 << 27
# Real files shrink to a twentieth, and one line over and over to a ten-thousandth. What grows more
# than that, past a size at which it could be chance, is made to take time without end.
_MOST_FOLD, _FOLD_FROM = 20_000, 100_000_000
_ZSTD, _SKIPPABLE = b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18"
_BOM = b"\xef\xbb\xbf"


class RawLine(NamedTuple):
    """One line; `whole` is False where only its beginning is there, because it is too long."""

    number: int
    data: bytes
    whole: bool


def read_raw_lines(source: Source, size: int | None = None) -> Iterator[RawLine]:
    """Every line of the source's file; `size` is how many bytes it must have when unpacked.

    Raises SourceUnreadable where the file cannot be read to its end.
    """
    number, begun, whole = 1, b"", True
    with source.opened() as file:
        for block in _blocks(_measured(source, _unpacked(source, file), size)):
            *ended, rest = block.split(b"\n")
            for line in ended:
                data = begun + line
                yield RawLine(number, data, whole and len(data) <= MAX_LINE)
                number, begun, whole = number + 1, b"", True
            begun += rest
            if len(begun) > MAX_LINE:
                begun, whole = begun[:_BLOCK], False
    if begun:
        yield RawLine(number, begun, whole)


def json_object(line: bytes) -> dict[str, Any]:
    """The object that a line holds; raises Rejected."""
    try:
        written = msgspec.json.decode(line.removeprefix(_BOM))
    except RecursionError:
        raise Rejected("line: is nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Rejected("line: is not valid JSON; one object a line") from None
    if not isinstance(written, dict):
        raise Rejected("line: must be one JSON object")
    return written


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks, put together or cut to blocks that are worth splitting: each line of a block
    is held at once, and takes more memory than its bytes."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= _BLOCK:
            yield from _cut(b"".join(held))
            held, size = [], 0
    yield from _cut(b"".join(held))


def _cut(data: bytes) -> Iterator[bytes]:
    return (data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK))


def _measured(source: Source, chunks: Iterable[bytes], size: int | None) -> Iterator[bytes]:
    """The chunks; refuses a file that is empty, or not of the size that its manifest tells."""
    given = 0
    for chunk in chunks:
        given += len(chunk)
        if size is not None and given > size:
            raise _unreadable(source, f"is longer than the {size:,} bytes of its manifest")
        yield chunk
    if given < (1 if size is None else size):
        told = f"; its manifest says {size:,}" if size else ""
        raise _unreadable(source, f"holds {given:,} bytes{told}")


def _unpacked(source: Source, file: BufferedReader) -> Iterator[bytes]:
    """The file's bytes, unpacked if it begins as zstd does, whatever it is called."""
    start = file.peek(4)[:4]
    if start == _ZSTD or start[1:] == _SKIPPABLE:
        yield from _from_zstd(source, file)
    elif start and source.path.suffix.lower() == ".zst":
        raise _unreadable(source, "is no zstd file")
    else:
        while chunk := file.read(_BLOCK):
            yield chunk


def _from_zstd(source: Source, file: BufferedReader) -> Iterator[bytes]:
    """Frame after frame; one that has no end is a file that is cut off."""
    unpacker = ZstdDecompressor(max_window_size=_MAX_WINDOW)
    frame, taken, given = None, 0, 0
    try:
        while packed := file.read(_FEED):
            taken += len(packed)
            while packed:
                frame = frame or unpacker.decompressobj()
                chunk = frame.decompress(packed)
                given += len(chunk)
                if given > max(_FOLD_FROM, taken * _MOST_FOLD):
                    raise _unreadable(source, f"grows more than {_MOST_FOLD:,}-fold when unpacked")
                yield chunk
                packed = frame.unused_data
                frame = None if frame.eof else frame
    except ZstdError as error:
        reason = str(error).removeprefix("zstd decompressor error: ")
        raise _unreadable(source, f"cannot be unpacked ({reason})") from None
    if frame:
        raise _unreadable(source, "is cut off")


def _unreadable(source: Source, what: str) -> SourceUnreadable:
    return SourceUnreadable(f"{source.shown}: {what}; nothing of it is used; download it again")
