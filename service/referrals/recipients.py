"""Whom a referral may go to: OTs who are in the directory, at a location of theirs."""

from typing import Any

from service.directory.departure import NOT_LISTED
from service.directory.profile import Location, Profile
from service.engines.protocol import Engine
from service.errors import Conflict, InvalidQuery, Problem

from .content import Addressee

RECIPIENT_GONE = "recipient-gone"


def check_recipient(engine: Engine, asked: Addressee, parameter: str = "recipient") -> Addressee:
    """The addressee with their location, the only one where none is named.

    Raises Conflict for one who left the directory or may not be in it (deactivated, excluded,
    withdrawn ...), and InvalidQuery for one of whom nothing is known, or for a location that is
    not theirs.
    """
    profile = engine.get(asked.npi)
    if profile is None:
        refuse_who_left(engine, asked.npi)
        raise InvalidQuery(Problem(f"{parameter}.npi", "no_such_ot"))
    places = [at.id for at in profile.locations]
    if asked.location_id is None and len(places) <= 1:
        return Addressee(asked.npi, places[0] if places else None)
    if asked.location_id not in places:
        raise InvalidQuery(
            Problem(f"{parameter}.location_id", "no_such_location", {"choices": places})
        )
    return asked


def refuse_who_left(engine: Engine, npi: str, **members: Any) -> None:
    """Raises Conflict, which tells why, as long as that is known: also of who was excluded or
    deactivated before any directory listed them."""
    tombstone = engine.gone(npi, was_here=False)
    if tombstone and (tombstone.was_here or tombstone.departure.reason != NOT_LISTED):
        raise Conflict(RECIPIENT_GONE, npi=npi, departure=tombstone, **members)


def has_left(engine: Engine, npi: str | None) -> bool:
    """Whether somebody who was asked is not in the directory any more."""
    return npi is not None and engine.get(npi) is None


def recipient_of(engine: Engine, npi: str | None) -> Profile | None:
    """The profile, while it is in the directory."""
    return engine.get(npi) if npi else None


def location_of(profile: Profile | None, location_id: str | None) -> Location | None:
    """The location meant; None where the directory no longer has it."""
    places = profile.locations if profile else ()
    return next((at for at in places if at.id == location_id), None)
