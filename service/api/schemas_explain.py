"""The published shapes of explanations, and the parameters that only they have."""

from marshmallow import fields

from service.directory.weights import WEIGHTS

from .fields import NoParameters, Whole
from .schemas import MatchShape, QueryShape, ReasonShape
from .shapes import Shape, choice, items, maybe, one, string

USUAL_LIMIT = 10


class SimilarParameters(NoParameters):
    """Query parameters of GET /providers/{npi}/similar."""

    limit = Whole(
        f"Most OTs of the answer; {USUAL_LIMIT} if left out.",
        most=50,
        example=str(USUAL_LIMIT),
        role="page",
    )


class GateShape(Shape):
    """One filter: `passed` is unknown where the fact is not known."""

    parameter = string()
    passed = choice(("yes", "no", "unknown"))
    text = string()


class GatesAtShape(Shape):
    """The filters that must all hold at the same location; `id` null if no location is known."""

    id = maybe()
    label = string()
    passed = fields.Boolean(required=True)
    gates = items(GateShape)


class AdvantageShape(Shape):
    signal = choice(WEIGHTS)
    points = fields.Float(required=True)
    own_points = fields.Float(required=True)
    text = string()


class AheadShape(Shape):
    npi = string()
    name = string()
    place = fields.Integer(required=True)
    score = fields.Float(required=True)
    by = items(AdvantageShape)
    text = string()


class ExplanationShape(Shape):
    """Why an OT is in the results or not; `place` is null if not, and after the first 1,000."""

    npi = string()
    name = string()
    query = one(QueryShape)
    found = fields.Boolean(required=True)
    gates = items(GateShape)
    locations = items(GatesAtShape)
    total = fields.Integer(required=True)
    place = maybe(fields.Integer)
    score = maybe(fields.Float)
    reasons = items(ReasonShape)
    ahead = items(AheadShape)
    text = string()


class SimilarShape(Shape):
    """OTs who could stand in for one; `query` is null if nobody can be looked for."""

    npi = string()
    name = string()
    query = one(QueryShape, allow_none=True)
    total = fields.Integer(required=True)
    matches = items(MatchShape)
    text = string()
