"""The words that search speaks: codes and names. Sources: NUCC, AOTA, CMSC, FHIR Plan-Net.

Codes are what URLs, files and facets carry; names are what people read.
"""

from dataclasses import dataclass
from enum import StrEnum


class Known(StrEnum):
    """Three values everywhere: a fact that nobody stated is unknown, which is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


SETTINGS: dict[str, str] = {
    "rehab": "Rehabilitation center",
    "hospital": "Hospital",
    "clinic": "Clinic or office",
    "home": "Home visits",
    "school": "School",
    "workplace": "Workplace",
}


@dataclass(frozen=True)
class Taxonomy:
    """A NUCC provider taxonomy; `name` is the specialty that people search, `slug` its word."""

    code: str
    slug: str
    name: str


_TAXONOMIES = (
    Taxonomy("225X00000X", "occupational-therapist", "Occupational therapist"),
    Taxonomy("225XR0403X", "driving-and-community-mobility", "Driving and community mobility"),
    Taxonomy("225XE0001X", "environmental-modification", "Environmental modification"),
    Taxonomy("225XE1200X", "ergonomics", "Ergonomics"),
    Taxonomy("225XF0002X", "feeding-eating-swallowing", "Feeding, eating and swallowing"),
    Taxonomy("225XG0600X", "gerontology", "Gerontology"),
    Taxonomy("225XH1200X", "hand", "Hand"),
    Taxonomy("225XH1300X", "human-factors", "Human factors"),
    Taxonomy("225XL0004X", "low-vision", "Low vision"),
    Taxonomy("225XM0800X", "mental-health", "Mental health"),
    Taxonomy("225XN1300X", "neurorehabilitation", "Neurorehabilitation"),
    Taxonomy("225XP0200X", "pediatrics", "Pediatrics"),
    Taxonomy("225XP0019X", "physical-rehabilitation", "Physical rehabilitation"),
)
TAXONOMIES: dict[str, Taxonomy] = {taxonomy.code: taxonomy for taxonomy in _TAXONOMIES}
GENERAL, PEDIATRICS, NEUROREHABILITATION = "225X00000X", "225XP0200X", "225XN1300X"
PHYSICAL_REHABILITATION = "225XP0019X"


@dataclass(frozen=True)
class CredentialKind:
    """A certificate beyond the licence; `spellings` are folded forms in credential texts."""

    code: str
    name: str
    issuer: str
    spellings: tuple[str, ...] = ()
    validity: str | None = None


_CREDENTIALS = (
    CredentialKind(
        "MSCS",
        "Multiple Sclerosis Certified Specialist",
        "Consortium of Multiple Sclerosis Centers",
        validity="Five years, to 31 December of the fifth year; lapsed from the next day on.",
    ),
    CredentialKind("BCPR", "Board Certified in Physical Rehabilitation", "AOTA"),
    CredentialKind("BCG", "Board Certified in Gerontology", "AOTA"),
    CredentialKind("BCMH", "Board Certified in Mental Health", "AOTA"),
    CredentialKind("BCP", "Board Certified in Pediatrics", "AOTA"),
    CredentialKind("SCDCM", "Specialty Certified in Driving and Community Mobility", "AOTA"),
    CredentialKind("SCEM", "Specialty Certified in Environmental Modification", "AOTA"),
    CredentialKind("SCFES", "Specialty Certified in Feeding, Eating and Swallowing", "AOTA"),
    CredentialKind("SCLV", "Specialty Certified in Low Vision", "AOTA"),
    CredentialKind("SCSS", "Specialty Certified in School Systems", "AOTA"),
    CredentialKind("CBIS", "Certified Brain Injury Specialist", "Brain Injury Association"),
    CredentialKind("CDRS", "Certified Driver Rehabilitation Specialist", "ADED"),
    CredentialKind("ATP", "Assistive Technology Professional", "RESNA"),
    CredentialKind("CHT", "Certified Hand Therapist", "HTCC"),
    CredentialKind(
        "C/NDT", "Certified in Neuro-Developmental Treatment", "NDTA", ("CNDT", "NDT", "NDTC")
    ),
    CredentialKind("LSVT BIG", "LSVT BIG Certified", "LSVT Global", ("LSVTBIG", "LSVT")),
    CredentialKind(
        "CAPS", "Certified Aging-in-Place Specialist", "National Association of Home Builders"
    ),
    CredentialKind("CLT", "Certified Lymphedema Therapist", "training institutes"),
)
CREDENTIALS: dict[str, CredentialKind] = {kind.code: kind for kind in _CREDENTIALS}
CREDENTIAL_STATUSES: dict[str, str] = {
    "current": "Current",
    "expiring": "Current, ends within 90 days",
    "claimed": "Stated by the therapist, not checked",
    "lapsed": "Lapsed",
}

ACCEPTING_PATIENTS: dict[str, str] = {
    "newpt": "Takes new patients",
    "existptonly": "Takes existing patients only",
    "existptfam": "Takes existing patients and their families",
    "nopt": "Takes no patients now",
}

# Medicare assignment: the approved amount as full payment, always or case by case (CMS, Y and M).
ASSIGNMENTS: dict[str, str] = {
    "yes": "Takes Medicare's approved amount as full payment",
    "sometimes": "May bill more than Medicare's approved amount",
}
PLAN_STATUSES: dict[str, str] = {
    "in-network": "This plan lists this therapist",
    "accepts-payer": "Takes this insurer; the plan is not known",
    "not-accepted": "Does not take it",
    "self-pay-only": "Takes no insurance",
    "unknown": "Not known",
}

GENDERS: dict[str, str] = {"F": "Female", "M": "Male", "X": "Another gender"}

ACCESS_FACTS: dict[str, str] = {
    "step_free": "Step-free entrance",
    "accessible_toilet": "Accessible toilet",
    "parking": "Parking close by",
    "public_transport": "Public transport close by",
    "cool_room": "Cool room",
    "short_sessions": "Short or split sessions",
}

REFERRAL_CHANNELS: dict[str, str] = {
    "portal": "Online portal",
    "email": "E-mail",
    "direct": "Direct message",
    "fax": "Fax",
    "phone": "Phone",
}
