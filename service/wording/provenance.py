"""Why a source's word counts, whether it is old or in doubt, and what other sources say otherwise,
as sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.directory.disputes import Dispute, field_of
from service.directory.freshness import budgeted
from service.directory.profile import Conflict, Provenance
from service.directory.sourced import Sourced

from .figures import day_text, number_text
from .wording import Wording

# A field -> the names of its codes; of other fields, yes and no are all that stands for a word.
_CODES = {
    "gender": "genders",
    "accepting_patients": "accepting_patients",
    "referral_channel": "referral_channels",
    "plans": "plan_statuses",
}
_PHONES = ("phone", "fax")
_YES_NO = ("services", "access", "ages_served", "home_visits", "telehealth", "programs")


def because_text(because: str | None, wording: Wording) -> str | None:
    """Why this source's word on a field counts; None where that is not known."""
    return wording.sentences[f"because_{because}"] if because else None


def provenance_text(field: str, given: Provenance, wording: Wording, *, old: bool) -> str | None:
    """Why this source's word counts and, of an old or doubted one, that it may not be right."""
    because = because_text(given.because, wording)
    if not old:
        return because
    standing = standing_text(field, given.last_said, given.doubted_on, wording)
    return ". ".join(filter(None, (because, standing)))


def standing_text(
    field: str, last_said: date | None, doubted_on: date | None, wording: Wording
) -> str:
    """Why a fact may not be right: a referral found otherwise, or else its age."""
    if doubted_on:
        return f"{_what(field.split('.'), wording)}: {doubt_text(doubted_on, wording)}"
    return overdue_text(field, last_said, wording)


def doubt_text(day: date, wording: Wording) -> str:
    return wording.sentences["doubted"].format(date=_day(day, wording))


def overdue_text(field: str, last_said: date | None, wording: Wording) -> str:
    """That a fact with a budget is older than that, or of no known day."""
    what = _what(field.split("."), wording)
    return wording.sentences["overdue"].format(what=what, date=_day(last_said, wording))


def conflict_text(found: Conflict, wording: Wording) -> str:
    """What a source says otherwise of one field, such as "locations.ID.phone"."""
    return wording.sentences["conflict"].format_map(_told(field_of(found), found, wording))


def dispute_text(found: Dispute, wording: Wording) -> str:
    """What counts, who says so, and who says what otherwise."""
    if found.counts is None:
        return conflict_text(found.conflict, wording)
    told, counts = _told(found.field, found.conflict, wording), found.counts
    return wording.sentences["conflict_both"].format(
        **told,
        counts=_value(found.kind, counts.value, wording),
        counts_source=_source(counts, wording),
        counts_date=_day(counts.as_of, wording),
    )


def fact_name(field: str, wording: Wording) -> str:
    """Of a whole field, such as "services.driving"."""
    return _what(field.split("."), wording)


def source_name(source: str, wording: Wording) -> str:
    """Of one that names itself, such as a chapter, its own name."""
    return wording.names["sources"].get(source, source)


def fact_text(field: str, value: str, wording: Wording) -> str:
    """A value of a field, where its codes have words in these."""
    return _value(field.partition(".")[0], value, wording)


def with_others(text: str, values: Mapping[str, Any], wording: Wording) -> str:
    """The sentence of a fact, and what a referral found and other sources say of it."""
    day = values.get("doubted_on")
    found = [capital(doubt_text(day, wording))] if day else []
    told = (conflict_text(each, wording) for each in values.get("conflicts", ()))
    return ". ".join((text, *found, *told))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told(field: str, found: Conflict, wording: Wording) -> dict[str, str]:
    path = field.split(".")
    return {
        "what": _what(path, wording),
        "value": _value(path[0], found.value, wording),
        "source": source_name(found.source, wording),
        "date": _day(found.as_of, wording),
    }


def _day(day: date | None, wording: Wording) -> str:
    return day_text(day, wording.locale) if day else wording.phrases["no_date"]


def _source(fact: Sourced, wording: Wording) -> str:
    """Who says it; a place on the map that nobody names is the middle of its ZIP code."""
    if fact.source:
        return source_name(fact.source, wording)
    return wording.phrases["zip_middle" if fact.kind == "point" else "no_source"]


def _what(path: list[str], wording: Wording) -> str:
    """The field's name; of a service, an access fact or a plan with which one it is."""
    field, rest, names = budgeted(path[0]) or path[0], ".".join(path[1:]), wording.names
    name = names["fields"].get(f"{field}.{rest}") or names["fields"][field]
    if field in ("services", "access"):
        return f"{name} ({names[field][rest].lower()})"
    if field == "programs" and rest:
        return f"{name} ({rest})"
    if field == "plans" and (which := rest.partition(":")[2]):
        return f"{name} ({names['payers'].get(which, which)})"
    return name


def _value(field: str, value: str, wording: Wording) -> str:
    if field in _PHONES and len(value) == 10:
        return f"{value[:3]}-{value[3:6]}-{value[6:]}"
    if field in _YES_NO:
        return wording.names["known"].get(value, value).lower()
    if field == "wait_weeks" and value.replace(".", "", 1).isdigit():
        return number_text(float(value), wording.locale)
    return wording.names[_CODES[field]].get(value, value) if field in _CODES else value
