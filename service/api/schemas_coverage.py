"""The published shape of what is known beforehand of who pays."""

from marshmallow import fields

from service.directory.direct_access import DIRECT_ACCESS
from service.eligibility.coverage import ASKED, Status
from service.eligibility.coverage_rules import AMOUNTS, FLAGS

from .schemas import NoteShape
from .schemas_benefit import BenefitShape, CoinsuranceShape, CopayShape
from .schemas_eligibility import ProgramSourceShape
from .shapes import Shape, choice, items, maybe, one, string

_YES_NO = ("yes", "no")  # null is unknown


class DirectAccessShape(Shape):
    """A state's law on beginning without a referral; `code` says what visits and days limit."""

    state = choice(DIRECT_ACCESS)
    code = string()
    visits = fields.Integer(required=True)
    days = fields.Integer(required=True)
    source = string()
    in_force = fields.Date(required=True)
    text = string()


class CoverageFactShape(Shape):
    """A fact of a law or a payer's own paper: `value` is yes, no or a number, in force on the days
    from `in_force` to `until`, null where it goes on. `as_of` is the day of the text that was read,
    where nobody has seen that it still holds."""

    fact = choice((*FLAGS, *AMOUNTS))
    value = fields.Raw(required=True)
    in_force = fields.Date(required=True)
    until = maybe(fields.Date)
    as_of = maybe(fields.Date)
    source = one(ProgramSourceShape)
    text = string()


class QuestionShape(Shape):
    code = choice(ASKED)
    text = string()


class AskShape(Shape):
    """Whom to ask for what is not known, or may have changed, and what to say."""

    whom = string()
    say = items(QuestionShape)


class CoverageShape(Shape):
    """What is known beforehand of who pays; null is not known, and `ask` says whom to ask. `limit`
    counts also what `counted_with` names; after `visits_before_approval` the payer must approve
    more. `benefit` is the plan's own of its plan year, with what it excludes; `facts` are those of
    its payer. `by_video` is a fact of its own, never taken from licences; null is not known."""

    status = choice(status.value for status in Status)
    text = string()
    plan = maybe()
    payer = maybe()
    state = maybe()
    on = fields.Date(required=True)
    referral_in_hand = maybe(fields.Boolean)
    covered = choice(_YES_NO, allow_none=True)
    referral_needed = choice(_YES_NO, allow_none=True)
    prior_authorization = choice(_YES_NO, allow_none=True)
    plan_of_care = choice(_YES_NO, allow_none=True)
    limited = choice(_YES_NO, allow_none=True)
    limit = maybe(fields.Float)
    limit_unit = maybe()
    visits_before_approval = maybe(fields.Float)
    counted_with = choice(("physical-therapy",), allow_none=True)
    copay = one(CopayShape, allow_none=True)
    coinsurance = one(CoinsuranceShape, allow_none=True)
    benefit = one(BenefitShape, allow_none=True)
    by_video = one(CoverageFactShape, allow_none=True)
    facts = items(CoverageFactShape)
    direct_access = one(DirectAccessShape, allow_none=True)
    ask = one(AskShape, allow_none=True)
    notes = items(NoteShape)
