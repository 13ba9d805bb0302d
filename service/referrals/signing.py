"""Who signs an order: a person, by name."""

from msgspec import structs

from service.errors import InvalidQuery, Problem

from .content import Order
from .desk import Actor, Desk

SIGNED_BY = "signed_by"
_EXAMPLE = "Dr. Ellis Harrow"


def signed(desk: Desk, actor: Actor, order: Order, field: str, by: str | None = None) -> Order:
    """Sending is signing: `by` whom the sender names now, or whom the order names, or the sender,
    where it is known which person that is. Raises InvalidQuery, of `field`, where nobody is named:
    the label of a token is nobody's signature."""
    name = by or order.signed_by or actor.principal.person
    if not name:
        raise InvalidQuery(Problem(field, "signature_needed", example=_EXAMPLE))
    at = None if by else order.signed_at
    return structs.replace(order, signed_by=name, signed_at=at or desk.clock())
