"""Rows that the trail vouches for: whoever changes one tells an event, which keeps the row's HMAC.

So a row that was edited behind the service's back differs from what the last event says of it. The
HMAC covers sealed values as they are stored, which rotation leaves alone: it tells nothing of what
is sealed.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, event, inspect, select
from sqlalchemy.orm import Session

from .keys import Keys

ROWS = "rows"  # in an event's values: a row's name -> its HMAC, or None once it was deleted
_UNTOLD = "rows that no event tells of yet"


class Vouched:
    """For tables whose primary key is `id`. `unvouched` are the columns that may change untold."""

    unvouched: ClassVar[frozenset[str]] = frozenset()

    @property
    def chain(self) -> str:
        """Whose events tell of this row."""
        raise NotImplementedError

    @classmethod
    def by_chain(cls) -> tuple[Select[Any], ColumnElement[str]]:
        """All rows, and the column by which each belongs to its chain."""
        raise NotImplementedError

    @property
    def row_name(self) -> str:
        return f"{self.__tablename__} {self.id}"

    def row_hmac(self, keys: Keys) -> str:
        told = {name: _plain(getattr(self, name)) for name in _vouched_columns(self)}
        return keys.blind("row", canonical([self.row_name, told]))


class ChainHead(Vouched):
    """For tables whose rows have a chain of their own, and count their changes."""

    @property
    def chain(self) -> str:
        return self.id

    @classmethod
    def by_chain(cls) -> tuple[Select[Any], ColumnElement[str]]:
        return select(cls), cls.id

    def change(self, at: datetime) -> None:
        """Count a change: clients that saw the version before see that it is another."""
        self.version += 1
        self.updated_at = at


def tables(of: type[Vouched] = Vouched) -> Iterator[type[Vouched]]:
    """All that are vouched for, as far as they are imported."""
    for each in of.__subclasses__():
        if hasattr(each, "__tablename__"):
            yield each
        yield from tables(each)


def watch(session: Session) -> None:
    """From now on the session knows which of these rows changed since they were last told of."""
    session.info[_UNTOLD] = {}
    event.listen(session, "after_flush", _note)


def tell_rows(session: Session, chain: str, keys: Keys) -> dict[str, str | None]:
    """The HMACs of a chain's rows that changed; by this they are told of."""
    session.flush()
    untold = session.info.get(_UNTOLD, {})
    mine = [name for name, (row, _) in untold.items() if row.chain == chain]
    rows = {name: untold.pop(name) for name in mine}
    return {name: None if gone else row.row_hmac(keys) for name, (row, gone) in rows.items()}


def check_told(session: Session) -> None:
    """Raises RuntimeError where a row was changed and no event tells of it: a bug of ours."""
    session.flush()
    if untold := session.info[_UNTOLD]:
        raise RuntimeError(f"changed without an event: {', '.join(untold)}")


def canonical(value: Any) -> str:
    """One spelling of what JSON can hold."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _note(session: Session, _: Any) -> None:
    untold = session.info[_UNTOLD]
    for row in (*session.new, *session.dirty):
        if isinstance(row, Vouched) and _has_changed(row):
            untold[row.row_name] = row, False
    for row in session.deleted:
        if isinstance(row, Vouched):
            untold[row.row_name] = row, True


def _has_changed(row: Vouched) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in _vouched_columns(row))


def _vouched_columns(row: Vouched) -> list[str]:
    return [each.key for each in inspect(row).mapper.column_attrs if each.key not in row.unvouched]


def _plain(value: Any) -> Any:
    """As both databases give it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return sha256(value).hexdigest() if isinstance(value, bytes) else value
