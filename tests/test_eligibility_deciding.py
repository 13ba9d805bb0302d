"""How decisions are made at their edges: too many cases, values that every answer covers, faults of
ours, and texts of each criterion."""

import re
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from service.eligibility.checks import check
from service.eligibility.deciding import MOST_CASES, decide
from service.eligibility.findings import findings
from service.eligibility.guidelines import read_guidelines
from service.eligibility.opening import open_rules, warm
from service.eligibility.outcomes import Outcome
from service.eligibility.person import read_person
from service.eligibility.programs import Programs
from service.errors import InvalidBody
from service.settings import Settings
from service.wording.eligibility import finding_text, question_text
from service.wording.languages import ENGLISH
from tests.eligibility_programs import DAY, program_of
from tests.fixture_directory import FIXTURES
from tests.spanish import SPANISH

GUIDELINES = read_guidelines()


def person(facts: dict[str, Any], on: date = DAY):
    return read_person(facts, on, GUIDELINES)


def decided(rule: dict[str, Any], on: date = DAY, area: Any = None, **facts: Any):
    return decide(program_of(rule, area).rule, person(facts, on))


def bounds(fact: str, count: int) -> list[dict[str, Any]]:
    """So many values that a rule tells apart: one cell for each, and one besides."""
    return [{"fact": fact, "is": value} for value in range(1, count + 1)]


def some_of(*facts: tuple[str, int]) -> dict[str, Any]:
    return {"all": [{"any": bounds(fact, count)} for fact, count in facts]}


def test_as_many_cases_as_the_cap_are_gone_through():
    """Sixteen kinds of each of three facts are 4,096 cases: of days, one of them is `none`, which
    no comparison tells from any other."""
    rule = some_of(("age", 15), ("household_size", 15), ("days_since_last_award", 15))
    decision = decided(rule)
    assert MOST_CASES == 16**3
    assert decision.exhaustive
    assert decision.missing == ("age", "household_size", "days_since_last_award")


def test_beyond_the_cap_the_answer_says_so():
    rule = some_of(("age", 16), ("household_size", 15), ("days_since_last_award", 15))
    decision = decided(rule)
    assert (decision.outcome, decision.exhaustive) == (Outcome.NEEDS_INFORMATION, False)
    assert set(decision.missing) == {"age", "household_size", "days_since_last_award"}
    one_less = decided(rule, age=3)
    assert one_less.exhaustive
    assert set(one_less.missing) == {"household_size", "days_since_last_award"}


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        ({"any": [{"fact": "age", "at_most": 64}, {"fact": "age", "at_least": 65}]}, "eligible"),
        ({"any": [{"fact": "age", "at_most": 64}, {"fact": "age", "at_least": 66}]}, None),
        ({"all": [{"fact": "age", "at_most": 64}, {"fact": "age", "at_least": 65}]},
         "not_eligible"),
        ({"any": [{"fact": "veteran", "is": True}, {"fact": "veteran", "is": False}]}, "eligible"),
        ({"any": [{"fact": "days_since_last_award", "at_most": 365},
                  {"fact": "days_since_last_award", "at_least": 366}]}, None),
        ({"fact": "insurance_status", "in": [
            "insured", "uninsured", "underinsured", "benefit-exhausted", "claim-denied"]},
         "eligible"),
        ({"fact": "age", "between": [0, 130]}, "eligible"),
        ({"fact": "household_income", "at_least": 0}, "eligible"),
        ({"fact": "plan_id", "known": True}, None),
        ({"not": {"fact": "plan_id", "known": True}}, None),
        ({"any": [{"fact": "age", "known": True}, {"not": {"fact": "age", "known": True}}]},
         "eligible"),
        ({"all": [{"fact": "income_percent_of_poverty", "at_most": 100},
                  {"fact": "income_percent_of_poverty", "at_least": 101}]}, "not_eligible"),
        ({"all": [{"fact": "birth_date", "at_most": date(1960, 1, 1)},
                  {"fact": "age", "at_most": 65}]}, "not_eligible"),
        ({"all": [{"fact": "state", "is": "MA"}, {"fact": "county", "is": "Albany, NY"}]},
         "not_eligible"),
        ({"all": [{"fact": "postal_code", "is": "12203"}, {"fact": "state", "is": "MA"}]},
         "not_eligible"),
    ],
)  # fmt: skip
def test_what_all_values_of_a_missing_fact_settle(rule, outcome):
    decision = decided(rule)
    assert decision.outcome == (outcome or "needs_information")
    assert bool(decision.missing) is (outcome is None)


