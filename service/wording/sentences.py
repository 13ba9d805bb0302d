"""From a reason's code and values to a sentence. The layers below hold no prose."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.lists import format_list

from service.directory.page import LeftOut
from service.directory.query import Query
from service.directory.ranking import Reason
from service.directory.text import fold
from service.directory.vocabulary import CREDENTIALS, SERVICES, TAXONOMIES

from .english import DATE_LOCALE, LEFT_OUT, PHRASES, SENTENCES
from .insurance import insurance_code

# Tiers that say no more than the sentence does.
_PLAIN_TIERS = ("in network", "innetwork")


def reason_text(reason: Reason) -> str:
    """One sentence for what one signal earned."""
    if reason.signal == "services":
        return _services_text(reason.values)
    return sentence(sentence_code(reason), reason.values)


def sentence_code(reason: Reason) -> str:
    """The code of the sentence that a reason gets."""
    if reason.signal == "insurance":
        return insurance_code(reason.code, reason.values)
    return reason.code


def left_out_text(entry: LeftOut, query: Query) -> str:
    """How many people one filter of a query leaves out, and what is not known of them."""
    at_home = entry.parameter == "setting" and query.comes_home
    what = PHRASES["home_visits_made"] if at_home else LEFT_OUT[entry.parameter]
    return sentence("left_out_unknown", {"count": entry.count, "what": what})


def sentence(code: str, values: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code with its values put into words."""
    return _capital(SENTENCES[code].format_map(_in_words(values or {})))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _services_text(values: Mapping[str, list[str]]) -> str:
    parts = []
    for standing, codes in values.items():
        names = format_list([SERVICES[code].name.lower() for code in codes], locale=DATE_LOCALE)
        parts.append(SENTENCES[f"services_{standing}"].format(names=names))
    return _capital("; ".join(part[:1].lower() + part[1:] for part in parts))


def _in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    words = dict(values)
    if "miles" in values:
        words["miles"], words["about"] = _miles(values["miles"])
    for name, absent in (("date", "no_date"), ("until", "no_end")):
        if name in values:
            words[name] = _date(values[name]) or PHRASES[absent]
    if "credential" in values:
        words["credential"] = CREDENTIALS[values["credential"]].name
    if "taxonomy" in values:
        words["taxonomy"] = TAXONOMIES[values["taxonomy"]].name.lower()
    if "payer" in values:
        words["payer"] = values["payer"] or PHRASES["your_insurance"]
    if "center" in values:
        words["recognised"] = _recognised(values)
    if "parameter" in values:
        words["what"] = LEFT_OUT[values["parameter"]]
    words["who"] = PHRASES["your_insurer" if values.get("asked") == "payer" else "your_plan"]
    words["tier"] = _tier(values.get("tier"))
    words["wait"] = _wait(values.get("weeks"))
    words["confirm"] = _confirm(values)
    return words


def _date(day: date | None) -> str | None:
    return format_date(day, "medium", locale=DATE_LOCALE) if day else None


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _miles(miles: float) -> tuple[str, str]:
    """The miles by themselves, and as a distance that is not exact."""
    if miles < 1:
        return PHRASES["under_a_mile"], PHRASES["under_a_mile"]
    exact = PHRASES["mile" if miles == 1 else "miles"].format(count=_number(miles))
    return exact, PHRASES["about"].format(miles=exact)


def _tier(tier: str | None) -> str:
    known = tier and fold(tier) not in _PLAIN_TIERS
    return PHRASES["tier"].format(tier=tier) if known else ""


def _recognised(values: Mapping[str, Any]) -> str:
    """Who recognised an MS center and when that was checked, as far as it is known."""
    name, day = values.get("recognised_by"), _date(values.get("checked_on"))
    parts = [PHRASES["recognised_by"].format(name=name)] * bool(name)
    parts += [PHRASES["checked_on"].format(date=day)] * bool(day)
    return f" ({', '.join(parts)})" if parts else ""


def _wait(weeks: float | None) -> str:
    if weeks is None:
        return ""
    if weeks == 0:
        return PHRASES["no_wait"]
    return PHRASES["wait_week" if weeks == 1 else "wait_weeks"].format(count=_number(weeks))


def _confirm(values: Mapping[str, Any]) -> str:
    """A known but old (or undated) fact says so."""
    if values.get("fresh", True):
        return ""
    day = _date(values.get("date"))
    return PHRASES["confirm_dated"].format(date=day) if day else PHRASES["confirm"]
