"""Which of a plan's rows counts, by variant, year and day; and benefits in a load."""

import json
from datetime import date
from itertools import permutations

import pytest

from indexer.catalogue import Catalogue
from indexer.sources.benefits import (
    OTHER_BENEFIT,
)
from indexer.sources.qhp import BenefitListing
from service.directory.benefits import PlanBenefit, benefit_on
from service.directory.query import plan_key
from tests.benefit_files import PLAN, benefits
from tests.indexer_files import load, nppes_text, ot, write
from tests.qhp_files import plan

# --- which row counts --------------------------------------------------------------------------


def listing(variant: str, day: int = 1, year: int = 2026) -> BenefitListing:
    benefit = PlanBenefit(year=year, variant=variant, as_of=date(2025, 8, day))
    return BenefitListing(PLAN, benefit)


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([("00", 1), ("01", 1), ("04", 1)], ("01", 1)),
        ([("00", 1), ("04", 9), ("02", 1)], ("00", 1)),
        ([("06", 1), ("04", 1), ("05", 1)], ("04", 1)),
        ([("01", 1), ("01", 3), ("01", 2)], ("01", 3)),
        ([("00", 9), ("01", 1)], ("01", 1)),
    ],
)
def test_the_standard_variant_and_its_newest_row_count(rows, counts):
    for ordered in permutations(rows):
        catalogue = Catalogue()
        assert [catalogue.add_benefit(listing(*row)) for row in ordered].count(True) == 1
        (known,) = catalogue.plans().values()
        assert known.benefits == (listing(*counts).benefit,)


def test_every_plan_year_is_kept():
    catalogue = Catalogue()
    assert all(catalogue.add_benefit(listing("01", year=year)) for year in (2027, 2025, 2026))
    (known,) = catalogue.plans().values()
    assert [benefit.year for benefit in known.benefits] == [2025, 2026, 2027]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2027),
        (date(2030, 1, 1), 2027),
        (date(2025, 12, 31), None),
    ],
)
def test_the_newest_plan_year_that_has_begun_counts(day, year):
    found = benefit_on([PlanBenefit(year=2027), PlanBenefit(year=2026)], day)
    assert (found and found.year) == year


def test_a_load_accounts_for_every_row_and_joins_plans_by_their_id(tmp_path):
    rows = (
        {},
        {"PlanId": f"{PLAN}-04"},
        {"BusinessYear": "2027"},
        {"BenefitName": "Habilitation Services"},
        {"IsCovered": "?"},
    )
    nppes = write(tmp_path / "nppes.csv", nppes_text([ot(1)]))
    named = [plan(PLAN, marketing_name="Example Gold")]
    plans = write(tmp_path / "qhp_plans.json", json.dumps(named))
    found = load(tmp_path, nppes, plans, benefits(tmp_path / "benefits.csv", *rows))
    tally = found.tally
    assert (tally.read, tally.kept, tally.superseded) == (5, 2, 1)
    assert tally.skipped == {OTHER_BENEFIT: 1} and tally.rejected.total() == 1
    known = found.engine.meta().plans[plan_key(f"{PLAN}-01")]
    assert known.name == "Example Gold" and [b.year for b in known.benefits] == [2026, 2027]
