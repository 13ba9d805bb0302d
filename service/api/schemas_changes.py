"""The published shapes of what became of OTs: changes, and the error of one who left."""

from marshmallow import fields

from service.directory.departure import REASONS
from service.engines.history import ADDED, CHANGED, REMOVED

from .schemas_service import ProblemShape
from .shapes import Shape, choice, items, maybe, one, string


class DepartureShape(Shape):
    """Why an OT is not in the directory any more; `as_of` is the day of which the source is."""

    reason = choice(REASONS)
    text = string()
    as_of = maybe(fields.Date)
    removed_on = fields.Date(required=True)
    replaced_by = maybe()


class GoneShape(ProblemShape):
    departure = one(DepartureShape)


class ChangeShape(Shape):
    npi = string()
    change = choice((ADDED, CHANGED, REMOVED))
    departure = maybe(fields.Nested, nested=DepartureShape)


class ChangesShape(Shape):
    """`next` is what `since` takes to go on from here, now or after the next load."""

    changes = items(ChangeShape)
    next = string()
    more = fields.Boolean(required=True)
