"""/queue/disputes: what sources say otherwise, side by side, and where to settle it."""

from typing import Any
from urllib.parse import urlencode

from flask import Response

from service.api.authentication import needs
from service.api.language import asked_wording
from service.stewardship.contradicted import list_contradicted
from service.stewardship.lists import Contradicted
from service.wording.wording import Wording

from .areas import area_values, chosen_area, chosen_number
from .fact_form import field_name, value_shown
from .queue import QUEUE
from .showing import show_work
from .visit import actor
from .work import Work

DISPUTES = f"{QUEUE}/disputes"


def add_disputes(work: Work) -> None:
    @work.pages.get(DISPUTES)
    @needs("corrections.list")
    def disputes() -> Response:
        wording, area = asked_wording(), chosen_area()
        start = chosen_number("start")
        found = list_contradicted(work.stewardship, actor(), area, start)
        kept = {"state": area.state, "county": area.county, "start": found.next}
        values = {
            "total": found.total,
            "items": [_row(row, wording) for row in found.rows],
            "next": found.next and f"?{urlencode({n: v for n, v in kept.items() if v})}",
        }
        return show_work("disputes.html", area_values(area, wording) | values)


def _row(row: Contradicted, wording: Wording) -> dict[str, Any]:
    told = row._asdict() | {
        "fact": field_name(row.field, wording),
        "text": value_shown(row.field, row.value, wording),
        "other": value_shown(row.field, row.other_value, wording),
        "by": fact_link(row.npi, row.location_id, row.field),
    }
    return told


def fact_link(npi: str, location_id: str | None, field: str) -> str:
    """Where this fact is settled; of a plan or program its list."""
    name = field.partition(".")[0]
    asked = {"field": name if name in ("plans", "programs") else field}
    if location_id:
        asked["place"] = location_id
    return f"/listings/{npi}/fact?{urlencode(asked)}"
