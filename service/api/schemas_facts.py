"""The published shapes of facts, that answers of a search and of one profile share."""

from marshmallow import fields

from service.directory.freshness import BUDGETS
from service.directory.profile import REASONS_TO_WIN
from service.directory.vocabulary import (
    ACCEPTING_PATIENTS,
    ASSIGNMENTS,
    CREDENTIAL_STATUSES,
    PLAN_STATUSES,
    REFERRAL_CHANNELS,
)

from .shapes import Shape, choice, items, maybe, one, string


class NamedShape(Shape):
    code = string()
    name = string()


class LikelyShape(NamedShape):
    because = string()


class LikelySettingShape(NamedShape):
    """A setting that nobody confirmed: `because` names an organization at the address."""

    because = maybe()


class MSCenterShape(Shape):
    name = string()
    recognised_by = maybe()
    checked_on = maybe(fields.Date)


class LocationShape(Shape):
    id = string()
    name = maybe()
    line1 = maybe()
    line2 = maybe()
    city = maybe()
    state = maybe()
    postal_code = maybe()
    country = maybe()
    phone = maybe()
    fax = maybe()
    email = maybe()
    website = maybe()
    hours = maybe()
    lat = maybe(fields.Float)
    lon = maybe(fields.Float)
    precision = choice(("postal_code", "address"), allow_none=True)
    address_hidden = fields.Boolean(required=True)
    referral_channel = choice(REFERRAL_CHANNELS, allow_none=True)
    accepting_patients = choice(ACCEPTING_PATIENTS, allow_none=True)
    accepting_as_of = maybe(fields.Date)
    wait_weeks = maybe(fields.Float)
    wait_as_of = maybe(fields.Date)
    settings = items(fields.String())
    likely_settings = items(LikelySettingShape)
    ms_center = one(MSCenterShape, allow_none=True)
    access = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ProvenanceShape(Shape):
    """`confirmed_on`: a later day, on which another source says the same. `overdue`: last said
    longer ago than the field's budget allows, on no known day, or in doubt: on `doubted_on` a
    referral found otherwise."""

    source = string()
    as_of = maybe(fields.Date)
    because = choice(REASONS_TO_WIN, allow_none=True)
    confirmed_on = maybe(fields.Date)
    doubted_on = maybe(fields.Date)
    overdue = fields.Boolean(required=True)
    text = maybe()


class CountingShape(Shape):
    value = string()
    source = maybe()
    as_of = maybe(fields.Date)


class ConflictShape(Shape):
    """What another source says of a field, "gender" or "locations.ID.phone", and what counts."""

    field = string()
    value = string()
    source = string()
    as_of = maybe(fields.Date)
    counts = one(CountingShape, allow_none=True)
    text = string()


class OverdueShape(Shape):
    """A fact that may be out of date, or that a referral contradicted on `doubted_on`."""

    field = choice((*BUDGETS, "fax", "email"))
    source = maybe()
    as_of = maybe(fields.Date)
    confirmed_on = maybe(fields.Date)
    doubted_on = maybe(fields.Date)
    text = string()


class MatchedLocationShape(LocationShape):
    overdue = items(OverdueShape)
    conflicts = items(ConflictShape)


class PlanShape(Shape):
    """`stale`: overdue, as the budget of plans has it, or in doubt since a referral on `doubted_on`
    found otherwise; `text` then says so."""

    status = choice(PLAN_STATUSES)
    plan_id = maybe()
    payer = maybe()
    as_of = maybe(fields.Date)
    doubted_on = maybe(fields.Date)
    stale = fields.Boolean(required=True)
    source = maybe()
    tier = maybe()
    assignment = choice(ASSIGNMENTS, allow_none=True)
    text = maybe()


class ProgramWordShape(Shape):
    """Whether a location takes patients of a program; null is not known. `stale` as with plans."""

    program = string()
    accepts = choice(("yes", "no"), allow_none=True)
    as_of = maybe(fields.Date)
    stale = fields.Boolean(required=True)
    source = maybe()
    text = maybe()


class WholeLocationShape(LocationShape):
    direct_address = maybe()
    plans = items(PlanShape)
    programs = items(ProgramWordShape)
    evidence = fields.Dict(
        keys=fields.String(), values=fields.Nested(ProvenanceShape), required=True
    )


class CredentialShape(NamedShape):
    status = choice(CREDENTIAL_STATUSES)
    expires_on = maybe(fields.Date)
    checked_on = maybe(fields.Date)
    source = maybe()


class ServicesShape(Shape):
    confirmed = items(NamedShape)
    likely = items(LikelyShape)
    not_offered = items(NamedShape)
