"""What a specialty or a credential makes likely: derived, labelled as such, never a fact.

A likely service counts less than a confirmed one. What a credential makes likely ends with it.
"""

from .services import SERVICES
from .vocabulary import GENERAL, NEUROREHABILITATION, PEDIATRICS, PHYSICAL_REHABILITATION

_MOST = tuple(
    code
    for code in SERVICES
    if code not in ("driving", "money-management", "clutter-management", "home-evaluation")
)

# Evidence (a taxonomy or credential code) -> the services it makes likely.
LIKELY_SERVICES: dict[str, tuple[str, ...]] = {
    # Every OT is trained in these from the first year on.
    GENERAL: ("activities-of-daily-living",),
    NEUROREHABILITATION: _MOST,
    PHYSICAL_REHABILITATION: (
        "activities-of-daily-living",
        "adaptive-devices",
        "fall-prevention",
        "motor-exercises",
        "safety",
        "upper-body-strengthening",
    ),
    "225XR0403X": ("driving", "community-reintegration"),
    "225XE0001X": ("adaptive-devices", "fall-prevention", "home-evaluation", "safety"),
    "225XE1200X": ("vocational-rehabilitation", "adaptive-devices"),
    "225XF0002X": ("activities-of-daily-living",),
    "225XG0600X": (
        "activities-of-daily-living",
        "fall-prevention",
        "safety",
        "medication-management",
        "care-partner-guidance",
    ),
    "225XH1200X": ("motor-exercises", "upper-body-strengthening", "adaptive-devices"),
    "225XH1300X": ("vocational-rehabilitation", "adaptive-devices"),
    "225XL0004X": ("activities-of-daily-living", "adaptive-devices", "safety"),
    "225XM0800X": (
        "stress-management",
        "time-management",
        "organization-skills",
        "community-reintegration",
    ),
    PEDIATRICS: (),
    "MSCS": _MOST,
    "BCPR": (
        "activities-of-daily-living",
        "adaptive-devices",
        "fall-prevention",
        "motor-exercises",
        "upper-body-strengthening",
        "safety",
    ),
    "BCG": ("activities-of-daily-living", "fall-prevention", "safety"),
    "BCMH": ("stress-management", "time-management", "organization-skills"),
    "SCDCM": ("driving", "community-reintegration"),
    "SCEM": ("home-evaluation", "adaptive-devices", "safety", "fall-prevention"),
    "SCLV": ("activities-of-daily-living", "adaptive-devices", "safety"),
    "CBIS": (
        "organization-skills",
        "time-management",
        "medication-management",
        "care-partner-guidance",
    ),
    "CDRS": ("driving",),
    "ATP": ("adaptive-devices",),
    "CHT": ("motor-exercises", "upper-body-strengthening", "adaptive-devices"),
    "C/NDT": ("motor-exercises",),
    "LSVT BIG": ("motor-exercises", "fall-prevention"),
    "CAPS": ("home-evaluation", "safety", "fall-prevention"),
}
