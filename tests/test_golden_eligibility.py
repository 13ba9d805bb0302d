"""Golden decisions: every one of `fixtures/eligibility.yaml`, and none of the example programs
could be otherwise without one of them failing."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.eligibility.checks import check
from service.eligibility.facts import FACTS, INSURANCE_STATUSES
from service.eligibility.guidelines import read_guidelines
from service.eligibility.person import Person, read_person
from service.eligibility.program import Program
from service.eligibility.programs import Programs, read_programs
from tests.conftest import GOLDEN_DAY
from tests.eligibility_programs import file_text, read
from tests.fixture_directory import FIXTURES

GOLDEN = yaml.safe_load((FIXTURES / "eligibility.yaml").read_text(encoding="utf-8"))
DECISIONS = GOLDEN["decisions"]
GUIDELINES = read_guidelines()
PROGRAMS = read_programs(FIXTURES / "programs")
NOT_IN_EFFECT = "not_in_effect"


def facts_of(golden: dict[str, Any]) -> dict[str, Any]:
    person = golden["person"]
    facts = dict(GOLDEN["people"][person] if isinstance(person, str) else person)
    for name in golden.get("without", ()):
        del facts[name]
    return facts | golden.get("with", {})


@cache
def person_of(number: int) -> Person:
    golden = DECISIONS[number]
    return read_person(facts_of(golden), golden.get("on", GOLDEN_DAY), GUIDELINES)


def decided(programs: Programs, number: int) -> tuple[str, tuple[str, ...], int | None]:
    """Outcome, what is missing, and the version that said so."""
    checked = check(programs, person_of(number), [DECISIONS[number]["program"]])
    if not checked.results:
        assert len(checked.not_in_effect) == 1
        return NOT_IN_EFFECT, (), None
    (result,) = checked.results
    assert result.decision and result.program
    return result.outcome, result.decision.missing, result.program.version


def expected(
    golden: dict[str, Any], version: int | None
) -> tuple[str, tuple[str, ...], int | None]:
    missing = tuple(golden.get("missing", ()))
    return golden["outcome"], missing, golden.get("version", version)


@pytest.mark.parametrize("number", range(len(DECISIONS)), ids=[d["name"] for d in DECISIONS])
def test_each_is_decided_so(number):
    found = decided(PROGRAMS, number)
    assert found == expected(DECISIONS[number], found[2])


def test_there_are_enough_of_each_kind():
    outcomes = Counter(golden["outcome"] for golden in DECISIONS)
    assert len(DECISIONS) >= 140
    assert min(outcomes.values()) >= 5
    assert outcomes.keys() == {"eligible", "not_eligible", "needs_information", NOT_IN_EFFECT}
    assert len({golden["name"] for golden in DECISIONS}) == len(DECISIONS)
    spoken_of = {leaf.fact for program in PROGRAMS.programs for leaf in program.rule.leaves}
    assert spoken_of == set(FACTS)
    missing = {fact for golden in DECISIONS for fact in golden.get("missing", ())}
    assert missing >= spoken_of - {"state"}  # which a ZIP code tells


# --- rules that fail -----------------------------------------------------------------------------

FAULTS = GOLDEN["faults"]
FILES = [fault for fault in FAULTS if "file" in fault]
TABLES = [fault for fault in FAULTS if "guidelines" in fault]


@pytest.mark.parametrize("fault", FILES, ids=[fault["name"] for fault in FILES])
def test_a_file_at_fault_is_indeterminate_and_spoils_no_other(tmp_path, fault):
    shutil.copytree(FIXTURES / "programs", tmp_path / "all")
    (tmp_path / "all" / "broken.yaml").write_text(fault["file"])
    programs = read_programs(tmp_path / "all")
    (flaw,) = programs.flaws
    assert (flaw.program, flaw.fault.line) == ("broken", fault["line"])
    assert ".".join(map(str, flaw.fault.path)) == fault["path"]
    person = person_of(0)
    checked, others = check(programs, person), check(PROGRAMS, person)
    told = {result.id: result.outcome for result in checked.results}
    assert told.pop("broken") == "indeterminate"
    assert told == {result.id: result.outcome for result in others.results}


@pytest.mark.parametrize("fault", TABLES, ids=[fault["name"] for fault in TABLES])
def test_a_damaged_guideline_makes_indeterminate_what_hangs_on_it(tmp_path, fault):
    table = tmp_path / "guidelines.csv"
    table.write_text(fault["guidelines"])
    person = read_person(facts_of(fault), GOLDEN_DAY, read_guidelines(table))
    checked = check(PROGRAMS, person)
    told = {result.id: result.outcome for result in checked.results}
    assert told[fault["program"]] == fault.get("outcome", "indeterminate")
    assert told["example-equipment-grant"] == "needs_information"


# What a list might hold besides: places of golden decisions that it must not fit.
ELSEWHERE = {"states": "TX", "counties": "Middlesex, MA", "postal_codes": "01201"}
BESIDES = {"state": "TX", "county": "Tolland, CT", "postal_code": "18016"}

# --- mutants -------------------------------------------------------------------------------------


def mutants(program: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The programme with one thing of its criteria or its area otherwise, and what that is."""
    for what, criteria in otherwise(program["criteria"], "criteria"):
        yield what, {**program, "criteria": criteria}
    for what, effective in days_otherwise(program["effective"]):
        yield what, {**program, "effective": effective}
    for kind, places in program.get("area", {}).items():
        area = {**program["area"], kind: [*places, ELSEWHERE[kind]]}
        yield f"area with {ELSEWHERE[kind]}", {**program, "area": area}
    without = {name: part for name, part in program.items() if name != "area"}
    for kind, places in program.get("area", {}).items():
        for place in places:
            left = [each for each in places if each != place]
            area = {**program["area"], kind: left or None}
            yield f"area without {place}", without | ({"area": area} if any(area.values()) else {})


