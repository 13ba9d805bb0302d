"""/quality: how much is known of the therapists, by state; and where they are, county by county."""

from typing import Any

from flask import Response

from service.api.authentication import needs
from service.api.language import asked_wording
from service.directory.states import STATES
from service.directory.text import fold
from service.stewardship.area import Area
from service.stewardship.quality import MEASURES, Tally
from service.stewardship.stewardship import check_reach
from service.stewardship.supply import Supply, scorecard, supply
from service.wording.wording import Wording

from .areas import area_values, chosen_area
from .showing import show_work
from .supply_map import supply_map
from .visit import actor
from .work import Work

QUALITY, IMPORTS = "/quality", "/imports"
_MOST_PAYERS = 3
# What is better when it is less.
_BAD = ("coordinates_none", "in_conflict")


def add_quality(work: Work) -> None:
    @work.pages.get(QUALITY)
    @needs("stewardship.read")
    def quality() -> Response:
        return show_work("quality.html", _values(work))

    @work.pages.get(IMPORTS)
    @needs("stewardship.read")
    def imports() -> Response:
        check_reach(actor(), "stewardship.read")
        meta = work.engine.meta()
        read = [(each, sum(each.rejected.values())) for each in meta.sources]
        read.sort(key=lambda each: -each[1])  # what needs to be looked at stands first
        return show_work("imports.html", {"meta": meta, "read": read})


def _values(work: Work) -> dict[str, Any]:
    wording, area = asked_wording(), chosen_area()
    card = scorecard(work.stewardship, actor(), work.today())
    values: dict[str, Any] = {
        "on": card.on,
        "measures": list(MEASURES),
        "whole": _row("", card.whole, wording),
        "states": _by_name([_row(code, tally, wording) for code, tally in card.in_order().items()]),
        "counties": None,
        "map": None,
    }
    if area.state in STATES:
        found = supply(work.stewardship, actor(), work.today(), Area(area.state))
        values["counties"] = [_county(each, wording) for each in found]
        values["map"] = supply_map(area.state, found)
    return area_values(area, wording) | values | {"county_choices": []}


def _by_name(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As people look for a state; those of no state last."""
    return sorted(rows, key=lambda row: (row["code"] not in STATES, fold(row["name"])))


def _row(state: str, tally: Tally, wording: Wording) -> dict[str, Any]:
    """Shares in percent; None where there is nobody."""
    shares = {code: tally.share(code) for code in MEASURES}
    return {
        "code": state,
        "name": wording.names["states"].get(state, wording.pages["quality_no_state"]),
        "people": tally.profiles,
        "measures": [
            {"code": code, "count": tally.measures[code], "bad": code in _BAD,
             "percent": None if share is None else round(100 * share)}
            for code, share in shares.items()
        ],
    }  # fmt: skip


def _county(each: Supply, wording: Wording) -> dict[str, Any]:
    payers = [wording.names["payers"].get(code, code)
              for code, _ in each.payers.most_common(_MOST_PAYERS)]  # fmt: skip
    return vars(each) | {
        "name": (each.county or "").rpartition(", ")[0] or wording.pages["quality_no_county"],
        "payers": payers,
    }
