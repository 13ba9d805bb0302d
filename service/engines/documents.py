"""What Elasticsearch holds of a profile: the mapping, and the searchable fields beside the
profile itself. Fields are ready-made here so that no server-side script or analyser is needed."""

from typing import Any

import msgspec
from msgspec import structs

from service.directory.adults import adult_care
from service.directory.departure import Tombstone
from service.directory.facets import payers_taken
from service.directory.insurance import stances
from service.directory.names import name_tokens
from service.directory.profile import NO, YES, Location, Profile
from service.directory.programs import program_words
from service.directory.ranking import ms_center
from service.directory.services import SERVICES
from service.directory.text import fold, slug
from service.directory.vocabulary import CREDENTIALS
from service.directory.weights import WAIT_SHARES

from .history import Standing

UNKNOWN_WAIT = len(WAIT_SHARES)
PROFILE, TOMBSTONE, META = "profile", "tombstone", "meta"  # kinds of documents
_encode = msgspec.json.Encoder().encode


def _fields(kind: str, *names: str) -> dict[str, Any]:
    return {name: {"type": kind} for name in names}


MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **_fields("keyword", "digest"),  # with `added` and `changed`, its standing
        **_fields("keyword", "kind", "npi", "taxonomies", "gender", "telehealth", "home_visits"),
        **_fields("keyword", "ages", "languages", "licensed_in", "services_yes", "services_no"),
        **_fields("keyword", "claimed", "home_postal_codes", "home_counties", "names"),
        **_fields("boolean", "ms_center"),
        **_fields("short", "home_radius"),
        **_fields("long", "tie", "added", "changed"),
        "likely_until": {"properties": _fields("date", *SERVICES)},
        "credential_until": {"properties": _fields("date", *map(slug, CREDENTIALS))},
        "locations": {
            "type": "nested",
            "properties": {
                **_fields("geo_point", "point"),
                **_fields("keyword", "state", "accepting", "settings", "stance", "evidence"),
                **_fields("keyword", "access", "no_access", "takes", "programs", "no_programs"),
                **_fields("date", "accepting_on"),
                **_fields("byte", "wait"),
            },
        },
        # Stored for the answer and the export; never searched.
        "profile": {"type": "object", "enabled": False},
        "records": {"type": "object", "enabled": False},
        "meta": {"type": "object", "enabled": False},
        "tombstone": {"type": "object", "enabled": False},
    },
}


def encoded_document(profile: Profile, tie: int, now: Standing) -> bytes:
    """The document of one profile as JSON, `records` kept apart from what an answer needs."""
    return _encode(
        {
            "kind": PROFILE,
            "npi": profile.npi,
            "tie": tie,
            **now._asdict(),
            **_person_fields(profile),
            "locations": [_location_fields(at) for at in profile.locations or (Location(),)],
            "profile": structs.replace(profile, records=()),
            "records": profile.records,
        }
    )


def tombstone_document(tombstone: Tombstone) -> dict[str, Any]:
    """In the place of the profile's; `changed` is the load that removed it."""
    return {
        "kind": TOMBSTONE,
        "npi": tombstone.npi,
        "changed": tombstone.sequence,
        "tombstone": msgspec.to_builtins(tombstone),
    }


def _person_fields(profile: Profile) -> dict[str, Any]:
    stated, visits = profile.services, profile.home_visits
    ends = {slug(c.code): c.until.isoformat() for c in profile.credentials if c.until}
    return {
        "names": sorted(name_tokens(profile.name)),
        "taxonomies": profile.taxonomies,
        "gender": profile.gender,
        "telehealth": profile.telehealth,
        "home_visits": visits.offered,
        "home_radius": visits.radius_miles,
        "home_postal_codes": visits.postal_codes,
        "home_counties": [fold(county) for county in visits.counties],
        "ages": adult_care(profile),
        "ms_center": ms_center(profile) is not None,
        "languages": profile.languages,
        "licensed_in": sorted({h.state for h in (*profile.licenses, *profile.privileges)}),
        "services_yes": [code for code, known in stated.items() if known == "yes"],
        "services_no": [code for code, known in stated.items() if known == "no"],
        "likely_until": {code: v.until.isoformat() for code, v in profile.likely.items()},
        "credential_until": ends,
        "claimed": [held.code for held in profile.credentials if held.until is None],
    }


def _location_fields(location: Location) -> dict[str, Any]:
    evidence = []
    known, words = stances(location), program_words(location)
    for key, stance in known.items():
        evidence.append(f"{key}|{stance.status}")
        if day := stance.standing_day:
            evidence.append(f"{key}|{stance.status}|{day.isoformat()}")
    weeks, accepting_day = location.wait_weeks, location.accepting_standing_day
    steps = (step for step, (most, _) in enumerate(WAIT_SHARES) if weeks is None or weeks <= most)
    fields = {
        "state": location.region,
        "accepting": location.accepting_patients or "unknown",
        "settings": location.settings,
        "access": [fact for fact, value in location.access.items() if value == YES],
        "no_access": [fact for fact, value in location.access.items() if value == NO],
        "takes": payers_taken(known),
        "programs": [row.program for row in words.values() if row.accepts == YES],
        "no_programs": [row.program for row in words.values() if row.accepts == NO],
        "stance": list(known),
        "evidence": evidence,
        "accepting_on": accepting_day and accepting_day.isoformat(),
        "wait": UNKNOWN_WAIT if weeks is None else next(steps),
    }
    if location.lat is not None and location.lon is not None:
        fields["point"] = {"lat": location.lat, "lon": location.lon}
    return fields
