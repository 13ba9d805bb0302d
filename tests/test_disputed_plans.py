"""Sources that contradict each other on a plan: its own rows, and those on its payer or on all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.directory.disputes import disputes
from service.directory.insurance import ACCEPTING, stances
from service.directory.profile import PlanEvidence
from service.merge import merge
from service.wording.languages import WORDINGS
from service.wording.provenance import dispute_text
from tests.merge_records import DAY, OLD, PLAN, at, told_plan
from tests.strategies import TODAY, days
from tests.test_wording import is_a_sentence


def fields(*records):
    profile = merge(records)
    prefix = f"locations.{profile.locations[0].id}.plans."
    return [(c.field.removeprefix(prefix), c.value, c.source) for c in profile.conflicts]


def test_an_office_that_turns_a_payer_away_contradicts_the_payers_listing():
    refusal = told_plan("not-accepted", DAY, "office", plan=None)
    listing = told_plan("in-network", OLD, "issuer")
    assert fields(refusal, listing) == [(f"plan:{PLAN}", "in-network", "issuer")]
    newer = told_plan("in-network", TODAY, "issuer")
    assert fields(refusal, newer) == [(f"plan:{PLAN}", "not-accepted", "office")]
    (found,) = disputes(merge([refusal, newer]))
    assert (found.counts.value, found.counts.source) == ("in-network", "issuer")


def test_an_office_that_takes_no_insurance_contradicts_every_listing():
    none = told_plan("self-pay-only", DAY, "office", plan=None, payer=None)
    plans = [told_plan("in-network", OLD, "issuer", plan=f"P{n}") for n in (1, 2)]
    assert fields(none, *plans) == [
        ("plan:P1", "in-network", "issuer"), ("plan:P2", "in-network", "issuer"),
    ]  # fmt: skip


def test_a_payer_that_is_taken_contradicts_no_plan_that_is_not():
    taken = told_plan("accepts-payer", DAY, "office", plan=None)
    assert fields(taken, told_plan("not-accepted", OLD, "issuer")) == []


def test_a_row_that_knows_nothing_hides_no_conflict():
    rows = [
        told_plan("unknown", TODAY, "third"),
        told_plan("not-accepted", DAY, "office"),
        told_plan("in-network", OLD, "issuer"),
    ]
    assert fields(*rows) == [(f"plan:{PLAN}", "in-network", "issuer")]


rows = st.builds(
    PlanEvidence,
    status=st.sampled_from(["in-network", "accepts-payer", "not-accepted", "self-pay-only",
                            "unknown"]),
    plan_id=st.sampled_from([None, "P1", "P2"]),
    payer=st.sampled_from([None, "Gem Health", "Self-pay"]),
    as_of=days,
    source=st.sampled_from(["office", "issuer"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(told=st.lists(rows, max_size=5))
def test_on_every_plan_the_other_word_is_opposite_and_of_another_source(told):
    profile = merge([at("profiles", plans=tuple(told))])
    now = stances(profile.locations[0])
    for found in disputes(profile):
        key = found.field.removeprefix("plans.")
        if key.startswith("plan:"):
            assert found.counts.source == now[key].source != found.conflict.source
            taken = [value in ACCEPTING for value in (found.counts.value, found.conflict.value)]
            assert sorted(taken) == [False, True]
        for wording in WORDINGS.values():
            assert is_a_sentence(dispute_text(found, wording))
