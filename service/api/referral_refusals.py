"""Published shapes of what is refused of referrals: a 409 tells what can be done instead."""

from marshmallow import fields

from service.referrals.creating import DUPLICATE
from service.referrals.moving import ACTIONS, ILLEGAL
from service.referrals.recipients import RECIPIENT_GONE
from service.referrals.replying import CODE_LOCKED
from service.referrals.rerouting import NO_CONSENT, NO_NEXT

from .schemas_changes import DepartureShape
from .schemas_service import ProblemShape, problem_type
from .shapes import choice, items, one, string


def type_of(*codes: str) -> fields.String:
    return choice(map(problem_type, codes))


class IllegalMoveShape(ProblemShape):
    """Its state does not allow this; `actions` are what whoever asks may do now."""

    type = type_of(ILLEGAL)
    actions = items(choice(ACTIONS))


class DuplicateShape(ProblemShape):
    """An open one of the same patient, service and OT; `referral` is its id, `Location` where it
    is."""

    type = type_of(DUPLICATE)
    referral = string()


class RecipientGoneShape(ProblemShape):
    """The OT of this NPI left the directory; `departure` tells why."""

    type = type_of(RECIPIENT_GONE)
    npi = string()
    departure = one(DepartureShape)


class NobodyToAskShape(ProblemShape):
    """The patient's consent does not reach so far, or nobody is left on the shortlist."""

    type = type_of(NO_CONSENT, NO_NEXT)


class CodeLockedShape(ProblemShape):
    """The one-time code is locked, and needs a new one."""

    type = type_of(CODE_LOCKED)
