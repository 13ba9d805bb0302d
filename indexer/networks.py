"""Networks of the National Provider Directory: which plans they serve, and who pays."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from service.directory.payers import brand_of
from service.directory.profile import PlanEvidence

from .sources.npd_people import LABEL
from .sources.parts import Resource
from .sources.qhp import PlanListing
from .staged_resources import StagedResources

# A network serves hundreds of plans, and thousands of OTs are in it: their rows are the same.
_KEPT_READY = 1024


class Networks:
    """What it means for an OT at a location to be in a network."""

    def __init__(self, resources: StagedResources) -> None:
        self._resources = resources
        self.evidence = lru_cache(_KEPT_READY)(self._evidence)

    def listings(self) -> Iterator[PlanListing]:
        """Every plan that has an id, for the catalogue."""
        for plan in self._resources.plans():
            if plan.plan_id:
                name = plan.name or plan.plan_id
                payer = self._payer_of(plan)
                yield PlanListing(plan.plan_id, name, last_updated_on=plan.as_of, payer=payer)

    def _evidence(self, network: str, as_of: date | None) -> tuple[PlanEvidence, ...]:
        """A row for each plan that the network has in the release of that day; where no plan is
        known, one for who pays. Empty if nobody knows either."""
        plans = self._resources.plans_of(network, as_of)
        ids = {plan.plan_id: self._payer_of(plan) for plan in plans if plan.plan_id}
        listed = [("in-network", plan_id, payer) for plan_id, payer in ids.items()]
        if not listed:
            payers = set(filter(None, map(self._payer_of, plans))) or {self._runs(network, as_of)}
            listed = [("accepts-payer", None, payer) for payer in sorted(filter(None, payers))]
        return tuple(
            PlanEvidence(status=status, plan_id=plan_id, payer=payer, as_of=as_of, source=LABEL)
            for status, plan_id, payer in listed
        )

    def _payer_of(self, plan: Resource) -> str | None:
        """The insurer of a plan: its owner, else the one with whose name it begins."""
        return self._insurer(plan.owner, plan.as_of) or brand_of(plan.name or "")

    def _runs(self, network: str, as_of: date | None) -> str | None:
        """The insurer of which a network is a part."""
        found = self._resources.get(network, as_of)
        return self._insurer(found.part_of, as_of) if found else None

    def _insurer(self, key: str | None, as_of: date | None) -> str | None:
        """An organization under the name on the card: "Aetna Health Inc." is Aetna."""
        found = self._resources.get(key, as_of) if key else None
        return found and found.name and (brand_of(found.name) or found.name)
