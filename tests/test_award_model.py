"""Awards held to a plain model: whatever is awarded, used or revoked, and as days go by, the budget
is what the model says, and never less than nothing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.casework.awarding import NewAward
from service.casework.budgets import budget_of
from service.casework.casework import Casework
from service.casework.recording import ToRecord, record
from service.eligibility.checks import check
from service.eligibility.opening import Rules
from service.eligibility.person import read_person
from service.eligibility.programs import Programs, read_programs
from service.errors import Conflict
from service.referrals.awards import REVOKE, USE, AskedAward, AwardAct, act_on_award, award
from tests.cases_world import CAREFUL, NORTH, staff, write_careful
from tests.referral_world import NOON, Clock, open_desk_on

TOTAL = 100_000
FACTS = {"income_percent_of_poverty": 100, "veteran": True}
STEPS = st.one_of(
    st.tuples(st.just("award"), st.integers(1, 60_000), st.integers(1, 6)),
    st.tuples(st.just("use"), st.integers(0, 5), st.integers(1, 4)),
    st.tuples(st.just("bill"), st.integers(0, 5), st.integers(1, 30_000)),
    st.tuples(st.just("revoke"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("days"), st.integers(1, 28), st.just(0)),
)


@dataclass
class Given:
    """One award of the model."""

    amount: int
    visits: int
    last: date
    used: int = 0
    spent: int = 0
    over: bool = False
    changes: int = 0

    def live(self, today: date) -> bool:
        return not self.over and today <= self.last

    def takes(self, kind: str, number: int, today: date) -> bool:
        left = {"use": self.visits - self.used, "bill": self.amount - self.spent}
        whole = left["use"] > 0 or left["bill"] > 0
        return self.live(today) and (number <= left[kind] if kind in left else whole)


class Model:
    def __init__(self) -> None:
        self.awards: list[Given] = []

    def left(self, today: date) -> int:
        kept = sum(one.amount if one.live(today) else one.spent for one in self.awards)
        return TOTAL - kept


class World:
    """A programme of its own, so that examples do not meet."""

    number = 0

    def __init__(self, desk, programs: Programs) -> None:
        World.number += 1
        (program,) = programs.programs
        own = replace(program, id=f"{CAREFUL}-{World.number}")
        self.desk, self.program = replace(desk, clock=Clock(NOON)), own
        rules = Rules(Programs((own,)))
        self.casework = Casework(desk.records, rules, self.desk.clock)
        self.cases: list[tuple[str, str]] = []
        self.model = Model()

    @property
    def today(self) -> date:
        return self.casework.today

    def case(self) -> str:
        rules = self.casework.rules
        person = read_person(FACTS, self.today, rules.guidelines)
        asked = ToRecord((self.program.id,), self.today, FACTS, chapter=NORTH)
        checked = check(rules.programs, person)
        return record(self.casework, staff(), checked, asked)[self.program.id]

    def step(self, kind: str, first: int, second: int) -> None:
        if kind == "days":
            self.desk.clock.at += timedelta(days=first)
        elif kind == "award":
            self.award(first, second)
        elif first < len(self.cases):
            self.act(kind, first, second)

    def award(self, cents: int, visits: int) -> None:
        expected = cents <= self.model.left(self.today)
        told = AskedAward(self.case(), 1, NewAward(visits, cents))
        try:
            made = award(self.desk, self.casework, staff(), told, lambda view: view.awards[0].id)
        except Conflict:
            assert not expected
            return
        assert expected
        self.cases.append((told.case, made))
        self.model.awards.append(Given(cents, visits, self.today + timedelta(days=90)))

    def act(self, kind: str, place: int, number: int) -> None:
        case, of = self.cases[place]
        one = self.model.awards[place]
        version = 2 + one.changes
        move = {
            "use": AwardAct(USE, version, visits=number),
            "bill": AwardAct(USE, version, amount_cents=number),
            "revoke": AwardAct(REVOKE, version, reason="x"),
        }[kind]
        fits = one.takes(kind, number, self.today)
        try:
            act_on_award(self.desk, self.casework, staff(), (case, of, move), lambda view: None)
        except Conflict:
            assert not fits
            return
        assert fits
        one.changes += 1
        if kind == "use":
            one.used += number
            share = one.amount * min(one.used, one.visits) // one.visits
            one.spent = max(one.spent, share)
        elif kind == "bill":
            one.spent += number
        else:
            one.over = True


@pytest.fixture
def desk(store, fixture_engine):
    return open_desk_on(store, fixture_engine)


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    more = "budget: 1000\nbenefits: [{kind: ot-visits, amount: 6, period_days: 90}]"
    write_careful(folder, more=more)
    return read_programs(folder)


@given(st.lists(STEPS, max_size=14))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_budget_is_what_the_model_says(desk, programs, steps):
    world = World(desk, programs)
    for step in steps:
        world.step(*step)
        with desk.store.reading() as session:
            found = budget_of(session, world.program, world.today)
        assert found.remaining == world.model.left(world.today)
        assert found.remaining >= 0
        assert found.spent == sum(one.spent for one in world.model.awards)
