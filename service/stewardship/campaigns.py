"""Campaigns: the stalest listings of an area are each asked to confirm, and how many answered."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.access.principal import Actor
from service.directory.profile import Location, Profile
from service.directory.sourced import perishable_facts
from service.errors import InvalidBody, NoSuchRecord, Problem
from service.records.columns import UtcTime
from service.records.ids import is_id, new_id
from service.records.store import Table

from .area import Area
from .claims import ANSWERED, LASTS, REFUSED, WAITING, Claim, can_be_reached, new_claim
from .stewardship import Stewardship, check_reach

MOST_ASKED = 500
Picked = tuple[Profile, Location]


class Campaign(Table):
    """Whom it asked are its claims. `state` or `county` say where, `channel` how."""

    __tablename__ = "campaigns"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    state: Mapped[str | None] = mapped_column(String(2))
    county: Mapped[str | None] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(10))
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcTime)


@dataclass(frozen=True)
class Plan:
    """At most `most` listings of the area that list this channel, the stalest first."""

    name: str
    area: Area
    channel: str
    most: int


@dataclass(frozen=True)
class Response:
    """How many were asked, opened the page, and answered; `rate` None where nobody was asked."""

    asked: int
    opened: int
    answered: int

    @property
    def rate(self) -> float | None:
        return round(self.answered / self.asked, 4) if self.asked else None


@dataclass(frozen=True)
class Standing:
    campaign: Campaign
    claims: list[Claim]

    @property
    def response(self) -> Response:
        told = Counter(claim.state for claim in self.claims)
        opened = sum(claim.opened_at is not None for claim in self.claims)
        return Response(len(self.claims), opened, told[ANSWERED])


def pick(stewardship: Stewardship, actor: Actor, plan: Plan, on: date) -> list[Picked]:
    """Whom a campaign would ask. Who was asked within the time that a claim holds is not asked
    again, unless that campaign was ended. Raises InvalidBody where nobody is left, Forbidden."""
    check_reach(actor, "campaigns.run")
    asked = _asked_lately(stewardship, stewardship.clock())
    every = [each for each in _stale(stewardship, plan, on) if each[1].npi not in asked]
    covered = stewardship.covered(actor, {profile.npi for _, profile, _ in every})
    found = [(profile, at) for _, profile, at in every if profile.npi in covered]
    if not found:
        raise InvalidBody(Problem("county" if plan.area.county else "state", "nobody_to_invite"))
    return found[: plan.most]


def start(stewardship: Stewardship, actor: Actor, plan: Plan, on: date) -> Standing:
    """A claim is kept for each who is picked. Raises as `pick`."""
    picked, moment = pick(stewardship, actor, plan, on), stewardship.clock()
    made = Campaign(id=new_id("k-"), name=plan.name, state=plan.area.state,
                    county=plan.area.county, channel=plan.channel, by=actor.principal.name,
                    at=moment)  # fmt: skip
    claims = [new_claim(profile.npi, at, plan.channel, actor, moment) for profile, at in picked]
    for each in claims:
        each.campaign = made.id

    def work(session: Session) -> None:
        session.add(made)
        session.flush()
        session.add_all(claims)
        stewardship.tell(session, actor, "campaign", campaign=made.id, asked=len(claims),
                         by=actor.principal.name)  # fmt: skip

    stewardship.store.retrying(work)
    return Standing(made, claims)


def end(stewardship: Stewardship, actor: Actor, identity: str, why: str) -> None:
    """Who did not answer yet is asked no longer: their code opens nothing, and another campaign may
    ask them. Raises NoSuchRecord, Forbidden."""
    waiting = find_campaign(stewardship, actor, identity).claims

    def work(session: Session) -> None:
        ended = 0
        for each in waiting:
            found = session.get_one(Claim, each.id, with_for_update=True)
            if found.state == WAITING:
                found.state, found.version, ended = REFUSED, found.version + 1, ended + 1
                found.why, found.decided_by = why, actor.principal.name
        about = {"campaign": identity, "why": why, "ended": ended}
        stewardship.tell(session, actor, "end-campaign", by=actor.principal.name, **about)

    stewardship.store.retrying(work)


def find_campaign(stewardship: Stewardship, actor: Actor, identity: str) -> Standing:
    """Raises NoSuchRecord, Forbidden."""
    check_reach(actor, "campaigns.run")
    with stewardship.store.reading() as session:
        found = session.get(Campaign, identity) if is_id(identity) else None
        asked = select(Claim).where(Claim.campaign == identity).order_by(Claim.npi, Claim.id)
        claims = list(session.scalars(asked)) if found else []
        session.expunge_all()
    mine = _of(stewardship, actor, Standing(found, claims)) if found else None
    if mine is None or (claims and not mine.claims):  # another chapter's
        raise NoSuchRecord
    return mine


def list_campaigns(stewardship: Stewardship, actor: Actor) -> list[Standing]:
    """The newest first. Raises Forbidden."""
    check_reach(actor, "campaigns.run")
    with stewardship.store.reading() as session:
        every = list(session.scalars(select(Campaign).order_by(Campaign.at.desc(), Campaign.id)))
        claims = list(session.scalars(select(Claim).where(Claim.campaign.is_not(None))))
        session.expunge_all()
    found = [Standing(each, [c for c in claims if c.campaign == each.id]) for each in every]
    mine = [_of(stewardship, actor, each) for each in found]
    pairs = zip(found, mine, strict=True)
    return [seen for whole, seen in pairs if seen.claims or not whole.claims]


def _of(stewardship: Stewardship, actor: Actor, every: Standing) -> Standing:
    """As far as these staff are concerned."""
    covered = stewardship.covered(actor, {each.npi for each in every.claims})
    return Standing(every.campaign, [each for each in every.claims if each.npi in covered])


def _asked_lately(stewardship: Stewardship, moment: datetime) -> set[str]:
    with stewardship.store.reading() as session:
        asked = select(Claim.npi).where(Claim.at > moment - LASTS, Claim.state != REFUSED)
        return set(session.scalars(asked))


def _stale(stewardship: Stewardship, plan: Plan, on: date) -> list[tuple[int, Profile, Location]]:
    """One location of each OT, by how many of its facts are overdue or not known at all."""
    found = []
    for profile in stewardship.engine.scan():
        there = [at for at in plan.area.within(profile) if can_be_reached(at, plan.channel)]
        counted = [(_staleness(at, on), at) for at in there]
        count, at = max(counted, key=lambda pair: pair[0], default=(0, None))
        if count and at:
            found.append((count, profile, at))
    return sorted(found, key=lambda each: (-each[0], each[1].npi))


def _staleness(at: Location, on: date) -> int:
    overdue = sum(fact.overdue(on) for fact in perishable_facts(at))
    return overdue + (at.accepting_patients is None) + (not at.plans)
