"""What marketplace plans cover of occupational therapy: the rows of the file."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.benefits import (
    CUT,
    DOLLARS,
    LONGEST,
    OTHER_BENEFIT,
    PERCENT,
    cost_share,
    names_the_benefit,
    open_benefits,
)
from indexer.sources.qhp import BenefitListing
from indexer.sources.reading import Reading
from service.directory.benefits import CostShare, PlanBenefit
from service.directory.vocabulary import Known
from service.errors import SourceUnreadable
from tests.benefit_files import BENEFIT, PLAN, benefits, benefits_text
from tests.indexer_files import write
from tests.qhp_files import readings


def read(folder: Path, *rows: dict[str, str]) -> list[Reading]:
    return readings(open_benefits(benefits(folder / "benefits.csv", *rows)))


def told(folder: Path, **row: str) -> PlanBenefit:
    (reading,) = read(folder, row)
    assert reading.benefit, reading.rejected or reading.skipped
    return reading.benefit.benefit


# --- rows --------------------------------------------------------------------------------------


def test_a_row(tmp_path):
    (reading,) = read(tmp_path, {"Exclusions": " Work  hardening ", "Explanation": "Per condition"})
    assert reading.benefit == BenefitListing(
        PLAN,
        PlanBenefit(
            year=2026,
            covered=Known.YES,
            limited=Known.YES,
            limit=30.0,
            limit_unit="Visit(s) per Year",
            copay=CostShare(words="$40.00", amount=40.0),
            exclusions="Work hardening",
            explanation="Per condition",
            variant="01",
            as_of=date(2025, 8, 13),
            source="CMS Benefits and Cost Sharing file",
        ),
    )


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        (BENEFIT, True),
        (BENEFIT.upper(), True),
        ("Rehabilitative  Occupational & Physical Therapy", True),
        ("Occupational and Physical Rehabilitation Therapies", True),
        ("Rehabilitative Occupational and Rehabilitative Speech Therapy", False),
        ("Habilitative Occupational and Habilitative Physical Therapy", False),
        ("Habilitation Services", False),
        ("Rehabilitative Speech Therapy", False),
        ("Rehabilitative Physical Therapy", False),
        ("Outpatient Rehabilitation Services", False),
    ],
)
def test_which_benefit_it_is(name, ours):
    assert names_the_benefit(name) is ours


@pytest.mark.parametrize(
    ("written", "covered"),
    [("Covered", "yes"), ("Not Covered", "no"), ("not  covered", "no"), ("", "unknown")],
)
def test_whether_it_is_covered(tmp_path, written, covered):
    assert told(tmp_path, IsCovered=written).covered == covered


@pytest.mark.parametrize(
    ("row", "limited", "limit"),
    [
        ({}, "yes", 30.0),
        ({"QuantLimitOnSvc": ""}, "yes", 30.0),
        ({"QuantLimitOnSvc": "No"}, "yes", 30.0),  # it contradicts itself: rather warned of
        ({"QuantLimitOnSvc": "No", "LimitQty": ""}, "no", None),
        ({"QuantLimitOnSvc": "", "LimitQty": ""}, "unknown", None),
        ({"LimitQty": ""}, "yes", None),
        ({"LimitQty": "0"}, "yes", None),
        ({"LimitQty": "1,500"}, "yes", 1500.0),
    ],
)
def test_the_limit(tmp_path, row, limited, limit):
    benefit = told(tmp_path, **row)
    assert (benefit.limited, benefit.limit) == (limited, limit)


@pytest.mark.parametrize(
    ("words", "amount", "after"),
    [
        ("$40.00", 40.0, False),
        ("$1,040", 1040.0, False),
        ("$12.50 Copay after deductible", 12.5, True),
        ("$12.50 Copay", 12.5, False),
        ("No Charge", 0.0, False),
        ("No charge after deductible", 0.0, True),
        ("$500.00 Copay per Day", None, False),
        ("$40 Copay with deductible", None, False),
        ("20.00%", None, False),
        ("see brochure", None, False),
    ],
)
def test_a_copay_in_words_and_as_a_number(words, amount, after):
    assert cost_share(words, DOLLARS) == CostShare(
        words=words, amount=amount, after_deductible=after
    )


@pytest.mark.parametrize(
    ("words", "amount", "after"),
    [
        ("20.00%", 20.0, False),
        ("20%  Coinsurance after deductible", None, False),  # inner blanks are cleaned before
        ("20.00% Coinsurance after deductible", 20.0, True),
        ("$20", None, False),
    ],
)
def test_a_coinsurance(words, amount, after):
    assert cost_share(words, PERCENT) == CostShare(
        words=words, amount=amount, after_deductible=after
    )


@pytest.mark.parametrize("words", [None, "Not Applicable", "not applicable"])
def test_what_says_nothing_of_costs(words):
    assert cost_share(words, DOLLARS) is cost_share(words, PERCENT) is None


@given(st.text(max_size=40).filter(lambda text: text.strip()))
def test_any_words_are_kept(words):
    share = cost_share(words, DOLLARS)
    assert share is None or share.words == words


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"PlanId": "1234NY0010001-01"}, "PlanId: must be a HIOS id"),
        ({"PlanId": ""}, "PlanId: must be a HIOS id"),
        ({"PlanId": "99999NY0010001-01"}, "PlanId: must be a HIOS id"),  # of another plan
        ({"BusinessYear": "26"}, "BusinessYear: must be a year"),
        ({"IsCovered": "Maybe"}, "IsCovered: must be Covered or Not Covered"),
        ({"QuantLimitOnSvc": "2"}, "QuantLimitOnSvc: must be Yes or No"),
        ({"LimitQty": "-1"}, "LimitQty: must be a number"),
        ({"ImportDate": "August"}, "ImportDate: must be a date"),
    ],
)
def test_a_row_that_cannot_be_used(tmp_path, row, reason):
    (reading,) = read(tmp_path, row)
    assert reading.rejected.startswith(reason)
    assert reading.raw["BenefitName"] == BENEFIT


def test_a_plan_without_its_own_column_is_that_of_its_variant(tmp_path):
    assert read(tmp_path, {"StandardComponentId": ""})[0].benefit.plan_id == PLAN


def test_very_long_words_are_cut_and_counted(tmp_path):
    source = open_benefits(benefits(tmp_path / "benefits.csv", {"Explanation": "x" * 5000}))
    (reading,) = readings(source)
    assert len(reading.benefit.benefit.explanation) == LONGEST and source.warnings == {CUT: 1}


# --- the file ----------------------------------------------------------------------------------


def other(number: int) -> dict[str, str]:
    """Other benefits, some of which speak of occupational therapy, or fill several lines."""
    text = ("", "Occupational therapy too", "a\nb", 'say "no"', "a\noccupational")[number % 5]
    return {"BenefitName": "Habilitation Services", "Explanation": text, "PlanId": "bad"}


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_that_are_passed_over_unread_change_nothing(tmp_path, quoting, ending):
    rows = [other(number) for number in range(50)]
    rows[10:10] = rows[31:31] = [{"Explanation": "two\nlines"}]
    text = benefits_text(*rows, quoting=quoting).replace("\n", ending)
    found = readings(open_benefits(write(tmp_path / "benefits.csv", text)))
    assert [reading.skipped for reading in found].count(OTHER_BENEFIT) == 50
    kept = [reading.benefit for reading in found if reading.benefit]
    assert len(kept) == 2 and not [reading for reading in found if reading.rejected]
    assert {each.benefit.explanation for each in kept} == {"two lines"}


def test_columns_in_another_order_and_spelling(tmp_path):
    text = benefits_text({}).replace("BusinessYear", "business_year").replace("PlanId", "Plan ID")
    (reading,) = readings(open_benefits(write(tmp_path / "benefits.csv", text)))
    assert reading.benefit.plan_id == PLAN


def test_another_file_is_refused(tmp_path):
    path = write(tmp_path / "benefits.csv", "BusinessYear,PlanId\n2026,1\n")
    with pytest.raises(SourceUnreadable, match="lacks the column BenefitName"):
        readings(open_benefits(path))
