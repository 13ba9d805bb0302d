"""From a reason's code and values to a sentence. The layers below hold no prose."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.lists import format_list

from service.directory.ranking import Reason
from service.directory.vocabulary import CREDENTIALS, SERVICES, TAXONOMIES

from .english import DATE_LOCALE, LEFT_OUT, PHRASES, SENTENCES


def reason_text(reason: Reason) -> str:
    """One sentence for what one signal earned."""
    if reason.signal == "services":
        return _services_text(reason.values)
    return sentence(reason.code, reason.values)


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
        words["payer"] = values["payer"] or PHRASES["your_insurer"]
    if "parameter" in values:
        words["what"] = LEFT_OUT[values["parameter"]]
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
