"""Why a source's word counts, and what other sources say otherwise, as sentences."""

from service.directory.profile import Conflict

from .figures import day_text
from .wording import Wording

# A field -> the names of its codes; of other fields, yes and no are all that stands for a word.
_CODES = {
    "gender": "genders",
    "accepting_patients": "accepting_patients",
    "referral_channel": "referral_channels",
    "plans": "plan_statuses",
}
_PHONES = ("phone", "fax")
_YES_NO = ("services", "access", "ages_served", "home_visits", "telehealth")


def because_text(because: str | None, wording: Wording) -> str | None:
    """Why this source's word on a field counts; None where that is not known."""
    return wording.sentences[f"because_{because}"] if because else None


def conflict_text(found: Conflict, wording: Wording) -> str:
    """What a source says otherwise of one field, such as "locations.ID.phone"."""
    path = found.field.split(".")
    path = path[2:] if path[0] == "locations" else path
    day = day_text(found.as_of, wording.locale) if found.as_of else wording.phrases["no_date"]
    return wording.sentences["conflict"].format(
        what=_what(path, wording),
        value=_value(path[0], found.value, wording),
        source=found.source,
        date=day,
    )


def _what(path: list[str], wording: Wording) -> str:
    """The field's name; of a service, an access fact or a plan with which one it is."""
    field, rest, names = path[0], ".".join(path[1:]), wording.names
    name = names["fields"].get(f"{field}.{rest}") or names["fields"][field]
    if field in ("services", "access"):
        return f"{name} ({names[field][rest].lower()})"
    if field == "plans" and rest:
        return f"{name} ({rest.partition(':')[2]})"
    return name


def _value(field: str, value: str, wording: Wording) -> str:
    if field in _PHONES and len(value) == 10:
        return f"{value[:3]}-{value[3:6]}-{value[6:]}"
    if field in _YES_NO:
        return wording.names["known"].get(value, value).lower()
    return wording.names[_CODES[field]].get(value, value) if field in _CODES else value
