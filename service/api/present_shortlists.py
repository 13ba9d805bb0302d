"""A shortlist as JSON-ready data: its OTs as the directory has them now."""

from typing import Any

from service.directory.profile import Profile
from service.engines.protocol import Engine
from service.referrals.content import Addressee
from service.referrals.shortlist_codes import shown
from service.referrals.shortlists import Shortlist
from service.wording.wording import Wording

from .present_departure import departure_data
from .present_facts import location_data
from .schemas_shortlists import HERE, LEFT, LOCATION_LEFT


def shortlist_data(
    code: str, shortlist: Shortlist, engine: Engine, wording: Wording
) -> dict[str, Any]:
    return {
        "code": shown(code),
        "expires_at": shortlist.expires_at,
        "providers": [_listed(one, engine, wording) for one in shortlist.recipients],
        "needs": _named(shortlist.needs, "needs", wording),
        "services": _named(shortlist.services, "services", wording),
        "place": shortlist.postal_code,
    }


def _listed(recipient: Addressee, engine: Engine, wording: Wording) -> dict[str, Any]:
    profile = engine.get(recipient.npi)
    told = _here(profile, recipient, wording) if profile else _left(recipient, engine, wording)
    return {"npi": recipient.npi, "location_id": recipient.location_id} | told


def _here(profile: Profile, recipient: Addressee, wording: Wording) -> dict[str, Any]:
    chosen = [at for at in profile.locations if at.id == recipient.location_id]
    moved = recipient.location_id is not None and not chosen
    return {
        "status": LOCATION_LEFT if moved else HERE,
        "text": wording.sentences["shortlist_location_left"] if moved else None,
        "name": profile.display_name(),
        "locations": [location_data(at, wording) for at in chosen or profile.locations],
        "departure": None,
    }


def _left(recipient: Addressee, engine: Engine, wording: Wording) -> dict[str, Any]:
    tombstone = engine.gone(recipient.npi)
    departure = departure_data(tombstone, wording) if tombstone else None
    return {
        "status": LEFT,
        "text": departure["text"] if departure else wording.sentences["shortlist_left"],
        "name": None,
        "locations": [],
        "departure": departure,
    }


def _named(codes: tuple[str, ...], kind: str, wording: Wording) -> list[dict[str, str]]:
    return [{"code": code, "name": wording.names[kind][code]} for code in codes]
