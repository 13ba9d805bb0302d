"""Doubts: outcomes of referrals that contradict the directory, kept for staff and shown at once.

A doubt says nothing of the referral that found it but the day and a code.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC

from sqlalchemy.orm import Session

from service.clock import eastern_today
from service.directory.doubt import Doubt, doubted
from service.directory.insurance import evidence_key
from service.directory.payers import payer_named
from service.directory.profile import PlanEvidence, Profile
from service.directory.whereabouts import can_be_one
from service.engines.history import Revision
from service.engines.protocol import Engine
from service.errors import DirectoryUnavailable, LoadRefused
from service.records.store import Store

from .corrections import CLOSE, CORRECT, DOUBT, WITHDRAW, Correction, Corrections, same_doubts
from .turns import in_turn


def open_doubt(session: Session, doubt: Correction) -> str:
    """Keep it with the caller's transaction; returns its id, or that of the one in force that the
    same moment opened for the same reason."""
    for known in same_doubts(session, doubt):
        if (known.at, known.why) == (doubt.at.astimezone(UTC), doubt.why):
            return known.id
    session.add(doubt)
    session.flush()
    return doubt.id


def open_doubts(corrections: Iterable[Correction]) -> list[Correction]:
    """Those of all corrections that staff have not settled: neither undone, nor followed by their
    own word on that fact, nor of somebody whom they withdrew."""
    every = [each for each in corrections if each.in_force]
    return [
        each
        for each in every
        if each.kind == DOUBT and not any(_settles(other, each) for other in every)
    ]


def doubts_by_npi(corrections: Iterable[Correction]) -> dict[str, list[Doubt]]:
    """The open ones, as the directory takes them."""
    found: dict[str, list[Doubt]] = defaultdict(list)
    for each in open_doubts(corrections):
        found[each.npi].append(as_doubt(each))
    return dict(found)


def apply_doubts(store: Store, engine: Engine, npi: str | None = None) -> bool:
    """Show what is doubted of one OT, or of all, after the transaction that opened it; False where
    that must be tried again: the directory cannot be changed just now, or not be reached."""
    every = Corrections(store).every(npi)
    npis = sorted({each.npi for each in every if each.kind == DOUBT})
    try:
        if any(before != now for before, now in _followed(store, engine, npis)):
            today = eastern_today()
            in_turn(lambda: engine.update(lambda here: _revised(store, here, npis), today))
    except (LoadRefused, DirectoryUnavailable):
        return False
    return True


def _revised(store: Store, directory: Engine, npis: Iterable[str]) -> Revision:
    return Revision(tuple(now for _, now in _followed(store, directory, npis)))


def _followed(
    store: Store, engine: Engine, npis: Iterable[str]
) -> Iterator[tuple[Profile, Profile]]:
    """Each of them who is in the directory, as served and as it should be."""
    for npi in npis:
        if profile := engine.get(npi, with_records=True):
            doubts = doubts_by_npi(Corrections(store).every(npi)).get(npi, [])
            yield profile, doubted(profile, doubts)


def as_doubt(each: Correction) -> Doubt:
    return Doubt(field=each.field or "", place=each.place or {}, day=each.day, value=each.value)


def _settles(decision: Correction, doubt: Correction) -> bool:
    if decision.npi != doubt.npi:
        return False
    if decision.kind == WITHDRAW:
        return True
    if decision.kind == CLOSE:
        return can_be_one(decision.place or {}, doubt.place or {})
    is_about = (
        decision.kind == CORRECT
        and decision.field == doubt.field
        and decision.at > doubt.at
        and can_be_one(decision.place or {}, doubt.place or {})
    )
    return is_about and (doubt.field != "plans" or _plan_said(decision) == doubt.value)


def _plan_said(decision: Correction) -> str:
    told, state = decision.value or {}, (decision.place or {}).get("state")
    payer = told.get("payer")
    return evidence_key(
        PlanEvidence(
            status=told.get("status", "unknown"),
            plan_id=told.get("plan_id"),
            payer=payer and payer_named(payer, state),
        )
    )
