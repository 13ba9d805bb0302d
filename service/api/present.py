"""An answer as JSON-ready data: the shapes that `schemas.py` publishes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from service.directory.adults import adult_care
from service.directory.disputes import disputes
from service.directory.page import LeftOut, Match
from service.directory.places import Place
from service.directory.profile import Location, Profile, ProgramEvidence
from service.directory.programs import program_words
from service.directory.query import Query
from service.directory.services import SERVICES
from service.directory.vocabulary import Known
from service.search import Answer, Counted, Note
from service.wording.sentences import left_out_text, place_text, sentence
from service.wording.wording import Wording

from .cursor import write_cursor
from .present_benefit import benefit_data
from .present_facets import NO_PROGRAMS, facets_data
from .present_facts import (
    conflict_data,
    credential_data,
    evidence_data,
    matched_location_data,
    or_none,
    program_data,
    services_data,
    specialties_data,
    whole_location_data,
)
from .present_reasons import insurance_data, reason_data


def page_data(
    answer: Answer, asked: Query, wording: Wording, programs: Mapping[str, str] = NO_PROGRAMS
) -> dict[str, Any]:
    """The body of GET /providers; `asked` is the query before its plan was resolved, `programs` the
    names of those that help with cost, by their ids."""
    page, query = answer.page, answer.query
    relaxed = answer.relaxed.code if answer.relaxed else None
    return {
        "query": query_data(query, answer.notes, wording),
        "plan_benefit": benefit_data(answer.plan_benefit, query.on, wording),
        "total": page.total,
        "left_out_unknown": [_left_out(entry, asked, wording) for entry in answer.left_out],
        "matches": [
            {**match_data(match, query, wording), "relaxed": relaxed} for match in page.matches
        ],
        "facets": facets_data(page.facets, answer.meta, wording, programs),
        "relaxations": [_step(entry, wording) for entry in answer.relaxations],
        "suggestions": [_step(entry, wording) for entry in answer.suggestions],
        "next": write_cursor(page.next, asked) if page.next else None,
    }


def query_data(query: Query, notes: tuple[Note, ...], wording: Wording) -> dict[str, Any]:
    """What was understood."""
    return {
        "place": _place(query.place, wording) if query.place else None,
        "radius_miles": query.radius_miles if query.by_distance else None,
        "on": query.on,
        "name": query.name,
        "needs": query.needs,
        "services": [
            {
                "code": code,
                "name": wording.names["services"][code],
                "because": needs,
                "by_video": SERVICES[code].by_video,
                "by_video_reason": wording.names["video_reasons"][code],
            }
            for code, needs in query.asked_services.items()
        ],
        "specialties": query.specialties,
        "credentials": query.credentials,
        "plan": query.plan,
        "payer": query.payer,
        "insurance_mode": "require" if query.insurance_required else "prefer",
        "programs": query.programs,
        "accepting": query.accepting,
        "access": query.access,
        "telehealth": query.telehealth,
        "patient_state": query.care_state if query.telehealth else None,
        "setting": query.setting,
        "languages": query.languages,
        "genders": query.genders,
        "unknown": query.unknown,
        "sort": query.sort,
        "limit": query.limit,
        "notes": notes_data(notes, wording),
    }


def notes_data(notes: Iterable[Note], wording: Wording) -> list[dict[str, Any]]:
    return [
        {"code": note.code, "text": sentence(note.code, note.values, wording)} for note in notes
    ]


def match_data(match: Match, query: Query, wording: Wording) -> dict[str, Any]:
    profile, location = match.profile, match.location
    return {
        "npi": profile.npi,
        "name": profile.display_name(),
        "score": round(match.score, 4),
        "reasons": [reason_data(reason, wording) for reason in match.reasons],
        "distance_miles": _miles(match),
        "location": location and matched_location_data(profile, location, query.on, wording),
        "other_locations": match.other_locations,
        "specialties": specialties_data(profile, wording),
        "credentials": [credential_data(held, query.on, wording) for held in profile.credentials],
        "services": services_data(profile, query.on, wording),
        "insurance": insurance_data(match, query, wording) if query.asks_insurance else None,
        "programs": _programs(location, query, wording),
        "accepting_patients": location.accepting_patients if location else None,
        "wait_weeks": location.wait_weeks if location else None,
        "telehealth": or_none(profile.telehealth),
        "home_visits": or_none(profile.home_visits.offered),
        "languages": profile.languages,
        "gender": profile.gender,
        "adults": adult_care(profile),
    }


def _programs(at: Location | None, query: Query, wording: Wording) -> list[dict[str, Any]]:
    """What the location says of the programs that were asked for, unknown ones too."""
    words = program_words(at) if at else {}
    asked = (words.get(p) or ProgramEvidence(program=p, accepts=Known.UNKNOWN)
             for p in query.programs)  # fmt: skip
    return [program_data(row, query.on, wording) for row in asked]


def _miles(match: Match) -> float | None:
    """Miles to the location itself, also where a home-visit area is nearer."""
    way = match.reach.to_location if match.reach else None
    return None if way is None else round(way, 1)


def profile_data(profile: Profile, on: date, wording: Wording) -> dict[str, Any]:
    """The body of GET /providers/{npi}: everything, with the source and date of each fact."""
    names = wording.names["languages"]
    return {
        "npi": profile.npi,
        "name": profile.display_name(),
        "name_parts": {
            part: getattr(profile.name, part) for part in profile.name.__struct_fields__
        },
        "gender": profile.gender,
        "specialties": specialties_data(profile, wording),
        "licenses": [{"state": held.state, "number": held.number} for held in profile.licenses],
        "privileges": [{"state": held.state, "number": held.number} for held in profile.privileges],
        "credentials": [credential_data(held, on, wording) for held in profile.credentials],
        "services": services_data(profile, on, wording),
        "ages_served": {
            "adults": or_none(profile.ages_served.adults),
            "children": or_none(profile.ages_served.children),
        },
        "languages": [{"code": code, "name": names[code]} for code in profile.languages],
        "telehealth": or_none(profile.telehealth),
        "home_visits": {
            "offered": or_none(profile.home_visits.offered),
            "radius_miles": profile.home_visits.radius_miles,
            "counties": profile.home_visits.counties,
            "postal_codes": profile.home_visits.postal_codes,
        },
        "locations": [whole_location_data(at, on, wording) for at in profile.locations],
        "evidence": evidence_data(profile, on, wording),
        "conflicts": [conflict_data(found, wording) for found in disputes(profile)],
    }


def _place(place: Place, wording: Wording) -> dict[str, Any]:
    return {
        "label": place_text(place, wording),
        "lat": round(place.lat, 4),
        "lon": round(place.lon, 4),
        "precision": place.precision,
        "state": place.state,
    }


def _left_out(entry: LeftOut, query: Query, wording: Wording) -> dict[str, Any]:
    text = left_out_text(entry, query, wording)
    return {"parameter": entry.parameter, "count": entry.count, "text": text}


def _step(counted: Counted, wording: Wording) -> dict[str, Any]:
    step = counted.step
    return {
        "code": step.code,
        "text": sentence(step.sentence, step.values, wording),
        "matches": counted.matches,
        "parameters": step.parameters,
    }


def dump(data: Any) -> bytes:
    """JSON text of JSON-ready data."""
    return msgspec.json.encode(data)
