"""Claims: an OT or their practice says that a listing is theirs, and proves it by a code that is
brought to a contact which the directory lists already, or by staff who know them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.access.principal import PUBLIC, Actor
from service.directory.profile import Location, Profile
from service.directory.whereabouts import locations_at, place_of
from service.errors import Conflict, InvalidBody, NoSuchRecord, Problem, Stale
from service.records.columns import UtcTime
from service.records.ids import is_id, new_id
from service.records.store import Table

from .stewardship import Stewardship, check_reach

WAITING, APPROVED, ANSWERED, REFUSED = "waiting", "approved", "answered", "refused"
STATES = (WAITING, APPROVED, ANSWERED, REFUSED)
# How the code is brought -> the field of a location that lists it.
CHANNELS = {"phone": "phone", "fax": "fax", "postal": "line1"}
LASTS = timedelta(days=90)
MOST_FAILURES = 5  # wrong codes, then staff must look
MOST_WAITING = 3  # of one listing: each is a call or a letter
APPROVE, UNLOCK, REFUSE = DECISIONS = "approve", "unlock", "refuse"


class Claim(Table):
    """`place` is the address that it is about; `campaign` asked for it, or nobody did; `version`
    grows with what staff decide."""

    __tablename__ = "claims"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    npi: Mapped[str] = mapped_column(String(10), index=True)
    place: Mapped[dict[str, str]] = mapped_column(JSON)
    channel: Mapped[str] = mapped_column(String(10))
    campaign: Mapped[str | None] = mapped_column(String(20), ForeignKey("campaigns.id"), index=True)
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(10), index=True)
    version: Mapped[int] = mapped_column(Integer)
    failures: Mapped[int] = mapped_column(Integer)
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decided_by: Mapped[str | None] = mapped_column(String(100))
    why: Mapped[str | None] = mapped_column(String(500))

    @property
    def needs_code(self) -> bool:
        """Unless staff who know them approved it; also to open it once more after an answer."""
        return self.decided_by is None

    @property
    def is_locked(self) -> bool:
        return self.needs_code and self.failures >= MOST_FAILURES

    @property
    def expires_at(self) -> datetime:
        return self.at + LASTS


@dataclass(frozen=True)
class Wanted:
    """Which location, and how the code is to be brought."""

    channel: str
    location_id: str | None = None


def new_claim(npi: str, at: Location, channel: str, actor: Actor, moment: datetime) -> Claim:
    return Claim(id=new_id("c-"), npi=npi, place=place_of(at), channel=channel, campaign=None,
                 by=actor.principal.id, at=moment, state=WAITING, version=1,
                 failures=0)  # fmt: skip


def claim(stewardship: Stewardship, actor: Actor, profile: Profile, wanted: Wanted) -> Claim:
    """Raises InvalidBody for a location that there is not, or a contact that is not listed;
    Conflict where claims of that listing wait already."""
    at = _location(profile, wanted)
    made = new_claim(profile.npi, at, wanted.channel, actor, stewardship.clock())

    def work(session: Session) -> None:
        waits = select(func.count()).where(
            Claim.npi == made.npi, Claim.state == WAITING, Claim.at > made.at - LASTS
        )
        if session.scalar(waits) >= MOST_WAITING:
            raise Conflict("claims-wait")
        session.add(made)
        who = Actor(actor.principal, "api") if actor.principal is PUBLIC else actor
        stewardship.tell(session, who, "claim", claim=made.id, npi=made.npi, channel=made.channel)

    stewardship.store.retrying(work)
    return made


def list_claims(
    stewardship: Stewardship, actor: Actor, state: str, campaign: str | None = None
) -> list[Claim]:
    """The oldest first; without those whose time is over. Raises Forbidden."""
    check_reach(actor, "claims.list")
    asked = select(Claim).where(Claim.at > stewardship.clock() - LASTS, Claim.state == state)
    asked = asked.where(Claim.campaign == campaign) if campaign else asked
    with stewardship.store.reading() as session:
        found = list(session.scalars(asked.order_by(Claim.at, Claim.id)))
        session.expunge_all()
    covered = stewardship.covered(actor, {each.npi for each in found})
    return [each for each in found if each.npi in covered]


def find_claim(stewardship: Stewardship, identity: str) -> Claim:
    """One whose time is not over; raises NoSuchRecord."""
    if not is_id(identity):
        raise NoSuchRecord
    with stewardship.store.reading() as session:
        found = session.get(Claim, identity)
        session.expunge_all()
    if found is None or found.expires_at <= stewardship.clock():
        raise NoSuchRecord
    return found


def decide_claim(
    stewardship: Stewardship, actor: Actor, identity: str, told: tuple[str, int, str]
) -> Claim:
    """`told` is what staff decide, of which version, and why; who is unlocked may try the same code
    again. Raises NoSuchRecord, Stale, Conflict, Forbidden."""
    check_reach(actor, "claims.decide")
    action, version, why = told
    stewardship.check_covered(actor, find_claim(stewardship, identity).npi)

    def work(session: Session) -> Claim:
        found = session.get_one(Claim, identity, with_for_update=True)
        if found.version != version:
            raise Stale
        _decide(found, action, why, actor)
        found.version += 1
        about = {"claim": found.id, "npi": found.npi, "why": why, "by": actor.principal.name}
        stewardship.tell(session, actor, f"{action}-claim", **about)
        session.flush()
        session.expunge(found)
        return found

    return stewardship.store.retrying(work)


def _decide(found: Claim, action: str, why: str, actor: Actor) -> None:
    if action == UNLOCK:
        if not found.is_locked:
            raise Conflict("claim-not-locked")
        found.failures = 0
        return
    if found.state != WAITING:
        raise Conflict("claim-decided")
    found.state = APPROVED if action == APPROVE else REFUSED
    found.why, found.decided_by = why, actor.principal.name


def tell_code(stewardship: Stewardship, actor: Actor, identity: str) -> Claim:
    """That staff had the code printed, to bring it; raises NoSuchRecord, Conflict, Forbidden."""
    check_reach(actor, "claims.decide")
    found = find_claim(stewardship, identity)
    stewardship.check_covered(actor, found.npi)
    if found.state != WAITING:
        raise Conflict("claim-decided")
    stewardship.store.retrying(
        lambda s: stewardship.tell(s, actor, "print-claim", claim=found.id, npi=found.npi)
    )
    return found


def listed_at(stewardship: Stewardship, told: Claim) -> tuple[Profile, Location]:
    """Whom and which location it is about, as the directory has them now; raises NoSuchRecord."""
    profile = stewardship.engine.get(told.npi)
    found = locations_at(profile, told.place) if profile else []
    if profile is None or len(found) != 1:
        raise NoSuchRecord
    return profile, found[0]


def can_be_reached(at: Location, channel: str) -> bool:
    return bool(getattr(at, CHANNELS[channel]))


def _location(profile: Profile, wanted: Wanted) -> Location:
    found = [at for at in profile.locations if wanted.location_id in (at.id, None)]
    if len(found) != 1:
        ids = [at.id for at in profile.locations]
        example = ids[0] if ids else None
        raise InvalidBody(Problem("location_id", "no_such_location", {"choices": ids}, example))
    (at,) = found
    if not can_be_reached(at, wanted.channel):
        listed = [channel for channel in CHANNELS if can_be_reached(at, channel)]
        example = listed[0] if listed else None
        raise InvalidBody(Problem("channel", "not_listed_here", {"choices": listed}, example))
    return at
