"""An answer as JSON-ready data: the shapes that `schemas.py` publishes."""

from datetime import date
from typing import Any

import msgspec

from service.directory.insurance import is_fresh
from service.directory.languages import languages
from service.directory.page import LeftOut, Match
from service.directory.places import Place
from service.directory.profile import NO, UNKNOWN, YES, Credential, Location, Profile
from service.directory.query import Query
from service.directory.ranking import Reason, adult_care
from service.directory.vocabulary import CREDENTIALS, SERVICES, TAXONOMIES
from service.search import Answer
from service.wording.sentences import reason_text, sentence

from .cursor import write_cursor

_LOCATION_FIELDS = tuple(
    name
    for name in Location.__struct_fields__
    if name not in ("plans", "programs", "evidence", "settings", "access")
)


def page_data(answer: Answer, asked: Query) -> dict[str, Any]:
    """The body of GET /providers; `asked` is the query before its plan was resolved."""
    page, query = answer.page, answer.query
    return {
        "query": query_data(query, answer.notes),
        "total": page.total,
        "left_out_unknown": [_left_out(entry) for entry in page.left_out_unknown],
        "matches": [match_data(match, query) for match in page.matches],
        "facets": {},
        "relaxations": [],
        "next": write_cursor(page.next, asked) if page.next else None,
    }


def query_data(query: Query, notes: tuple[str, ...]) -> dict[str, Any]:
    """What was understood."""
    return {
        "place": _place(query.place) if query.place else None,
        "radius_miles": query.radius_miles if query.by_distance else None,
        "on": query.on,
        "needs": query.needs,
        "services": [
            {"code": code, "name": SERVICES[code].name, "because": needs}
            for code, needs in query.wanted.items()
        ],
        "specialties": query.specialties,
        "credentials": query.credentials,
        "plan": query.plan,
        "payer": query.payer,
        "insurance_mode": "require" if query.insurance_required else "prefer",
        "accepting": query.accepting,
        "telehealth": query.telehealth,
        "patient_state": query.care_state if query.telehealth else None,
        "setting": query.setting,
        "languages": query.languages,
        "genders": query.genders,
        "unknown": query.unknown,
        "sort": query.sort,
        "limit": query.limit,
        "notes": [{"code": code, "text": sentence(code)} for code in notes],
    }


def match_data(match: Match, query: Query) -> dict[str, Any]:
    profile, location = match.profile, match.location
    return {
        "npi": profile.npi,
        "name": profile.display_name(),
        "score": round(match.score, 4),
        "reasons": [_reason(reason) for reason in match.reasons],
        "distance_miles": _miles(match),
        "location": _location(location) if location else None,
        "other_locations": match.other_locations,
        "specialties": _specialties(profile),
        "credentials": [_credential(held, query.on) for held in profile.credentials],
        "services": _services(profile, query.on),
        "insurance": _insurance(match, query) if query.asks_insurance else None,
        "accepting_patients": location.accepting_patients if location else None,
        "telehealth": _or_none(profile.telehealth),
        "home_visits": _or_none(profile.home_visits.offered),
        "languages": profile.languages,
        "gender": profile.gender,
        "adults": adult_care(profile),
        "relaxed": None,
    }


def _miles(match: Match) -> float | None:
    """Miles to the location itself, also where a home-visit area is nearer."""
    way = match.reach.to_location if match.reach else None
    return None if way is None else round(way, 1)


