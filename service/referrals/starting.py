"""A referral that starts from a kept shortlist."""

from dataclasses import replace
from typing import TypeVar

from msgspec import structs

from service.errors import InvalidQuery, Problem

from .desk import Desk
from .shortlist_codes import EXAMPLE
from .shortlists import Shortlist, Shortlists, shortlist_of

D = TypeVar("D")


def started_from(desk: Desk, draft: D, code: str) -> D:
    """The first OT as its recipient, the others as its shortlist, needs and services with them;
    what the draft says itself stays."""
    found = read_shortlist(desk, code)
    recipient = draft.recipient or found.recipients[0]
    others = tuple(one for one in found.recipients if one.npi != recipient.npi)
    content = structs.replace(
        draft.content,
        needs=draft.content.needs or found.needs,
        services=draft.content.services or found.services,
    )
    return replace(
        draft,
        content=content,
        recipient=recipient,
        shortlist=draft.shortlist or others,
    )


def read_shortlist(desk: Desk, code: str) -> Shortlist:
    """Raises InvalidQuery for a code that leads to none."""
    kept = Shortlists(desk.store, desk.keys, desk.terms.kept_days["shortlist"], desk.clock)
    try:
        found = shortlist_of(kept, code)
    except ValueError:
        found = None
    if found is None:
        raise InvalidQuery(Problem("shortlist_code", "no_such_shortlist", example=EXAMPLE))
    return found
