"""What is looked for, for a patient: asked of the directory as POST /matches asks it, without
saying who the patient is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.api.body import loaded
from service.api.language import asked_wording
from service.api.matches import matches_data
from service.api.members import MatchesBody
from service.search import Answer, search

from .work import Work

_MOST_MATCHES = 10


@dataclass(frozen=True)
class Found:
    """`data` is what the API answers; matches are in the order of their rank."""

    answer: Answer
    data: dict[str, Any]


def find(work: Work, wanted: Mapping[str, Any]) -> Found:
    """By members of POST /matches; raises InvalidQuery, which names them."""
    told = {name: value for name, value in wanted.items() if value}
    query = loaded(MatchesBody(today=work.today), {"limit": _MOST_MATCHES} | told)
    answer = search(work.engine, query, work.rules.programs.ids)
    return Found(answer, matches_data(answer, query, work.rules, asked_wording()))


def place_of(postal_code: str | None) -> str | None:
    """The five digits that are on the map."""
    return postal_code[:5] if postal_code else None
