"""Whatever the rule and the person: decisions are those of a second, slow definition, and learning
more never unsettles them."""

import random
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from service.eligibility.deciding import Decision, decide
from service.eligibility.guidelines import read_guidelines
from service.eligibility.outcomes import Outcome
from service.eligibility.person import read_person
from tests import eligibility_oracle as oracle
from tests.eligibility_programs import AREAS, DAY, FACTS, criteria, program_of

GUIDELINES = read_guidelines()
MOST_PEOPLE = 6000
often = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def decided(rule: dict, area: dict | None, facts: dict[str, Any]) -> Decision:
    return decide(program_of(rule, area).rule, read_person(told(facts), DAY, GUIDELINES))


def told(facts: dict[str, Any]) -> dict[str, Any]:
    """As JSON has them."""
    return {name: as_json(value) for name, value in facts.items()}


def as_json(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "denominator") and not isinstance(value, bool):
        return int(value) if value == int(value) else float(value)
    return value


def in_cents(person: dict[str, Any]) -> bool:
    """Whether JSON can say exactly what somebody has."""
    return (person.get("household_income", 0) * 100) % 1 == 0


def revealed(person: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Some facts of a whole person. A percent is told by size and income, of which it is made."""
    shown = {name: person[name] for name in names if name in person}
    if "income_percent_of_poverty" in shown and person["state"] != "PR":
        shown.pop("income_percent_of_poverty")
    return shown


@dataclass(frozen=True)
class Case:
    """A rule, some facts of somebody, and everybody whom these can be of."""

    rule: dict[str, Any]
    area: dict[str, Any] | None
    facts: dict[str, Any]
    everybody: list[oracle.Answer]

    def decide(self, **more: Any) -> Decision:
        return decided(self.rule, self.area, self.facts | more)

    @property
    def names(self) -> set[str]:
        """The facts that the rule speaks of, and those that hang together with them."""
        named = {leaf["fact"] for leaf in oracle.leaves_of(self.rule)}
        groups = (set(oracle.PLACE), set(oracle.AGE), set(oracle.MONEY))
        near = [group for group in groups if group & named]
        if self.area or set(oracle.MONEY) & named:
            near.append(set(oracle.PLACE))
        return named.union(*near)


@st.composite
def cases(draw) -> Case:
    facts = draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=4, unique=True))
    rule, area = draw(criteria(facts)), draw(AREAS)
    anybody = list(islice(oracle.people(rule, area, {}, DAY), MOST_PEOPLE))
    chosen = draw(st.sampled_from([person for person in anybody if in_cents(person)]))
    names = draw(st.sets(st.sampled_from(sorted(chosen)))) if chosen else set()
    shown = revealed(chosen, names)
    everybody = list(islice(oracle.answers(rule, area, shown, DAY), MOST_PEOPLE + 1))
    assume(len(everybody) <= MOST_PEOPLE)
    return Case(rule, area, shown, everybody)


@often
@given(cases())
def test_the_outcome_is_that_of_everybody_it_can_be(case):
    eligible = {answer.eligible for answer in case.everybody}
    decision = case.decide()
    assert decision.exhaustive
    assert bool(decision.missing) is (len(eligible) == 2)
    if len(eligible) == 2:
        assert decision.outcome == Outcome.NEEDS_INFORMATION
    else:
        settled = Outcome.ELIGIBLE if eligible == {True} else Outcome.NOT_ELIGIBLE
        assert decision.outcome == settled


@often
@given(cases())
def test_what_needs_information_can_still_go_either_way_or_says_which(case):
    """Once everything is answered: what is asked is then known, also as none."""
    decision = case.decide()
    assume(decision.missing)
    wanted = {leaf["fact"] for leaf in oracle.leaves_of(case.rule) if "known" in leaf}
    place = case.everybody[0].person.get("state")
    asked = wanted - oracle.known_from(case.facts, DAY, place)
    ends = {answer.eligible for answer in case.everybody if answer.also_known >= asked}
    if decision.leads_to is None:
        assert ends == {True, False}
    else:
        assert ends == {decision.leads_to == Outcome.ELIGIBLE}


@often
@given(cases(), st.data())
def test_what_is_missing_tells(case, data):
    """Of anybody: whoever is told these facts decides, and rightly. Only a place without a
    guideline leaves a percent open, which is asked next."""
    decision = case.decide()
    assume(decision.missing)
    somebody = data.draw(st.sampled_from(case.everybody))
    assume(in_cents(somebody.person) and not somebody.also_known)
    unknown = {leaf["fact"] for leaf in oracle.leaves_of(case.rule) if "known" in leaf}
    assume(not unknown & case.names - case.facts.keys())
    learned = {name: somebody.person[name] for name in decision.missing}
    assume(in_full(learned))
    then = case.decide(**learned)
    if then.missing == ("income_percent_of_poverty",) and somebody.person["state"] == "PR":
        return
    assert then.outcome == (Outcome.ELIGIBLE if somebody.eligible else Outcome.NOT_ELIGIBLE)


@often
@given(cases())
def test_no_fewer_facts_tell(case):
    decision = case.decide()
    assume(decision.missing and not case.names & set(oracle.MONEY))
    assert oracle.tells(case.everybody, decision.missing, case.facts, DAY)
    others = sorted(case.names - case.facts.keys())
    for fewer in combinations(others, len(decision.missing) - 1):
        assert not oracle.tells(case.everybody, fewer, case.facts, DAY)


@often
@given(cases(), st.data())
def test_learning_more_unsettles_nothing(case, data):
    decision = case.decide()
    assume(not decision.missing)
    somebody = data.draw(st.sampled_from(case.everybody)).person
    assume(somebody and in_cents(somebody))
    names = data.draw(st.sets(st.sampled_from(sorted(somebody))))
    assert case.decide(**revealed(somebody, names)).outcome == decision.outcome


IRRELEVANT = {
    "diagnosis": "ms", "diagnosis_confirmed_by": "none", "insurance_status": "uninsured",
    "plan_id": "P1", "referral_in_hand": True, "veteran": False, "days_since_last_award": 7,
    "requested": "ot-visits", "age": 44, "postal_code": "12203", "household_size": 3,
}  # fmt: skip


@often
@given(cases(), st.sampled_from(sorted(IRRELEVANT)))
def test_a_fact_that_the_rule_does_not_speak_of_changes_nothing(case, name):
    assume(name not in case.names)
    assert case.decide(**{name: IRRELEVANT[name]}) == case.decide()


@often
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_changes_nothing(case, chance):
    decision, other = case.decide(), decided(shuffled(case.rule, chance), case.area, case.facts)
    assert (other.outcome, other.missing) == (decision.outcome, decision.missing)
    assert sorted(map(str, other.leaves)) == sorted(map(str, decision.leaves))


def shuffled(rule: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    found = {}
    for name, parts in rule.items():
        if name in ("all", "any", "of"):
            parts = [shuffled(part, chance) for part in parts]
            chance.shuffle(parts)
        elif name == "not":
            parts = shuffled(parts, chance)
        found[name] = parts
    return found


def in_full(facts: dict[str, Any]) -> bool:
    """Whether a percent is one that JSON can say exactly."""
    percent = facts.get("income_percent_of_poverty", 0)
    return percent == 0 or percent * 100 % 1 == 0
