"""An OT confirms their listing: what they answer is the word of the source `provider`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from service.access.principal import PUBLIC, Actor
from service.clock import EASTERN
from service.directory.payers import PAYERS, Payer
from service.directory.profile import PROVIDER, YES, Location, Profile
from service.directory.query import payer_key
from service.directory.sourced import plan_facts
from service.directory.whereabouts import place_of
from service.errors import NoSuchRecord

from .claims import ANSWERED, APPROVED, WAITING, Claim, find_claim, listed_at
from .corrections import SAY, Correction, new_correction
from .leaving import Listed, take_back_left, tell_left
from .staff import record_of
from .stewardship import Stewardship

OPENED, WRONG, LOCKED = "opened", "wrong", "locked"
# The OT is nobody of ours: what the page does is done by whoever holds the claim.
BY_CLAIM = Actor(PUBLIC, "link")
_FEDERAL = ("medicare", "tricare", "va")
_EVERYWHERE = ("aetna", "blue-cross-blue-shield", "cigna", "humana", "unitedhealthcare")
_NAMES = {payer_key(payer.name): payer.name for payer in PAYERS.values()}
_LISTED = {"plan": "in-network", "payer": "accepts-payer"}


@dataclass(frozen=True)
class Answers:
    """What the page asked, "yes" or "no" by code; what was left open is not in it. `plans` is by
    the keys of evidence ("plan:ID", "payer:CODE")."""

    practices_here: bool | None = None
    phone: str | None = None
    accepting_patients: str | None = None
    wait_weeks: float | None = None
    home_visits: str | None = None
    ages_served: dict[str, str] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    plans: dict[str, str] = field(default_factory=dict)


def enter(stewardship: Stewardship, identity: str, is_right: Callable[[], bool]) -> str:
    """Whether the page opens by this code; each wrong one is counted. Raises NoSuchRecord."""

    def work(session: Session) -> str:
        found = session.get_one(Claim, identity, with_for_update=True)
        if found.is_locked:
            return LOCKED
        if found.needs_code and not is_right():
            found.failures += 1
            stewardship.tell(session, BY_CLAIM, "claim-wrong-code", claim=found.id, npi=found.npi)
            return LOCKED if found.is_locked else WRONG
        found.failures = 0
        found.opened_at = found.opened_at or stewardship.clock()
        stewardship.tell(session, BY_CLAIM, "open-claim", claim=found.id, npi=found.npi)
        return OPENED

    find_open(stewardship, identity)
    return stewardship.store.retrying(work)


def find_open(stewardship: Stewardship, identity: str) -> Claim:
    """One that staff did not refuse, of somebody who is in the directory; raises NoSuchRecord."""
    found = find_claim(stewardship, identity)
    if found.state not in (WAITING, APPROVED, ANSWERED):
        raise NoSuchRecord
    listed_at(stewardship, found)
    return found


def confirm(stewardship: Stewardship, identity: str, answers: Answers) -> bool:
    """Keep what they answered and show it; False where the next tick shows it.
    Raises NoSuchRecord; Rejected for what the directory's schema does not allow.

    That somebody left a place is for staff to decide: it takes a listing away. Until then what
    they said of that place before stands.
    """
    found = find_open(stewardship, identity)
    listed = listed_at(stewardship, found)
    why = f"claim {found.id}, by {found.channel if found.state == WAITING else found.state}"
    said = _taken(stewardship, BY_CLAIM, listed, answers, why)

    def work(session: Session) -> None:
        kept = session.get_one(Claim, identity, with_for_update=True)
        kept.state, kept.answered_at = ANSWERED, stewardship.clock()
        _keep(stewardship, session, BY_CLAIM, said, claim=kept.id)

    stewardship.store.retrying(work)
    return stewardship.show(found.npi)


def own_listing(stewardship: Stewardship, actor: Actor) -> Profile:
    """Of whoever signed in with an NPI; raises NoSuchRecord where the directory has none."""
    profile = stewardship.engine.get(actor.principal.npi or "")
    if profile is None:
        raise NoSuchRecord
    return profile


def confirm_own(stewardship: Stewardship, actor: Actor, location_id: str, answers: Answers) -> bool:
    """As `confirm`, by an OT who signed in: nobody has to bring them a code."""
    profile = own_listing(stewardship, actor)
    at = next((at for at in profile.locations if at.id == location_id), None)
    if at is None:
        raise NoSuchRecord
    said = _taken(stewardship, actor, (profile, at), answers, "signed in")
    stewardship.store.retrying(lambda session: _keep(stewardship, session, actor, said))
    return stewardship.show(profile.npi)


def offered_plans(at: Location) -> dict[str, str]:
    """Plans and payers that the page asks about, with what is known: those that any source names
    there, and those that are always asked for."""
    known = {fact.field.removeprefix("plans."): fact.value for fact in plan_facts(at)}
    asked = [key for key in known if key.partition(":")[0] in _LISTED]
    every = dict.fromkeys([*asked, *(payer_key(payer.name) for payer in _always_asked(at))])
    return {key: known.get(key, "") for key in every}


def _always_asked(at: Location) -> list[Payer]:
    """Those that anybody's card there may be of."""
    codes = (*_FEDERAL, f"medicaid-{(at.state or '').lower()}", *_EVERYWHERE)
    return [PAYERS[code] for code in codes if code in PAYERS]


