"""PractitionerRoles made places: where an OT works, and which plans are taken there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from msgspec import structs

from service.directory.profile import Location, PlanEvidence, Record
from service.merge.addresses import Key, joined, location_key, only_address
from service.merge.precedence import ABOUT_ADDRESSES

from .networks import Networks
from .sources.parts import Role
from .staged import StagedPart
from .staged_resources import StagedResources

LOST_PLACE = "locations that no file holds, or that are no places of care"
LOST_NETWORK = "networks of which neither a plan nor the insurer is known"
LOST_ENDPOINT = "endpoints that no file holds, or that are no Direct addresses"
NO_SOLE_PLACE = "roles without a location, of OTs who work at several places or at none"


@dataclass(frozen=True)
class Roles:
    """Makes places of roles. `warn` takes the number of a source, and what was left out of it."""

    resources: StagedResources
    networks: Networks
    warn: Callable[[int, str], None]

    def places(self, told: Iterable[StagedPart], known: Sequence[Record]) -> tuple[Location, ...]:
        """The places at which an OT's roles hold, each with what its role says of it; `known` is
        what else is said of the OT.

        A role without a location holds at the OT's only place, if all sources together know but
        one. Of several nobody can say which one takes the plan.
        """
        roles = sorted(told, key=lambda staged: _role(staged).key)
        placed = [(staged, self._places(staged)) for staged in roles]
        every = [at for _, places in placed for at in places]
        sole = _sole_place([*every, *_places_of(known)])
        placed = [(staged, places or self._sole(staged, sole)) for staged, places in placed]
        panels = _panels(placed)
        stated = (self._stated(staged, places, panels) for staged, places in placed)
        return tuple(chain.from_iterable(stated))

    def _places(self, staged: StagedPart) -> list[Location]:
        """The locations that a role names, called as they are, else after who runs them."""
        role, places = _role(staged), []
        employer = role.organization and self.resources.get(role.organization, role.as_of)
        for key in role.locations:
            found = self.resources.get(key, role.as_of)
            if found and found.location:
                name = found.location.name or (employer and employer.name)
                places.append(structs.replace(found.location, name=name))
            else:
                self.warn(staged.file, LOST_PLACE)
        return places

    def _sole(self, staged: StagedPart, sole: Location | None) -> list[Location]:
        if sole and not _role(staged).locations:
            return [only_address(sole)]
        if not _role(staged).locations:
            self.warn(staged.file, NO_SOLE_PLACE)
        return []

    def _stated(
        self, staged: StagedPart, places: list[Location], panels: dict[Key, set[str]]
    ) -> list[Location]:
        """The places with what the role says of all of them."""
        role = _role(staged)
        said: dict[str, Any] = {
            "plans": tuple(dict.fromkeys(self._plans(staged))),
            "direct_address": next(self._direct(staged), None),
        }
        if len(places) == 1:  # a number of several places is nobody knows whose
            said |= {"phone": role.phone or places[0].phone, "fax": role.fax or places[0].fax}
        return [
            structs.replace(place, **said, **_panel(panels[location_key(place)], role))
            for place in places
        ]

    def _plans(self, staged: StagedPart) -> Iterator[PlanEvidence]:
        for network in _role(staged).networks:
            rows = self.networks.evidence(network, _role(staged).as_of)
            yield from rows
            if not rows:
                self.warn(staged.file, LOST_NETWORK)

    def _direct(self, staged: StagedPart) -> Iterator[str]:
        role = _role(staged)
        for key in sorted(role.endpoints):
            found = self.resources.get(key, role.as_of)
            if found and found.direct_address:
                yield found.direct_address
            else:
                self.warn(staged.file, LOST_ENDPOINT)


def _role(staged: StagedPart) -> Role:
    assert staged.part.role  # noqa: S101 - whoever asks has looked
    return staged.part.role


def _places_of(records: Iterable[Record]) -> Iterator[Location]:
    for record in records:
        yield from () if record.source in ABOUT_ADDRESSES else record.locations


def _sole_place(places: Sequence[Location]) -> Location | None:
    """The place, if all of them are one."""
    counts_as = joined(map(location_key, places))
    return places[0] if len(set(counts_as.values())) == 1 else None


def _panels(placed: Iterable[tuple[StagedPart, list[Location]]]) -> dict[Key, set[str]]:
    """What the roles say of new patients, by place."""
    found: dict[Key, set[str]] = defaultdict(set)
    for staged, places in placed:
        for place in places:
            found[location_key(place)] |= {_role(staged).accepting_patients or ""} - {""}
    return found


def _panel(said: set[str], role: Role) -> dict[str, Any]:
    """Whether a place takes new patients; unknown if it does by one network and not by another,
    for a location has one answer to all."""
    if len(said) != 1:
        return {}
    return {"accepting_patients": next(iter(said)), "accepting_as_of": role.as_of}
