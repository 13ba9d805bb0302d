"""GET /vocabulary: every code with its plain name, and the role of every parameter."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from service.directory.likely import LIKELY_SERVICES
from service.directory.needs import NEEDS, NEEDS_TO_SERVICES
from service.directory.payers import PAYERS
from service.directory.services import SERVICES
from service.directory.vocabulary import CREDENTIALS, TAXONOMIES
from service.directory.weights import WEIGHTS
from service.wording.sentences import parameter_text
from service.wording.wording import Wording

from .fields import Repeatable
from .query_schema import QuerySchema

Rows = list[dict[str, Any]]
# Tables of codes that have a name and nothing more.
_NAMED = (
    "need_kinds", "credential_statuses", "settings", "accepting_patients", "plan_statuses",
    "payer_kinds", "coverage_statuses", "access", "assignments", "referral_channels", "genders",
    "known", "languages", "states", "insurance_modes", "sorts", "roles",
)  # fmt: skip


@cache
def vocabulary_data(wording: Wording) -> dict[str, Rows]:
    """All tables, each a list of `{"code", "name", ...}` in the order of the vocabulary."""
    names = wording.names
    tables: dict[str, Rows] = {kind: _named(names[kind]) for kind in _NAMED}
    return tables | {
        "services": [_service(code, wording) for code in SERVICES],
        "needs": [_need(code, wording) for code in NEEDS],
        "specialties": [
            {"code": code, "name": names["specialties"][code], "slug": taxonomy.slug}
            for code, taxonomy in TAXONOMIES.items()
        ],
        "credentials": [_credential(code, names) for code in CREDENTIALS],
        "likely_services": [
            {"because": code, "name": _evidence(code, names), "services": list(services)}
            for code, services in LIKELY_SERVICES.items()
        ],
        "payers": [
            {"code": code, "name": names["payers"][code], "kind": payer.kind,
             "state": payer.state, "aliases": payer.aliases}
            for code, payer in PAYERS.items()
        ],
        "signals": [
            {"code": code, "name": names["signals"][code], "weight": weight}
            for code, weight in WEIGHTS.items()
        ],
        "parameters": _parameters(wording),
    }  # fmt: skip


def _named(table: Mapping[str, str]) -> Rows:
    return [{"code": code, "name": name} for code, name in table.items()]


def _service(code: str, wording: Wording) -> dict[str, Any]:
    return {
        "code": code,
        "name": wording.names["services"][code],
        "by_video": SERVICES[code].by_video,
        "by_video_reason": wording.names["video_reasons"][code],
    }


def _need(code: str, wording: Wording) -> dict[str, Any]:
    helping = [row.service for row in NEEDS_TO_SERVICES if row.need == code]
    reasons = wording.names["need_reasons"]
    return {
        "code": code,
        "name": wording.names["needs"][code],
        "kind": NEEDS[code].kind,
        "services": [{"code": help, "reason": reasons[f"{code} {help}"]} for help in helping],
    }


def _credential(code: str, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {
        "code": code,
        "name": names["credentials"][code],
        "issuer": names["issuers"][code],
        "validity": names["validities"].get(code),
    }


def _evidence(code: str, names: Mapping[str, Mapping[str, str]]) -> str:
    return names["specialties"].get(code) or names["credentials"][code]


def _parameters(wording: Wording) -> Rows:
    return [
        {
            "name": name,
            "role": field.metadata["role"],
            "repeatable": isinstance(field, Repeatable),
            "description": parameter_text(name, wording, repeatable=isinstance(field, Repeatable)),
            "example": field.metadata["example"],
        }
        for name, field in QuerySchema._declared_fields.items()
    ]
