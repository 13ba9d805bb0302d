"""What a location's plan evidence says of a plan and of its payer."""

from datetime import date

import pytest

from service.directory.insurance import stance, stances
from service.directory.profile import Location, PlanEvidence
from service.directory.query import Query

OLD, NEW = date(2026, 1, 1), date(2026, 11, 1)


def row(status: str, as_of: date | None, plan: str | None = "P1", payer: str | None = "Gem Health"):
    return PlanEvidence(status=status, plan_id=plan, payer=payer, as_of=as_of)


def statuses(*rows: PlanEvidence) -> dict[str, str]:
    return {key: stance.status for key, stance in stances(Location(plans=rows)).items()}


@pytest.mark.parametrize("first", [OLD, None])
def test_overtaken_evidence_on_a_plan_says_nothing_of_its_payer(first):
    found = statuses(row("in-network", first), row("not-accepted", NEW))
    assert found == {"plan:P1": "not-accepted"}


def test_a_plan_that_is_taken_says_that_the_payer_is():
    found = statuses(row("in-network", NEW), row("not-accepted", NEW, "P2"))
    assert found["payer:gem-health"] == "accepts-payer"
    assert found["plan:P2"] == "not-accepted"


def test_a_payer_turned_away_later_turns_its_plans_away():
    found = statuses(row("in-network", OLD), row("not-accepted", NEW, None))
    assert set(found.values()) == {"not-accepted"}


def test_an_accepted_payer_does_not_overrule_what_is_known_of_the_plan():
    found = statuses(row("not-accepted", OLD), row("accepts-payer", NEW, None))
    assert found == {"plan:P1": "not-accepted", "payer:gem-health": "accepts-payer"}


def test_no_insurance_at_all_holds_for_every_plan_until_newer_evidence():
    none = row("self-pay-only", OLD, None, None)
    assert statuses(none) == {"any": "self-pay-only", "payer:self-pay": "accepts-payer"}
    assert statuses(none, row("in-network", NEW))["plan:P1"] == "in-network"


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([row("self-pay-only", NEW, None, None)], "accepts-payer"),
        ([row("not-accepted", None, None, None)], "accepts-payer"),
        ([row("self-pay-only", NEW, None, "self pay")], "accepts-payer"),
        ([row("accepts-payer", NEW, None, "Cash")], "accepts-payer"),
        ([row("not-accepted", NEW, None, "Private pay")], "not-accepted"),
        ([row("self-pay-only", NEW, None, None), row("in-network", OLD)], "accepts-payer"),
        ([row("self-pay-only", OLD, None, None), row("in-network", NEW)], None),
        ([row("self-pay-only", NEW, None, None), row("in-network", NEW)], None),
        ([row("self-pay-only", OLD, None, None), row("not-accepted", NEW)], "accepts-payer"),
        ([row("not-accepted", NEW)], None),
        ([row("self-pay-only", NEW, None)], None),
        ([], None),
    ],
)
def test_who_takes_no_insurance_takes_those_who_pay_themselves(rows, status):
    assert statuses(*rows).get("payer:self-pay") == status


def test_self_pay_alone_is_no_news_for_any_insurer():
    assert set(statuses(row("accepts-payer", NEW, None, "Cash"))) == {"payer:self-pay"}
    asked = Query(on=NEW, payer="Self-pay")
    overtaken = Location(plans=(row("self-pay-only", OLD, None, None), row("in-network", NEW)))
    assert stance(overtaken, asked).status == "unknown"


def test_names_of_one_payer_are_one_payer():
    rows = (row("accepts-payer", OLD, None, "Medicare"),
            row("not-accepted", NEW, None, "Original Medicare"))  # fmt: skip
    assert statuses(*rows) == {"payer:original-medicare": "not-accepted"}


def test_a_stance_carries_tier_and_assignment_of_the_row_that_holds():
    old = PlanEvidence(status="in-network", plan_id="P1", as_of=OLD, tier="Tier 2")
    new = PlanEvidence(status="in-network", plan_id="P1", as_of=NEW, tier="Tier 1", payer="Gem")
    medicare = PlanEvidence(status="accepts-payer", payer="Medicare", as_of=NEW, assignment="yes")
    found = stances(Location(plans=(old, new, medicare)))
    assert found["plan:P1"].tier == "Tier 1"
    assert found["payer:gem"].tier is None
    assert found["payer:original-medicare"].assignment == "yes"
