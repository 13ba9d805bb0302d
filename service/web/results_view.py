"""What a page of results shows, from the data that the API gives."""

from collections.abc import Mapping
from typing import Any

from service.api.present import page_data
from service.directory.query import Query
from service.search import Answer
from service.wording.wording import Wording

from .asked import FORM, Asked
from .calls import call_lines, insurance_name
from .map_view import map_values
from .match_view import match_values
from .narrowing import narrowing, undoing

# What a technical note says is plain on a page, where insurers and plans share one field.
_NOT_TOLD = ("plan_is_payer",)


def results_values(
    asked: Asked, query: Query, answer: Answer, wording: Wording, programs: Mapping[str, str]
) -> dict[str, Any]:
    """`query` is what was asked, before its plan was resolved or anything eased; `programs` are the
    names of those that help with cost."""
    data, answered = page_data(answer, query, wording, programs), answer.query
    insurance = insurance_name(asked, answer, wording)
    first = (asked.page - 1) * query.limit + 1
    return {
        "asked": asked,
        "total": data["total"],
        "first": first,
        "last": first + len(data["matches"]) - 1,
        "matches": [match_values(match, wording) for match in data["matches"]],
        "map": map_values(data["matches"], answered),
        "calls": call_lines(asked, answer, wording),
        "insurance": insurance,
        "relaxed": _relaxed(data),
        "tried": data["relaxations"],
        "suggestions": [
            step | {"link": asked.link(**step["parameters"])} for step in data["suggestions"]
        ],
        "left_out": [
            entry | {"link": _unknown(asked, entry["parameter"])}
            for entry in data["left_out_unknown"]
        ],
        "understood": data["query"],
        "notes": [n["text"] for n in data["query"]["notes"] if n["code"] not in _NOT_TOLD],
        "benefit": data["plan_benefit"],
        "undo": [
            *_insurance_undone(asked, insurance),
            *undoing(asked, data["query"], wording, programs),
        ],
        "facets": narrowing(asked, data["facets"]),
        "sorts": _sorts(asked, answered, wording),
        "change": asked.link(FORM),
        "first_page": asked.first_page(),
        "before": asked.page_before(),
        "next": asked.next_page(data["next"]) if data["next"] else None,
    }


def _insurance_undone(asked: Asked, name: str | None) -> list[tuple[str, str]]:
    """Which cannot be required once it is not told."""
    return [(name, asked.link(plan=None, payer=None, insurance_mode=None))] if name else []


def _unknown(asked: Asked, parameter: str) -> str:
    """Those whose place is not known have no distance to sort by."""
    order = None if parameter == "near" else asked.all("sort")
    return asked.link(unknown=parameter, sort=order)


def _relaxed(data: dict[str, Any]) -> str | None:
    """What was eased so that anybody is found."""
    return data["relaxations"][-1]["text"] if data["matches"] and data["relaxations"] else None


def _sorts(asked: Asked, answered: Query, wording: Wording) -> list[tuple[str, str, bool]]:
    """Orders that this search can have: name, link, and whether it has it."""
    if not answered.by_distance or answered.comes_home:
        return []
    names = wording.names["sorts"]
    return [
        (names[code], asked.link(sort=None if code == "best" else code), code == answered.sort)
        for code in ("best", "distance")
    ]
