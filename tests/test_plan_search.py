"""Payers and plans for a text being typed: as cards spell them, each understood by a search."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.directory.payers import MEDICAID, NOT_KNOWN, PAYERS, find_payer
from service.directory.query import Query, payer_key, plan_key
from service.directory.states import STATES
from service.engines.census import Census
from service.engines.protocol import Meta, Plan, structs
from service.plan_search import Choice, Choices, LatestChoices
from service.search import search
from tests.conftest import GOLDEN_DAY as TODAY
from tests.conftest import new_engine

PLANS = [
    ("12345NY0010001", "Aetna", "Aetna Silver Copay PPO"),
    ("12345TX0010001", "Aetna Life Insurance Company", "Aetna Silver Copay PPO"),
    ("12345TX0010002", "Aetna", "Aetna Gold HMO"),
    ("44444CA0010001", "Example Coast", "Gold Saver"),
    ("44444NY0010001", "Example Coast", "Harbor Gold 2000"),
    ("55555NY0010001", None, None),
    ("P1", None, "Sample Members' Plan"),
]
PAYERS_OF_EVIDENCE = ["Example Coast", "Peña Mutual", "Aetna Life Insurance Company", "Medicaid"]


@pytest.fixture(scope="module")
def meta() -> Meta:
    plans = [Plan(plan_id=plan_id, payer=payer, name=name) for plan_id, payer, name in PLANS]
    made = Meta(
        loaded_at=datetime(2026, 11, 22, tzinfo=UTC),
        date=TODAY,
        plans={plan_key(plan.plan_id): plan for plan in plans},
    )
    payers = {payer_key(name): name for name in PAYERS_OF_EVIDENCE}
    return structs.replace(Census().complete(made, 0), payers=payers)


@pytest.fixture(scope="module")
def choices(meta) -> Choices:
    return Choices(meta)


def values(choices: Choices, text: str, state: str | None = None, limit: int = 50) -> list[str]:
    return [choice.value for choice in choices.find(text, state, limit).choices]


@pytest.mark.parametrize(
    ("text", "state", "value"),
    [
        ("Medicare", None, "medicare"),
        ("medicare part b", "NY", "medicare"),
        ("medic", "TX", "medicaid-tx"),
        ("Medicaid", None, "medicaid"),
        ("medicaid", "NY", "medicaid-ny"),
        ("medicaid of texas", "NY", "medicaid-tx"),
        ("Medical Assistance", "PA", "medicaid-pa"),
        ("medi-cal", None, "medicaid-ca"),
        ("MediCal", "CA", "medicaid-ca"),
        ("tri-care", None, "tricare"),
        ("Tri Care prime", None, "tricare"),
        ("tri cair", None, "tricare"),
        ("tric", None, "tricare"),
        ("VA", None, "va"),
        ("veterans", None, "va"),
        ("self pay", None, "self-pay"),
        ("no insurance", None, "self-pay"),
        ("uninsured", None, "self-pay"),
        ("I don't know", None, "unknown"),
        ("i dont know", None, "unknown"),
        ("not sure", None, "unknown"),
        ("BCBS", None, "blue-cross-blue-shield"),
        ("BCBSTX", None, "blue-cross-and-blue-shield-of-texas"),
        ("bcbs of t", None, "bluecross-blueshield-of-tennessee"),
        ("blue cross of texas", None, "blue-cross-and-blue-shield-of-texas"),
        ("UHC", None, "unitedhealthcare"),
        ("unted healthcare", None, "unitedhealthcare"),
        ("kaiser permenente", None, "kaiser-permanente"),
        ("huminah", None, "humana"),
        ("aetna", None, "aetna"),
        ("AETNA Life Insurance Company", None, "aetna"),
        ("aetna platinum epo", None, "aetna"),
        ("atena", None, "aetna"),
        ("example c", None, "example-coast"),
        ("exmaple coast", None, "example-coast"),
        ("pena mutual", None, "pena-mutual"),
        ("aetna silver copay ppo", "TX", "12345TX0010001"),
        ("aetna silver copay ppo", "NY", "12345NY0010001"),
        ("aetna silver", "TX", "12345TX0010001"),
        ("ppo aetna", "NY", "12345NY0010001"),
        ("harbor", None, "44444NY0010001"),
        ("gold", "NY", "44444NY0010001"),
        ("gold", "CA", "44444CA0010001"),
        ("example coast gold", "NY", "44444NY0010001"),
        ("harbr gold", None, "44444NY0010001"),
        ("44444n", None, "44444NY0010001"),
        ("12345NY0010001", "TX", "12345NY0010001"),
        ("12345NY0010001-01", None, "12345NY0010001"),
        ("55555", None, "55555NY0010001"),
        ("p1", None, "P1"),
        ("sample members plan", None, "P1"),
    ],
)
def test_the_first_choice_is_the_one_meant(choices, text, state, value):
    assert values(choices, text, state)[0] == value


@pytest.mark.parametrize(
    "text", ["zzzzzz", "the", "京", "medicare advantage", "99999", "harbor gold 2001"]
)
def test_what_is_not_found_is_an_empty_list(choices, text):
    assert choices.find(text, None, 10).total == 0


def test_the_order_is_exact_beginning_words(choices):
    assert values(choices, "aetna")[:2] == ["aetna", "12345TX0010002"]
    assert values(choices, "gold") == ["44444CA0010001", "12345TX0010002", "44444NY0010001"]


def test_a_plan_with_typos_stands_behind_its_insurer(choices):
    found = ["aetna", "12345TX0010001", "12345NY0010001"]
    assert values(choices, "aetna silvr ppo", "TX") == found


def test_what_belongs_to_another_state_comes_last(choices):
    assert values(choices, "gold", "NY") == ["44444NY0010001", "44444CA0010001", "12345TX0010002"]
    states = [choice.state for choice in choices.find("medicaid", "NY", 100).choices]
    assert states[0] == "NY"
    assert "NY" not in states[1:]


def test_medicaid_without_a_state_is_offered_only_where_no_state_is_known(choices):
    assert values(choices, "medicaid")[0] == "medicaid"
    for state in STATES:
        assert "medicaid" not in values(choices, "medicaid", state, 100)


def test_a_row_says_all_of_a_plan(choices):
    (row,) = choices.find("12345TX0010001", None, 10).choices
    assert row == Choice(
        "plan", "12345TX0010001", "Aetna Silver Copay PPO", "Aetna", "commercial", "TX"
    )
    (unnamed,) = choices.find("55555NY0010001", None, 10).choices
    assert unnamed == Choice("plan", "55555NY0010001", None, None, None, "NY")
    (of_evidence,) = choices.find("Peña Mutual", None, 10).choices
    assert of_evidence == Choice("payer", "pena-mutual", "Peña Mutual", "Peña Mutual", None, None)


def test_a_payer_is_listed_once_whatever_the_evidence_calls_it(choices):
    rows = choices.find("aetna", None, 50).choices
    assert [row.value for row in rows if row.kind == "payer"] == ["aetna"]


def test_what_a_search_cannot_take_is_not_offered():
    odd = [Plan(plan_id=plan_id, name="Odd") for plan_id in ("x" * 121, "--", "odd\x00")]
    meta = Meta(
        loaded_at=datetime(2026, 11, 22, tzinfo=UTC),
        date=TODAY,
        plans={plan.plan_id: plan for plan in odd},
        payers={"payer:odd": "odd " * 40},
    )
    assert Choices(meta).find("odd", None, 10).total == 0


# --- what a search takes --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine(request, meta):
    """An engine whose record is the whole of what is asked here."""
    made = new_engine("embedded", request)
    made.replace([], meta)
    payers = structs.replace(made.meta(), payers=meta.payers)
    made.meta = lambda: payers
    return made


def understood(engine, choice: Choice, **more) -> Query:
    return search(engine, Query(on=TODAY, **{choice.kind: choice.value}, **more)).query


def test_every_value_is_understood_as_that_payer_or_plan(choices, engine):
    for choice in choices.every:
        if choice.value == MEDICAID.code:
            continue
        query = understood(engine, choice)
        if choice.kind == "plan":
            assert query.plan == choice.value
            assert payer_key(query.payer or "") == payer_key(choice.payer or "")
        else:
            assert query.plan is None
            assert query.payer == (None if choice.value == NOT_KNOWN.code else choice.name)


def test_medicaid_is_understood_with_a_state(choices, engine):
    (row,) = choices.find("Medicaid", None, 1).choices
    assert row.value == MEDICAID.code
    assert understood(engine, row, patient_state="NY").payer == "New York Medicaid"


def test_every_name_of_a_payer_finds_it_first(choices):
    for payer in PAYERS.values():
        for name in (payer.code, payer.name, *payer.aliases):
            assert values(choices, name)[0] == payer.code
            for state in ("NY", "CA", "PA"):
                expected = find_payer(name, state)
                assert values(choices, name, state)[0] == expected.code


def test_every_plan_is_found_by_its_id_and_its_name(choices):
    for plan_id, _, name in PLANS:
        assert values(choices, plan_id)[0] == plan_id
        assert name is None or plan_id in values(choices, name)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40), st.sampled_from([None, *STATES]))
def test_any_text_has_an_answer_of_distinct_rows(choices, text, state):
    found = choices.find(text, state, 50)
    assert len(set(found.choices)) == len(found.choices) == min(found.total, 50)


# --- a directory that is replaced ----------------------------------------------------------------


def test_a_new_directory_is_noticed_and_the_same_is_not_read_again(meta):
    latest = LatestChoices()
    made = latest.of(meta)
    assert latest.of(meta) is made
    again = structs.replace(meta, plans=dict(meta.plans), payers=dict(meta.payers), profiles=7)
    assert latest.of(again) is made
    assert latest.of(structs.replace(meta, plans={})).find("harbor", None, 10).total == 0
    assert latest.of(structs.replace(meta, payers={})).find("pena mutual", None, 10).total == 0
    assert latest.of(meta).find("pena mutual", None, 10).total == 1
