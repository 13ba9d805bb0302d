"""The published shapes of answers. Answers are built by `present.py`; a test holds both equal."""

from typing import Any

from marshmallow import RAISE, Schema, fields


class Shape(Schema):
    class Meta:
        unknown = RAISE


def _text(**options: Any) -> fields.String:
    return fields.String(required=True, **options)


def _maybe(kind: type[fields.Field] = fields.String, **options: Any) -> fields.Field:
    return kind(required=True, allow_none=True, **options)


def _list(inner: Any) -> fields.List:
    return fields.List(fields.Nested(inner) if isinstance(inner, type) else inner, required=True)


def _one(schema: type[Schema], **options: Any) -> fields.Nested:
    return fields.Nested(schema, required=True, **options)


class NamedShape(Shape):
    code = _text()
    name = _text()


class LikelyShape(NamedShape):
    because = _text()


class AskedServiceShape(NamedShape):
    because = _list(fields.String())


class PlaceShape(Shape):
    label = _text()
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    precision = _text()
    state = _maybe()


class NoteShape(Shape):
    code = _text()
    text = _text()


class QueryShape(Shape):
    place = _one(PlaceShape, allow_none=True)
    radius_miles = _maybe(fields.Float)
    on = fields.Date(required=True)
    needs = _list(fields.String())
    services = _list(AskedServiceShape)
    specialties = _list(fields.String())
    credentials = _list(fields.String())
    plan = _maybe()
    payer = _maybe()
    insurance_mode = _text()
    accepting = fields.Boolean(required=True)
    telehealth = fields.Boolean(required=True)
    patient_state = _maybe()
    setting = _maybe()
    languages = _list(fields.String())
    genders = _list(fields.String())
    unknown = _maybe()
    sort = _text()
    limit = fields.Integer(required=True)
    notes = _list(NoteShape)


class ReasonShape(Shape):
    signal = _text()
    points = fields.Float(required=True)
    max_points = fields.Float(required=True)
    code = _text()
    values = fields.Dict(keys=fields.String(), required=True)
    text = _text()


class LocationShape(Shape):
    id = _text()
    name = _maybe()
    line1 = _maybe()
    line2 = _maybe()
    city = _maybe()
    state = _maybe()
    postal_code = _maybe()
    phone = _maybe()
    fax = _maybe()
    email = _maybe()
    website = _maybe()
    hours = _maybe()
    lat = _maybe(fields.Float)
    lon = _maybe(fields.Float)
    precision = _maybe()
    referral_channel = _maybe()
    accepting_patients = _maybe()
    accepting_as_of = _maybe(fields.Date)
    wait_weeks = _maybe(fields.Float)
    settings = _list(fields.String())
    access = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ProvenanceShape(Shape):
    source = _text()
    as_of = _maybe(fields.Date)


class PlanShape(Shape):
    status = _text()
    plan_id = _maybe()
    payer = _maybe()
    as_of = _maybe(fields.Date)
    stale = fields.Boolean(required=True)
    source = _maybe()


class WholeLocationShape(LocationShape):
    plans = _list(PlanShape)
    programs = _list(fields.String())
    evidence = fields.Dict(
        keys=fields.String(), values=fields.Nested(ProvenanceShape), required=True
    )


class CredentialShape(NamedShape):
    status = _text()
    expires_on = _maybe(fields.Date)
    checked_on = _maybe(fields.Date)
    source = _maybe()


class ServicesShape(Shape):
    confirmed = _list(NamedShape)
    likely = _list(LikelyShape)
    not_offered = _list(NamedShape)


class InsuranceShape(PlanShape):
    text = _text()


class MatchShape(Shape):
    npi = _text()
    name = _text()
    score = fields.Float(required=True)
    reasons = _list(ReasonShape)
    distance_miles = _maybe(fields.Float)
    location = _one(LocationShape, allow_none=True)
    other_locations = fields.Integer(required=True)
    specialties = _list(NamedShape)
    credentials = _list(CredentialShape)
    services = _one(ServicesShape)
    insurance = _one(InsuranceShape, allow_none=True)
    accepting_patients = _maybe()
    telehealth = _maybe()
    home_visits = _maybe()
    languages = _list(fields.String())
    gender = _maybe()
    adults = _text()
    relaxed = _maybe()


class LeftOutShape(Shape):
    parameter = _text()
    count = fields.Integer(required=True)
    text = _text()


class PageShape(Shape):
    """The answer of a search: `total` is true, `next` is the cursor of the next page or null."""

    query = _one(QueryShape)
    total = fields.Integer(required=True)
    left_out_unknown = _list(LeftOutShape)
    matches = _list(MatchShape)
    facets = fields.Dict(required=True)
    relaxations = fields.List(fields.Dict(), required=True)
    next = _maybe()


class NamePartsShape(Shape):
    first = _maybe()
    middle = _maybe()
    last = _maybe()
    suffix = _maybe()
    credentials = _maybe()


class LicenseShape(Shape):
    state = _text()
    number = _maybe()


class AgesServedShape(Shape):
    adults = _maybe()
    children = _maybe()


class HomeVisitsShape(Shape):
    offered = _maybe()
    radius_miles = _maybe(fields.Integer)
    counties = _list(fields.String())
    postal_codes = _list(fields.String())


class ProfileShape(Shape):
    npi = _text()
    name = _text()
    name_parts = _one(NamePartsShape)
    gender = _maybe()
    specialties = _list(NamedShape)
    licenses = _list(LicenseShape)
    privileges = _list(LicenseShape)
    credentials = _list(CredentialShape)
    services = _one(ServicesShape)
    ages_served = _one(AgesServedShape)
    languages = _list(NamedShape)
    telehealth = _maybe()
    home_visits = _one(HomeVisitsShape)
    locations = _list(WholeLocationShape)
    evidence = fields.Dict(
        keys=fields.String(), values=fields.Nested(ProvenanceShape), required=True
    )


class DirectoryShape(Shape):
    loaded_at = fields.AwareDateTime(required=True)
    age_days = fields.Float(required=True)
    newest_source_date = fields.Date(required=True)
    profiles = fields.Integer(required=True)
    locations = fields.Integer(required=True)
    without_coordinates = fields.Integer(required=True)


class LiveShape(Shape):
    status = _text()


class ReadyShape(LiveShape):
    directory = _one(DirectoryShape)


class ProblemEntryShape(Shape):
    parameter = _text()
    problem = _text()
    example = _maybe()


class ProblemShape(Shape):
    """An error, as RFC 9457 has it; `errors` names each parameter that is wrong."""

    type = _text()
    title = _text()
    status = fields.Integer(required=True)
    detail = _text()
    errors = _list(ProblemEntryShape)
