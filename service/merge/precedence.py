"""Whose word counts for which field: the merge's rules as a table of data, read by `claims.py`."""

from dataclasses import dataclass
from datetime import date

# The OT's own word to this service, people who know the OT, the registry that the OT signs, the
# National Provider Directory that is made of that registry, Medicare's enrolment, issuers'
# listings, certificate rosters (which name people only to identify them).
ORDER = ("provider", "profiles", "nppes", "npd", "clinicians", "qhp", "mscs")

# They speak of an address at which somebody else says that the OT works.
ABOUT_ADDRESSES = ("organizations", "centers", "geocoder")


@dataclass(frozen=True)
class Rule:
    """How one field is decided.

    `by`: "precedence" (the first source in `order` that knows), "newest" (the newest date, equal
    ones by `order`), "together" (what all of them say). `compared`: whether another value is a
    conflict worth telling; a differing spelling of one address is none.
    """

    by: str = "precedence"
    order: tuple[str, ...] = ORDER
    compared: bool = True


TOGETHER = Rule("together")
SPELLED = Rule(compared=False)

PERSON_RULES: dict[str, Rule] = {
    "name": Rule(),
    "gender": Rule(),
    "taxonomies": TOGETHER,
    "licenses": TOGETHER,
    "privileges": TOGETHER,
    "services": Rule(),
    "ages_served": Rule(),
    "languages": TOGETHER,
    "telehealth": Rule(),
    "home_visits": Rule(),
}

# An enrolment that pays is kept up to date better than the registry, of which a third is stale.
# The National Provider Directory repeats the registry's numbers, and adds those of networks.
_KEPT_UP = ("provider", "profiles", "clinicians", "qhp", "npd", "nppes")
LOCATION_RULES: dict[str, Rule] = {
    # The name on the door; the registry gives it by way of the organization at the address. Who
    # employs the OT there (clinicians, npd) tells more than who else is there.
    "name": Rule(order=("profiles", "clinicians", "npd", "organizations", "qhp"), compared=False),
    "line1": SPELLED,
    "line2": SPELLED,
    "city": SPELLED,
    "state": SPELLED,
    "postal_code": SPELLED,
    "country": SPELLED,
    "phone": Rule(order=_KEPT_UP),
    "fax": Rule(order=_KEPT_UP),
    "email": Rule(),
    "website": Rule(),
    "direct_address": Rule(),
    "hours": Rule(),
    "referral_channel": Rule(),
    # Panels open and close within weeks: last month's call beats last year's visit, whoever made
    # it; an issuer's listing of today beats neither if they are as new.
    "accepting_patients": Rule("newest"),
    "wait_weeks": Rule("newest"),
    "settings": TOGETHER,
    "access": Rule(),
    # A person who stood there, an address looked up for this directory, the point that CMS gives
    # every address in one way, an issuer's own point.
    "point": Rule(order=("profiles", "geocoder", "npd", "qhp", "clinicians", "nppes")),
}


def newest_first(day: date | None) -> int:
    """A key that sorts days, the newest first and an unknown one last."""
    return -(day or date.min).toordinal()


# Fields in which another source's word is kept as a conflict; of plans `plans.py` says when.
COMPARED_FIELDS = sorted(
    {"plans", "programs"}
    | {
        name
        for rules in (PERSON_RULES, LOCATION_RULES)
        for name, rule in rules.items()
        if rule.compared and rule.by != "together"
    }
)
