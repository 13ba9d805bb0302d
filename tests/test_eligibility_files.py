"""Files of programs mean one thing only: everything else is refused with its line and the fix."""

import pytest

from service.eligibility.programs import read_programs
from service.eligibility.yaml_text import MOST_BYTES, BadYaml, read_yaml
from service.wording.languages import WORDINGS
from tests.eligibility_programs import HEAD, program_of, programs_in, read, text_of

AGE = {"fact": "age", "at_least": 18}
GOOD = """\
id: example
version: 1
name: An example
sponsor: Example Foundation
effective: {from: 2026-01-01}
source: {text: Example, checked_on: 2026-10-01}
criteria: {fact: age, at_least: 18}
"""


def fault_of(text):
    """The one fault of a file: line, path, code."""
    try:
        program, faults = read(text)
    except BadYaml as error:
        fault = error.fault
    else:
        assert program is None
        (fault,) = faults
    for wording in WORDINGS.values():
        assert wording.problems[fault.code].format_map(fault.values)
    return fault.line, ".".join(map(str, fault.path)), fault.code


def with_line(text, line=8):
    return GOOD + text, line


@pytest.mark.parametrize(
    ("text", "line", "path", "code"),
    [
        ("", 1, "", "yaml_empty"),
        ("# nothing\n", 1, "", "yaml_empty"),
        ("- a\n- b\n", 1, "", "yaml_not_mapping"),
        ("id: [a\nb: c\n", 2, "", "yaml_unreadable"),
        ("id: 'a\n", 2, "", "yaml_unreadable"),
        ("id:\ta: b: c\n", 1, "", "yaml_unreadable"),
        ("id: a\ncriteria:\n\tfact: age\n", 3, "", "yaml_tab"),
        ("id: a\ncriteria:\n  \tfact: age\n  at_most: 3: 4\n", 3, "", "yaml_tab"),
        ("all:\n  - \tfact: age\n    at_most: 3\n", 2, "", "yaml_tab"),
        ("id: a\n\tname: b\n", 2, "", "yaml_tab"),
        (GOOD + "\x07", 1, "", "yaml_unreadable"),
        (GOOD + "---\nid: b\n", 8, "", "yaml_documents"),
        (GOOD + "name: again\n", 8, "name", "repeated"),
        (GOOD + "chapters: &a [x]\n", 8, "", "yaml_anchor"),
        (GOOD + "chapters: *a\n", 8, "", "yaml_anchor"),
        (GOOD + "<<: {name: other}\n", 8, "<<", "not_a_member"),
        (GOOD + "chapters: !!python/object:os.system [x]\n", 8, "", "yaml_tag"),
        (GOOD + "? [a, b]\n: c\n", 8, "", "yaml_key"),
        (GOOD + "benefit: []\n", 8, "benefit", "not_a_member"),
        (GOOD + "funds: no\n", 8, "funds", "yaml_doubtful_flag"),
        (GOOD + "funds: On\n", 8, "funds", "yaml_doubtful_flag"),
        (GOOD + "funds: 'no'\n", 8, "funds", "not_among"),
        (GOOD + "documents: [a, 0x1F]\n", 8, "documents.1", "yaml_odd_number"),
        (GOOD + "area: {postal_codes: [01011]}\n", 8, "area.postal_codes.0", "yaml_odd_number"),
        (GOOD + "area: {postal_codes: ['09001']}\n", 8, "area.postal_codes.0", "zip_of_forces"),
        (GOOD + "documents: [12:30]\n", 8, "documents.0", "yaml_odd_number"),
        (GOOD + "documents: a\n", 8, "documents", "yaml_not_list"),
        (GOOD + "documents: [a, a]\n", 8, "documents.1", "yaml_twice"),
        (GOOD + "documents: [A letter]\n", 8, "documents.0", "yaml_not_code"),
        (GOOD + "documents: [7]\n", 8, "documents.0", "not_text"),
        (GOOD + "area: {}\n", 8, "area", "rule_empty_area"),
        (GOOD + "area: {states: []}\n", 8, "area.states", "not_so_many"),
        (GOOD + "area: {states: [XX]}\n", 8, "area.states.0", "fact_not_state"),
        (GOOD + "area: {counties: [Albany]}\n", 8, "area.counties.0", "fact_not_county"),
        (GOOD + "area: {postal_codes: [12203]}\n", 8, "area.postal_codes.0", "not_text"),
        (GOOD + "area: {cities: [Albany]}\n", 8, "area.cities", "not_a_member"),
        (GOOD + "apply: {phone: 5185550100}\n", 8, "apply.phone", "not_text"),
        (GOOD + "apply: {phone: call us}\n", 8, "apply.phone", "not_a_phone"),
        (GOOD + "apply: {url: 'javascript:1'}\n", 8, "apply.url", "yaml_not_url"),
        (GOOD + "provider: {accepts_program: 1}\n", 8, "provider.accepts_program", "not_yes_no"),
        (GOOD + "provider: {credentials: [mscs]}\n", 8, "provider.credentials.0",
         "yaml_not_letters"),
        (GOOD + "benefits: [{amount: 1}]\n", 8, "benefits.0.kind", "needed"),
        (GOOD + "benefits: [{kind: a, amount: -1}]\n", 8, "benefits.0.amount", "fact_not_amount"),
        (GOOD + "cases: [{name: a, facts: {}, outcome: maybe}]\n", 8, "cases.0.outcome",
         "not_among"),
    ],
)  # fmt: skip
def test_a_fault_beside_the_criteria(text, line, path, code):
    assert fault_of(text) == (line, path, code)


