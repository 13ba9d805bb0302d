"""One OT by NPI, or what became of them."""

from service.directory.profile import Profile
from service.engines.protocol import Engine
from service.errors import Gone, NotFound


def profile_of(engine: Engine, npi: str) -> Profile:
    """The profile; raises Gone for one that was here and left, NotFound for any other NPI."""
    profile = engine.get(npi)
    if profile is None:
        tombstone = engine.gone(npi)
        raise Gone(tombstone) if tombstone else NotFound
    return profile
