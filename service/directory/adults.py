"""Whether an OT treats adults: as stated, or concluded from specialties and settings."""

from .profile import NO, YES, Profile
from .vocabulary import PEDIATRICS
from .weights import FOR_ADULTS


def adult_care(profile: Profile) -> str:
    """yes, no, unlikely (only paediatrics, or only schools) or unknown."""
    if profile.ages_served.adults in (YES, NO):
        return str(profile.ages_served.adults)
    only_children = profile.taxonomies == (PEDIATRICS,) or _only_in_schools(profile)
    return "unlikely" if only_children else "unknown"


def _only_in_schools(profile: Profile) -> bool:
    """Whether every setting is a school. Where a location's are not known, those that its address
    makes likely stand in; they suffice only if all locations are so, and no specialty or
    certificate speaks of work with adults."""
    if not any(at.settings or at.likely_settings for at in profile.locations):
        return False
    settings = [set(at.settings or at.likely_settings) for at in profile.locations]
    if set().union(*settings) != {"school"}:
        return False
    confirmed = any(at.settings for at in profile.locations)
    held = {*profile.taxonomies, *(held.code for held in profile.credentials)}
    return confirmed or (all(settings) and not held & FOR_ADULTS)
