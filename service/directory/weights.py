"""The ranking's numbers: weights, steps and values, as data that every engine compiles.

Each number's comment names the case that it is there for; the cases are golden searches in
`fixtures/searches.yaml`.
"""

from dataclasses import dataclass

from .vocabulary import (
    GENERAL,
    NEUROREHABILITATION,
    PEDIATRICS,
    PHYSICAL_REHABILITATION,
    TAXONOMIES,
)

WEIGHTS: dict[str, float] = {
    # Being near matters, but an MSCS 12 miles away beats a generalist next door.
    "distance": 30,
    # An OT who confirms all that is asked beats one 10 miles nearer of whom nothing is known; a
    # low-vision OT a mile away beats an open generalist next door for poor sight.
    "services": 40,
    # A current MSCS anywhere within 25 miles beats a generalist next door, all else equal.
    "ms_expertise": 30,
    # In network beats unknown by more than an MS credential beats a mere claim of one.
    "insurance": 30,
    # An open panel breaks the tie between two equals; it does not outrank expertise.
    "availability": 15,
    # A children's OT next door ranks below a generalist 10 miles away, even at a 10-mile radius,
    # and even if the children's OT takes the plan and new patients, and of the other it is unknown.
    "ages": 60,
}
# Signals that a person earns whatever the location.
PERSON_SIGNALS = ("services", "ms_expertise", "ages")

# A location this share of the radius away earns half the distance points: 10 of 25 miles. Not
# under 3 miles, since the middle of a ZIP is no better known than that; not over 20, so that at
# a radius of 200 miles an MSCS 140 miles away does not beat a generalist next door.
HALF_DISTANCE_SHARE = 0.4
LEAST_HALF_DISTANCE, MOST_HALF_DISTANCE = 3.0, 20.0

SERVICE_VALUES: dict[str, float] = {
    "yes": 1.0,
    "likely": 0.5,  # a neurorehabilitation OT who never said so: less than one who did
    "unknown": 0.25,  # most OTs state nothing: above a clear no
    "no": 0.0,
}


@dataclass(frozen=True)
class ExpertiseStep:
    """Evidence of work with MS: the first step that holds counts, so more never counts less."""

    kind: str  # "credential" (counts on the day), "claimed", "taxonomy" or "center"
    code: str  # empty for a center: where somebody works has no code
    value: float
    reason: str


_NAMED_SPECIALTIES = (
    NEUROREHABILITATION, PHYSICAL_REHABILITATION, PEDIATRICS, GENERAL,
    "225XL0004X", "225XR0403X", "225XG0600X",
)  # fmt: skip
EXPERTISE_STEPS: tuple[ExpertiseStep, ...] = (
    ExpertiseStep("credential", "MSCS", 1.0, "mscs"),
    # A generalist at an MS center sees MS every day, certified or not; less than an MSCS, since
    # the center's address alone does not say that the OT treats its patients.
    ExpertiseStep("center", "", 0.7, "ms_center"),
    # Board certification in physical rehabilitation is the nearest to neurology.
    ExpertiseStep("credential", "BCPR", 0.7, "related_credential"),
    ExpertiseStep("taxonomy", NEUROREHABILITATION, 0.7, "related_specialty"),
    # "MSCS" in a signature, unchecked: below checked neurology, above the rest.
    ExpertiseStep("claimed", "MSCS", 0.5, "mscs_claimed"),
    ExpertiseStep("credential", "CBIS", 0.4, "useful_credential"),
    ExpertiseStep("taxonomy", PHYSICAL_REHABILITATION, 0.4, "useful_specialty"),
    ExpertiseStep("credential", "C/NDT", 0.3, "useful_credential"),
    ExpertiseStep("credential", "LSVT BIG", 0.3, "useful_credential"),
    # Poor sight, driving and age are common beside MS.
    ExpertiseStep("taxonomy", "225XL0004X", 0.2, "useful_specialty"),
    ExpertiseStep("taxonomy", "225XR0403X", 0.2, "useful_specialty"),
    ExpertiseStep("taxonomy", "225XG0600X", 0.2, "useful_specialty"),
    # Any other OT who is not for children only.
    *(
        ExpertiseStep("taxonomy", code, 0.1, "other_specialty")
        for code in TAXONOMIES
        if code not in _NAMED_SPECIALTIES
    ),
    ExpertiseStep("taxonomy", GENERAL, 0.1, "general_specialty"),
)

# (status, fresh) -> value. Age lowers what is known, never below (or above) unknown.
INSURANCE_VALUES: dict[tuple[str, bool], float] = {
    ("in-network", True): 1.0,
    ("in-network", False): 0.75,  # listed in spring: ask, but ask this one first
    ("accepts-payer", True): 0.7,
    ("accepts-payer", False): 0.55,
    ("unknown", True): 0.3,
    ("unknown", False): 0.3,
    ("self-pay-only", False): 0.1,
    ("self-pay-only", True): 0.0,
    ("not-accepted", False): 0.1,
    ("not-accepted", True): 0.0,
}

# (status, fresh) -> value, before the wait.
AVAILABILITY_VALUES: dict[tuple[str, bool], float] = {
    ("newpt", True): 1.0,
    ("newpt", False): 0.8,
    ("unknown", True): 0.5,
    ("unknown", False): 0.5,
    ("existptfam", False): 0.3,
    ("existptfam", True): 0.2,
    ("existptonly", False): 0.2,
    ("existptonly", True): 0.1,
    ("nopt", False): 0.1,
    ("nopt", True): 0.0,
}
# Up to so many weeks of wait -> the share of an open panel's value that is left. A long wait
# stays above unknown: a known place on a list beats a call into the blue.
WAIT_SHARES: tuple[tuple[float, float], ...] = ((2, 1.0), (6, 0.9), (12, 0.8), (float("inf"), 0.7))
UNKNOWN_WAIT_SHARE = 0.9

# Who works with these works with adults, whatever else stands at the address: a neurology OT whose
# office lies in a school's building is no children's OT.
FOR_ADULTS = frozenset(
    (NEUROREHABILITATION, PHYSICAL_REHABILITATION, "225XG0600X", "225XL0004X", "225XR0403X",
     "MSCS", "BCPR", "BCG", "SCLV", "SCDCM", "CDRS", "LSVT BIG")
)  # fmt: skip
AGES_VALUES: dict[str, float] = {
    "yes": 1.0,
    "unknown": 0.85,
    "unlikely": 0.1,  # only paediatrics, or (likely) only schools: probably does not treat adults
    "no": 0.0,
}
