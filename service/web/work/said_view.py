"""What an OT or a roster told this service, fact by fact, for staff to read."""

from collections.abc import Iterator
from typing import Any

from service.wording.wording import Wording

from .fact_form import field_name, value_shown

_OF_PERSON = ("services", "ages_served", "home_visits")
_OF_PLACE = ("phone", "accepting_patients", "wait_weeks")


def said_facts(record: dict[str, Any], wording: Wording) -> list[str]:
    """Of the record of a `say`: "Phone: 518-555-0166"."""
    told = [*_of_person(record), *(fact for at in record.get("locations", ()) for fact in _of(at))]
    named = ((field_name(field, wording), value_shown(field, value, wording))
             for field, value in told)  # fmt: skip
    return [*_certificates(record, wording), *(f"{name}: {value}" for name, value in named)]


def _of_person(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in _OF_PERSON:
        for code, value in (record.get(name) or {}).items():
            yield f"{name}.{code}", value


def _of(at: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in _OF_PLACE:
        if at.get(name) is not None:
            yield name, at[name]
    for code, value in (at.get("access") or {}).items():
        yield f"access.{code}", value
    for row in at.get("plans") or ():
        yield "plans", row


def _certificates(record: dict[str, Any], wording: Wording) -> Iterator[str]:
    for held in record.get("credentials", ()):
        until = str(held.get("expires_on") or wording.pages["keep_no_date"])
        yield f"{held['code']}: {until}"
