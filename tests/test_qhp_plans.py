"""plans.json: which plan has which name, and what is no plan of the marketplace."""

from datetime import date

import pytest

from indexer.sources.qhp import PlanListing
from indexer.sources.qhp_plans import NO_HIOS_ID, OTHER_YEAR, open_qhp_plans
from tests.qhp_files import PLAN, json_file, plan, readings


def read_one(folder, item):
    (read,) = readings(open_qhp_plans(json_file(folder, [item, plan()])))[:1]
    return read


def test_a_plan_is_listed_with_its_name_years_and_day(tmp_path):
    read = read_one(tmp_path, plan(years=[2026, 2027], marketing_name=" Example  Gold "))
    assert read.plan == PlanListing(PLAN, "Example Gold", (2026, 2027), date(2026, 10, 1))
    assert read.records == () and read.line == 1


@pytest.mark.parametrize("written", [PLAN, f" {PLAN.lower()} ", f"{PLAN}-01", f"{PLAN}01"])
def test_a_variant_is_the_plan_it_varies(tmp_path, written):
    assert read_one(tmp_path, plan(written)).plan.plan_id == PLAN


@pytest.mark.parametrize("kind", [" hios-plan-id ", "HIOS-PLAN-ID", ..., None])
def test_the_kind_of_id_in_any_case_or_left_out(tmp_path, kind):
    assert read_one(tmp_path, plan(plan_id_type=kind)).plan


@pytest.mark.parametrize("kind", ["MEDICARE", "NAIC", "HIOS"])
def test_other_kinds_of_ids_are_skipped(tmp_path, kind):
    assert read_one(tmp_path, plan("H1234-001", plan_id_type=kind)).skipped == NO_HIOS_ID


@pytest.mark.parametrize("formulary", [{"drug_tier": "A"}, [{"drug_tier": "A"}, {}], None])
def test_a_formulary_of_any_shape_and_unknown_keys_are_fine(tmp_path, formulary):
    assert read_one(tmp_path, plan(formulary=formulary, new={"deep": [1]})).plan


@pytest.mark.parametrize("years", [..., None, [], 2026, "2026", ["2026"]])
def test_years_may_be_said_in_several_ways(tmp_path, years):
    said = years not in (..., None, [])
    assert read_one(tmp_path, plan(years=years)).plan.years == ((2026,) if said else ())


@pytest.mark.parametrize("name", [" ", None, ...])
def test_a_plan_without_a_name_goes_by_its_id(tmp_path, name):
    assert read_one(tmp_path, plan(marketing_name=name)).plan.name == PLAN


@pytest.mark.parametrize(
    ("years", "updated", "counts"),
    [
        ([2026], "2026-10-01", True),
        ([2025, 2026], "2026-10-01", True),
        ([2025], "2026-10-01", False),
        ([2027], "2026-10-01", True),
        ([2025], None, True),
        (None, "2026-10-01", True),
    ],
)
def test_a_plan_of_a_year_gone_by_is_skipped(tmp_path, years, updated, counts):
    read = read_one(tmp_path, plan(years=years, last_updated_on=updated))
    assert (read.plan is not None, read.skipped) == (counts, None if counts else OTHER_YEAR)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (plan("11111NY001000"), "plan_id: must be a HIOS id of 14 characters"),
        (plan("1111NY00100011"), "plan_id: must be a HIOS id of 14 characters"),
        (plan("11111NY0010001-1"), "plan_id: must be a HIOS id of 14 characters"),
        (plan(...), "plan_id: must be a HIOS id of 14 characters"),
        (plan([PLAN]), "plan_id: must be text"),
        (plan(marketing_name={"en": "x"}), "marketing_name: must be text"),
        (plan(marketing_name="x" * 1001), "marketing_name: must be at most 300 characters"),
        (plan(last_updated_on="yesterday"), "last_updated_on: must be a date"),
        (plan(last_updated_on=20261001), "last_updated_on: must be a date"),
        (plan(years=["soon"]), "years: must be a list of years"),
        (plan(years=[{}]), "years: must be a list of years"),
        (plan(years=[True]), "years: must be a list of years"),
        ("text", "item: must be an object"),
        ([plan()], "item: must be an object"),
        (None, "item: must be an object"),
    ],
)
def test_what_cannot_be_used_is_rejected_with_field_and_fix(tmp_path, item, reason):
    assert read_one(tmp_path, item).rejected.startswith(reason)
