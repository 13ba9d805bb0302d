"""otmatch programs: faults with line and fix, a programme's own cases, and whose answer changes;
and what otmatch serve says of programmes."""

import shutil

import pytest
from click.testing import CliRunner

from service.__main__ import main
from service.eligibility.programs import read_programs
from tests.eligibility_programs import text_of
from tests.fixture_directory import FIXTURES

EXAMPLES = FIXTURES / "programs"
BRIDGE = EXAMPLES / "example-bridge-visits.yaml"
MS = {"fact": "diagnosis", "is": "ms"}


def run(*words, code=0):
    found = CliRunner().invoke(main, ["programs", *map(str, words)])
    assert found.exit_code == code, found.output
    return found.output


def changed(tmp_path, *pairs):
    """The bridge programme with some text otherwise."""
    text = BRIDGE.read_text()
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    file = tmp_path / "changed.yaml"
    file.write_text(text)
    return file


def line_of(file, text):
    (number,) = [n for n, line in enumerate(file.read_text().splitlines(), 1) if text in line]
    return number


def test_the_examples_have_no_faults_and_do_as_they_say():
    assert run("check", EXAMPLES) == "8 programs, no faults\n"
    assert run("test", EXAMPLES).endswith("8 of 8 cases as written\n")


def test_programs_are_looked_at_where_no_keys_can_be_read(monkeypatch, tmp_path):
    for name in ("OTMATCH_KEYS_FILE", "OTMATCH_INDEX_KEY_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "of somebody else"))
    monkeypatch.setenv("OTMATCH_PROGRAMS", str(EXAMPLES))
    assert run("check", EXAMPLES) == "8 programs, no faults\n"
    assert run("test").endswith("8 of 8 cases as written\n")
    assert "OTMATCH_KEYS_FILE" not in run("diff", BRIDGE, BRIDGE)


def test_a_tab_is_told_as_one(tmp_path):
    file = tmp_path / "tab.yaml"
    file.write_text("id: a\nversion:\n\t1\n")
    (told,) = run("check", file, code=1).splitlines()
    assert told == (
        f"{file}, line 3: this line has a tab in its indent, which YAML does not take; put blanks "
        "there, two for each level"
    )


def test_every_fault_of_a_file_is_told_with_line_and_fix(tmp_path):
    file = changed(
        tmp_path,
        ("version: 3", "version: three"),
        ("funds: open", "funds: empty"),
        ("{fact: age, between: [18, 120]}", "{fact: age, between: [18]}"),
    )
    told = run("check", file, code=1).splitlines()
    faults = (
        ("version: three", "version must be a whole number from 1 to 1000000, without quotes"),
        ("funds: empty", "funds must be one of open, closed, waiting-list"),
        ("between: [18]", "criteria.all.4.between must be two values, the lower one first, such as "
         "[18, 120]"),
    )  # fmt: skip
    assert told == [f"{file}, line {line_of(file, text)}: {fix}" for text, fix in faults]


def test_a_case_whose_facts_cannot_be_is_a_fault(tmp_path):
    file = changed(
        tmp_path, ("      days_since_last_award: 365", "      days_since_last_award: 1.5")
    )
    line = line_of(file, "a year after its last award")
    (told,) = run("check", file, code=1).splitlines()
    assert told == (
        f"{file}, line {line}: The same family, a year after its last award: "
        "facts.days_since_last_award must be a whole number from 0 to 36600, without quotes"
    )
    assert told in run("test", file, code=1)


def test_a_case_that_is_decided_otherwise_fails(tmp_path):
    file = changed(
        tmp_path, ("days_since_last_award, at_most: 365", "days_since_last_award, at_most: 364")
    )
    line = line_of(file, "a year after its last award")
    assert run("test", file, code=1) == (
        f"{file}, line {line}: The same family, a year after its last award: "
        "is eligible, not not_eligible\n2 of 3 cases as written\n"
    )


def test_a_case_whose_missing_facts_are_others_fails(tmp_path):
    file = changed(tmp_path, ("missing: [diagnosis_confirmed_by]", "missing: [age]"))
    told = run("test", file, code=1)
    assert "missing: diagnosis_confirmed_by, not age" in told


def test_a_case_without_a_day_is_tried_on_a_day_of_effect(tmp_path):
    case = {"name": "Fifty", "facts": {"birth_date": "1950-01-02"}, "outcome": "eligible"}
    file = tmp_path / "past.yaml"
    rule = {"fact": "age", "is": 50}
    effective = {"from": "2000-01-01", "to": "2000-12-31"}
    file.write_text(text_of(rule, effective=effective, cases=[case]))
    assert run("test", file) == "1 of 1 cases as written\n"


def test_the_operators_folder_is_tried_where_none_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("OTMATCH_PROGRAMS", raising=False)
    assert "OTMATCH_PROGRAMS" in run("test", code=2)
    monkeypatch.setenv("OTMATCH_PROGRAMS", str(EXAMPLES))
    assert "8 of 8 cases" in run("test")


def test_a_version_that_changes_nobodys_answer(tmp_path):
    file = changed(tmp_path, ("version: 3", "version: 4"), ("amount: 6", "amount: 7"))
    told = run("diff", BRIDGE, file, "--on", "2026-11-22").splitlines()
    assert told[0] == "example-bridge-visits 3 -> example-bridge-visits 4"
    assert told[-1] == "  Nobody's answer changes"
    assert len(told) == 3
    assert told[1].startswith("  Benefits: ")
    assert "amount 6" in told[1]
    assert "amount 7" in told[1]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"fact": "age", "at_least": 21}, {"fact": "age", "at_least": 18},
         ["Eligible now, and not before: Age: at least 18 and at most 20"]),
        ({"fact": "age", "at_most": 64}, {"fact": "age", "at_most": 62},
         ["Not eligible any longer: Age: at least 63 and at most 64"]),
        ({"fact": "income_percent_of_poverty", "at_most": 300},
         {"fact": "income_percent_of_poverty", "at_most": 250},
         ["Not eligible any longer: Income as a percent of the poverty guideline: over 250% and at "
          "most 300%"]),
        (MS, {"any": [MS, {"fact": "veteran", "is": True}]},
         ["Eligible now, and not before: Diagnosis: none or anything else; Veteran: yes"]),
        ({"fact": "plan_id", "known": True}, {"fact": "plan_id", "known": False},
         ["Eligible now, and not before: Insurance plan: not told",
          "Not eligible any longer: Insurance plan: told"]),
        ({"fact": "state", "in": ["NY", "NJ"]}, {"fact": "state", "in": ["NY", "PA"]},
         ["Eligible now, and not before: Place: Pennsylvania",
          "Not eligible any longer: Place: New Jersey"]),
        ({"any": [{"fact": "state", "is": "NY"}, {"not": {"fact": "state", "is": "NY"}}]},
         {"fact": "state", "is": "NY"},
         ["Not eligible any longer: Place: anywhere else"]),
        ({"not": {"fact": "days_since_last_award", "at_most": 365}},
         {"fact": "days_since_last_award", "at_least": 366},
         ["Not eligible any longer: Days since the last award: none"]),
        ({"all": [MS, {"not": MS}]}, {"any": [MS, {"not": MS}]},
         ["Eligible now, and not before: everybody"]),
    ],
)  # fmt: skip
def test_whose_answer_changes_is_told(tmp_path, old, new, told):
    first, second = tmp_path / "old.yaml", tmp_path / "new.yaml"
    first.write_text(text_of(old))
    second.write_text(text_of(new))
    found = run("diff", first, second, "--on", "2026-11-22").splitlines()
    assert found[0] == "example 1 -> example 1"
    assert [line.strip() for line in found[1:]] == told