def _taken(
    stewardship: Stewardship, actor: Actor, listed: Listed, answers: Answers, why: str
) -> Correction:
    """What to keep; that they left the place is reported, or taken back."""
    said = _said(stewardship, listed, answers, why)
    record_of(said)  # which refuses what the schema does not allow
    if answers.practices_here is False:
        tell_left(stewardship, actor, listed)
    elif answers.practices_here:
        take_back_left(stewardship, actor, listed)
    return said


def _keep(
    stewardship: Stewardship, session: Session, actor: Actor, said: Correction, **about: str
) -> None:
    about |= {"npi": said.npi}
    if said.value.keys() - {"npi", "as_of"}:
        session.add(said)
        about |= {"correction": said.id}
    stewardship.tell(session, actor, "confirm", **about)


def _said(stewardship: Stewardship, listed: Listed, answers: Answers, why: str) -> Correction:
    profile, at = listed
    today = stewardship.clock().astimezone(EASTERN).date()
    record: dict[str, Any] = {
        "npi": profile.npi,
        "as_of": today.isoformat(),
        "services": answers.services,
        "ages_served": answers.ages_served or None,
        "home_visits": answers.home_visits and {"offered": answers.home_visits},
    }
    here = answers.practices_here is not False
    if here:
        record["locations"] = [
            {
                **place_of(at),
                "phone": answers.phone or at.phone,
                "accepting_patients": answers.accepting_patients,
                "wait_weeks": answers.wait_weeks,
                "access": answers.access,
                "plans": [_plan(stewardship, at, *told) for told in answers.plans.items()],
            }
        ]
    record = {name: value for name, value in record.items() if value}
    # Of a place that they left nothing is said, so that their word of before stands beside it.
    return new_correction(profile.npi, SAY, place=place_of(at) if here else None, field=PROVIDER,
                          value=record, by=PROVIDER, why=why)  # fmt: skip


def _plan(stewardship: Stewardship, at: Location, key: str, word: str) -> dict[str, str]:
    """A plan goes with its payer, as whoever named it here told that."""
    kind, _, code = key.partition(":")
    status = _LISTED[kind] if word == YES else "not-accepted"
    if kind != "plan":
        return {"payer": payer_name(stewardship, key), "status": status}
    payer = payer_of_plan(at, code)
    return {"plan_id": code, "status": status} | ({"payer": payer} if payer else {})


def payer_of_plan(at: Location, plan_id: str) -> str | None:
    return next((row.payer for row in at.plans if row.plan_id == plan_id and row.payer), None)


def payer_name(stewardship: Stewardship, key: str) -> str:
    """As the directory or the vocabulary writes it."""
    known = _NAMES.get(key) or stewardship.engine.meta().payers.get(key)
    return known or key.partition(":")[2]
