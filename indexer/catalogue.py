"""The plans that the sources name: plan -> name and payer, which issuers' own listings lack."""

from collections import defaultdict
from datetime import date

import msgspec
from msgspec import structs

from service.directory.benefits import PlanBenefit
from service.directory.payers import brand_of, payer_named
from service.directory.profile import Location, Record
from service.directory.query import plan_key
from service.engines.protocol import Plan
from service.merge.precedence import newest_first

from .sources.qhp import BenefitListing, PlanListing

ISSUER_DIGITS = 5
# Cost-sharing variants of a plan: bought on the exchange, off it; others are for some incomes.
_STANDARD = ("01", "00")


class Catalogue:
    """Learns while sources are read: chapters' evidence first, issuers' plan files, their
    provider files last."""

    def __init__(self) -> None:
        self._listed: dict[str, PlanListing] = {}
        self._benefits: dict[str, dict[int, PlanBenefit]] = defaultdict(dict)
        self._payers: dict[str, set[str]] = defaultdict(set)  # by the issuer's five digits

    def add(self, listing: PlanListing) -> bool:
        """A plan with the name that its issuer gives it; whether it is the first of its id. Of
        several the newest counts, of equally new ones the first."""
        known = self._listed.get(listing.plan_id)
        if known is None or _day(listing) > _day(known):
            self._listed[listing.plan_id] = listing
        return known is None

    def add_benefit(self, told: BenefitListing) -> bool:
        """What a plan covers in one year; whether it is the first for that year. Of the plan's
        variants the standard one counts, of its rows the newest; variants are never mixed."""
        of_year, year = self._benefits[told.plan_id], told.benefit.year
        known = of_year.get(year)
        of_year[year] = min(filter(None, (known, told.benefit)), key=_standing)
        return known is None

    def learn(self, record: Record) -> None:
        """Who owns an issuer's plans, where somebody says so of one of them."""
        for location in record.locations:
            for row in location.plans:
                if row.plan_id and row.payer:
                    payer = payer_named(row.payer, location.state)
                    self._payers[row.plan_id[:ISSUER_DIGITS]].add(payer)

    def payer_of(self, plan_id: str) -> str | None:
        """The payer of a plan: its listed owner, else its issuer's if all agree, else the brand
        in the plan's name; None where nobody says."""
        listed = self._listed.get(plan_id)
        if listed and listed.payer:
            return listed.payer
        known = self._payers.get(plan_id[:ISSUER_DIGITS], set())
        if len(known) == 1:
            return next(iter(known))
        return brand_of(listed.name) if listed else None

    def with_payers(self, record: Record) -> Record:
        """The record, its rows' payers filled in."""
        places = tuple(self._paid(location) for location in record.locations)
        return structs.replace(record, locations=places)

    def _paid(self, location: Location) -> Location:
        rows = tuple(
            structs.replace(row, payer=self.payer_of(row.plan_id))
            if row.plan_id and not row.payer
            else row
            for row in location.plans
        )
        return structs.replace(location, plans=rows)

    def plans(self) -> dict[str, Plan]:
        """Every named plan, by its key."""
        every = sorted(self._listed.keys() | self._benefits.keys())
        return {plan_key(plan_id): self._plan(plan_id) for plan_id in every}

    def _plan(self, plan_id: str) -> Plan:
        listed, by_year = self._listed.get(plan_id), self._benefits.get(plan_id, {})
        return Plan(
            plan_id=plan_id,
            payer=self.payer_of(plan_id),
            name=listed.name if listed else None,
            as_of=listed.last_updated_on if listed else None,
            benefits=tuple(by_year[year] for year in sorted(by_year)),
        )


def _day(listing: PlanListing) -> date:
    return listing.last_updated_on or date.min


def _standing(benefit: PlanBenefit) -> tuple:
    """Sort key: the row that counts first; the last part only makes the order total."""
    variant = benefit.variant or ""
    rank = _STANDARD.index(variant) if variant in _STANDARD else len(_STANDARD)
    return rank, variant, newest_first(benefit.as_of), msgspec.json.encode(benefit)
