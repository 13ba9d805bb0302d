"""Published shapes of referrals. Lists and times are as they stand; null is what is not known, or
not for whoever asks."""

from marshmallow import fields

from service.casework.award_table import STATES as AWARD_STATES
from service.referrals.attachments import KINDS
from service.referrals.lifecycle import STATES
from service.referrals.worklists import WORKLISTS

from .shapes import Shape, choice, items, maybe, one, string

_STATUSES = tuple(dict.fromkeys(state.status for state in STATES))


class RecipientShape(Shape):
    npi = string()
    name = maybe()
    location_id = maybe()
    location_name = maybe()
    city = maybe()
    state = maybe()
    phone = maybe()
    fax = maybe()
    referral_channel = maybe()


class SummaryShape(Shape):
    id = string()
    status = choice(_STATUSES)
    business_status = maybe()
    order_status = string()
    worklist = choice(WORKLISTS)
    overdue = fields.Boolean(required=True)
    due_at = maybe(fields.DateTime)
    priority = string()
    version = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    sent_at = maybe(fields.DateTime)
    actions = items(fields.String())
    recipient = one(RecipientShape, allow_none=True)
    patient_name = maybe()


class PatientShape(Shape):
    given = string()
    family = string()
    birth_date = fields.Date(required=True)
    phone = maybe()
    email = maybe()
    postal_code = maybe()
    state = maybe()
    language = string()
    member_id = maybe()
    plan_id = maybe()


class RequesterShape(Shape):
    name = string()
    npi = maybe()
    phone = maybe()
    fax = maybe()
    email = maybe()


class OrderShape(Shape):
    text = maybe()
    visits = maybe(fields.Integer)
    frequency = maybe()
    ordered_by = maybe()
    signed_by = maybe()
    signed_at = maybe(fields.DateTime)


class AddresseeShape(Shape):
    npi = string()
    location_id = maybe()


class StatusReasonShape(Shape):
    code = string()
    text = string()


class DeliveryShape(Shape):
    channel = string()
    state = string()
    owner = string()
    how = maybe()
    at = fields.DateTime(required=True)


class ConsentShape(Shape):
    id = string()
    scope = string()
    how = string()
    recipients = items(fields.String())
    given_at = fields.DateTime(required=True)
    expires_at = maybe(fields.DateTime)
    withdrawn_at = maybe(fields.DateTime)


class PaperShape(Shape):
    """`size` in bytes."""

    id = string()
    kind = choice(KINDS)
    name = string()
    size = fields.Integer(required=True)
    at = fields.DateTime(required=True)


class EventShape(Shape):
    """`by_link` tells that no account vouches for `by`; `let_in_by` then told the one-time code."""

    event = string()
    at = fields.DateTime(required=True)
    by = maybe()
    by_link = fields.Boolean(required=True)
    let_in_by = maybe()
    status = maybe()
    business_status = maybe()
    recipient = maybe()
    reason = maybe()
    appointment = maybe()
    proposed = items(fields.String())
    version = maybe(fields.Integer)


class AwardedShape(Shape):
    """What a program pays of it: how many visits are left, and until which day; `visits_over` were
    made beyond that, and it does not pay them."""

    id = string()
    program = string()
    state = choice(AWARD_STATES)
    visits = maybe(fields.Integer)
    visits_left = maybe(fields.Integer)
    visits_over = fields.Integer(required=True)
    expires_on = fields.Date(required=True)


class ReferralShape(SummaryShape):
    shortlist = items(AddresseeShape)
    status_reason = one(StatusReasonShape, allow_none=True)
    appointment = maybe(fields.DateTime)
    part_of = maybe()
    filler = maybe()
    deliveries = items(DeliveryShape)
    consents = items(ConsentShape)
    patient = one(PatientShape, allow_none=True)
    requester = one(RequesterShape, allow_none=True)
    order = one(OrderShape, allow_none=True)
    services = items(fields.String())
    needs = items(fields.String())
    goals = items(fields.String())
    reason = maybe()
    diagnoses = items(fields.String())
    notes = maybe()
    awards = items(AwardedShape)
    attachments = items(PaperShape)
    history = items(EventShape)


class WorklistShape(Shape):
    total = fields.Integer(required=True)
    referrals = items(SummaryShape)
    next = maybe()


class CountShape(Shape):
    worklist = choice(WORKLISTS)
    total = fields.Integer(required=True)
    overdue = fields.Integer(required=True)


class CountsShape(Shape):
    worklists = items(CountShape)


class AttachedShape(Shape):
    id = string()


class DisclosureShape(Shape):
    at = fields.DateTime(required=True)
    referral = string()
    npi = string()
    name = maybe()
    event = string()
    by = string()


class DisclosuresShape(Shape):
    disclosures = items(DisclosureShape)


class CodeShape(Shape):
    code = string()
