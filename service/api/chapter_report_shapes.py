"""The published shape of a chapter's report. Null is hidden: fewer than `least`, or a number from
which such a one would follow."""

from marshmallow import fields

from service.casework.award_table import STATES
from service.chapter_report import STEPS

from .case_shapes import OUTCOMES
from .shapes import Shape, choice, items, maybe, one, string


class OutcomeCountShape(Shape):
    outcome = choice(OUTCOMES)
    count = maybe(fields.Integer)


class DecidingShape(Shape):
    program = string()
    criterion = string()


class ChecksFiguresShape(Shape):
    """`deciding`: the criterion on which most were not eligible; null where there are few."""

    outcomes = items(OutcomeCountShape)
    total = maybe(fields.Integer)
    deciding = one(DecidingShape, allow_none=True)


class StepCountShape(Shape):
    """How many came just so far. `median_days` from sending, of all who came at least so far."""

    step = choice(STEPS)
    count = maybe(fields.Integer)
    median_days = maybe(fields.Float)


class DeclineCountShape(Shape):
    """`others` are the reasons that were given less often, together."""

    reason = string()
    count = maybe(fields.Integer)


class ReferralFiguresShape(Shape):
    steps = items(StepCountShape)
    total = maybe(fields.Integer)
    declines = items(DeclineCountShape)
    declined = maybe(fields.Integer)


class AwardCountShape(Shape):
    state = choice(STATES)
    count = maybe(fields.Integer)


class AwardFiguresShape(Shape):
    """Of the awards that were made in the quarter, as they stand now; amounts in dollars.
    `visits_over` were made beyond what was authorized, and no program pays them."""

    states = items(AwardCountShape)
    total = maybe(fields.Integer)
    visits = maybe(fields.Integer)
    visits_used = maybe(fields.Integer)
    visits_over = maybe(fields.Integer)
    amount = maybe(fields.Float)
    spent = maybe(fields.Float)


class ChapterReportShape(Shape):
    """`referrals` null: no data say which places the chapter serves."""

    chapter = string()
    quarter = string()
    begins = fields.Date(required=True)
    ends = fields.Date(required=True)
    least = fields.Integer(required=True)
    checks = one(ChecksFiguresShape)
    referrals = one(ReferralFiguresShape, allow_none=True)
    awards = one(AwardFiguresShape)
