"""The published shapes of programs, and of what they say of a person."""

from marshmallow import fields

from service.directory.states import STATES
from service.eligibility.facts import COMPARATORS, FACTS
from service.eligibility.findings import NO, UNKNOWN, YES
from service.eligibility.outcomes import Outcome
from service.eligibility.program import FUNDS

from .schemas_facts import NamedShape
from .shapes import Shape, choice, items, maybe, one, string


class EffectiveShape(Shape):
    """The first and the last day; `to` is null where it goes on. `from` and `to` are both in."""

    begins = fields.Date(required=True, data_key="from")
    ends = maybe(fields.Date, data_key="to")


class ProgramSourceShape(Shape):
    text = string()
    url = maybe()
    checked_on = fields.Date(required=True)


class ProgramBenefitShape(Shape):
    """`amount` counts visits or dollars, by `kind`; null is not known."""

    kind = string()
    name = string()
    amount = maybe(fields.Float)
    period_days = maybe(fields.Integer)
    once_per_days = maybe(fields.Integer)


class ContactShape(Shape):
    text = maybe()
    phone = maybe()
    email = maybe()
    url = maybe()


class ProviderNeedsShape(Shape):
    """What an OT must have; `accepts_program` null: it is not asked."""

    accepts_program = maybe(fields.Boolean)
    credentials = items(fields.String())


class CriterionShape(Shape):
    """`path` is its place in the criteria. `outcome` says whether the comparison holds, also under
    `not`. `value` is the fact's; null is not known."""

    path = string()
    outcome = choice((YES, NO, UNKNOWN))
    fact = choice(FACTS)
    value = fields.Raw(required=True, allow_none=True)
    text = string()


class FactChoiceShape(Shape):
    value = fields.Raw(required=True)
    name = string()


class MissingShape(Shape):
    """`choices`: what the fact can be, or what the program names of it; empty for numbers, days and
    places. Where `may_be_none`, the answer can be that there is nothing."""

    fact = choice(FACTS)
    question = string()
    choices = items(FactChoiceShape)
    may_be_none = fields.Boolean(required=True)


class NotInEffectShape(Shape):
    program = string()
    version = fields.Integer(required=True)
    name = string()
    effective = one(EffectiveShape)
    text = string()


class ResultShape(Shape):
    """One program on one person. All that describes the program is null where its file cannot be
    read, which is `indeterminate`. `missing` is the smallest set of facts that would tell, the most
    worth asking first; it may hold more than it takes where `exhaustive` is false. `leads_to`: the
    outcome after whatever answer, where the program only asks that there is one. `review`: how to
    ask that a "no" is looked at again."""

    program = string()
    version = maybe(fields.Integer)
    name = maybe()
    sponsor = maybe()
    outcome = choice(outcome.value for outcome in Outcome)
    exhaustive = fields.Boolean(required=True)
    leads_to = choice((Outcome.ELIGIBLE.value, Outcome.NOT_ELIGIBLE.value), allow_none=True)
    criteria = items(CriterionShape)
    missing = items(MissingShape)
    documents = items(NamedShape)
    benefits = items(ProgramBenefitShape)
    funds = choice(FUNDS, allow_none=True)
    provider = one(ProviderNeedsShape, allow_none=True)
    next_step = string()
    review = maybe()
    contact = one(ContactShape, allow_none=True)
    effective = one(EffectiveShape, allow_none=True)
    source = one(ProgramSourceShape, allow_none=True)


class CheckedShape(ResultShape):
    """`case` is the id of the case that was made of it, where staff asked for one."""

    case = maybe()


class ChecksShape(Shape):
    on = fields.Date(required=True)
    results = items(CheckedShape)
    not_in_effect = items(NotInEffectShape)


class AreaShape(Shape):
    """Any of these."""

    states = items(choice(STATES))
    counties = items(fields.String())
    postal_codes = items(fields.String())


class WantedShape(Shape):
    """One criterion as the program has it."""

    path = string()
    fact = choice(FACTS)
    comparison = choice((*COMPARATORS, "area"))
    ruled_out = fields.Boolean(required=True)
    text = string()


class ProgramSummaryShape(Shape):
    program = string()
    version = fields.Integer(required=True)
    name = string()
    sponsor = string()
    effective = one(EffectiveShape)
    area = one(AreaShape, allow_none=True)
    benefits = items(ProgramBenefitShape)
    funds = choice(FUNDS, allow_none=True)


class ProgramsShape(Shape):
    on = fields.Date(required=True)
    total = fields.Integer(required=True)
    programs = items(ProgramSummaryShape)
    not_in_effect = items(NotInEffectShape)


class ProgramShape(ProgramSummaryShape):
    """A program in whole; `area` null is everywhere."""

    in_effect = fields.Boolean(required=True)
    chapters = items(fields.String())
    criteria = items(WantedShape)
    documents = items(NamedShape)
    provider = one(ProviderNeedsShape)
    contact = one(ContactShape)
    source = one(ProgramSourceShape)
    versions = items(fields.Integer())
