"""Which location of an OT is meant, told in words that outlive a load: its address, not its id."""

from collections.abc import Mapping

from .profile import Location, Profile
from .text import fold

Place = Mapping[str, str]
_ADDRESS = ("line1", "line2", "city", "state", "postal_code")


def place_of(at: Location) -> dict[str, str]:
    """What a location is known by: its address, or where it has none its name and phone."""
    names = _ADDRESS if at.line1 else ("name", *_ADDRESS, "phone")
    told = ((name, getattr(at, name)) for name in names)
    return {name: value for name, value in told if value}


def can_be_one(one: Place, other: Place) -> bool:
    """Whether nothing in two addresses differs; of a hidden one only city and ZIP are told."""
    both = (name for name in _ADDRESS if name in one and name in other)
    return all(fold(one[name]) == fold(other[name]) for name in both)


def locations_at(profile: Profile, place: Place) -> list[Location]:
    """The location of just that place; where there is none, those that can be it."""
    exact = [at for at in profile.locations if place_of(at) == place]
    return exact or [at for at in profile.locations if can_be_one(place_of(at), place)]
