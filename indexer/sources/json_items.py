"""The items of a JSON array, one at a time; the array is the file, or stands in its one object.

The standard library parses one item after another, so that a file of any size takes the memory
of its largest item, and what is wrong with it is told by item and character.
"""

import json
import re
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import suppress
from json import JSONDecodeError
from typing import IO, Any

import msgspec

from service.errors import SourceUnreadable

from .reading import Source, open_text

# Characters. Real items have some thousands; a longer one is damage.
MAX_ITEM = 5_000_000
CHUNK = 1 << 18  # characters read at once
# An error so close to the end of what is read may be due to that end: '"\\u12', '-Infini'.
_MARGIN = 20
_BLANKS = re.compile(r"[ \t\r\n]*")
_OPENING = re.compile(r'\{\s*"[^"\\]+"\s*:')  # of an object, to its first name
_NOTHING = object()
# NaN and Infinity are no JSON, but some writers leave them for "no number".
_DECODER = json.JSONDecoder(parse_constant=lambda name: None)


def read_items(source: Source, own_fields: Collection[str]) -> Iterator[Any]:
    """Every item. `own_fields` are an item's, never those of an object around the array.

    Raises SourceUnreadable where the file is not one whole JSON text with an array of objects.
    """
    objects = others = 0
    with source.opened() as file, open_text(source, file, source.name) as text:
        cursor = _Cursor(source, text)
        for item in _items(cursor, own_fields):
            objects += isinstance(item, dict)
            others += not isinstance(item, dict)
            yield item
        if cursor.next():
            raise cursor.unreadable("goes on after its end")
    if others and not objects:
        raise _no_array(source)


def _items(cursor: "_Cursor", own_fields: Collection[str]) -> Iterator[Any]:
    start = cursor.next()
    if start == "[":
        return _array(cursor)
    if start == "{":
        return _wrapped(cursor, own_fields)
    if not start:
        raise SourceUnreadable(f"{cursor.source.shown}: is empty; fetch it again")
    raise _no_array(cursor.source)


def _no_array(source: Source) -> SourceUnreadable:
    return SourceUnreadable(
        f"{source.shown}: holds no array of objects; give the file that an index names, not the "
        "index"
    )


def _wrapped(cursor: "_Cursor", own_fields: Collection[str]) -> Iterator[Any]:
    """The items of the object's first array of objects; the rest of it is only read over."""
    empty = found = False
    for name in _members(cursor):
        if name in own_fields:
            raise SourceUnreadable(f"{cursor.source.shown}: is one item; put [ ] around the items")
        if cursor.next() != "[":
            cursor.value()
            continue
        items = _array(cursor)
        first = next(items, _NOTHING)
        empty |= first is _NOTHING
        if isinstance(first, dict) and not found:
            found = True
            yield first
            yield from items
        elif isinstance(first, dict):
            cursor.source.warn(f"a second array of objects in {cursor.source.name}, left out")
        deque(items, maxlen=0)
    if not (found or empty):
        raise _no_array(cursor.source)


def _array(cursor: "_Cursor") -> Iterator[Any]:
    """Each element of the array that the cursor stands at."""
    cursor.take("[")
    cursor.item = 1
    if cursor.next() == "]":
        cursor.take("]")
        return
    while True:
        yield cursor.element()
        if cursor.take(",]") == "]":
            return
        cursor.item += 1


def _members(cursor: "_Cursor") -> Iterator[str]:
    """Each name in the object that the cursor stands at; whoever asks takes the value."""
    cursor.take("{")
    if cursor.next() == "}":
        cursor.take("}")
        return
    while True:
        cursor.expect('"')
        name = cursor.value()
        cursor.take(":")
        yield name
        if cursor.take(",}") == "}":
            return


class _Cursor:
    """A place in a JSON text, of which only what lies just ahead is held."""

    def __init__(self, source: Source, text: IO[str]) -> None:
        self.source = source
        self.item = 0
        self._text = text
        self._held, self._at = "", 0
        self._let_go = 0  # characters before those held
        self._opening = ""  # how the first element begins

    def next(self) -> str:
        """The next character that is not blank; empty at the end of the file."""
        while True:
            self._at = _BLANKS.match(self._held, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._read_on():
                return ""

    def expect(self, allowed: str) -> str:
        found = self.next()
        if not found:
            raise self._cut()
        if found not in allowed:
            raise self.unreadable(f"is not valid JSON ({' or '.join(allowed)} expected)")
        return found

    def take(self, allowed: str) -> str:
        found = self.expect(allowed)
        self._at += 1
        return found

    def element(self) -> Any:
        """The element of an array that begins here. Most end where the next one begins as the
        first did: a whole value up to there can be no other, and a quicker parser takes it."""
        self.next()
        start, opening = self._at, self._opening
        if opening and (behind := self._held.find(opening, start + 1)) > 0:
            text = self._held[start:behind].rstrip(" \t\r\n")
            with suppress(msgspec.DecodeError, RecursionError):
                value = msgspec.json.decode(text.removesuffix(","))
                self._at += len(text) - text.endswith(",")
                return value
        if not opening and (found := _OPENING.match(self._held, start)):
            self._opening = found[0]
        return self.value()

    def value(self) -> Any:
        """The value that begins here."""
        self.next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except JSONDecodeError as error:
                if self._is_spoiled(error, _MARGIN) or not self._read_on():
                    raise self._broken(error) from None
            except (RecursionError, ValueError):
                # The parser's own bounds, of depth and of digits.
                reason = "holds an item that is nested too deeply, or a number that is too long"
                raise self.unreadable(reason) from None
            else:
                # A number may go on in what is not read yet.
                if end < len(self._held) or not self._read_on():
                    self._at = end
                    return value

    def _is_spoiled(self, error: JSONDecodeError, margin: int = 0) -> bool:
        """Whether no more text can mend it."""
        open_end = error.msg.startswith("Unterminated string")
        return not open_end and error.pos < len(self._held) - margin

    def _read_on(self) -> bool:
        """Holds more of the text, and lets go what lies behind; False at the end."""
        ahead = len(self._held) - self._at
        if ahead > MAX_ITEM:
            raise self.unreadable(f"holds an item of more than {MAX_ITEM:,} characters")
        more = self._text.read(min(max(CHUNK, ahead), MAX_ITEM + 1 - ahead))
        if more:
            self._let_go += self._at
            self._held, self._at = self._held[self._at :] + more, 0
        return bool(more)

    def _broken(self, error: JSONDecodeError) -> SourceUnreadable:
        if self._is_spoiled(error):
            return self.unreadable(f"is not valid JSON ({error.msg})", error.pos)
        return self._cut()

    def _cut(self) -> SourceUnreadable:
        return self.unreadable("is cut off", len(self._held))

    def unreadable(self, what: str, at: int | None = None) -> SourceUnreadable:
        character = self._let_go + (self._at if at is None else at) + 1
        return SourceUnreadable(
            f"{self.source.shown}: {what} at character {character:,}, item {self.item:,}; "
            "nothing of it is used; fetch it again"
        )
