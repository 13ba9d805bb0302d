"""The published shape of the matches for a patient."""

from marshmallow import fields

from service.directory.direct_access import DIRECT_ACCESS
from service.directory.vocabulary import REFERRAL_CHANNELS

from .referral_shapes import AddresseeShape
from .schemas import MatchShape, NoteShape, PageShape
from .schemas_benefit import CoinsuranceShape, CopayShape
from .shapes import Shape, choice, items, maybe, one, string

_YES_NO = ("yes", "no")  # null is unknown


class ReferableMatchShape(MatchShape):
    recipient = one(AddresseeShape)
    referral_channel = choice(REFERRAL_CHANNELS, allow_none=True)


class DirectAccessShape(Shape):
    """A state's law on beginning without a referral; `code` says what visits and days limit."""

    state = choice(DIRECT_ACCESS)
    code = string()
    visits = fields.Integer(required=True)
    days = fields.Integer(required=True)
    source = string()
    in_force = fields.Date(required=True)
    text = string()


class CoverageShape(Shape):
    """What is known beforehand of who pays; null is not known, and `notes` say whom to ask.
    `counted_with`: what else counts towards the limit."""

    plan = maybe()
    payer = maybe()
    referral_needed = choice(_YES_NO, allow_none=True)
    prior_authorization = choice(_YES_NO, allow_none=True)
    covered = choice(_YES_NO, allow_none=True)
    limited = choice(_YES_NO, allow_none=True)
    limit = maybe(fields.Float)
    limit_unit = maybe()
    counted_with = choice(("physical-therapy",), allow_none=True)
    copay = one(CopayShape, allow_none=True)
    coinsurance = one(CoinsuranceShape, allow_none=True)
    direct_access = one(DirectAccessShape, allow_none=True)
    notes = items(NoteShape)


class MemberStepShape(Shape):
    """A way on: how many it finds, and what to change in the body (null: leave it out)."""

    code = string()
    text = string()
    matches = fields.Integer(required=True)
    members = fields.Dict(keys=fields.String(), required=True)


class MatchesShape(PageShape):
    """As the answer of a search, with what a referral needs besides."""

    coverage = one(CoverageShape)
    matches = items(ReferableMatchShape)
    relaxations = items(MemberStepShape)
    suggestions = items(MemberStepShape)
