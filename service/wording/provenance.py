"""Why a source's word counts, and what other sources say otherwise, as sentences."""

from collections.abc import Mapping

from babel.dates import format_date

from service.directory.profile import Conflict
from service.directory.vocabulary import (
    ACCEPTING_PATIENTS,
    ACCESS_FACTS,
    GENDERS,
    PLAN_STATUSES,
    REFERRAL_CHANNELS,
    SERVICES,
)

from .english import DATE_LOCALE, FIELDS, PHRASES, SENTENCES

# The last word of a field -> what its codes mean.
_CODES: dict[str, Mapping[str, str]] = {
    "gender": GENDERS,
    "accepting_patients": ACCEPTING_PATIENTS,
    "referral_channel": REFERRAL_CHANNELS,
    "plans": PLAN_STATUSES,
}
_PHONES = ("phone", "fax")


def because_text(because: str | None) -> str | None:
    """Why this source's word on a field counts; None where that is not known."""
    return SENTENCES[f"because_{because}"] if because else None


def conflict_text(found: Conflict) -> str:
    """What a source says otherwise of one field, such as "locations.ID.phone"."""
    path = found.field.split(".")
    path = path[2:] if path[0] == "locations" else path
    day = format_date(found.as_of, "medium", locale=DATE_LOCALE) if found.as_of else None
    return SENTENCES["conflict"].format(
        what=_what(path),
        value=_value(path[0], found.value),
        source=found.source,
        date=day or PHRASES["no_date"],
    )


def _what(path: list[str]) -> str:
    """The field's name; of a service, an access fact or a plan with which one it is."""
    field, rest = path[0], ".".join(path[1:])
    name = FIELDS[f"{field}.{rest}"] if f"{field}.{rest}" in FIELDS else FIELDS[field]
    if field == "services":
        return f"{name} ({SERVICES[rest].name.lower()})"
    if field == "access":
        return f"{name} ({ACCESS_FACTS[rest].lower()})"
    if field == "plans" and rest:
        return f"{name} ({rest.partition(':')[2]})"
    return name


def _value(field: str, value: str) -> str:
    if field in _PHONES and len(value) == 10:
        return f"{value[:3]}-{value[3:6]}-{value[6:]}"
    return _CODES.get(field, {}).get(value, value)
