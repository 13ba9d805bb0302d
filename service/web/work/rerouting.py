"""Whom the office can ask next: who stands behind on the shortlist, and who else fits."""

from service.errors import InvalidQuery
from service.referrals.case import Case
from service.referrals.lifecycle import REROUTE
from service.referrals.recipients import location_of, recipient_of

from .wanted import find, place_of
from .work import Work

Choice = tuple[str, str]  # "npi location", and who it is


def candidates(work: Work, case: Case) -> list[Choice]:
    """Nobody who was asked; none where no other OT is asked now."""
    if REROUTE not in case.actions or case.content is None:
        return []
    asked = {task.recipient_npi for task in case.referral.tasks}
    named = [(one["npi"], one["location_id"]) for one in case.referral.shortlist]
    named += [place for place in _matching(work, case) if place[0] not in dict(named)]
    return [_choice(work, *place) for place in named if place[0] not in asked]


def _matching(work: Work, case: Case) -> list[tuple[str, str | None]]:
    content = case.content
    wanted = {
        "place": place_of(content.patient.postal_code),
        "plan": content.patient.plan_id,
        "needs": list(content.needs),
        "services": list(content.services),
    }
    try:
        found = find(work, wanted)
    except InvalidQuery:  # a ZIP code that is on no map, say
        return []
    to = [match["recipient"] for match in found.data["matches"]]
    return [(one["npi"], one["location_id"]) for one in to]


def _choice(work: Work, npi: str, location_id: str | None) -> Choice:
    profile = recipient_of(work.engine, npi)
    at = location_of(profile, location_id)
    name = profile.display_name() if profile else npi
    told = ", ".join(filter(None, (name, at and at.city, at and at.state)))
    return f"{npi} {location_id or ''}".strip(), told
