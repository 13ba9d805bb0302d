"""Changes of a few people in a directory, as tests ask for them."""

from collections.abc import Iterable, Mapping

from service.directory.departure import Departure
from service.directory.profile import Profile
from service.engines.history import Revision
from service.engines.protocol import Revise


def revised(profiles: Iterable[Profile], departures: Mapping[str, Departure] = {}) -> Revise:
    """These profiles put in, and these people taken out, whatever the directory holds."""
    return lambda _: Revision(tuple(profiles), departures)
