"""An issuer's plans.json: which plan has which name. The plans themselves are no OTs' records."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.directory.clean import Rejected

from .json_items import read_items
from .qhp import PlanListing, day_of, holds_in, is_hios, plan_id_of, raw_of, text_of, years_of
from .reading import Reading, Source, rejection

NO_HIOS_ID = "a plan id that is no HIOS id"
OTHER_YEAR = "a plan of a year before the item's own date"
_OWN_FIELDS = ("plan_id", "plan_id_type", "marketing_name")


def open_qhp_plans(path: Path) -> Source:
    return Source("qhp_plans", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    for number, item in enumerate(read_items(source, _OWN_FIELDS), 1):
        yield _reading(number, item)


def _reading(number: int, item: Any) -> Reading:
    try:
        if not isinstance(item, dict):
            raise Rejected("item: must be an object")
        if not is_hios(item):
            return Reading(number, skipped=NO_HIOS_ID)
        plan = _plan(item)
    except Rejected as error:
        return rejection(number, error, raw_of(item))
    if not holds_in(plan.years, plan.last_updated_on):
        return Reading(number, skipped=OTHER_YEAR)
    return Reading(number, plan=plan, raw=raw_of(item))


def _plan(item: dict[str, Any]) -> PlanListing:
    plan_id = plan_id_of(item)
    if plan_id is None:
        raise Rejected(
            "plan_id: must be a HIOS id of 14 characters: five digits, two letters of a state "
            "and seven more"
        )
    name = text_of(item, "marketing_name") or plan_id
    return PlanListing(plan_id, name, years_of(item), day_of(item, "last_updated_on"))
