"""Marshmallow schema of one line of profiles.ndjson: the contract of what a chapter may write.

Only `npi` is required; what is absent is unknown. `FORMAT_VERSION` goes up when a field changes
its meaning or goes; new optional fields do not raise it. Fields marked "derived" are written by
the export and worked out again from `records` when a line is loaded.
"""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from .languages import languages
from .profile import SOURCE_KINDS
from .programs import PROGRAM_ID
from .services import SERVICES
from .states import STATES
from .vocabulary import (
    ACCEPTING_PATIENTS,
    ACCESS_FACTS,
    ASSIGNMENTS,
    CREDENTIALS,
    GENDERS,
    PLAN_STATUSES,
    REFERRAL_CHANNELS,
    SETTINGS,
    TAXONOMIES,
    Known,
)

FORMAT_VERSION = 1
MAX_TEXT = 300


def _choice(values: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(list(values)), **options)


def _text(most: int = MAX_TEXT, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=most), allow_none=True, **options)


def _known(**options: Any) -> fields.String:
    return _choice(Known, allow_none=True, **options)


def _say(description: str) -> dict[str, dict[str, str]]:
    """Options that put a description into the JSON Schema."""
    return {"metadata": {"description": description}}


def _derived(kind: type[fields.Field] = fields.Dict, **options: Any) -> fields.Field:
    return kind(**_say("Derived; written by the export."), **options)


class Strict(Schema):
    """Unknown fields are refused, so that a misspelt one is not lost in silence."""

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field) -> None:
        """null says nothing, wherever it may stand."""
        field_obj.allow_none = not field_obj.required


class NameSchema(Strict):
    first = _text()
    middle = _text()
    last = _text()
    suffix = _text()
    credentials = _text(**_say('As printed after the name: "OTR/L, MSCS".'))


class LicenseSchema(Strict):
    state = _choice(STATES, required=True)
    number = _text()


class CredentialSchema(Strict):
    code = _choice(CREDENTIALS, required=True)
    expires_on = fields.Date(allow_none=True, **_say("The last day on which it counts."))
    checked_on = fields.Date(
        allow_none=True,
        **_say("When somebody verified it. Without this and expires_on it is a mere claim."),
    )
    source = _text(**_say("Who verified it."))


class AgesServedSchema(Strict):
    adults = _known()
    children = _known()


class HomeVisitsSchema(Strict):
    offered = _known()
    radius_miles = fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=250),
        allow_none=True,
        **_say("How far around each location the OT travels, in whole miles."),
    )
    counties = fields.List(
        fields.String(validate=validate.Length(min=1, max=80)),
        **_say('Counties visited: "Albany County, NY".'),
    )
    postal_codes = fields.List(fields.String(validate=validate.Regexp(r"^[0-9]{5}$")))


class PlanEvidenceSchema(Strict):
    status = _choice(PLAN_STATUSES, required=True)
    plan_id = _text(60, **_say("The plan; absent if only the payer is known."))
    payer = _text(**_say("Who owns the plan; absent with self-pay-only for all payers."))
    as_of = fields.Date(allow_none=True, **_say("When it was true; the line's as_of if absent."))
    source = _text(**_say("Who said so; the line's source if absent."))
    tier = _text(**_say("The network tier, in the issuer's own words."))
    assignment = _choice(
        ASSIGNMENTS,
        allow_none=True,
        **_say("Whether Medicare's approved amount is taken as full payment."),
    )


class ProgramEvidenceSchema(Strict):
    program = fields.String(
        required=True,
        validate=validate.Regexp(
            f"^{PROGRAM_ID.pattern}$",
            error="Must be a program's id: small letters, digits and hyphens.",
        ),
        **_say("The program's id, as in its own file."),
    )
    accepts = _choice(
        ("yes", "no"), required=True, **_say("Whether patients of the program are taken.")
    )
    as_of = fields.Date(allow_none=True, **_say("When it was true; the line's as_of if absent."))
    source = _text(**_say("Who said so; the line's source if absent."))


