"""The area that staff look at: a state or one of its counties, chosen by a form of its own."""

from typing import Any

from flask import request

from service.api.corrections import asked_area
from service.directory.states import STATES
from service.directory.text import fold
from service.errors import InvalidQuery
from service.stewardship.area import EVERYWHERE, Area, counties_of
from service.wording.wording import Wording


def chosen_area() -> Area:
    """What the address names; everywhere where that is no area."""
    state, county = request.args.get("state"), request.args.get("county")
    try:
        area = asked_area({"state": state or None, "county": county or None})
    except InvalidQuery:
        area = Area(state)
    return area if area.state in (None, *STATES) else EVERYWHERE


def area_values(area: Area, wording: Wording) -> dict[str, Any]:
    names = wording.names["states"]
    return {
        "area": area,
        "state_choices": sorted(
            ((code, names[code]) for code in STATES), key=lambda choice: fold(choice[1])
        ),
        "county_choices": [(name, name) for name in counties_of(area.state)] if area.state else [],
    }


def chosen_number(name: str) -> int:
    """Of a row or a page; 0 where none is named."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
