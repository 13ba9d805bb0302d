"""GET /vocabulary: every code with its plain name, and the role of every parameter."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from service.directory.languages import languages
from service.directory.likely import LIKELY_SERVICES
from service.directory.needs import NEEDS, NEEDS_TO_SERVICES
from service.directory.payer_names import KINDS
from service.directory.payers import PAYERS
from service.directory.states import STATES
from service.directory.vocabulary import (
    ACCEPTING_PATIENTS,
    ACCESS_FACTS,
    ASSIGNMENTS,
    CREDENTIAL_STATUSES,
    CREDENTIALS,
    GENDERS,
    PLAN_STATUSES,
    REFERRAL_CHANNELS,
    SERVICES,
    SETTINGS,
    TAXONOMIES,
    Known,
)
from service.directory.weights import WEIGHTS
from service.wording.english import KNOWN, NEED_KINDS, SIGNALS

from .fields import ROLES, Codes
from .query_schema import MODES, SORTS, QuerySchema


@cache
def vocabulary_data() -> dict[str, Any]:
    """All tables, each a list of `{"code", "name", ...}` in the order of the vocabulary."""
    return {
        "services": [_service(code) for code in SERVICES],
        "needs": [_need(code) for code in NEEDS],
        "need_kinds": _named(NEED_KINDS),
        "specialties": _fields(TAXONOMIES, "code", "name", "slug"),
        "credentials": _fields(CREDENTIALS, "code", "name", "issuer", "validity"),
        "likely_services": [
            {"because": code, "name": _evidence(code), "services": list(services)}
            for code, services in LIKELY_SERVICES.items()
        ],
        "credential_statuses": _named(CREDENTIAL_STATUSES),
        "settings": _named(SETTINGS),
        "accepting_patients": _named(ACCEPTING_PATIENTS),
        "plan_statuses": _named(PLAN_STATUSES),
        "payers": _fields(PAYERS, "code", "name", "kind", "state", "aliases"),
        "payer_kinds": _named(KINDS),
        "access": _named(ACCESS_FACTS),
        "assignments": _named(ASSIGNMENTS),
        "referral_channels": _named(REFERRAL_CHANNELS),
        "genders": _named(GENDERS),
        "known": _named({value.value: KNOWN[value] for value in Known}),
        "languages": _named(languages()),
        "states": _named(STATES),
        "insurance_modes": _named(MODES),
        "sorts": _named(SORTS),
        "signals": [
            {"code": code, "name": SIGNALS[code], "weight": weight}
            for code, weight in WEIGHTS.items()
        ],
        "roles": _named(ROLES),
        "parameters": _parameters(),
    }


def _named(table: dict[str, str]) -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in table.items()]


def _fields(table: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    return [{name: getattr(entry, name) for name in names} for entry in table.values()]


def _service(code: str) -> dict[str, Any]:
    service = SERVICES[code]
    return {
        "code": code,
        "name": service.name,
        "by_video": service.by_video,
        "by_video_reason": service.video_reason,
    }


def _need(code: str) -> dict[str, Any]:
    rows = [row for row in NEEDS_TO_SERVICES if row.need == code]
    return {
        "code": code,
        "name": NEEDS[code].name,
        "kind": NEEDS[code].kind,
        "services": [{"code": row.service, "reason": row.reason} for row in rows],
    }


def _evidence(code: str) -> str:
    return (TAXONOMIES.get(code) or CREDENTIALS[code]).name


def _parameters() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "role": field.metadata["role"],
            "repeatable": isinstance(field, Codes),
            "description": field.metadata["description"],
            "example": field.metadata["example"],
        }
        for name, field in QuerySchema._declared_fields.items()
    ]