def profile_data(profile: Profile, on: date) -> dict[str, Any]:
    """The body of GET /providers/{npi}: everything, with the source and date of each fact."""
    names = languages()
    return {
        "npi": profile.npi,
        "name": profile.display_name(),
        "name_parts": {
            part: getattr(profile.name, part) for part in profile.name.__struct_fields__
        },
        "gender": profile.gender,
        "specialties": _specialties(profile),
        "licenses": [{"state": held.state, "number": held.number} for held in profile.licenses],
        "privileges": [{"state": held.state, "number": held.number} for held in profile.privileges],
        "credentials": [_credential(held, on) for held in profile.credentials],
        "services": _services(profile, on),
        "ages_served": {
            "adults": _or_none(profile.ages_served.adults),
            "children": _or_none(profile.ages_served.children),
        },
        "languages": [{"code": code, "name": names[code]} for code in profile.languages],
        "telehealth": _or_none(profile.telehealth),
        "home_visits": {
            "offered": _or_none(profile.home_visits.offered),
            "radius_miles": profile.home_visits.radius_miles,
            "counties": profile.home_visits.counties,
            "postal_codes": profile.home_visits.postal_codes,
        },
        "locations": [_whole_location(location, on) for location in profile.locations],
        "evidence": _evidence(profile),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "label": place.label,
        "lat": round(place.lat, 4),
        "lon": round(place.lon, 4),
        "precision": place.precision,
        "state": place.state,
    }


def _left_out(entry: LeftOut) -> dict[str, Any]:
    values = {"parameter": entry.parameter, "count": entry.count}
    return {**values, "text": sentence("left_out_unknown", values)}


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "signal": reason.signal,
        "points": round(reason.points, 4),
        "max_points": round(reason.max_points, 4),
        "code": reason.code,
        "values": reason.values,
        "text": reason_text(reason),
    }


def _location(location: Location) -> dict[str, Any]:
    data = {name: getattr(location, name) for name in _LOCATION_FIELDS}
    return {**data, "settings": location.settings, "access": _stated(location.access)}


def _whole_location(location: Location, on: date) -> dict[str, Any]:
    plans = [
        {
            "status": row.status,
            "plan_id": row.plan_id,
            "payer": row.payer,
            "as_of": row.as_of,
            "stale": not is_fresh(row.as_of, on),
            "source": row.source,
        }
        for row in location.plans
    ]
    more = {"plans": plans, "programs": location.programs, "evidence": _evidence(location)}
    return _location(location) | more


def _evidence(holder: Profile | Location) -> dict[str, Any]:
    return {
        name: {"source": given.source, "as_of": given.as_of}
        for name, given in holder.evidence.items()
    }


def _specialties(profile: Profile) -> list[dict[str, str]]:
    return [{"code": code, "name": TAXONOMIES[code].name} for code in profile.taxonomies]


def _credential(held: Credential, on: date) -> dict[str, Any]:
    return {
        "code": held.code,
        "name": CREDENTIALS[held.code].name,
        "status": held.status(on),
        "expires_on": held.expires_on,
        "checked_on": held.checked_on,
        "source": held.source,
    }


def _services(profile: Profile, on: date) -> dict[str, list[dict[str, str]]]:
    """Confirmed, likely and refused services; those in none of the lists are unknown."""
    stated = profile.services
    likely = [
        {**_named(code), "because": ground.because}
        for code, ground in profile.likely.items()
        if code not in stated and ground.until >= on
    ]
    return {
        "confirmed": [_named(code) for code, known in stated.items() if known == YES],
        "likely": likely,
        "not_offered": [_named(code) for code, known in stated.items() if known == NO],
    }


def _named(code: str) -> dict[str, str]:
    return {"code": code, "name": SERVICES[code].name}


def _insurance(match: Match, query: Query) -> dict[str, Any]:
    stance = match.stance
    reason = next(reason for reason in match.reasons if reason.signal == "insurance")
    known = stance.status != "unknown"
    return {
        "status": stance.status,
        "plan_id": stance.plan_id if known else query.plan,
        "payer": stance.payer or query.payer,
        "as_of": stance.as_of,
        "stale": known and not is_fresh(stance.as_of, query.on),
        "source": stance.source,
        "text": reason_text(reason),
    }


def _stated(facts: dict[str, Any]) -> dict[str, str]:
    return {name: str(known) for name, known in facts.items() if known != UNKNOWN}


def _or_none(known: str) -> str | None:
    return None if known == UNKNOWN else str(known)


def dump(data: Any) -> bytes:
    """JSON text of JSON-ready data."""
    return msgspec.json.encode(data)