AGE_KNOWN = {"fact": "age", "known": True}
MS = {"fact": "diagnosis", "is": "ms"}
PHYSICIAN = {"fact": "diagnosis_confirmed_by", "is": "physician"}
NO_PLAN = {"not": {"fact": "plan_id", "known": True}}


@pytest.mark.parametrize(
    ("rule", "missing"),
    [
        ({"any": [AGE_KNOWN, MS, PHYSICIAN]}, ("age",)),
        ({"all": [AGE_KNOWN, MS]}, ("diagnosis", "age")),
        ({"all": [NO_PLAN, MS, PHYSICIAN]}, ("plan_id",)),
        ({"any": [{"all": [AGE_KNOWN, MS]}, PHYSICIAN]},
         ("diagnosis", "diagnosis_confirmed_by", "age")),
        ({"any": [{"all": [AGE_KNOWN, {"fact": "veteran", "known": True}]}, MS, PHYSICIAN]},
         ("age", "veteran")),
    ],
)  # fmt: skip
def test_whoever_is_asked_for_a_fact_knows_it(rule, missing):
    """So that where a rule asks no more of it than that, asking makes all else needless."""
    decision = decided(rule)
    assert sorted(decision.missing) == sorted(missing)
    assert decision.exhaustive


def test_more_facts_to_be_known_than_can_be_gone_through_end_all_the_same():
    facts = ("age", "veteran", "plan_id", "requested", "diagnosis", "diagnosis_confirmed_by",
             "referral_in_hand", "insurance_status", "household_size")  # fmt: skip
    known = [{"fact": fact, "known": True} for fact in facts]
    some = decided({"at_least": 8, "of": known})
    assert set(some.missing) <= set(facts)


def test_a_territory_that_the_rule_names_counts_with_the_others():
    """There no percent follows from size and income; elsewhere it does."""
    rule = {"fact": "income_percent_of_poverty", "at_most": 100}
    told = {"household_size": 1, "household_income": 15_000}
    both = decided(rule, area={"states": ["AK", "PR"]}, **told)
    assert both.missing == ("postal_code", "income_percent_of_poverty")
    assert decided(rule, area={"states": ["AK", "NY"]}, **told).missing == ("postal_code",)


def test_percent_and_income_go_together():
    """Of 500 dollars a year nobody has more than the guideline, wherever there is one."""
    rule = {"fact": "income_percent_of_poverty", "at_most": 100}
    assert decided(rule, household_income=500, state="NY").outcome == "eligible"
    assert decided(rule, household_income=500).missing == ("postal_code",)
    assert decided(rule, household_income=500, state="PR").missing == ("income_percent_of_poverty",)
    within = {"all": [rule, {"fact": "household_income", "at_least": 800_000}]}
    assert decided(within, state="NY").outcome == "not_eligible"


def test_income_is_asked_rather_than_its_percent():
    rule = {"fact": "income_percent_of_poverty", "at_most": 100}
    assert decided(rule, state="NY", household_size=2).missing == ("household_income",)
    assert decided(rule, state="NY", household_income=20000).missing == ("household_size",)
    assert decided(rule, state="NY").missing == ("income_percent_of_poverty",)
    both = {"all": [rule, {"fact": "household_size", "at_least": 3}]}
    assert decided(both, state="NY").missing == ("household_size", "household_income")


def test_a_fault_of_ours_leaves_all_others_decided():
    """Whatever fails within one rule, such as a criterion that cannot compare its value."""
    sound = program_of({"fact": "age", "at_least": 18}, id="sound")
    faulty = program_of({"fact": "age", "at_least": 18}, id="faulty")
    (leaf,) = faulty.rule.leaves
    object.__setattr__(leaf, "operands", (None,))
    checked = check(Programs((sound, faulty)), person({"age": 44}))
    assert [(r.id, r.outcome) for r in checked.results] == [
        ("sound", "eligible"),
        ("faulty", "indeterminate"),
    ]
    assert isinstance(checked.results[1].error, TypeError)


def test_the_same_facts_and_version_give_the_same_decision():
    programs = open_rules(Settings(programs=str(FIXTURES / "programs"))).programs
    for facts in ({}, {"diagnosis": "ms"}, {"state": "NY", "age": 44}):
        first, again = (check(programs, person(facts)) for _ in range(2))
        assert [r.decision for r in first.results] == [r.decision for r in again.results]


def test_what_is_kept_for_speed_is_nobodys():
    """Neither ZIP code nor income stays behind in what is kept of a rule."""
    rules = open_rules(Settings(programs=str(FIXTURES / "programs")))
    warm(rules, DAY)
    facts = {"postal_code": "01085", "household_income": 31337, "birth_date": "1971-03-04"}
    check(rules.programs, person(facts))
    kept = repr([program.rule.__dict__["_kept"] for program in rules.programs.programs])
    kept = re.sub("0x[0-9a-f]+", "", kept)  # where an object lies can have any digits
    assert "household" in kept
    assert [secret for secret in ("01085", "31337", "1971") if secret in kept] == []