@pytest.mark.parametrize("name", ["id", "version", "name", "sponsor", "effective", "source"])
def test_what_is_needed(name):
    lines = [line for line in GOOD.splitlines(True) if not line.startswith(f"{name}:")]
    assert fault_of("".join(lines)) == (1, name, "needed")


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("id: example", "id: Example", "id", "yaml_not_code"),
        ("version: 1", "version: 0", "version", "fact_not_whole"),
        ("version: 1", "version: 1.0", "version", "fact_not_whole"),
        ("name: An example", 'name: "a\\u202eb"', "name", "unprintable"),
        ("from: 2026-01-01", "from: 2026-02-30", "effective.from", "not_a_day"),
        ("from: 2026-01-01", "from: 01/02/2026", "effective.from", "not_a_day"),
        ("from: 2026-01-01", "from: 2026-01-01, to: 2025-12-31", "effective.to",
         "rule_ends_before"),
        ("checked_on: 2026-10-01", "checked: 2026-10-01", "source.checked", "not_a_member"),
    ],
)  # fmt: skip
def test_values_of_the_head(old, new, path, code):
    text = GOOD.replace(old, new)
    assert text != GOOD
    assert fault_of(text)[1:] == (path, code)


@pytest.mark.parametrize(
    ("criteria", "path", "code"),
    [
        ("[]", "", "yaml_not_mapping"),
        ("{}", "", "rule_not_criterion"),
        ("{each: []}", "", "rule_not_criterion"),
        ("{all: [], any: []}", "", "rule_not_criterion"),
        ("{all: []}", ".all", "rule_not_criteria"),
        ("{all: {fact: age}}", ".all", "rule_not_criteria"),
        ("{not: [{fact: veteran, is: true}]}", ".not", "yaml_not_mapping"),
        ("{at_least: 3, of: [{fact: age, is: 1}, {fact: age, is: 2}]}", ".at_least",
         "fact_not_whole"),
        ("{at_least: 0, of: [{fact: age, is: 1}]}", ".at_least", "fact_not_whole"),
        ("{at_least: 2}", ".of", "needed"),
        ("{at_least: {of: [{fact: age, is: 1}]}}", ".at_least.n", "needed"),
        ("{at_least: {n: 2, of: [{fact: age, is: 1}]}}", ".at_least.n", "fact_not_whole"),
        ("{at_least: {n: 1, of: []}}", ".at_least.of", "rule_not_criteria"),
        ("{fact: shoe_size, is: 1}", ".fact", "not_among"),
        ("{fact: age}", "", "rule_one_comparison"),
        ("{fact: age, at_least: 1, at_most: 2}", "", "rule_one_comparison"),
        ("{fact: age, above: 1}", ".above", "not_a_member"),
        ("{fact: state, at_least: NY}", ".at_least", "rule_comparison_unfit"),
        ("{fact: veteran, between: [false, true]}", ".between", "rule_comparison_unfit"),
        ("{fact: age, at_least: '18'}", ".at_least", "fact_not_whole"),
        ("{fact: age, at_least: 17.5}", ".at_least", "fact_not_whole"),
        ("{fact: age, at_least: 131}", ".at_least", "fact_not_whole"),
        ("{fact: age, between: [2, 1]}", ".between", "rule_not_between"),
        ("{fact: age, between: 2}", ".between", "rule_not_between"),
        ("{fact: age, in: 2}", ".in", "yaml_not_list"),
        ("{fact: age, in: []}", ".in", "not_so_many"),
        ("{fact: age, known: 1}", ".known", "not_yes_no"),
        ("{fact: veteran, is: 'true'}", ".is", "not_yes_no"),
        ("{fact: insurance_status, is: denied}", ".is", "not_among"),
        ("{fact: birth_date, at_least: 2000}", ".at_least", "not_a_day"),
        ("{fact: plan_id, is: none}", ".is", "rule_compares_none"),
        ("{fact: diagnosis, in: [ms, none]}", ".in.1", "rule_compares_none"),
        ("{fact: diagnosis, is: null}", "", "rule_one_comparison"),
        ("{fact: income_percent_of_poverty, at_most: 3e2}", ".at_most", "yaml_odd_number"),
    ],
)  # fmt: skip
def test_a_fault_in_the_criteria(criteria, path, code):
    text = GOOD.replace("{fact: age, at_least: 18}", criteria)
    assert fault_of(text) == (7, f"criteria{path}", code)


