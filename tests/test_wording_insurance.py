"""What people read of insurance: who says so, of which day, and of which payer."""

import pytest

from service.wording.languages import ENGLISH
from service.wording.sentences import reason_text
from tests.insurance_reasons import (
    DAYS,
    PLAN,
    TODAY,
    insurance_reason,
    insurance_reasons,
    payer_only,
)

LISTED = {"status": "in-network", "plan_id": "P1"}
TAKEN, REFUSED = {"status": "accepts-payer"}, {"status": "not-accepted"}
MEDICARE = {"status": "accepts-payer", "payer": "Original Medicare"}
FRESH, OLD, UNDATED = ({"as_of": day} for day in DAYS)


@pytest.mark.parametrize(
    ("asked", "row", "text"),
    [
        (PLAN, LISTED | FRESH, "Your plan lists this location (checked Nov 22, 2026)"),
        (PLAN, LISTED | FRESH | {"tier": "IN-NETWORK"},
         "Your plan lists this location (checked Nov 22, 2026)"),
        (PLAN, LISTED | OLD | {"tier": "Tier 1"},
         "Your plan listed this location (network tier: Tier 1; Oct 18, 2025); "
         "confirm with the office"),
        (PLAN, LISTED | UNDATED,
         "Your plan lists this location (date not known; confirm with the office)"),
        (payer_only("Gem Health"), {"status": "in-network", "payer": "Gem Health"} | FRESH,
         "Your insurer lists this location (checked Nov 22, 2026)"),
        (PLAN, REFUSED | FRESH | {"plan_id": "P1", "tier": "OUT-OF-NETWORK"},
         "Your plan lists this location as out of network (checked Nov 22, 2026)"),
        (PLAN, REFUSED | FRESH | {"plan_id": "P1"},
         "Out of network for your plan (checked Nov 22, 2026)"),
        (PLAN, REFUSED | FRESH | {"payer": "Gem Health"},
         "Does not take Gem Health (checked Nov 22, 2026)"),
        (PLAN, REFUSED | OLD | {"payer": "Gem Health"},
         "Did not take Gem Health (Oct 18, 2025); ask the office"),
        (PLAN, TAKEN | UNDATED | {"payer": "Gem Health"},
         "Takes Gem Health (date not known; confirm with the office)"),
        (payer_only("Gem Health"), {"status": "unknown"},
         "Not known whether Gem Health is taken; ask the office"),
        (payer_only("Medicare"), MEDICARE | FRESH | {"assignment": "yes"},
         "Takes Original Medicare's approved amount as full payment (checked Nov 22, 2026)"),
        (payer_only("Medicare"), MEDICARE | FRESH | {"assignment": "sometimes"},
         "Takes Original Medicare but may bill more than its approved amount; ask "
         "(checked Nov 22, 2026)"),
        (payer_only("Medicare"), MEDICARE | FRESH,
         "Takes Original Medicare (checked Nov 22, 2026)"),
        (payer_only("VA"), TAKEN | FRESH | {"payer": "VA Community Care"},
         "Takes VA Community Care (checked Nov 22, 2026)"),
        (payer_only("New York Medicaid"),
         TAKEN | UNDATED | {"payer": "Medicaid NY", "source": "NPPES Medicaid number"},
         "Has a Medicaid NY number on record; confirm with the office that it is taken"),
        (payer_only("Self-pay"), {"status": "self-pay-only"} | FRESH,
         "Takes patients who pay themselves (checked Nov 22, 2026); ask for the price"),
        (payer_only("Self-pay"), TAKEN | FRESH | {"payer": "Gem Health"},
         "Not known whether you can pay yourself; ask the office for its price"),
        (PLAN, {"status": "self-pay-only"} | UNDATED,
         "Takes no insurance; you pay yourself (date not known; confirm with the office)"),
    ],
)  # fmt: skip
def test_what_people_read(asked, row, text):
    assert reason_text(insurance_reason(asked, **row), ENGLISH) == text


def test_your_plan_is_said_only_to_those_who_gave_one():
    for reason in insurance_reasons():
        if reason.values["asked"] == "payer":
            told = reason_text(reason, ENGLISH).lower().replace("; ask about your plan", "")
            assert "your plan" not in told


def test_a_day_that_nobody_knows_is_said_so_and_leads_to_the_office():
    for reason in insurance_reasons():
        undated = reason.values["date"] is None and reason.code.endswith("_stale")
        told = reason_text(reason, ENGLISH)
        assert ("date not known" in told) == (undated and "number on record" not in told), told
        assert not undated or "the office" in told


def test_what_is_fresh_says_its_day():
    for reason in insurance_reasons():
        if reason.values["date"] == TODAY:
            said = reason_text(reason, ENGLISH)
            assert "checked Nov 22, 2026" in said or "told Nov 22, 2026" in said
