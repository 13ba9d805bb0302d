"""What plans and payers cover, from an operator's own files."""

import pytest

from service.app import create_app, open_whole_rules
from service.eligibility.coverage_rules import read_coverage
from service.settings import Settings
from tests.api_answers import PLAN
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import FIXTURES
from tests.test_api_coverage import told

OWN = f"""- plans: ["{PLAN}"]
  effective: {{from: 2026-01-01, to: 2026-12-31}}
  source: {{text: Member handbook 2026, checked_on: 2026-10-01}}
  facts: {{by_video: true, referral_needed: false, prior_authorization: false}}
- payers: [medicaid-ny]
  effective: {{from: 2026-01-01}}
  source: {{text: Provider manual, checked_on: 2026-10-01}}
  facts: {{covered: true, visits_per_year: 40, counted_with_physical_therapy: false}}
"""


@pytest.fixture
def own_client(fixture_engine, tmp_path):
    path = tmp_path / "coverage.yaml"
    path.write_text(OWN)
    app = create_app(Settings(coverage=str(path)), fixture_engine, lambda: GOLDEN_DAY)
    return app.test_client()


def test_an_operators_facts_stand_beside_those_that_come_along(own_client):
    plan = told(own_client, plan=f"{PLAN}-01")
    assert (plan["status"], plan["ask"]) == ("covered", None)
    assert (plan["by_video"]["value"], plan["by_video"]["until"]) == ("yes", "2026-12-31")
    assert plan["by_video"]["text"] == (
        "Occupational therapy by video is paid for (Member handbook 2026; in force since "
        "Jan 1, 2026)"
    )
    assert told(own_client, plan=PLAN, on="2027-01-01")["by_video"] is None
    medicaid = told(own_client, payer="Medicaid", state="NY")
    assert (medicaid["status"], medicaid["referral_needed"]) == ("covered_with_referral", "yes")
    assert (medicaid["limit"], medicaid["counted_with"]) == (40.0, None)
    assert told(own_client, payer="Medicaid", state="FL")["covered"] is None


def told_by(tmp_path, fixture_engine, entry: str, **body) -> dict:
    path = tmp_path / "coverage.yaml"
    path.write_text(entry)
    app = create_app(Settings(coverage=str(path)), fixture_engine, lambda: GOLDEN_DAY)
    return told(app.test_client(), **body)


def test_what_is_known_to_hold_stands_before_a_newer_rule_that_is_not(tmp_path, fixture_engine):
    entry = """- payers: [medicaid-id]
  effective: {from: 2025-07-01}
  source: {text: Provider manual, checked_on: 2026-10-01}
  facts: {covered: true, visits_before_approval: 25}
"""
    data = told_by(tmp_path, fixture_engine, entry, payer="Medicaid", state="ID")
    assert (data["visits_before_approval"], data["prior_authorization"]) == (25.0, "no")
    assert data["text"] == "Covered once a doctor refers the patient"


def test_no_number_of_one_entry_stands_beside_a_flag_of_another_that_contradicts_it(
    tmp_path, fixture_engine
):
    entry = """- payers: [medicaid-nc]
  effective: {from: 2025-07-01}
  source: {text: Provider manual, checked_on: 2026-10-01}
  facts: {limited: false}
- payers: [medicaid-ma]
  effective: {from: 2025-07-01}
  source: {text: Provider manual, checked_on: 2026-10-01}
  facts: {prior_authorization: true}
"""
    data = told_by(tmp_path, fixture_engine, entry, payer="Medicaid", state="NC")
    assert (data["limited"], data["limit"]) == ("no", None)
    assert "visits_per_year" not in {fact["fact"] for fact in data["facts"]}
    data = told_by(tmp_path, fixture_engine, entry, payer="Medicaid", state="MA")
    assert (data["status"], data["visits_before_approval"]) == ("prior_authorization", None)


def test_what_comes_along_has_sources_and_days():
    read = read_coverage()
    assert read.flaws == ()
    states = [rule.payers for rule in read.rules if any("medicaid" in p for p in rule.payers)]
    assert len({payer for (payer,) in states}) == 23
    assert states == sorted(states)
    for rule in read.rules:
        assert rule.source.text
        assert rule.as_of is None or rule.as_of <= rule.source.checked_on
        # The address at which New Jersey's was read is longer than an entry takes.
        assert rule.source.url or rule.payers == ("medicaid-nj",)
        if rule.payers in states:
            assert rule.as_of, rule.payers


def test_the_examples_are_read():
    assert open_whole_rules(Settings(coverage=str(FIXTURES / "coverage"))).flaws == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("by_video: true", "by_video: yes", 4, "0.facts.by_video yes, no, on and off"),
        ("by_video: true", "video: true", 4, "0.facts.video is not a member here"),
        ("visits_per_year: 40", "visits_per_year: 4000", 8, "1.facts.visits_per_year must be a"),
        ("effective: {from: 2026-01-01}", "as_of: 2026\n  effective: {from: 2026-01-01}", 6,
         "1.as_of must be"),
        ("medicaid-ny", "medicaid-xx", 5, "1.payers.0 must be one of"),
        ("payers: [medicaid-ny]", "payers: []", 5, "1.payers must"),
        ("- payers: [medicaid-ny]\n  eff", "- eff", 5, "1 must name plans, payers or kinds"),
        ("from: 2026-01-01, to: 2026-12-31", "from: 2027-01-01, to: 2026-12-31", 2,
         "0.effective.to must not lie before"),
    ],
)  # fmt: skip
def test_a_file_at_fault_keeps_the_service_from_starting(tmp_path, old, new, line, problem):
    path = tmp_path / "coverage.yaml"
    path.write_text(OWN.replace(old, new, 1))
    with pytest.raises(ValueError, match="OTMATCH_COVERAGE") as refused:
        open_whole_rules(Settings(coverage=str(path)))
    assert f"{path}, line {line}: {problem}" in str(refused.value)
