"""How long one waits for a first visit, with the day on which somebody said so."""

from collections.abc import Mapping
from typing import Any

from service.wording.figures import day_text
from service.wording.wording import Wording


def wait_text(at: Mapping[str, Any], wording: Wording) -> str | None:
    """Of a location of the API's; None where nobody said."""
    weeks, day, said = at["wait_weeks"], at["wait_as_of"], wording.pages
    if weeks is None:
        return None
    what = wording.counted("weeks", weeks) if weeks else said["weeks_none"]
    if day is None:
        return said["wait_undated"].format(wait=what)
    return said["wait_told"].format(wait=what, date=day_text(day, wording.locale))
