"""Payers by every name that people use: one name each, and nothing guessed."""

import pytest

from service.directory.payer_names import KINDS, MEDICARE_ADVANTAGE
from service.directory.payers import PAYERS, brand_of, find_payer, payer_named
from service.directory.query import payer_key
from service.directory.states import STATES
from service.directory.text import slug


@pytest.mark.parametrize("payer", PAYERS.values(), ids=PAYERS)
def test_every_name_means_its_payer_however_it_is_written(payer):
    assert payer.kind in KINDS
    for name in (payer.code, payer.name, *payer.aliases):
        for text in (name, name.upper(), f"  {name.lower()} ", name.replace(" ", "-")):
            assert find_payer(text) == payer, text


def test_codes_and_names_are_each_ones_own():
    assert len({payer.name for payer in PAYERS.values()}) == len(PAYERS)
    assert len({payer_key(payer.name) for payer in PAYERS.values()}) == len(PAYERS)
    for code, payer in PAYERS.items():
        assert code == payer.code == slug(code) != payer.name
        assert len({slug(alias) for alias in payer.aliases}) == len(payer.aliases)


def test_every_state_has_its_medicaid():
    of_states = {p.state for p in PAYERS.values() if p.kind == "medicaid" and p.state}
    assert of_states == set(STATES) - {"FM", "MH", "PW"}
    for state in of_states:
        own = f"{STATES[state]} Medicaid"
        spelled = (
            "Medicaid",
            f"Medicaid ({state})",
            f"{state} Medicaid",
            own,
            "medical assistance",
        )
        assert {payer_named(text, state) for text in spelled} == {own}
        assert payer_named(f"Medicaid ({state})", "NY") == own


@pytest.mark.parametrize(
    ("text", "state", "name"),
    [
        ("Medicare", None, "Original Medicare"),
        ("Medicare Part B", "NY", "Original Medicare"),
        ("red, white & blue card", None, "Original Medicare"),
        ("Medicaid", None, "Medicaid"),
        ("Medicaid", "FM", "Medicaid"),
        ("medicaid", "ny", "New York Medicaid"),
        ("D.C. Medicaid", None, "District of Columbia Medicaid"),
        ("Medi-Cal", None, "California Medicaid"),
        ("MediCal", "CA", "California Medicaid"),
        ("Medical", None, "Medical"),
        ("Medical", "NY", "Medical"),
        ("Healthy Connections", None, "South Carolina Medicaid"),
        ("Healthy Connections", "ID", "Idaho Medicaid"),
        ("MassHealth", "NY", "Massachusetts Medicaid"),
        ("VA Medicaid", None, "Virginia Medicaid"),
        ("VA", "VA", "VA Community Care"),
        ("VACCN", None, "VA Community Care"),
        ("Tri-Care for life", None, "TRICARE"),
        ("UHC", None, "UnitedHealthcare"),
        ("united health care", None, "UnitedHealthcare"),
        ("BCBS of Texas", None, "Blue Cross and Blue Shield of Texas"),
        ("BlueCross BlueShield of Texas, Inc.", None, "Blue Cross and Blue Shield of Texas"),
        ("BCBS", "TX", "Blue Cross Blue Shield"),
        ("no insurance", None, "Self-pay"),
        # nobody's name for certain
        ("unknown", None, "unknown"),
        ("Health First", None, "Health First"),
        ("  Gem Health ", None, "Gem Health"),
        ("☃", None, "☃"),
        ("", None, ""),
        *((text, "NY", text) for text in MEDICARE_ADVANTAGE),
    ],
)
def test_one_name(text, state, name):
    assert payer_named(text, state) == name
    assert payer_named(name, state) == name or name == "Medicaid"


@pytest.mark.parametrize(
    ("plan", "brand"),
    [
        ("Ambetter Balanced Care 11", "Ambetter"),
        ("KP NY Gold 0/20", "Kaiser Permanente"),
        ("United Healthcare Choice Plus PPO", "UnitedHealthcare"),
        ("Aetna Medicare Premier (HMO-POS)", "Aetna"),
        ("BCBS of Texas Blue Advantage", "Blue Cross and Blue Shield of Texas"),
        ("BCBS of Kansas City Silver", "Blue Cross and Blue Shield of Kansas City"),
        ("Blue Cross Blue Shield Silver", None),
        ("Health First Silver", None),
        ("My Aetna Plan", None),
        ("Medicare Advantage HMO", None),
        ("Medicaid NY", None),
        ("Humana Military East", None),
        ("Humana Gold Plus", "Humana"),
        ("Example Silver", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_brand_that_a_plans_name_begins_with(plan, brand):
    assert brand_of(plan) == brand


def test_keys_are_of_the_one_name():
    assert payer_key("Medicare") == payer_key("medicare part b") == "payer:original-medicare"
    assert payer_key("Gem Health, Inc.") == "payer:gem-health-inc"
    assert payer_key("☃") == ""
