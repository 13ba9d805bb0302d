"""Disputes: what sources say otherwise, beside the fact that counts."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .insurance import evidence_key
from .profile import Conflict, Location, Profile
from .query import Query, payer_key
from .sourced import Sourced, sourced


class Dispute(NamedTuple):
    """One conflict and what counts instead; `counts` None where nothing else is known.

    `field` is without the location: "phone", "plans.plan:ID".
    """

    field: str
    conflict: Conflict
    location: Location | None = None
    counts: Sourced | None = None

    @property
    def kind(self) -> str:
        """The field without which service or plan it is of."""
        return self.field.partition(".")[0]


def disputes(profile: Profile) -> Iterator[Dispute]:
    """Every conflict of a profile, in the profile's order."""
    for conflict in profile.conflicts:
        identity, field = _split(conflict.field)
        if identity is None:
            yield Dispute(field, conflict, None, sourced(profile, field))
            continue
        at = next((at for at in profile.locations if at.id == identity), None)
        yield Dispute(field, conflict, at, at and sourced(at, field))


def conflicts_on(profile: Profile, at: Location, *fields: str) -> tuple[Conflict, ...]:
    """What other sources say of these fields of one location; quick for the most, who have none."""
    if not profile.conflicts:
        return ()
    wanted = {(at.id, field) for field in fields}
    return tuple(found for found in profile.conflicts if _split(found.field) in wanted)


def disputed(
    earned: tuple[float, str, Mapping[str, Any]], conflicts: tuple[Conflict, ...]
) -> tuple[float, str, Mapping[str, Any]]:
    """A signal whose fact another source contradicts: its reason says so, its points stay."""
    value, code, values = earned
    return (value, code, {**values, "conflicts": conflicts}) if conflicts else earned


def panel_conflicts(profile: Profile, at: Location) -> tuple[Conflict, ...]:
    """What other sources say of whether, and how soon, new patients are taken."""
    return conflicts_on(profile, at, "accepting_patients", "wait_weeks")


def insurance_conflicts(profile: Profile, at: Location, query: Query) -> tuple[Conflict, ...]:
    """What other sources say of the plan asked for; of a payer alone, of any of its plans."""
    if not profile.conflicts:
        return ()
    keys = dict.fromkeys(query.insurance_keys)
    if not query.plan:
        listed = [row for row in at.plans if row.plan_id and payer_key(row.payer or "") in keys]
        keys |= dict.fromkeys(map(evidence_key, listed))
    return conflicts_on(profile, at, *(f"plans.{key}" for key in keys))


def field_of(conflict: Conflict) -> str:
    """The field without its location: "phone"."""
    return _split(conflict.field)[1]


def _split(field: str) -> tuple[str | None, str]:
    """A conflict's field as the location's id (None for the person) and the field there."""
    if not field.startswith("locations."):
        return None, field
    _, identity, rest = field.split(".", 2)
    return identity, rest
