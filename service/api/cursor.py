"""Cursors: where the next page begins, bound to the question that was asked.

Holds a fingerprint of the query, its day and the engine's last sort key; no words of the query.
"""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b

import msgspec

from service.directory.query import Query
from service.errors import InvalidQuery, Problem

from .sealed import seal, unseal

FIRST = "first"  # a cursor that needs no page before it
DAYS_VALID = 2
# Above every score, tie and mile there is; what is larger was not written here.
_LARGEST = 2**53


class _Cursor(msgspec.Struct, array_like=True):
    on: date
    fingerprint: str
    key: tuple[int | float, ...]


def write_cursor(key: tuple[float, ...], query: Query) -> str:
    """An opaque, URL-safe text for the page after `key`."""
    return seal(_Cursor(query.on, _fingerprint(query), key))


def read_cursor(text: str, query: Query) -> Query:
    """The query for the page that the cursor names, as of the day on which paging began.

    Raises InvalidQuery for a damaged cursor, one of another query, and one that is too old.
    """
    if text == FIRST:
        return query
    cursor = _decoded(text)
    asked = replace(query, on=cursor.on)
    if not query.on - timedelta(days=DAYS_VALID) <= cursor.on <= query.on + timedelta(days=1):
        raise _refuse("cursor_old")
    if cursor.fingerprint != _fingerprint(asked):
        raise _refuse("cursor_of_another")
    if not _is_sort_key(cursor.key, query):
        raise _refuse("cursor_damaged")
    return replace(asked, after=cursor.key)


def _is_sort_key(key: tuple[int | float, ...], query: Query) -> bool:
    """Points (or miles and points), then the tie, which is whole; an engine takes nothing else.

    A search that was eased to video visits goes by points, whatever was asked.
    """
    return (
        len(key) in (query.key_width, 2)
        and isinstance(key[-1], int)
        and all(abs(part) <= _LARGEST for part in key)
    )


def _decoded(text: str) -> _Cursor:
    try:
        return unseal(text, _Cursor)
    except ValueError:
        raise _refuse("cursor_damaged") from None


def _fingerprint(query: Query) -> str:
    plain = replace(query, after=None, limit=1)
    return blake2b(repr(plain).encode(), digest_size=12).hexdigest()


def _refuse(code: str) -> InvalidQuery:
    return InvalidQuery(Problem("cursor", code, example=FIRST))