def texts(rule: dict[str, Any], wording=ENGLISH, **facts: Any) -> list[str]:
    program, somebody = program_of(rule), person(facts)
    found = findings(program.rule, decide(program.rule, somebody), somebody)
    return [finding_text(each, wording) for each in found]


@pytest.mark.parametrize(
    ("rule", "facts", "english", "spanish"),
    [
        ({"fact": "age", "at_least": 18}, {"age": 44},
         "Age: 44. The program asks for at least 18; this fits",
         "Edad: 44. El programa pide 18 o más; se cumple"),
        ({"fact": "household_income", "at_most": 50000.5}, {"household_income": 60000},
         "Yearly income of the household: $60,000. The program asks for at most $50,000.50; this "
         "does not fit",
         "Ingresos anuales del hogar: $60,000. El programa pide $50,000.50 o menos; no se cumple"),
        ({"fact": "birth_date", "between": [date(2000, 1, 1), date(2008, 6, 30)]}, {},
         "Date of birth: not known yet. The program asks for Jan 1, 2000 to Jun 30, 2008",
         "Fecha de nacimiento: todavía no se sabe. El programa pide de 1 ene 2000 a 30 jun 2008"),
        ({"fact": "birth_date", "between": [date(2000, 1, 1), date(2008, 6, 30)]}, {"age": 44},
         "Date of birth: not told, but it cannot be Jan 1, 2000 to Jun 30, 2008; this does not fit",
         "Fecha de nacimiento: no se dijo, pero no puede ser de 1 ene 2000 a 30 jun 2008; no se "
         "cumple"),
        ({"fact": "veteran", "is": True}, {"veteran": False},
         "Veteran: no. The program asks for yes; this does not fit",
         "Veterano: no. El programa pide sí; no se cumple"),
        ({"fact": "plan_id", "known": True}, {"plan_id": "none"},
         "Insurance plan: none. The program asks for this to be known; this fits",
         "Plan de seguro: ninguno. El programa pide que se sepa; se cumple"),
        ({"not": {"fact": "state", "in": ["NY", "NJ"]}}, {"state": "NY"},
         "State: New York. The program rules out New York or New Jersey, and this is so",
         "Estado: Nueva York. El programa excluye Nueva York o Nueva Jersey, y así es"),
        ({"fact": "income_percent_of_poverty", "at_most": 300},
         {"state": "NY", "household_size": 1, "household_income": 47880.01},
         "Income as a percent of the poverty guideline: 300.0%. The program asks for at most "
         "300%; this does not fit",
         "Ingresos como porcentaje de la guía federal de pobreza: 300.0 %. El programa pide "
         "300 % o menos; no se cumple"),
    ],
)  # fmt: skip
def test_each_criterion_is_told_in_plain_words(rule, facts, english, spanish):
    assert texts(rule, **facts) == [english]
    assert texts(rule, SPANISH, **facts) == [spanish]


def test_the_county_of_a_zip_code_is_offered_to_be_confirmed():
    asked = question_text("county", person({"postal_code": "01201"}), ENGLISH)
    assert asked == (
        "The ZIP code lies in Berkshire County, MA, or in part; please confirm the county. In "
        "which county does the person live?"
    )


@pytest.mark.parametrize(
    ("wanted", "told", "same"),
    [
        ("St. Louis, MO", "Saint Louis County, MO", True),
        ("St. Louis, MO", "St. Louis City, MO", False),
        ("Alexandria, VA", "Alexandria city, VA", True),
        ("Fairfax, VA", "Fairfax City, VA", False),
        ("DeKalb, GA", "De Kalb County, GA", True),
        ("Acadia, LA", "Acadia Parish, LA", True),
        ("Anchorage, AK", "Municipality of Anchorage, AK", True),
        ("Albany, NY", "Albany, WY", False),
    ],
)
def test_a_county_by_its_names(wanted, told, same):
    decision = decided({"fact": "county", "is": wanted}, county=told)
    assert decision.outcome == ("eligible" if same else "not_eligible")


