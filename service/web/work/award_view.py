"""Awards of one case as their page shows them, and what can come after."""

from typing import Any

from service.api.following import following_data
from service.api.present_case import case_data
from service.casework.award_table import ACTIVE
from service.casework.awarding import VISITS, awardable
from service.casework.viewing import View
from service.errors import NoSuchRecord
from service.wording.wording import Wording

from .work import Work

Data = dict[str, Any]


def award_values(view: View, work: Work, wording: Wording) -> Data:
    """Raises NoSuchRecord for a case that was erased."""
    found = view.decided[-1].opened
    if found is None:
        raise NoSuchRecord
    data = case_data(view, wording)
    return {
        "case": data,
        "program": found.program.name,
        "program_id": view.case.program,
        "usual_visits": _usual_visits(found.program.benefits),
        "has_budget": found.program.budget is not None,
        "awards": [_award(each) for each in data["awards"]],
        "may_give": awardable(work.casework, view.case) is not None,
        "following": following_data(work.engine, work.casework, view, wording),
    }


def seen_award(view: View, which: str, work: Work, wording: Wording) -> Data:
    """One award as it would be, the newest where none is named."""
    values = award_values(view, work, wording)
    award = next((one for one in values["awards"] if one["id"] == which), values["awards"][-1])
    return {"case": values["case"], "program": values["program"], "award": award}


def _award(data: Data) -> Data:
    """`is_last` warns while one visit is left, `is_over` that nothing is."""
    is_live = data["state"] == ACTIVE
    return data | {
        "is_live": is_live,
        "is_last": is_live and data["visits_left"] == 1,
        "is_over": data["visits_left"] == 0,
    }


def _usual_visits(benefits: Any) -> int | None:
    amounts = (each.amount for each in benefits if each.kind == VISITS)
    return next((int(amount) for amount in amounts if amount is not None), None)