def days_otherwise(effective: dict[str, date]) -> Iterator[tuple[str, dict[str, date]]]:
    for end, day in effective.items():
        for other in near(day):
            if other == date(2026, 1, 1) and end == "to":
                continue  # the day on which the newer version takes over in any case
            yield f"effective {end} {other}", {**effective, end: other}


def read_plainly(path: Path) -> dict[str, Any]:
    """A programme without its own cases, whose key `on` is true to this reader."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: part for name, part in told.items() if name != "cases"}


def otherwise(criterion: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield f"{path} turned round", {"not": criterion}
    if "fact" in criterion:
        for what, other in compared_otherwise(criterion):
            yield f"{path} {what}", other
    elif "not" in criterion:
        yield f"{path} without its not", criterion["not"]
        for what, other in otherwise(criterion["not"], f"{path}.not"):
            yield what, {"not": other}
    else:
        yield from grouped_otherwise(criterion, path)


def grouped_otherwise(group: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = next(name for name in ("all", "any", "of") if name in group)
    parts = group[kind]
    if kind == "of":
        for count in (group["at_least"] - 1, group["at_least"] + 1):
            if 1 <= count <= len(parts):
                yield f"{path} at least {count}", {**group, "at_least": count}
    elif len(parts) > 1:
        yield f"{path} the other kind", {{"all": "any", "any": "all"}[kind]: parts}
    for place, part in enumerate(parts):
        rest = [*parts[:place], *parts[place + 1 :]]
        if rest:
            yield f"{path}.{place} left out", {**group, kind: rest}
        for what, other in otherwise(part, f"{path}.{place}"):
            changed = [*parts[:place], other, *parts[place + 1 :]]
            yield what, {**group, kind: changed}


def compared_otherwise(leaf: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    ((comparator, wanted),) = ((name, part) for name, part in leaf.items() if name != "fact")
    for swapped in {"at_least": ["at_most"], "at_most": ["at_least"]}.get(comparator, []):
        yield f"{swapped}", {"fact": leaf["fact"], swapped: wanted}
    if not isinstance(wanted, list):
        for other in near(wanted):
            yield f"{comparator} {other}", {**leaf, comparator: other}
        return
    if comparator == "in":
        for other in INSURANCE_STATUSES if leaf["fact"] == "insurance_status" else ["another"]:
            other = BESIDES.get(leaf["fact"], other)
            if other not in wanted:
                yield f"with {other}", {**leaf, comparator: [*wanted, other]}
    for place, each in enumerate(wanted):
        for other in near(each):
            changed = [*wanted[:place], other, *wanted[place + 1 :]]
            yield f"{comparator} {changed}", {**leaf, comparator: changed}
        if comparator == "in" and len(wanted) > 1:
            left = [*wanted[:place], *wanted[place + 1 :]]
            yield f"without {each}", {**leaf, comparator: left}


def near(value: Any) -> list[Any]:
    """Values that are nearly the same, or another of its kind."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value - 1, value + 1]
    if isinstance(value, date):
        return [value - timedelta(days=1), value + timedelta(days=1)]
    others = {"NY": "TX", "NJ": "TX", "18015": "18017", "Fairfield, CT": "New Haven, CT"}
    if value in INSURANCE_STATUSES:
        return [other for other in INSURANCE_STATUSES if other != value]
    return [others.get(value, "another")]


MUTANTS = [
    (path.stem, what, mutant)
    for path in sorted((FIXTURES / "programs").glob("*.yaml"))
    for what, mutant in mutants(read_plainly(path))
]


def killed_by(program: Program) -> Iterator[str]:
    """Golden decisions of the programme that a mutant decides otherwise."""
    others = [p for p in PROGRAMS.programs if (p.id, p.version) != (program.id, program.version)]
    programs = Programs((*others, program))
    for number, golden in enumerate(DECISIONS):
        if golden["program"] == program.id:
            found = decided(programs, number)
            if found != expected(golden, found[2]):
                yield golden["name"]


@pytest.mark.parametrize(
    ("file", "what", "mutant"), MUTANTS, ids=[f"{file} {what}" for file, what, _ in MUTANTS]
)
def test_no_criterion_could_be_otherwise(file, what, mutant):
    program, faults = read(file_text(mutant))
    if program is None:  # such as an age under 0: no file could say so
        assert faults
        return
    assert next(killed_by(program), None), f"{file}: no golden decision notices {what}"


def test_there_are_mutants_of_every_criterion():
    taken = [mutant for _, _, mutant in MUTANTS if read(file_text(mutant))[0]]
    assert len(taken) > 200
    assert len(MUTANTS) - len(taken) < 20
