"""The published shape of the matches for a patient."""

from marshmallow import fields

from service.directory.vocabulary import REFERRAL_CHANNELS

from .referral_shapes import AddresseeShape
from .schemas import MatchShape, PageShape
from .schemas_coverage import CoverageShape
from .shapes import Shape, choice, items, one, string


class ReferableMatchShape(MatchShape):
    recipient = one(AddresseeShape)
    referral_channel = choice(REFERRAL_CHANNELS, allow_none=True)


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
