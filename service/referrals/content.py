"""What a referral says: the patient, the order, who asks. All of it is sealed at rest."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from service.records.vault import Seal


class _Private(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A structure that no log or error text can show."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Patient(_Private):
    """`language` is ISO 639-1, that of letters to the patient."""

    given: str
    family: str
    birth_date: date
    phone: str | None = None
    email: str | None = None
    postal_code: str | None = None
    state: str | None = None
    language: str = "en"
    member_id: str | None = None
    plan_id: str | None = None


class Requester(_Private):
    """Who refers: a person of the organization that owns the referral."""

    name: str
    npi: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None


class Order(_Private):
    """What is ordered. `ordered_by` prepared it, `signed_by` answers for it."""

    text: str | None = None
    visits: int | None = None
    frequency: str | None = None
    ordered_by: str | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None


class Addressee(msgspec.Struct, frozen=True):
    """An OT at one location. Not private by itself: the directory is public."""

    npi: str
    location_id: str | None = None


class Content(_Private):
    patient: Patient
    requester: Requester
    order: Order = Order()
    services: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    reason: str | None = None
    diagnoses: tuple[str, ...] = ()
    notes: str | None = None


def seal_content(content: Content, seal: Seal) -> dict[str, str]:
    """Each field by itself: "patient.given" -> its sealed JSON."""
    return {name: seal.seal(msgspec.json.encode(value).decode()) for name, value in _flat(content)}


def open_content(sealed: dict[str, str], seal: Seal) -> Content:
    """What was sealed, whole."""
    parts: dict[str, Any] = {}
    for name, token in sealed.items():
        part, _, field = name.partition(".")
        value = msgspec.json.decode(seal.open(token))
        if field:
            parts.setdefault(part, {})[field] = value
        else:
            parts[part] = value
    return msgspec.convert(parts, Content)


def differing(one: Content, other: Content) -> list[str]:
    """The fields that do not say the same, such as "order.text"."""
    said, meant = dict(_flat(one)), dict(_flat(other))
    return sorted(name for name in said | meant if said.get(name) != meant.get(name))


def _flat(content: Content) -> Iterator[tuple[str, Any]]:
    for part, value in msgspec.to_builtins(content).items():
        if isinstance(value, dict):
            yield from ((f"{part}.{field}", one) for field, one in value.items())
        else:
            yield part, value
