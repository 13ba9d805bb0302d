"""An MSCS roster that staff upload: what it would change, and then the change.

Nothing is kept of a preview. Whoever applies the roster sends it again with the preview's mark, and
is refused where it would now change something else.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec

from service.access.principal import Actor
from service.directory.clean import Rejected
from service.directory.profile import Profile, Record
from service.engines.protocol import Engine
from service.errors import Conflict, InvalidBody, Problem
from service.merge.persons import same_person

from .corrections import SAY, Correction, new_correction
from .roster_rows import is_roster, roster_record
from .stewardship import Stewardship, check_reach

SOURCE = "mscs"
# What a row does. The first ones are applied, the others are not.
ADDED, RENEWED, SHORTENED, UNCHANGED, EXPIRED = (
    "added", "renewed", "shortened", "unchanged", "expired")  # fmt: skip
UNMATCHED, REPEATED, REJECTED = "unmatched", "repeated", "rejected"
APPLIED = (ADDED, RENEWED, SHORTENED, UNCHANGED, EXPIRED)
OUTCOMES = (*APPLIED, UNMATCHED, REPEATED, REJECTED)
# Why a row matches nobody.
NO_SUCH_OT, LEFT, OTHER_NAME = "no-such-ot", "left", "other-name"
OTHER_CHAPTER = "other-chapter"  # of somebody who works where the staff's chapters do not serve
MOST_BYTES, MOST_ROWS = 2_000_000, 20_000


@dataclass(frozen=True)
class Row:
    """One line of the roster: the last day of the certificate, and of the one known before."""

    line: int
    npi: str | None
    name: str | None
    outcome: str
    reason: str | None = None
    until: date | None = None
    before: date | None = None
    record: Record | None = None


@dataclass(frozen=True)
class Preview:
    """`mark` names what would change: another roster, or another directory, gives another."""

    rows: list[Row]
    mark: str

    def counts(self) -> dict[str, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in OUTCOMES}


@dataclass(frozen=True)
class Applied:
    preview: Preview
    shown: bool


def preview(stewardship: Stewardship, actor: Actor, body: bytes, on: date) -> Preview:
    """What would change as of that day. Raises InvalidBody for what is no roster, Forbidden."""
    check_reach(actor, "rosters.apply")
    rows = [_within(stewardship, actor, row) for row in _rows(stewardship.engine, _lines(body), on)]
    told = [(row.line, row.npi, row.outcome, str(row.until)) for row in rows]
    mark = blake2b(msgspec.json.encode(told), digest_size=8).hexdigest()
    return Preview(rows, mark)


def apply(stewardship: Stewardship, actor: Actor, body: bytes, on: date, mark: str) -> Applied:
    """Keep what the roster says of those whom it matches, and show it. Raises as `preview`, and
    Conflict where it would change something else than that preview said."""
    found = preview(stewardship, actor, body, on)
    if found.mark != mark:
        raise Conflict("preview-changed")
    said = [_said(row.record, actor, on) for row in found.rows if row.record]

    def work(session: Any) -> None:
        session.add_all(said)
        counts = {name: count for name, count in found.counts().items() if count}
        stewardship.tell(session, actor, "roster", mark=mark, by=actor.principal.name, **counts)

    stewardship.store.retrying(work)
    return Applied(found, stewardship.show_all(sorted({each.npi for each in said})))


def _within(stewardship: Stewardship, actor: Actor, row: Row) -> Row:
    if row.record is None or stewardship.covers(actor, row.record.npi):
        return row
    return replace(row, outcome=UNMATCHED, reason=OTHER_CHAPTER, record=None)


def _said(record: Record, actor: Actor, on: date) -> Correction:
    written = {"as_of": on.isoformat(), **msgspec.to_builtins(record)}
    told = {name: written[name] for name in ("npi", "as_of", "credentials", "name") if
            written.get(name)}  # fmt: skip
    why = f"MSCS roster: {record.label or 'uploaded'}"[:500]
    return new_correction(record.npi, SAY, place=None, field=SOURCE, value=told,
                          by=actor.principal.name, why=why)  # fmt: skip


def _lines(body: bytes) -> Iterator[tuple[int, list[str], list[str]]]:
    """Number, header and values of every row that says anything."""
    try:
        text = body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except UnicodeDecodeError:
        raise InvalidBody(Problem("body", "not_utf8")) from None
    except csv.Error:
        raise InvalidBody(Problem("body", "not_csv")) from None
    names = [re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_") for name in (rows or [[]])[0]]
    if not is_roster(names):
        raise InvalidBody(Problem("body", "not_a_roster"))
    if len(rows) > MOST_ROWS:
        raise InvalidBody(Problem("body", "too_many_rows", {"most": MOST_ROWS}))
    for number, values in enumerate(rows[1:], 2):
        if any(map(str.strip, values)):
            yield number, names, values


def _rows(
    engine: Engine, lines: Iterator[tuple[int, list[str], list[str]]], on: date
) -> Iterator[Row]:
    seen: set[str] = set()
    for number, names, values in lines:
        told = dict(zip(names, values, strict=False))
        npi, name = told.get("npi") or None, told.get("name") or None
        try:
            if len(values) > len(names):
                raise Rejected("row: it has more values than the header")
            record = roster_record(told)
        except Rejected as error:
            yield Row(number, npi, name, REJECTED, str(error))
            continue
        if record.npi in seen:
            yield Row(number, npi, name, REPEATED)
            continue
        seen.add(record.npi)
        yield _row(engine, number, record, on)


def _row(engine: Engine, number: int, record: Record, on: date) -> Row:
    name, until = record.name.last, record.credentials[0].until
    profile = engine.get(record.npi, with_records=True)
    if profile is None:
        reason = LEFT if engine.gone(record.npi) else NO_SUCH_OT
        return Row(number, record.npi, name, UNMATCHED, reason, until)
    others = [each for each in profile.records if each.source != SOURCE]
    before = _known(profile)
    if not same_person(record, others):
        return Row(number, record.npi, name, UNMATCHED, OTHER_NAME, until, before)
    outcome = _outcome(record, before, on)
    return Row(number, record.npi, name, outcome, None, until, before, record)


def _known(profile: Profile) -> date | None:
    """The last day of the MSCS that the directory knows; None for none, or a mere claim."""
    days = [held.until for held in profile.credentials if held.code == "MSCS"]
    return max(filter(None, days), default=None)


def _outcome(record: Record, before: date | None, on: date) -> str:
    (held,) = record.credentials
    if held.status(on) == "lapsed":
        return EXPIRED
    if before is None or held.until is None:
        return ADDED
    if held.until == before:
        return UNCHANGED
    return RENEWED if held.until > before else SHORTENED
