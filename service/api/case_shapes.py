"""The published shapes of cases. Null is what is not known, or was erased."""

from marshmallow import fields

from service.casework.acting import ILLEGAL, NOT_IN_EFFECT, SAME_PERSON
from service.casework.tables import CLOSED, OPEN
from service.casework.viewing import ACTIONS
from service.eligibility.outcomes import Outcome

from .award_shapes import AwardShape
from .referral_refusals import type_of
from .schemas_eligibility import ResultShape
from .schemas_service import ProblemShape
from .shapes import Shape, choice, items, maybe, one, string

STATES = (OPEN, CLOSED)
OUTCOMES = tuple(outcome.value for outcome in Outcome)


class CaseSummaryShape(Shape):
    """`outcome` is what holds now, `overridden` says that staff decided otherwise than the rule;
    `proposed` is an override that waits for a second person. `due`: its day to be checked again
    has come."""

    id = string()
    chapter = string()
    program = string()
    state = choice(STATES)
    outcome = choice(OUTCOMES)
    overridden = fields.Boolean(required=True)
    proposed = choice(OUTCOMES, allow_none=True)
    recheck_on = maybe(fields.Date)
    due = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    actions = items(choice(ACTIONS))
    patient_name = maybe()


class CaseListShape(Shape):
    total = fields.Integer(required=True)
    cases = items(CaseSummaryShape)
    next = maybe()


class IdentityShape(Shape):
    given = string()
    family = string()
    birth_date = fields.Date(required=True)
    language = string()


class DecisionShape(Shape):
    """One decision, as the rule made it. `fingerprint` is the SHA-256 of the program's file;
    `result` is what it said, in the words of today."""

    id = string()
    number = fields.Integer(required=True)
    program_version = fields.Integer(required=True)
    fingerprint = string()
    outcome = choice(OUTCOMES)
    by = string()
    at = fields.DateTime(required=True)
    on = maybe(fields.Date)
    facts = fields.Raw(required=True, allow_none=True)
    result = one(ResultShape, allow_none=True)


class CaseEventShape(Shape):
    action = string()
    by = string()
    at = fields.DateTime(required=True)
    outcome = maybe()
    reason = maybe()


class CaseShape(CaseSummaryShape):
    """`other_cases` are those of the same person at this chapter, the newest first."""

    patient = one(IdentityShape, allow_none=True)
    decisions = items(DecisionShape)
    awards = items(AwardShape)
    history = items(CaseEventShape)
    other_cases = items(fields.String())


class IllegalCaseMoveShape(ProblemShape):
    """Its state does not allow this, or it takes another person; `actions` are what whoever asks
    may do now."""

    type = type_of(ILLEGAL, SAME_PERSON)
    actions = items(choice(ACTIONS))


class ProgramOverShape(ProblemShape):
    """No version of the program is in effect on that day, or its file has a fault."""

    type = type_of(NOT_IN_EFFECT)
