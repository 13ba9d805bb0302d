"""What an outcome of a referral contradicts: the doubt that it opens, if there is one."""

from dataclasses import dataclass
from datetime import datetime

from service.directory.doubt import OPEN_PANEL
from service.directory.insurance import ACCEPTING, stances
from service.directory.payers import payer_named
from service.directory.profile import Location, Profile
from service.directory.query import payer_key, plan_key
from service.directory.whereabouts import place_of

from .corrections import DOUBT, Correction, new_correction

BY_OUTCOME = "referral outcome"


@dataclass(frozen=True)
class Outcome:
    """What became of a referral, and what it says of a fact: `why` is its code, `fact` is
    "accepting_patients", "phone", "fax", "email", "address" or "plans". The plan, or else the
    payer, that was not taken goes with "plans"."""

    why: str
    fact: str
    location_id: str | None = None  # may be left out of somebody with one location
    plan_id: str | None = None
    payer: str | None = None
    at: datetime | None = None  # now, if left out


def doubt_of(profile: Profile, outcome: Outcome) -> Correction | None:
    """The doubt to open; None where the directory says nothing that the outcome contradicts."""
    at = _location(profile, outcome.location_id)
    value = at and _contradicted(at, outcome)
    if at is None or not value:
        return None
    made = new_correction(
        profile.npi,
        DOUBT,
        place=place_of(at),
        field=outcome.fact,
        value=None if outcome.fact == "address" else value,
        by=BY_OUTCOME,
        why=outcome.why,
    )
    made.at = outcome.at or made.at
    return made


def _location(profile: Profile, identity: str | None) -> Location | None:
    found = [at for at in profile.locations if identity in (at.id, None)]
    return found[0] if len(found) == 1 else None


def _contradicted(at: Location, outcome: Outcome) -> str | None:
    """What the location says that the outcome contradicts."""
    if outcome.fact == "address":
        return at.line1 or at.city or at.postal_code
    if outcome.fact == "plans":
        return _plan_taken(at, outcome)
    value = getattr(at, outcome.fact)
    contradicts = outcome.fact != "accepting_patients" or value == OPEN_PANEL
    return value if contradicts else None


def _plan_taken(at: Location, outcome: Outcome) -> str | None:
    """The key of the plan, or else of the payer, that the location is known to take."""
    keys = (
        plan_key(outcome.plan_id) if outcome.plan_id else "",
        payer_key(payer_named(outcome.payer, at.state)) if outcome.payer else "",
    )
    known = stances(at)
    key = next((key for key in keys if key in known), None)
    return key if key and known[key].status in ACCEPTING else None