def test_the_line_is_that_of_the_value():
    text = GOOD.replace(
        "criteria: {fact: age, at_least: 18}",
        "criteria:\n  all:\n    - {fact: veteran, is: true}\n    - fact: age\n      at_least: old",
    )
    assert fault_of(text) == (11, "criteria.all.1.at_least", "fact_not_whole")


def test_a_large_file_and_deep_nests_are_refused_at_once():
    assert fault_of(GOOD + "#" * MOST_BYTES)[2] == "yaml_too_large"
    assert fault_of(GOOD + "chapters: " + "[" * 100 + "]" * 100)[2] == "too_deep"
    # Of so many its own reader refuses to look for their ends.
    assert fault_of(GOOD + "chapters: " + "[" * 5000 + "]" * 5000)[2] == "yaml_unreadable"
    nested = "{not: " * 30 + "{fact: age, is: 1}" + "}" * 30
    assert fault_of(GOOD.replace("{fact: age, at_least: 18}", nested))[2] == "too_deep"
    many = ", ".join(["{fact: age, is: 1}"] * 201)
    text = GOOD.replace("{fact: age, at_least: 18}", f"{{any: [{many}]}}")
    assert fault_of(text)[2] == "rule_too_many"


def test_bytes_that_are_no_text_have_their_line():
    with pytest.raises(BadYaml) as error:
        read_yaml(GOOD.encode() + b"funds: \xff\n")
    assert (error.value.fault.line, error.value.fault.code) == (8, "not_utf8")


def test_what_is_taken_as_it_stands():
    """A byte order mark, null for what need not be there, and ZIP codes with a leading zero, which
    some writers of YAML leave without quotes."""
    text = "\ufeff" + GOOD + "area: {postal_codes: [02139, '01201'], states: null}\nfunds: null\n"
    program, faults = read(text)
    assert faults == []
    assert program.area.postal_codes == ("02139", "01201")
    assert program.funds is None


def test_at_least_counts():
    rule = {
        "at_least": 2,
        "of": [AGE, {"fact": "veteran", "is": True}, {"fact": "state", "is": "NY"}],
    }
    paths = [leaf.path for leaf in program_of(rule).rule.leaves]
    assert paths == ["at_least/0", "at_least/1", "at_least/2"]
    nested = program_of({"at_least": {"n": 2, "of": rule["of"]}}).rule
    assert [leaf.path for leaf in nested.leaves] == paths
    assert nested.root.count == 2
    assert [leaf.path for leaf in program_of(AGE).rule.leaves] == ["criteria"]


def test_a_folder_is_read_with_what_lies_below(tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.yml").write_text(GOOD)
    (tmp_path / "notes.txt").write_text("no program")
    assert [program.id for program in read_programs(tmp_path).programs] == ["example"]
    with pytest.raises(ValueError, match="must be a file, or a folder"):
        read_programs(tmp_path / "nowhere")


def test_the_same_version_twice_is_neither(tmp_path):
    found = programs_in(tmp_path, a=text_of(AGE), b=text_of(AGE), c=text_of(AGE, id="other"))
    assert [program.id for program in found.programs] == ["other"]
    assert {(flaw.program, flaw.fault.code) for flaw in found.flaws} == {
        ("example", "rule_version_twice")
    }
    assert len(found.flaws) == 2


def test_an_older_version_does_not_answer_for_a_broken_one(tmp_path):
    found = programs_in(tmp_path, one=text_of(AGE), two=text_of({"fact": "nope"}, version=2))
    assert found.broken == ("example",)
    assert found.in_effect(HEAD_DAY) == []


@pytest.mark.parametrize(
    "fault",
    ["funds: yes\n", "version: 2\n", "documents: &all [a]\n", "\tfunds: open\n", "sponsor: [\n",
     "documents: [01011]\n", "---\nid: another\n", "name: \xff"],
)  # fmt: skip
def test_nor_for_one_that_is_no_yaml(tmp_path, fault):
    (tmp_path / "old.yaml").write_text(GOOD)
    (tmp_path / "new.yaml").write_bytes(
        GOOD.replace("version: 1", "version: 2").encode() + fault.encode("latin-1")
    )
    found = read_programs(tmp_path)
    assert "example" in found.broken
    assert "new" not in found.broken
    assert found.in_effect(HEAD_DAY) == []


HEAD_DAY = program_of(AGE).effective.begins


def test_a_file_without_an_id_goes_by_its_name(tmp_path):
    found = programs_in(tmp_path, no_id="version: 1\n", odd_id=GOOD.replace("example", "A b!", 1))
    assert found.broken == ("no-id", "odd-id")
    assert HEAD["id"] == "example"
