"""Cursors of lists in the order of moments: where a page ended."""

from datetime import datetime

import msgspec

from service.errors import InvalidQuery, Problem

from .sealed import seal, unseal

Key = tuple[datetime, str]


class _After(msgspec.Struct, array_like=True):
    at: datetime
    identity: str


def cursor_of(key: Key | None) -> str | None:
    return seal(_After(*key)) if key else None


def key_of(cursor: str | None) -> Key | None:
    """Raises InvalidQuery for one that is not ours."""
    if cursor is None:
        return None
    try:
        after = unseal(cursor, _After)
    except ValueError:
        raise InvalidQuery(Problem("cursor", "cursor_damaged")) from None
    return after.at, after.identity
