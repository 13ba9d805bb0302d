"""From a reason's code and values to a sentence. The layers below hold no prose."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from service.directory.page import LeftOut
from service.directory.payers import find_payer
from service.directory.places import Place
from service.directory.query import Query
from service.directory.ranking import Reason
from service.directory.text import fold

from .figures import day_text, list_text, number_text
from .insurance import insurance_code
from .provenance import capital, with_others
from .wording import Wording

Values = Mapping[str, Any]
# Tiers that say no more than the sentence does.
_PLAIN_TIERS = ("in network", "innetwork")


def reason_text(reason: Reason, wording: Wording) -> str:
    """One sentence for what one signal earned."""
    if reason.signal == "services":
        return _services_text(tuple(reason.values.items()), wording)
    text = sentence(sentence_code(reason), reason.values, wording)
    return with_others(text, reason.values, wording)


def sentence_code(reason: Reason) -> str:
    """The code of the sentence that a reason gets."""
    if reason.signal == "insurance":
        return insurance_code(reason.code, reason.values)
    return reason.code


def left_out_text(entry: LeftOut, query: Query, wording: Wording) -> str:
    """How many people one filter of a query leaves out, and what is not known of them."""
    at_home = entry.parameter == "setting" and query.comes_home
    what = (
        wording.phrases["home_visits_made"]
        if at_home
        else wording.names["left_out"][entry.parameter]
    )
    return sentence("left_out_unknown", {"count": entry.count, "what": what}, wording)


def place_text(place: Place, wording: Wording) -> str:
    """A place by its name; a point by the town that it is near, if there is one."""
    if place.precision != "point":
        return place.label
    if not place.label:
        return wording.phrases["point_given"]
    return wording.phrases["near_place"].format(place=place.label)


def parameter_text(name: str, wording: Wording, *, repeatable: bool) -> str:
    """What a query parameter is for."""
    said = wording.names["parameters"][name]
    return f"{said} {wording.phrases['repeatable']}" if repeatable else said


def sentence(code: str, values: Values, wording: Wording) -> str:
    """The sentence of a code with its values put into words."""
    return capital(wording.sentences[code].format_map(_Words(values, wording)))


def phrase(code: str, values: Values, wording: Wording) -> str:
    """A part of a sentence with its values put into words."""
    return wording.phrases[code].format_map(_Words(values, wording))


@lru_cache(1024)
def _services_text(told: tuple[tuple[str, tuple[str, ...]], ...], wording: Wording) -> str:
    parts = []
    for standing, codes in told:
        names = tuple(wording.names["services"][code].lower() for code in codes)
        listed = list_text(names, wording.locale)
        parts.append(wording.sentences[f"services_{standing}"].format(names=listed))
    return capital("; ".join(part[:1].lower() + part[1:] for part in parts))


class _Words:
    """A sentence's values in words; each is made only if the sentence holds it."""

    def __init__(self, values: Values, wording: Wording) -> None:
        self.values, self.wording = values, wording

    def __getitem__(self, name: str) -> str:
        made = _IN_WORDS.get(name)
        return made(self.values, self.wording) if made else self.values[name]


def _miles(values: Values, wording: Wording) -> str:
    """The miles by themselves."""
    miles = values["miles"]
    if miles < 1:
        return wording.phrases["under_a_mile"]
    return wording.counted("miles", miles)


def _about(values: Values, wording: Wording) -> str:
    """The miles as a distance that is not exact."""
    miles = values["miles"]
    if miles < 1:
        return wording.phrases["under_a_mile"]
    return wording.counted("about_miles", miles)


def _date(values: Values, wording: Wording) -> str:
    day = values["date"]
    return day_text(day, wording.locale) if day else wording.phrases["no_date"]


def _until(values: Values, wording: Wording) -> str:
    if not values["until"]:
        return wording.phrases["no_end"]
    return wording.phrases["until"].format(date=day_text(values["until"], wording.locale))


def _who(values: Values, wording: Wording) -> str:
    return wording.phrases["your_insurer" if values.get("asked") == "payer" else "your_plan"]


def _payer(values: Values, wording: Wording) -> str:
    if not values["payer"]:
        return wording.phrases["your_insurance"]
    return payer_name(values["payer"], wording)


def payer_name(text: str, wording: Wording) -> str:
    """The name of a payer that is known under this text; else the text."""
    found = find_payer(text)
    return wording.names["payers"][found.code] if found and found.name == text else text


def _tier(values: Values, wording: Wording) -> str:
    tier = values["tier"]
    known = tier and fold(tier) not in _PLAIN_TIERS
    return wording.phrases["tier"].format(tier=tier) if known else ""


def _recognised(values: Values, wording: Wording) -> str:
    """Who recognised an MS center and when that was checked, as far as it is known."""
    said, name, day = wording.phrases, values["recognised_by"], values["checked_on"]
    parts = [said["recognised_by"].format(name=name)] * bool(name)
    if day:
        parts.append(said["checked_on"].format(date=day_text(day, wording.locale)))
    return f" ({', '.join(parts)})" if parts else ""


def _wait(values: Values, wording: Wording) -> str:
    weeks = values.get("weeks")
    if weeks is None:
        return ""
    return wording.counted("wait_weeks", weeks) if weeks else wording.phrases["no_wait"]


def _confirm(values: Values, wording: Wording) -> str:
    """A known but old (or undated) fact says so; of one in doubt that is said after it."""
    if values["fresh"] or values.get("doubted_on"):
        return ""
    day, said = values["date"], wording.phrases
    if not day:
        return said["confirm"]
    return said["confirm_dated"].format(date=day_text(day, wording.locale))


# How a value gets into words, by its placeholder; others stand as they are.
_IN_WORDS: dict[str, Callable[[Values, Wording], str]] = {
    "miles": _miles,
    "about": _about,
    "date": _date,
    "until": _until,
    "who": _who,
    "payer": _payer,
    "tier": _tier,
    "recognised": _recognised,
    "wait": _wait,
    "confirm": _confirm,
    "service": lambda values, wording: wording.names["services"][values["service"]],
    "video_reason": lambda values, wording: wording.names["video_reasons"][values["video_reason"]],
    "state": lambda values, wording: wording.names["states"][values["state"]],
    "count": lambda values, wording: number_text(values["count"], wording.locale),
    "credential": lambda values, wording: wording.names["credentials"][values["credential"]],
    "taxonomy": lambda values, wording: wording.names["specialties"][values["taxonomy"]].lower(),
}
