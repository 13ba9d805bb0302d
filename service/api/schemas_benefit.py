"""The published shape of what a plan covers of occupational therapy."""

from marshmallow import fields

from .shapes import Shape, choice, maybe, one, string

_YES_NO = ("yes", "no")  # null is unknown


class CopayShape(Shape):
    """What the patient pays in network each time: the issuer's words, and the dollars where they
    say no more."""

    words = string()
    dollars = maybe(fields.Float)
    after_deductible = fields.Boolean(required=True)


class CoinsuranceShape(Shape):
    """The patient's share of the price in network: the issuer's words, and the per cent where they
    say no more."""

    words = string()
    percent = maybe(fields.Float)
    after_deductible = fields.Boolean(required=True)


class BenefitShape(Shape):
    """What a plan covers of outpatient occupational therapy in the newest plan year that has begun.
    A limit is one that occupational and physical therapy share. `variant` is that of the plan's
    cost-sharing variants which says so (01 on the exchange, 00 off it)."""

    year = fields.Integer(required=True)
    covered = choice(_YES_NO, allow_none=True)
    limited = choice(_YES_NO, allow_none=True)
    limit = maybe(fields.Float)
    limit_unit = maybe()
    copay = one(CopayShape, allow_none=True)
    coinsurance = one(CoinsuranceShape, allow_none=True)
    exclusions = maybe()
    explanation = maybe()
    variant = maybe()
    source = maybe()
    as_of = maybe(fields.Date)
    text = string()