@pytest.mark.parametrize("told", [{}, {"household_income": 41000}, {"household_size": 2}])
def test_on_a_day_without_any_guideline_no_place_tells_the_percent(told):
    """Wherever the person lives, only the percent itself settles it."""
    rule = {"fact": "income_percent_of_poverty", "at_most": 200}
    late = date(2027, 2, 14)
    assert decided(rule, late, **told).missing == ("income_percent_of_poverty",)
    both = decided({"all": [rule, {"fact": "state", "is": "NY"}]}, late, **told)
    assert set(both.missing) == {"income_percent_of_poverty", "state"}
    assert decided(rule, date(2027, 2, 13), household_size=2, household_income=10).missing != (
        "income_percent_of_poverty",
    )


LONG = {
    "any": [
        {"fact": "age", "at_most": 65},
        {"fact": "age", "at_least": 60},
        {"all": [
            {"fact": "diagnosis", "is": "ms"},
            {"fact": "diagnosis_confirmed_by", "is": "physician"},
            {"fact": "insurance_status", "is": "uninsured"},
            {"fact": "veteran", "is": True},
            {"fact": "referral_in_hand", "is": True},
            {"fact": "requested", "is": "ot-visits"},
            {"fact": "income_percent_of_poverty", "at_most": 150},
        ]},
    ]
}  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [{}, {"household_income": 20000}, {"household_income": 20000, "household_size": 2},
     {"income_percent_of_poverty": 90}],
)  # fmt: skip
@pytest.mark.parametrize("place", [{}, {"state": "NY"}])
def test_what_a_rule_cannot_tell_apart_is_one_case(told, place):
    """Fifty sizes of a household are two answers, so that learning the income takes no decision
    beyond the cap."""
    decision = decided(LONG, **told, **place)
    assert (decision.outcome, decision.exhaustive) == (Outcome.ELIGIBLE, True)


def test_beyond_the_cap_the_order_of_criteria_changes_nothing():
    facts = (("household_size", 15), ("days_since_last_award", 15), ("age", 16))
    orders = [decided(some_of(*each)).missing for each in permutations(facts)]
    assert set(orders) == {("age", "household_size", "days_since_last_award")}


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"household_income": 20000, "income_percent_of_poverty": 150}, False),  # 125 or 92
        ({"household_income": 20000, "income_percent_of_poverty": 125}, True),
        ({"household_income": 20000, "income_percent_of_poverty": 92}, True),
        ({"household_income": 0, "income_percent_of_poverty": 5}, False),
    ],
)
def test_an_income_and_a_percent_of_no_size_contradict_each_other(facts, fits):
    size = {"fact": "household_size", "at_most": 3}
    if fits:
        assert decided(size, state="NY", **facts).outcome == Outcome.ELIGIBLE
        return
    with pytest.raises(InvalidBody) as refused:
        decided(size, state="NY", **facts)
    assert {problem.parameter for problem in refused.value.problems} == {
        "facts.household_income", "facts.income_percent_of_poverty",
    }  # fmt: skip
    assert decided(size, **facts).missing == ("household_size",)  # a territory has no guideline


@pytest.mark.parametrize("size", [1, 2, 8, 50])
@pytest.mark.parametrize("state", ["NY", "AK"])
def test_sizes_are_told_apart_where_the_percent_meets_the_income(size, state):
    """One dollar more or less than the bound of each size."""
    rule = {"any": [{"fact": "income_percent_of_poverty", "at_most": 150},
                    {"fact": "household_size", "is": 3}]}  # fmt: skip
    row = GUIDELINES.in_effect("AK" if state == "AK" else "contiguous", DAY)
    bound = row.dollars(size) * 3 // 2
    for income, least in ((bound, size), (bound + 1, size + 1)):
        told = {"state": state, "household_income": income}
        for other in range(1, 51):
            fits = other >= least or other == 3
            found = decided(rule, household_size=other, **told).outcome
            assert found == (Outcome.ELIGIBLE if fits else Outcome.NOT_ELIGIBLE)
        decision = decided(rule, **told)
        assert (decision.outcome == Outcome.ELIGIBLE) is (least == 1)


@pytest.mark.parametrize(
    "area", [{"postal_codes": ["12203"]}, {"counties": ["Albany, NY"], "postal_codes": ["06820"]}]
)
def test_what_one_person_tells_stays_out_of_the_answer_to_the_next(area):
    """A ZIP code that lies in no state that is known, and then somebody without any place."""
    rule = {"fact": "income_percent_of_poverty", "at_most": 200}
    told = {"household_income": 20_000}
    people = (told, told | {"postal_code": "00000"})

    def asked_by(order):
        program = program_of(rule, area)
        found = (decide(program.rule, read_person(facts, DAY, GUIDELINES)) for facts in order)
        return [(decision.outcome, decision.missing) for decision in found]

    assert asked_by(people) == asked_by(people[::-1])[::-1]
    assert asked_by(people)[0][0] is Outcome.NEEDS_INFORMATION
