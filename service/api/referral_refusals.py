"""Published shapes of what is refused of referrals: a 409 tells what can be done instead."""

from marshmallow import fields

from service.referrals.duplicates import DUPLICATE
from service.referrals.moving import ACTIONS, ILLEGAL
from service.referrals.recipients import RECIPIENT_GONE
from service.referrals.replying import CODE_LOCKED
from service.referrals.rerouting import ASKED_BEFORE, NO_CONSENT, NO_NEXT

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
    """The OT of this NPI left the directory, or may not be in it; `departure` tells why, and
    `actions`, where they were asked before they left, what whoever asks may do now."""

    type = type_of(RECIPIENT_GONE)
    npi = string()
    departure = one(DepartureShape)
    actions = fields.List(choice(ACTIONS))


class NobodyToAskShape(ProblemShape):
    """The patient's consent does not reach so far, nobody is left on the shortlist, or this OT was
    asked before, and `text` does not say why they are asked again."""

    type = type_of(NO_CONSENT, NO_NEXT, ASKED_BEFORE)


class CodeLockedShape(ProblemShape):
    """The one-time code is locked, and needs a new one."""

    type = type_of(CODE_LOCKED)
