"""The published shapes of look-ups: what a text that is being typed can mean."""

from marshmallow import fields, validate

from service.directory.payer_names import KINDS
from service.directory.states import STATES

from .schemas_benefit import BenefitShape
from .shapes import Shape, choice, items, maybe, one, string


class FoundPlaceShape(Shape):
    near = string()
    label = string()
    state = choice(STATES)
    precision = choice(("postal_code", "city"))
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)


class PlacesShape(Shape):
    total = fields.Integer(required=True)
    places = items(FoundPlaceShape)


class ChoiceShape(Shape):
    """A payer or a plan; `parameter` takes `value` in GET /providers. `benefit` is what a plan
    covers; null for payers, and where no source says."""

    kind = choice(("payer", "plan"))
    code = string()
    name = maybe()
    payer = maybe()
    payer_kind = maybe(validate=validate.OneOf([*KINDS, None]))
    state = maybe(validate=validate.OneOf([*STATES, None]))
    parameter = choice(("payer", "plan"))
    value = string()
    benefit = one(BenefitShape, allow_none=True)


class PlansShape(Shape):
    total = fields.Integer(required=True)
    plans = items(ChoiceShape)
