"""Facts as JSON-ready data: the parts that answers of a search and of one profile share."""

from datetime import date
from functools import cache, lru_cache
from typing import Any

from service.directory.disputes import Dispute, disputes
from service.directory.freshness import is_fresh, is_overdue
from service.directory.insurance import evidence_key
from service.directory.ms_center import MSCenter
from service.directory.profile import (
    NO,
    UNKNOWN,
    YES,
    Credential,
    Location,
    PlanEvidence,
    Profile,
    ProgramEvidence,
    Provenance,
)
from service.directory.sourced import Said, office_said
from service.wording.provenance import dispute_text, provenance_text, standing_text
from service.wording.wording import Wording

# Fields of a location that an answer gives in a form of their own, or not in a search.
_FORMED = (
    "settings", "likely_settings", "ms_center", "access", "direct_address", "plans", "programs",
    "evidence",
)  # fmt: skip
_PLAIN = tuple(name for name in Location.__struct_fields__ if name not in _FORMED)
# Fields of which a search tells that sources contradict each other.
_SEARCHED = (*_PLAIN, "access", "point")


def location_data(location: Location, wording: Wording) -> dict[str, Any]:
    """A location in an answer of a search."""
    waited = location.evidence.get("wait_weeks")
    return {name: getattr(location, name) for name in _PLAIN} | {
        "wait_as_of": waited and waited.last_said,
        "settings": location.settings,
        "likely_settings": [
            {"code": code, "name": wording.names["settings"][code], "because": by or None}
            for code, by in location.likely_settings.items()
        ],
        "ms_center": _center(location.ms_center) if location.ms_center else None,
        "access": {name: str(k) for name, k in location.access.items() if k != UNKNOWN},
    }


def matched_location_data(
    profile: Profile, at: Location, on: date, wording: Wording
) -> dict[str, Any]:
    """A location in an answer of a search, with what of it is overdue or in dispute; of its plans
    the match itself tells the one that was asked for."""
    told = (found for found in disputes(profile) if found.location is at)
    return location_data(at, wording) | {
        "overdue": list(filter(None, (_overdue(*fact, on, wording) for fact in office_said(at)))),
        "conflicts": [conflict_data(found, wording) for found in told if found.kind in _SEARCHED],
    }


def whole_location_data(location: Location, on: date, wording: Wording) -> dict[str, Any]:
    """Everything about a location; the address for referrals is not spread with every search."""
    return location_data(location, wording) | {
        "direct_address": location.direct_address,
        "plans": [_plan(row, on, wording) for row in location.plans],
        "programs": [program_data(row, on, wording) for row in location.programs],
        "evidence": evidence_data(location, on, wording),
    }


def evidence_data(holder: Profile | Location, on: date, wording: Wording) -> dict[str, Any]:
    """By field: who says so, of which day, why that source's word counts, and whether it is old."""
    return {name: _provenance(name, given, on, wording) for name, given in holder.evidence.items()}


def _provenance(field: str, given: Provenance, on: date, wording: Wording) -> dict[str, Any]:
    days = (given.as_of, given.confirmed_on)
    overdue = is_overdue(field, on, *days, doubted_on=given.doubted_on)
    return {
        "source": given.source,
        "as_of": given.as_of,
        "because": given.because,
        "confirmed_on": given.confirmed_on,
        "doubted_on": given.doubted_on,
        "overdue": overdue,
        "text": provenance_text(field, given, wording, old=overdue),
    }


def conflict_data(found: Dispute, wording: Wording) -> dict[str, Any]:
    """What a source says otherwise of one field, and what counts."""
    said, counts = found.conflict, found.counts
    return {
        "field": said.field,
        "value": said.value,
        "source": said.source,
        "as_of": said.as_of,
        "counts": counts
        and {"value": counts.value, "source": counts.source, "as_of": counts.as_of},
        "text": dispute_text(found, wording),
    }


@lru_cache(8192)
def _overdue(field: str, said: Said, on: date, wording: Wording) -> dict[str, Any] | None:
    """One fact that is overdue or in doubt, not to be changed: most are the same for many OTs."""
    source, as_of, confirmed_on, doubted_on = said
    if not is_overdue(field, on, as_of, confirmed_on, doubted_on=doubted_on):
        return None
    return {
        "field": field,
        "source": source,
        "as_of": as_of,
        "confirmed_on": confirmed_on,
        "doubted_on": doubted_on,
        "text": standing_text(field, confirmed_on or as_of, doubted_on, wording),
    }


def specialties_data(profile: Profile, wording: Wording) -> list[dict[str, str]]:
    named = _named("specialties", wording)
    return [named[code] for code in profile.taxonomies]


@cache
def _named(kind: str, wording: Wording) -> dict[str, dict[str, str]]:
    """Each code of a kind with its name."""
    return {code: {"code": code, "name": name} for code, name in wording.names[kind].items()}


def credential_data(held: Credential, on: date, wording: Wording) -> dict[str, Any]:
    return {
        "code": held.code,
        "name": wording.names["credentials"][held.code],
        "status": held.status(on),
        "expires_on": held.expires_on,
        "checked_on": held.checked_on,
        "source": held.source,
    }


def services_data(profile: Profile, on: date, wording: Wording) -> dict[str, list[dict[str, str]]]:
    """Confirmed, likely and refused services; those in none of the lists are unknown."""
    named, stated = _named("services", wording), profile.services
    return {
        "confirmed": [named[code] for code, known in stated.items() if known == YES],
        "likely": [
            {**named[code], "because": ground.because}
            for code, ground in profile.likely.items()
            if code not in stated and ground.until >= on
        ],
        "not_offered": [named[code] for code, known in stated.items() if known == NO],
    }


def or_none(known: str) -> str | None:
    """yes, no, or null for unknown."""
    return None if known == UNKNOWN else str(known)


def _center(center: MSCenter) -> dict[str, Any]:
    return {name: getattr(center, name) for name in center.__struct_fields__}


def program_data(row: ProgramEvidence, on: date, wording: Wording) -> dict[str, Any]:
    """What is known of one program at a location; `accepts` null is unknown."""
    stale = row.accepts != UNKNOWN and not is_fresh("programs", row.as_of, on)
    field = f"programs.{row.program}"
    return {
        "program": row.program,
        "accepts": or_none(row.accepts),
        "as_of": row.as_of,
        "stale": stale,
        "source": row.source,
        "text": standing_text(field, row.as_of, None, wording) if stale else None,
    }


def _plan(row: PlanEvidence, on: date, wording: Wording) -> dict[str, Any]:
    stale = not is_fresh("plans", row.standing_day, on)
    field = f"plans.{evidence_key(row)}"
    return {
        "status": row.status,
        "plan_id": row.plan_id,
        "payer": row.payer,
        "as_of": row.as_of,
        "doubted_on": row.doubted_on,
        "stale": stale,
        "source": row.source,
        "tier": row.tier,
        "assignment": row.assignment,
        "text": standing_text(field, row.as_of, row.doubted_on, wording) if stale else None,
    }
