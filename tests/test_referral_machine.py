"""Random events by random people on two connections, held against a model of the lifecycle.

The model is `referral_model.py`, which knows the table of the lifecycle and none of our code.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec import structs

from service.access.principal import Principal
from service.engines.protocol import Engine
from service.errors import Conflict, Erased, Forbidden, NotFound, OTMatchError, Stale
from service.records.audit import READS, Trail
from service.records.opening import Records, open_vault
from service.records.store import Store
from service.referrals.consents import MESSAGES, STATUS_PAGE, GivenConsent
from service.referrals.content import Addressee
from service.referrals.creating import Draft, create
from service.referrals.delivering import deliver_by_hand
from service.referrals.delivery import ByHand
from service.referrals.desk import Actor, Desk
from service.referrals.lifecycle import MOVE, replay
from service.referrals.moving import ACTIONS, Act, act
from service.referrals.reading import Asked, counts, read, worklist_page
from service.referrals.retention import erase
from service.referrals.terms import Terms
from service.referrals.timers import tick
from service.referrals.verifying import verify_referrals
from service.referrals.worklists import WORKLISTS
from tests.referral_model import DRAFT, OFFICE, ORDER_ACTIONS, OT, REQUESTED, ROWS, SIGNER, Known
from tests.referral_world import ANA, BEN, CARA, CONTENT, Clock, clinician, seen, therapist

OTS = (ANA, BEN, CARA)
BY_MAIL = CARA  # whose location takes referrals by e-mail
LONG = timedelta(days=14)  # more than five business days, also at the end of a year
SOME = st.integers(0, 10**6)
EVERY_ACTION = sorted({*ROWS, *ORDER_ACTIONS})
GRANTED = frozenset({"patient-data"})
STAFF = Actor(
    Principal("token:staff", "Staff", frozenset({"staff"}), grants=GRANTED), "api 192.0.2.3"
)
ADMIN = Actor(Principal("token:admin", "Admin", frozenset({"admin"})), "cli")


@dataclass(frozen=True)
class World:
    """Two desks on one store, and numbers that nobody had before."""

    desks: tuple[Desk, Desk]
    clock: Clock
    numbers: count = field(default_factory=count)


@dataclass(frozen=True)
class Try:
    """One action by somebody, on a version that they saw."""

    desk: int
    actor: Actor
    action: str
    version: int
    to: str | None = None

    def told(self, now: datetime) -> Act:
        """An appointment is right now: it is not over, and can be missed."""
        return Act(
            self.action, self.version, status_reason="other", text="in words", note="a report",
            appointment=now, recipient=self.to and Addressee(self.to),
        )  # fmt: skip


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of them gives, or the error of ours that it ended with; all begin together."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return work()
        except OTMatchError as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


class Referrals(RuleBasedStateMachine):
    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.organization = f"{next(world.numbers):010}"
        self.all: list[Known] = []

    # --- who -------------------------------------------------------------------------------------

    @property
    def office(self) -> Actor:
        return clinician(self.organization)

    def people(self) -> list[tuple[Actor, frozenset[str]]]:
        """Everybody, with the parts that they have in every referral of this office."""
        desk_staff = Principal("token:front", "Front", frozenset({"staff"}), self.organization)
        return [
            (self.office, frozenset({SIGNER, OFFICE})),
            (Actor(desk_staff, "api 192.0.2.4"), frozenset({OFFICE})),
            *((therapist(npi), frozenset({OT})) for npi in OTS),
            (clinician("9999999999"), frozenset()),
            (STAFF, frozenset()),
        ]

    def parts(self, known: Known, actor: Actor, parts: frozenset[str]) -> frozenset[str] | None:
        """Those that they have in this one; None where it is not there for them."""
        npi = actor.principal.npi
        if npi is None:
            own = actor.principal.organization in (None, self.organization)
            return parts if own else None
        if "send" not in known.events:
            return None
        if npi == known.recipient:
            return parts
        return frozenset() if npi in known.asked else None

    def pick(self, number: int) -> Known:
        return self.all[number % len(self.all)]

    # --- beginnings ------------------------------------------------------------------------------

    def draft(self, **changes: Any) -> Draft:
        number = next(self.world.numbers)
        patient = structs.replace(CONTENT.patient, family=f"Quill{number}", email="p@home.example")
        requester = structs.replace(CONTENT.requester, email="office@clinic.example")
        content = structs.replace(CONTENT, patient=patient, requester=requester)
        consents = (GivenConsent(MESSAGES), GivenConsent(STATUS_PAGE))
        return replace(Draft(content, Addressee(ANA), send=True, consents=consents), **changes)

    def make(self, desk: int, draft: Draft, key: str | None = None) -> dict[str, Any]:
        told: list[dict[str, Any]] = []
        key = key or f"key-{next(self.world.numbers)}"

        def render(case: Any) -> str:
            told[:] = [seen(case)]
            return case.referral.id

        answer, is_new = create(self.world.desks[desk], self.office, draft, key, render)
        return {**told[0], "id": answer} if is_new else {"id": answer}

    def keep(self, made: dict[str, Any], draft: Draft) -> Known:
        npi = draft.recipient.npi
        known = Known(
            made["id"], self.organization, [npi],
            REQUESTED if draft.send else DRAFT, npi == BY_MAIL and draft.send,
            "active" if draft.send else "draft", ["send" if draft.send else "save"],
            [one.npi for one in draft.shortlist],
        )  # fmt: skip
        self.all.append(known)
        self.same(known, made, self.office)
        return known

    @rule(desk=st.integers(0, 1), send=st.booleans(), to=st.sampled_from(OTS), more=st.booleans())
    def begin(self, desk: int, send: bool, to: str, more: bool) -> None:
        others = tuple(Addressee(npi) for npi in OTS if npi != to) if more else ()
        draft = self.draft(
            send=send, recipient=Addressee(to), shortlist=others, shortlist_consent=more
        )
        self.keep(self.make(desk, draft), draft)

    @rule(to=st.sampled_from(OTS))
    def begin_twice_with_one_key(self, to: str) -> None:
        draft, key = self.draft(recipient=Addressee(to)), f"key-{next(self.world.numbers)}"
        made = at_once(*(lambda d=d: self.make(d, draft, key) for d in (0, 1)))
        assert len({one["id"] for one in made}) == 1
        [new] = [one for one in made if len(one) > 1]
        self.keep(new, draft)

    @rule()
    def begin_twice_for_one_patient(self) -> None:
        draft = self.draft()
        made = at_once(*(lambda d=d: self.make(d, draft) for d in (0, 1)))
        [new] = [one for one in made if isinstance(one, dict)]
        [refused] = [one for one in made if isinstance(one, Conflict)]
        assert (refused.code, refused.members["referral"]) == ("duplicate-referral", new["id"])
        self.keep(new, draft)

    # --- moves -----------------------------------------------------------------------------------

    @precondition(lambda self: self.all)
    @rule(desk=st.integers(0, 1), which=SOME, who=SOME, what=SOME)
    def legal_move(self, desk: int, which: int, who: int, what: int) -> None:
        known = self.pick(which)
        if tries := self.legal_tries(known, desk):
            self.attempt(known, tries[(who + what) % len(tries)])

    @precondition(lambda self: self.all)
    @rule(desk=st.integers(0, 1), which=SOME, who=SOME, action=st.sampled_from(EVERY_ACTION),
          behind=st.sampled_from([0, 0, 0, 1]))  # fmt: skip
    def any_move(self, desk: int, which: int, who: int, action: str, behind: int) -> None:
        known, people = self.pick(which), self.people()
        actor, _ = people[who % len(people)]
        self.attempt(known, Try(desk, actor, action, known.version - behind, BEN))

    @precondition(lambda self: self.all)
    @rule(which=SOME, first=SOME, second=SOME)
    def two_moves_at_once(self, which: int, first: int, second: int) -> None:
        known = self.pick(which)
        tries = self.legal_tries(known, 0)
        if not tries:
            return
        both = [replace(tries[n % len(tries)], desk=d) for d, n in enumerate((first, second))]
        done = at_once(*(lambda one=one: self.run(known, one) for one in both))
        won = [n for n, one in enumerate(done) if isinstance(one, dict)]
        assert len(won) == 1, done
        lost = done[1 - won[0]]
        assert isinstance(lost, Stale)
        self.happened(known, both[won[0]])
        self.same(known, done[won[0]], both[won[0]].actor)

    def legal_tries(self, known: Known, desk: int) -> list[Try]:
        found = []
        for actor, all_parts in self.people():
            parts = self.parts(known, actor, all_parts)
            for action in sorted(known.legal(parts or frozenset())):
                to = None if known.next_one or action != "reroute" else BEN
                found.append(Try(desk, actor, action, known.version, to))
        return found

    def run(self, known: Known, tried: Try) -> dict[str, Any]:
        told = tried.told(self.world.clock.at)
        return act(self.world.desks[tried.desk], tried.actor, known.id, told, seen)

    def attempt(self, known: Known, tried: Try) -> None:
        wrong = self.refusal(known, tried)
        if wrong is None:
            answer = self.run(known, tried)
            self.happened(known, tried)
            self.same(known, answer, tried.actor)
            return
        with pytest.raises(wrong) as refused:
            self.run(known, tried)
        if wrong is Conflict:
            parts = self.parts(known, tried.actor, dict(self.people())[tried.actor])
            assert set(refused.value.members["actions"]) == known.legal(parts)

    def refusal(self, known: Known, tried: Try) -> type[OTMatchError] | None:
        parts = self.parts(known, tried.actor, dict(self.people())[tried.actor])
        if parts is None:
            return NotFound
        if known.erased:
            return Erased
        if tried.version != known.version:
            return Stale
        if tried.action in known.legal(parts):
            return None
        npi = tried.actor.principal.npi
        is_current = npi is None or npi == known.recipient
        party = ROWS[tried.action][0] if tried.action in ROWS else OFFICE
        return Forbidden if party not in parts and is_current else Conflict

    def happened(self, known: Known, tried: Try) -> None:
        to = tried.to or (known.next_one if tried.action == "reroute" else known.recipient)
        if tried.action == "send":
            known.asked[-1] = to
            known.by_mail = to == BY_MAIL
        known.happens(tried.action, to, to == BY_MAIL)

    # --- time, and the end of a record -----------------------------------------------------------

    @precondition(lambda self: self.all)
    @rule()
    def days_pass(self) -> None:
        """Both connections run the timers, at once: each step is made once."""
        self.world.clock.at += LONG
        ran = at_once(*(lambda d=d: tick(d) for d in self.world.desks))
        assert not [one for one in ran if isinstance(one, Exception)]
        for known in self.all:
            self.timers(known)

    def timers(self, known: Known) -> None:
        offers = known.state == REQUESTED and known.brought and not known.erased
        known.time_passes(LONG.days)
        if offers and known.next_one:
            known.happens("offer-next", known.next_one, known.next_one == BY_MAIL)

    @precondition(lambda self: self.all)
    @rule(which=SOME, desk=st.integers(0, 1))
    def deliver(self, which: int, desk: int) -> None:
        """Nobody's turn ends who was not asked: only what arrived is offered to the next."""
        known = self.pick(which)
        if known.state != REQUESTED or known.erased:
            return
        told = known.version, ByHand("fax", "3 pages", arrived=True)
        known.arrives()
        answer = deliver_by_hand(self.world.desks[desk], self.office, known.id, told, seen)
        self.same(known, answer, self.office)

    @precondition(lambda self: self.all)
    @rule(which=SOME, desk=st.integers(0, 1), seldom=st.integers(0, 4))
    def forget(self, which: int, desk: int, seldom: int) -> None:
        known = self.pick(which)
        if seldom == 0 and not known.erased:
            erase(self.world.desks[desk], ADMIN, known.id, "asked for")
            known.erased = True
            known.events.append("erase")

    # --- what must hold --------------------------------------------------------------------------

    def same(self, known: Known, told: dict[str, Any], actor: Actor) -> None:
        """What somebody sees is what the model says."""
        parts = self.parts(known, actor, dict(self.people())[actor])
        assert told["events"] == known.events
        assert told["version"] == known.version
        assert (told["status"], told["business"]) == known.state
        assert told["order"] == known.order
        assert told["worklist"] == known.worklist
        assert told["recipient"] == known.recipient
        assert set(told["actions"]) == known.legal(parts)

    @invariant()
    def each_is_in_one_worklist(self) -> None:
        desk, listed = self.world.desks[0], {}
        found = dict.fromkeys(WORKLISTS, 0)
        for name, total, _ in counts(desk, self.office):
            found[name] = total
        assert found == dict.fromkeys(WORKLISTS, 0) | Counter(one.worklist for one in self.all)
        if len(self.all) % 4 == 1:  # page by page, now and then: it costs
            for name in WORKLISTS:
                page = worklist_page(desk, self.office, Asked(worklist=name, limit=100), seen)
                listed |= {one["id"]: name for one in page.cases}
                assert page.total == len(page.cases) == found[name]
            assert listed == {one.id: one.worklist for one in self.all}

    def teardown(self) -> None:
        desk = self.world.desks[1]
        for known in self.all:
            for actor, all_parts in self.people():
                parts = self.parts(known, actor, all_parts)
                if parts is None:
                    with pytest.raises(NotFound):
                        read(desk, actor, known.id, seen)
                elif actor.principal.npi in (None, known.recipient):
                    self.same(known, read(desk, actor, known.id, seen), actor)
            self.whole(desk, known)

    def whole(self, desk: Desk, known: Known) -> None:
        """No event is lost, the history alone gives the state, and nobody changed it."""
        with desk.store.reading() as session:
            events = desk.trail.events(session, known.id)
            [chain] = desk.trail.states(session, known.id)
        assert replay(event.action for event in events) == known.state
        assert [event.values["version"] for event in events] == [*range(1, len(events) + 1)]
        assert (chain.count, chain.broken_at) == (known.version, None)


def desks(url: str, engine: Engine, keys: Any, clock: Clock) -> list[Desk]:
    found = []
    for _ in range(2):
        store = Store(url)
        records = Records(store, keys, open_vault(store, keys), Trail(keys))
        found.append(Desk(records, engine, Terms(public_url="https://o.example"), clock=clock))
    return found


def test_random_events_by_random_people(store_url, own_engine, keys):
    clock = Clock()
    first, second = desks(store_url, own_engine, keys, clock)
    with closing(first.records), closing(second.records):
        world = World((first, second), clock)
        run_state_machine_as_test(
            lambda: Referrals(world),
            settings=settings(
                max_examples=12,  # on each database
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        with first.store.reading() as session:
            states = first.trail.verify(session)
            assert list(verify_referrals(session, first.keys, states)) == []
        assert [state.name for state in states if state.broken_at is not None] == []
        assert READS in {state.name for state in states}


def test_the_model_knows_every_action():
    assert set(EVERY_ACTION) == set(ACTIONS)
    assert set(ROWS) == set(MOVE)
