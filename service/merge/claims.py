"""Claims of several sources on one field: which counts, why, and what the others said.

The rules are data in `precedence.py`.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from service.directory.freshness import ADDRESS_PARTS, budgeted
from service.directory.profile import STAFF, Conflict, Provenance, Record
from service.directory.sourced import shown
from service.directory.text import fold

from .filling import fill, is_known
from .precedence import ABOUT_ADDRESSES, Rule, newest_first


class Claim(NamedTuple):
    """One record's word on one field, and of which day it is."""

    value: Any
    record: Record
    as_of: date | None

    @property
    def source(self) -> str:
        return self.record.provenance().source


def claims_of(records: Iterable[Record], get: Callable[[Record], Any]) -> list[Claim]:
    """The claims of those records that know."""
    told = ((get(record), record) for record in records)
    return [Claim(value, record, record.as_of) for value, record in told if is_known(value)]


class Ledger:
    """Decides fields one by one, and keeps which source won, why, and every conflict."""

    def __init__(self) -> None:
        self.evidence: dict[str, Provenance] = {}
        self.conflicts: list[Conflict] = []

    def decide(self, field: str, claims: Sequence[Claim], rule: Rule) -> Any:
        """The value that counts, None if nobody knows; for "together", the first one's."""
        if not claims:
            return None
        ordered = sorted(claims, key=lambda claim: _standing(claim, rule))
        winner = ordered[0]
        self.evidence[field] = _provenance(field, ordered, rule)
        if rule.compared and rule.by != "together":
            self._compare(field, winner, ordered[1:])
        return winner.value

    def decide_parts(self, field: str, claims: Sequence[Claim], rule: Rule) -> Any:
        """As `decide` for a structure whose parts come each from the first that knows that part;
        a part of another source than the whole keeps its own."""
        whole = field == "name"  # a name is one thing, however it is cut into parts
        winner = self.decide(field, claims, rule if whole else replace(rule, compared=False))
        if winner is None:
            return None
        ordered = sorted(claims, key=lambda claim: _standing(claim, rule))
        for part in () if whole else winner.__struct_fields__:
            told = [c._replace(value=getattr(c.value, part)) for c in ordered]
            known = [claim for claim in told if is_known(claim.value)]
            if known and known[0].source != ordered[0].source:
                self.evidence[f"{field}.{part}"] = _provenance(field, known, rule)
            if known and rule.compared and not isinstance(known[0].value, tuple):
                self._compare(f"{field}.{part}", known[0], known[1:])
        return fill([claim.value for claim in ordered])

    def note(self, found: Conflict) -> None:
        """Keep what a source says that does not count, once."""
        if found not in self.conflicts:
            self.conflicts.append(found)

    def _compare(self, field: str, winner: Claim, others: Sequence[Claim]) -> None:
        for other in others:
            if other.source != winner.source and differ(field, winner.value, other.value):
                self.note(conflict(field, shown(other.value), other))


def conflict(field: str, value: str, claim: Claim) -> Conflict:
    return Conflict(field=field, value=value, source=claim.source, as_of=claim.as_of)


def _provenance(field: str, ordered: Sequence[Claim], rule: Rule) -> Provenance:
    winner = ordered[0]
    return Provenance(
        source=winner.source,
        as_of=winner.as_of,
        because=_because(ordered, rule),
        confirmed_on=_confirmed_on(field, ordered) if budgeted(field) else None,
    )


def _confirmed_on(field: str, ordered: Sequence[Claim]) -> date | None:
    """The last day on which another says the same, if that is later. Those who speak of one place
    give one address, however they spell it."""
    winner, *others = ordered
    later = [c for c in others if c.as_of and c.as_of > (winner.as_of or date.min)]
    spelled = field in ADDRESS_PARTS
    same = (c.as_of for c in later if spelled or not differ(field, winner.value, c.value))
    return max(same, default=None)


def _because(ordered: Sequence[Claim], rule: Rule) -> str:
    winner = ordered[0]
    others = {claim.record.source for claim in ordered if claim.source != winner.source}
    if winner.record.source in ABOUT_ADDRESSES:
        return "address"  # nobody says that the OT works for who is there
    if others == {winner.record.source}:
        return "together" if rule.by == "together" else "newest"  # two chapters, two issuers
    return rule.by if others else "only"


def _standing(claim: Claim, rule: Rule) -> tuple:
    """Sort key: the claim that counts first, staff's before all. Claims come in an order that does
    not depend on the order of reading, which settles the rest."""
    if claim.record.source == STAFF:
        return (-sys.maxsize, newest_first(claim.as_of))
    known = claim.record.source in rule.order
    place = rule.order.index(claim.record.source) if known else len(rule.order)
    day = newest_first(claim.as_of)
    return (day, place) if rule.by == "newest" else (place, day)


def differ(field: str, one: Any, other: Any) -> bool:
    """Whether two values contradict each other; another spelling does not, nor a part of a name."""
    if field == "name":
        words, more = _words(one), _words(other)
        return bool(words and more) and not (words <= more or more <= words)
    return fold(shown(one)) != fold(shown(other))


def _words(name: Any) -> set[str]:
    """Words of a person's name; "O'Brien" and "O Brien" are one."""
    text = " ".join(filter(None, (name.first, name.last))).replace("-", " ")
    return set(fold(text).split())