def test_folders_are_compared_program_by_program(tmp_path):
    copy = tmp_path / "programs"
    shutil.copytree(EXAMPLES, copy)
    (copy / "example-next-year.yaml").unlink()
    told = run("diff", EXAMPLES, copy)
    assert "example-next-year: only in OLD" in told
    assert told.count("Nobody's answer changes") == 6


def test_what_cannot_be_read_is_not_compared(tmp_path):
    file = changed(tmp_path, ("version: 3", "version: x"))
    assert "must hold a program, without faults" in run("diff", BRIDGE, file, code=2)


@pytest.mark.parametrize("variable", ["OTMATCH_PROGRAMS", "OTMATCH_POVERTY_GUIDELINES"])
def test_the_service_does_not_start_on_a_path_that_is_none(tmp_path, monkeypatch, variable):
    monkeypatch.setenv(variable, str(tmp_path / "nowhere"))
    found = CliRunner().invoke(main, ["serve", "--directory", f"sqlite:///{tmp_path}/none.db"])
    assert found.exit_code == 2
    assert f"{variable}: " in found.output


def test_a_case_on_a_day_without_effect_is_not_as_written_unless_it_says_so(tmp_path):
    told = {"name": "Later", "on": "2028-11-22", "facts": {"diagnosis": "ms"}}
    effective = {"from": "2026-01-01", "to": "2026-12-31"}
    file = tmp_path / "later.yaml"
    for outcome, code in (("eligible", 1), ("not_in_effect", 0)):
        cases = [told | {"outcome": outcome}]
        file.write_text(text_of(MS, effective=effective, cases=cases))
        assert ("is not_in_effect, not eligible" in run("test", file, code=code)) is bool(code)


@pytest.mark.parametrize(
    ("criteria", "more", "key", "told"),
    [
        (MS, {"area": {"postal_codes": ["12203", "99999"]}}, "area.postal_codes.1", "no such ZIP"),
        (MS, {"area": {"counties": ["Nowhere, NY"]}}, "area.counties.0", "no county"),
        (MS, {"provider": {"credentials": ["NOPE"]}}, "provider.credentials.0", "one of MSCS"),
        (MS, {"source": {"text": "x", "checked_on": "2150-01-01"}}, "source.checked_on", "after"),
        ({"any": [MS, {"fact": "plan_id", "known": False}]}, {}, "criteria.any.1.known", "nobody"),
        ({"all": [MS, {"not": {"fact": "plan_id", "known": True}}]}, {},
         "criteria.all.1.not.known", "nobody"),
        ({"at_least": {"n": 1, "of": [MS, {"fact": "county", "is": "Nowhere, NY"}]}}, {},
         "criteria.at_least.of.1.is", "no county"),
        ({"all": [{"fact": "age", "at_most": 17}, {"fact": "age", "at_least": 18}]}, {},
         "criteria", "nobody can be eligible"),
    ],
)  # fmt: skip
def test_what_nobody_can_mean_is_told_and_yet_loads(tmp_path, criteria, more, key, told):
    file = tmp_path / "doubtful.yaml"
    file.write_text(text_of(criteria, **more))
    (line, *others) = run("check", file, code=1).splitlines()
    assert f": {key} " in line
    assert told in line
    assert read_programs(file).flaws == ()
    assert all("nobody can be eligible" in other for other in others)


def test_what_may_be_known_or_listed_is_no_doubt(tmp_path):
    file = tmp_path / "good.yaml"
    rule = {"all": [MS, {"fact": "plan_id", "known": True}, {"fact": "county", "is": "Erie, NY"}]}
    more = {"documents": ["another-letter"], "benefits": [{"kind": "wheels"}]}
    file.write_text(text_of(rule, area={"postal_codes": ["12203"]}, **more))
    assert run("check", file) == "1 programs, no faults\n"
