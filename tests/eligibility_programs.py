"""Programmes made in tests, read as files are read, and rules drawn at random."""

from datetime import date
from typing import Any

import yaml
from hypothesis import strategies as st

from service.eligibility.program import Program
from service.eligibility.programs import Programs, read_programs
from service.eligibility.reading import read_program
from service.eligibility.yaml_text import Fault, read_yaml
from tests import eligibility_oracle as oracle

DAY = date(2026, 11, 22)
HEAD: dict[str, Any] = {
    "id": "example",
    "version": 1,
    "name": "An example",
    "sponsor": "Example Foundation",
    "effective": {"from": "2026-01-01"},
    "source": {"text": "Example", "checked_on": "2026-10-01"},
}


def text_of(criteria: Any, area: Any = None, **more: Any) -> str:
    """A programme's file."""
    told = {**HEAD, **more, "criteria": criteria} | ({"area": area} if area else {})
    return file_text(told)


def file_text(program: dict[str, Any]) -> str:
    return yaml.safe_dump(_plain(program), sort_keys=False)


def read(text: str) -> tuple[Program | None, list[Fault]]:
    return read_program(read_yaml(text.encode()), "example.yaml")


def program_of(criteria: Any, area: Any = None, **more: Any) -> Program:
    program, faults = read(text_of(criteria, area, **more))
    assert program, faults
    return program


def programs_in(folder, **texts: str) -> Programs:
    """The programmes of files of these names."""
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text)
    return read_programs(folder)


def _plain(value: Any) -> Any:
    """Days as text, which files have without quotes."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


# --- rules and people at random ------------------------------------------------------------------

_CODES = {name: [code for code in codes if code != "another"]
          for name, codes in oracle.CODES.items()}  # fmt: skip
_LISTED: dict[str, list[Any]] = {
    **_CODES,
    "insurance_status": list(oracle.STATUSES),
    "veteran": [True, False],
    "referral_in_hand": [True, False],
    "state": ["NY", "MA", "AK", "PR"],
    "county": ["Albany, NY", "Erie, NY", "Berkshire, MA", "San Juan, PR"],
    "postal_code": ["12203", "01201", "96813"],
}
_ORDERED: dict[str, list[Any]] = {
    "age": [0, 17, 18, 64, 65, 130],
    "birth_date": [date(1961, 11, 22), date(1980, 2, 29), date(2008, 11, 23)],
    "household_size": [1, 2, 5, 50],
    "household_income": [0, 15960, 41000],
    "income_percent_of_poverty": [0, 100, 138, 300],
    "days_since_last_award": [0, 365, 36600],
}
FACTS = [*_LISTED, *_ORDERED]


@st.composite
def leaves(draw, facts: list[str]) -> dict[str, Any]:
    name = draw(st.sampled_from(facts))
    if draw(st.integers(0, 9)) == 0:
        return {"fact": name, "known": draw(st.booleans())}
    if name in _LISTED:
        values = draw(st.lists(st.sampled_from(_LISTED[name]), min_size=1, unique=True))
        return {"fact": name} | ({"is": values[0]} if len(values) == 1 else {"in": values})
    bounds = sorted(draw(st.lists(st.sampled_from(_ORDERED[name]), min_size=2, max_size=2)))
    comparator = draw(st.sampled_from(["at_least", "at_most", "between", "is"]))
    return {"fact": name, comparator: bounds if comparator == "between" else bounds[0]}


def criteria(facts: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Criteria on some facts."""
    return st.recursive(
        leaves(facts),
        lambda parts: st.one_of(
            st.lists(parts, min_size=1, max_size=3).map(lambda each: {"all": each}),
            st.lists(parts, min_size=1, max_size=3).map(lambda each: {"any": each}),
            parts.map(lambda each: {"not": each}),
            st.lists(parts, min_size=2, max_size=3).map(lambda each: {"at_least": 2, "of": each}),
        ),
        max_leaves=6,
    )


AREAS = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "states": st.lists(st.sampled_from(["NY", "AK"]), min_size=1, unique=True),
        "counties": st.lists(
            st.sampled_from(["Albany, NY", "Berkshire, MA"]), min_size=1, unique=True
        ),
        "postal_codes": st.lists(st.sampled_from(["12203", "02139"]), min_size=1, unique=True),
    },
).filter(bool)
