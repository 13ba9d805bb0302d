"""Programs with their OTs as JSON-ready data: the shapes of `schemas_program_matches.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.directory.query import Query
from service.eligibility.chapters import Chapters
from service.eligibility.checks import Checked, Result
from service.eligibility.coverage import Coverage
from service.eligibility.person import Person
from service.eligibility.where import home_of
from service.program_matches import Providers, ProviderSearch
from service.wording.sentences import sentence
from service.wording.wording import Wording

from .matches import found_data
from .present import page_data
from .present_chapters import served_data
from .present_coverage import coverage_data
from .present_eligibility import past_data, result_data

Data = dict[str, Any]
# What a program's OTs are found by further on, as members of a search.
_OWN = ("program", "credential")


@dataclass(frozen=True)
class Told:
    """All that one answer is made of; `members` are those of the search."""

    checked: Checked
    person: Person
    members: Data
    providers: ProviderSearch
    coverage: tuple[Query, Coverage] | None
    chapters: Chapters
    names: Mapping[str, str]  # of programs


def program_matches_data(told: Told, wording: Wording) -> Data:
    query, coverage = told.coverage or (None, None)
    return {
        "on": told.person.on,
        "programs": [_program(result, told, wording) for result in told.checked.results],
        "not_in_effect": [
            past_data(program, told.person.on, wording) for program in told.checked.not_in_effect
        ],
        "coverage": coverage_data(coverage, query, wording) if query and coverage else None,
        "chapters": _chapters(told, wording),
    }


def _chapters(told: Told, wording: Wording) -> Data | None:
    home = home_of(told.person)
    return served_data(told.chapters.serving(home), home, wording) if home else None


def _program(result: Result, told: Told, wording: Wording) -> Data:
    found = told.providers.of(result)
    return result_data(result, told.person, wording) | {
        "providers": _providers(found, told, wording),
    }


def _providers(found: Providers, told: Told, wording: Wording) -> Data:
    """`search` asks POST /matches for all of them; where a program asks for several certificates,
    no search can."""
    searched = found.query is not None and not found.query.every_credential
    code = found.code or _standing(found)
    empty = dict.fromkeys(("matches", "left_out_unknown", "relaxations", "suggestions"), ())
    data = empty | {"total": None, "text": sentence(code, {}, wording)}
    if found.answer and found.query:
        page = page_data(found.answer, found.query, wording, told.names)
        data |= {"total": page["total"], **found_data(found.answer, page, wording)}
    return data | {"search": _search(found.query, told.members) if searched else None}


def _standing(found: Providers) -> str:
    if found.answer is None or found.answer.page.total == 0:
        return "providers_nobody"
    return "providers_eased" if found.answer.relaxed else "providers_found"


def _search(query: Query | None, members: Data) -> Data:
    own = {"program": query.programs, "credential": query.credentials} if query else {}
    return {**members, **{name: list(codes) for name, codes in own.items() if codes}}
