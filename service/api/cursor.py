"""Cursors: where the next page begins, bound to the question that was asked.

Holds a fingerprint of the query, its day and the engine's last sort key; no words of the query.
"""

import base64
import binascii
import math
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b

import msgspec

from service.directory.query import Query
from service.errors import InvalidQuery, Problem

DAYS_VALID = 2
_CHECK_BYTES = 4


class _Cursor(msgspec.Struct, array_like=True):
    on: date
    fingerprint: str
    key: tuple[int | float, ...]


def write_cursor(key: tuple[float, ...], query: Query) -> str:
    """An opaque, URL-safe text for the page after `key`."""
    body = msgspec.json.encode(_Cursor(query.on, _fingerprint(query), key))
    return base64.urlsafe_b64encode(_check(body) + body).decode().rstrip("=")


def read_cursor(text: str, query: Query) -> Query:
    """The query for the page that the cursor names, as of the day on which paging began.

    Raises InvalidQuery for a damaged cursor, one of another query, and one that is too old.
    """
    cursor = _decoded(text)
    asked = replace(query, on=cursor.on)
    if not query.on - timedelta(days=DAYS_VALID) <= cursor.on <= query.on + timedelta(days=1):
        raise _refuse("is too old; begin again without it")
    if cursor.fingerprint != _fingerprint(asked):
        raise _refuse("belongs to another search; keep all other parameters the same")
    width = 3 if query.sort == "distance" else 2
    if len(cursor.key) != width or not all(map(math.isfinite, cursor.key)):
        raise _refuse("is damaged; begin again without it")
    return replace(asked, after=cursor.key)


def _decoded(text: str) -> _Cursor:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        body = raw[_CHECK_BYTES:]
        if _check(body) != raw[:_CHECK_BYTES]:
            raise _refuse("is damaged; copy the whole of `next`")
        return msgspec.json.decode(body, type=_Cursor)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        raise _refuse("is damaged; copy the whole of `next`") from None


def _check(body: bytes) -> bytes:
    return blake2b(body, digest_size=_CHECK_BYTES, person=b"otmatch").digest()


def _fingerprint(query: Query) -> str:
    plain = replace(query, after=None, limit=1)
    return blake2b(repr(plain).encode(), digest_size=12).hexdigest()


def _refuse(problem: str) -> InvalidQuery:
    return InvalidQuery(Problem("cursor", problem, "the value of `next`"))
