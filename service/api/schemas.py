"""The published shapes of answers. Answers are built by `present.py`; a test holds both equal."""

from marshmallow import fields

from service.directory.facets import FACETS
from service.directory.vocabulary import ACCEPTING_PATIENTS, GENDERS
from service.directory.weights import AGES_VALUES, WEIGHTS

from .schemas_benefit import BenefitShape
from .schemas_facts import (
    ConflictShape,
    CredentialShape,
    MatchedLocationShape,
    NamedShape,
    PlanShape,
    ProgramWordShape,
    ProvenanceShape,
    ServicesShape,
    WholeLocationShape,
)
from .shapes import Shape, choice, items, maybe, one, string

_YES_NO = ("yes", "no")  # null is unknown


class AskedServiceShape(NamedShape):
    because = items(fields.String())
    by_video = choice(("yes", "partly", "no"))
    by_video_reason = string()


class PlaceShape(Shape):
    label = string()
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    precision = choice(("postal_code", "city", "point"))
    state = maybe()


class NoteShape(Shape):
    code = string()
    text = string()


class QueryShape(Shape):
    place = one(PlaceShape, allow_none=True)
    radius_miles = maybe(fields.Float)
    on = fields.Date(required=True)
    name = maybe()
    needs = items(fields.String())
    services = items(AskedServiceShape)
    specialties = items(fields.String())
    credentials = items(fields.String())
    plan = maybe()
    payer = maybe()
    insurance_mode = string()
    programs = items(fields.String())
    accepting = fields.Boolean(required=True)
    access = items(fields.String())
    telehealth = fields.Boolean(required=True)
    patient_state = maybe()
    setting = maybe()
    languages = items(fields.String())
    genders = items(fields.String())
    unknown = maybe()
    sort = string()
    limit = fields.Integer(required=True)
    notes = items(NoteShape)


class ReasonShape(Shape):
    signal = choice(WEIGHTS)
    points = fields.Float(required=True)
    max_points = fields.Float(required=True)
    code = string()
    values = fields.Dict(keys=fields.String(), required=True)
    text = string()


class InsuranceShape(PlanShape):
    """What is known of the plan asked for; `text` is the reason."""

    text = string()


class MatchShape(Shape):
    npi = string()
    name = string()
    score = fields.Float(required=True)
    reasons = items(ReasonShape)
    distance_miles = maybe(fields.Float)
    location = one(MatchedLocationShape, allow_none=True)
    other_locations = fields.Integer(required=True)
    specialties = items(NamedShape)
    credentials = items(CredentialShape)
    services = one(ServicesShape)
    insurance = one(InsuranceShape, allow_none=True)
    programs = items(ProgramWordShape)
    accepting_patients = choice(ACCEPTING_PATIENTS, allow_none=True)
    wait_weeks = maybe(fields.Float)
    telehealth = choice(_YES_NO, allow_none=True)
    home_visits = choice(_YES_NO, allow_none=True)
    languages = items(fields.String())
    gender = choice(GENDERS, allow_none=True)
    adults = choice(AGES_VALUES)
    relaxed = maybe()


class LeftOutShape(Shape):
    parameter = string()
    count = fields.Integer(required=True)
    text = string()


class BucketShape(NamedShape):
    count = fields.Integer(required=True)


FacetsShape = Shape.from_dict(
    {facet.code: items(BucketShape) for facet in FACETS}, name="FacetsShape"
)


class StepShape(Shape):
    """A way on: how many it finds, and what to change in the request (null: leave it out)."""

    code = string()
    text = string()
    matches = fields.Integer(required=True)
    parameters = fields.Dict(
        keys=fields.String(), values=fields.String(allow_none=True), required=True
    )


class PageShape(Shape):
    """The answer of a search: `total` is true, `next` is the cursor of the next page or null.
    `plan_benefit` is what the plan asked for covers; null where no source says."""

    query = one(QueryShape)
    plan_benefit = one(BenefitShape, allow_none=True)
    total = fields.Integer(required=True)
    left_out_unknown = items(LeftOutShape)
    matches = items(MatchShape)
    facets = one(FacetsShape)
    relaxations = items(StepShape)
    suggestions = items(StepShape)
    next = maybe()


class NamePartsShape(Shape):
    first = maybe()
    middle = maybe()
    last = maybe()
    suffix = maybe()
    credentials = maybe()


class LicenseShape(Shape):
    state = string()
    number = maybe()


class AgesServedShape(Shape):
    adults = choice(_YES_NO, allow_none=True)
    children = choice(_YES_NO, allow_none=True)


class HomeVisitsShape(Shape):
    offered = choice(_YES_NO, allow_none=True)
    radius_miles = maybe(fields.Integer)
    counties = items(fields.String())
    postal_codes = items(fields.String())


class ProfileShape(Shape):
    npi = string()
    name = string()
    name_parts = one(NamePartsShape)
    gender = choice(GENDERS, allow_none=True)
    specialties = items(NamedShape)
    licenses = items(LicenseShape)
    privileges = items(LicenseShape)
    credentials = items(CredentialShape)
    services = one(ServicesShape)
    ages_served = one(AgesServedShape)
    languages = items(NamedShape)
    telehealth = choice(_YES_NO, allow_none=True)
    home_visits = one(HomeVisitsShape)
    locations = items(WholeLocationShape)
    evidence = fields.Dict(
        keys=fields.String(), values=fields.Nested(ProvenanceShape), required=True
    )
    conflicts = items(ConflictShape)
