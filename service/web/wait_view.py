"""How long one waits for a first visit, with the day on which somebody said so."""

from collections.abc import Mapping
from typing import Any

from service.wording.figures import day_text, number_text
from service.wording.wording import Wording


def wait_text(at: Mapping[str, Any], wording: Wording) -> str | None:
    """Of a location of the API's; None where nobody said."""
    weeks, day, said = at["wait_weeks"], at["wait_as_of"], wording.pages
    if weeks is None:
        return None
    form = "weeks_none" if weeks == 0 else "weeks_one" if weeks == 1 else "weeks_more"
    what = said[form].format(count=number_text(weeks, wording.locale))
    if day is None:
        return said["wait_undated"].format(wait=what)
    return said["wait_told"].format(wait=what, date=day_text(day, wording.locale))
