"""What a location's plan evidence says of a plan and of its payer."""

from datetime import date

import pytest

from service.directory.insurance import stances
from service.directory.profile import Location, PlanEvidence

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
    assert statuses(none) == {"any": "self-pay-only"}
    assert statuses(none, row("in-network", NEW))["plan:P1"] == "in-network"
