"""The published shapes of awards and budgets. Amounts are dollars; null is none, or no limit."""

from marshmallow import fields

from service.casework.award_table import STATES
from service.casework.award_uses import AWARD_OVER, BEYOND_BUDGET, BEYOND_VISITS
from service.casework.awarding import AWARDED_BEFORE, NEEDS_PERSON, NOT_AWARDABLE

from .referral_refusals import type_of
from .schemas_eligibility import EffectiveShape
from .schemas_service import ProblemShape
from .shapes import Shape, choice, items, maybe, one, string


class UseShape(Shape):
    """Visits and dollars that were told; `amount` null: the visits took their share. `referral`
    null: staff told it. `undone`: it was taken back, and counts no more."""

    id = string()
    visits = fields.Integer(required=True)
    amount = maybe(fields.Float)
    referral = maybe()
    by = string()
    at = fields.DateTime(required=True)
    undone = fields.Boolean(required=True)


class AwardShape(Shape):
    """`visits_used` counts all that were made: `visits_over` of them are beyond `visits`, and paid
    by nobody. `spent` never comes to more than `amount`."""

    id = string()
    program = string()
    program_version = fields.Integer(required=True)
    state = choice(STATES)
    visits = maybe(fields.Integer)
    visits_used = fields.Integer(required=True)
    visits_left = maybe(fields.Integer)
    visits_over = fields.Integer(required=True)
    amount = maybe(fields.Float)
    spent = fields.Float(required=True)
    made_on = fields.Date(required=True)
    expires_on = fields.Date(required=True)
    referral = maybe()
    made_by = string()
    uses = items(UseShape)


class BudgetShape(Shape):
    """Of all awards made on the days of this version's effect, by whatever chapter."""

    program = string()
    version = fields.Integer(required=True)
    effective = one(EffectiveShape)
    budget = maybe(fields.Float)
    committed = fields.Float(required=True)
    spent = fields.Float(required=True)
    remaining = maybe(fields.Float)


class BudgetsShape(Shape):
    budgets = items(BudgetShape)


class AwardRefusedShape(ProblemShape):
    """The case is not eligible by the version in effect, or names nobody where the program asks for
    days between two awards; the person was awarded before, or the award has ended."""

    type = type_of(NOT_AWARDABLE, NEEDS_PERSON, AWARDED_BEFORE, AWARD_OVER)


class BeyondShape(ProblemShape):
    """It is more than `remaining` dollars, or visits."""

    type = type_of(BEYOND_BUDGET, BEYOND_VISITS)
    remaining = fields.Float(required=True)
