"""Whether every referral is what its trail says: its history replayed, and each of its rows."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.records.events import Event
from service.records.keys import Keys
from service.records.verification import ChainState
from service.records.vouched_rows import differing

from .lifecycle import State, replay
from .tables import Task

_AT_ONCE = 200  # referrals in memory
OTHERWISE = "otherwise"  # the history leads to another state than the task's


def verify_referrals(
    session: Session, keys: Keys, states: Iterable[ChainState]
) -> Iterator[tuple[str, str, str]]:
    """What is not as the trail says: the referral, the row's name, and how, as `differing` tells
    it, or OTHERWISE. The session must be one that sees one state of all tables."""
    rest = iter(states)
    while lot := {state.name: state for state in islice(rest, _AT_ONCE)}:
        yield from differing(session, keys, lot)
        yield from _replayed(session, lot)


def _replayed(session: Session, lot: Mapping[str, ChainState]) -> Iterator[tuple[str, str, str]]:
    tasks = select(Task.referral_id, Task.id, Task.status, Task.business_status).where(
        Task.referral_id.in_(lot), Task.current
    )
    now = {of: (identity, State(*state)) for of, identity, *state in session.execute(tasks)}
    told = select(Event.chain, Event.action).where(Event.chain.in_(now))
    events = session.execute(told.order_by(Event.chain, Event.number))
    for referral, group in groupby(events, key=lambda event: event.chain):
        identity, state = now[referral]
        if _leads_to(action for _, action in group) != state:
            yield referral, f"{Task.__tablename__} {identity}", OTHERWISE


def _leads_to(actions: Iterable[str]) -> State | None:
    try:
        return replay(actions)
    except ValueError:
        return None