class LocationSchema(Strict):
    id = _derived(fields.String)
    name = _text()
    line1 = _text()
    line2 = _text()
    city = _text()
    state = _choice(STATES, allow_none=True)
    postal_code = fields.String(
        validate=validate.Regexp(r"^[0-9]{5}(?:-?[0-9]{4})?$"), allow_none=True
    )
    country = fields.String(
        validate=validate.Regexp(r"^(?!US$)[A-Z]{2}$"),
        allow_none=True,
        **_say("Two letters (ISO 3166) of a place outside the United States; else left out."),
    )
    phone = _text(30)
    fax = _text(30)
    email = fields.Email(allow_none=True)
    website = fields.Url(schemes={"http", "https"}, allow_none=True)
    direct_address = fields.Email(
        allow_none=True, **_say("Direct secure messaging address, for referrals.")
    )
    hours = _text()
    lat = fields.Float(validate=validate.Range(-90, 90), allow_none=True)
    lon = fields.Float(validate=validate.Range(-180, 180), allow_none=True)
    precision = _choice(("address", "postal_code"), allow_none=True)
    address_hidden = fields.Boolean(
        **_say("true where the OT wishes that only city and ZIP are shown.")
    )
    referral_channel = _choice(REFERRAL_CHANNELS, allow_none=True)
    accepting_patients = _choice(ACCEPTING_PATIENTS, allow_none=True)
    accepting_as_of = fields.Date(
        allow_none=True, **_say("When accepting_patients was true; the line's as_of if absent.")
    )
    wait_weeks = fields.Float(validate=validate.Range(0, 520), allow_none=True)
    settings = fields.List(_choice(SETTINGS))
    likely_settings = _derived()
    ms_center = _derived()
    access = fields.Dict(keys=_choice(ACCESS_FACTS), values=_known())
    plans = fields.List(fields.Nested(PlanEvidenceSchema))
    programs = fields.List(fields.Nested(ProgramEvidenceSchema))
    evidence = _derived()


class FactsSchema(Strict):
    """What one line, or one record in it, may say of a person."""

    npi = fields.String(
        required=True,
        validate=validate.Regexp(
            r"^[12][0-9]{9}$", error="Must be ten digits in quotes, the first 1 or 2."
        ),
        **_say("National Provider Identifier: ten digits with a valid check digit."),
    )
    name = fields.Nested(NameSchema, allow_none=True)
    gender = _choice(GENDERS, allow_none=True)
    taxonomies = fields.List(_choice(TAXONOMIES))
    licenses = fields.List(fields.Nested(LicenseSchema))
    privileges = fields.List(
        fields.Nested(LicenseSchema), **_say("Compact privileges by state; membership is none.")
    )
    credentials = fields.List(fields.Nested(CredentialSchema))
    services = fields.Dict(
        keys=_choice(SERVICES), values=_known(), **_say("yes or no by code; absent is unknown.")
    )
    ages_served = fields.Nested(AgesServedSchema, allow_none=True)
    languages = fields.List(_choice(languages()))
    telehealth = _known()
    home_visits = fields.Nested(HomeVisitsSchema, allow_none=True)
    locations = fields.List(fields.Nested(LocationSchema))
    as_of = fields.Date(allow_none=True, **_say("The day on which this was true."))
    source = _text(**_say("Who says so, for example the chapter's name."))


class RecordSchema(FactsSchema):
    """One source's record inside an exported line; `source` is its kind."""

    source = fields.String(required=True, validate=validate.OneOf(SOURCE_KINDS))
    label = _text()


class ProfileLineSchema(FactsSchema):
    """One line of profiles.ndjson, written by hand or by the export."""

    version = fields.Integer(strict=True, validate=validate.Equal(FORMAT_VERSION))
    likely = _derived()
    evidence = _derived()
    conflicts = _derived(fields.List, cls_or_instance=fields.Dict())
    records = fields.List(
        fields.Nested(RecordSchema),
        **_say("Written by the export: the records that the line was made of."),
    )
