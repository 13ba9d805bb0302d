"""The published shapes of answers about the service itself: vocabulary, health, problems."""

from marshmallow import fields

from service.directory.weights import WEIGHTS
from service.wording.english_parameters import ROLES

from .schemas_facts import NamedShape
from .shapes import Shape, choice, items, maybe, one, string


class VideoServiceShape(NamedShape):
    by_video = choice(("yes", "partly", "no"))
    by_video_reason = string()


class HelpShape(Shape):
    code = string()
    reason = string()


class NeedShape(NamedShape):
    kind = string()
    services = items(HelpShape)


class SpecialtyShape(NamedShape):
    slug = string()


class CertificateShape(NamedShape):
    issuer = string()
    validity = maybe()


class LikelyServicesShape(Shape):
    because = string()
    name = string()
    services = items(fields.String())


class PayerShape(NamedShape):
    kind = string()
    state = maybe()
    aliases = items(fields.String())


class SignalShape(NamedShape):
    code = choice(WEIGHTS)
    weight = fields.Float(required=True)


class ParameterShape(Shape):
    name = string()
    role = choice(ROLES)
    repeatable = fields.Boolean(required=True)
    description = string()
    example = string()


class VocabularyShape(Shape):
    """Every table of codes, each with its plain names."""

    services = items(VideoServiceShape)
    needs = items(NeedShape)
    need_kinds = items(NamedShape)
    specialties = items(SpecialtyShape)
    credentials = items(CertificateShape)
    credential_statuses = items(NamedShape)
    likely_services = items(LikelyServicesShape)
    settings = items(NamedShape)
    accepting_patients = items(NamedShape)
    plan_statuses = items(NamedShape)
    payers = items(PayerShape)
    payer_kinds = items(NamedShape)
    coverage_statuses = items(NamedShape)
    assignments = items(NamedShape)
    access = items(NamedShape)
    referral_channels = items(NamedShape)
    genders = items(NamedShape)
    known = items(NamedShape)
    languages = items(NamedShape)
    states = items(NamedShape)
    insurance_modes = items(NamedShape)
    sorts = items(NamedShape)
    signals = items(SignalShape)
    roles = items(NamedShape)
    parameters = items(ParameterShape)


class DirectoryShape(Shape):
    loaded_at = fields.AwareDateTime(required=True)
    age_days = fields.Float(required=True)
    newest_source_date = maybe(fields.Date)
    profiles = fields.Integer(required=True)
    locations = fields.Integer(required=True)
    without_coordinates = fields.Integer(required=True)


class LiveShape(Shape):
    status = string()


class ReadyShape(LiveShape):
    directory = one(DirectoryShape)


def problem_type(code: str) -> str:
    """How an error names what it is about."""
    return f"urn:otmatch:problem:{code}"


class ProblemEntryShape(Shape):
    parameter = string()
    problem = string()
    example = maybe()


class ProblemShape(Shape):
    """An error, as RFC 9457 has it; `errors` names each parameter that is wrong."""

    type = string()
    title = string()
    status = fields.Integer(required=True)
    detail = string()
    errors = items(ProblemEntryShape)
