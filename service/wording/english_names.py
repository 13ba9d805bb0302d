"""Every name in English, by kind and code: the vocabulary's own, and those of answers alone."""

from service.directory.departure import REASONS
from service.directory.languages import languages
from service.directory.needs import NEEDS, NEEDS_TO_SERVICES
from service.directory.payer_names import KINDS
from service.directory.payers import PAYERS
from service.directory.services import SERVICES
from service.directory.states import STATES
from service.directory.vocabulary import (
    ACCEPTING_PATIENTS,
    ACCESS_FACTS,
    ASSIGNMENTS,
    CREDENTIAL_STATUSES,
    CREDENTIALS,
    GENDERS,
    PLAN_STATUSES,
    REFERRAL_CHANNELS,
    SETTINGS,
    TAXONOMIES,
)

from .english import FIELDS, KNOWN, LEFT_OUT, NEED_KINDS, SIGNALS
from .english_coverage import STATUSES, WHOM
from .english_eligibility import (
    BENEFITS,
    DOCUMENTS,
    FACT_VALUES,
    FACTS,
    OUTCOMES,
    QUESTIONS,
)
from .english_letters import DIAGNOSES, DISCLOSED, PRIORITIES, PURPOSES
from .english_parameters import MODES, PARAMETERS, ROLES, SORTS
from .english_referrals import STATUS_REASONS
from .english_sources import FILES, SOURCES
from .wording import Table

NAMES: dict[str, Table] = {
    "status_reasons": STATUS_REASONS,
    "services": {code: service.name for code, service in SERVICES.items()},
    "video_reasons": {code: service.video_reason for code, service in SERVICES.items()},
    "needs": {code: need.name for code, need in NEEDS.items()},
    "need_kinds": NEED_KINDS,
    "need_reasons": {f"{row.need} {row.service}": row.reason for row in NEEDS_TO_SERVICES},
    "specialties": {code: taxonomy.name for code, taxonomy in TAXONOMIES.items()},
    "credentials": {code: kind.name for code, kind in CREDENTIALS.items()},
    "issuers": {code: kind.issuer for code, kind in CREDENTIALS.items()},
    "validities": {code: kind.validity for code, kind in CREDENTIALS.items() if kind.validity},
    "credential_statuses": CREDENTIAL_STATUSES,
    "settings": SETTINGS,
    "accepting_patients": ACCEPTING_PATIENTS,
    "plan_statuses": PLAN_STATUSES,
    "payers": {code: payer.name for code, payer in PAYERS.items()},
    "payer_kinds": KINDS,
    "assignments": ASSIGNMENTS,
    "access": ACCESS_FACTS,
    "referral_channels": REFERRAL_CHANNELS,
    "genders": GENDERS,
    "known": KNOWN,
    "languages": languages(),
    "states": STATES,
    "insurance_modes": MODES,
    "sorts": SORTS,
    "signals": SIGNALS,
    "roles": ROLES,
    "parameters": PARAMETERS,
    "fields": FIELDS,
    "left_out": LEFT_OUT,
    "sources": SOURCES,
    "files": FILES,
    "departures": REASONS,
    "priorities": PRIORITIES,
    "diagnoses": DIAGNOSES,
    "disclosed": DISCLOSED,
    "purposes": PURPOSES,
    "whom_to_ask": WHOM,
    "coverage_statuses": STATUSES,
    "facts": FACTS,
    "questions": QUESTIONS,
    "fact_values": FACT_VALUES,
    "documents": DOCUMENTS,
    "program_benefits": BENEFITS,
    "outcomes": OUTCOMES,
}
