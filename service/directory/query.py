"""Query: the question as plain data. What, where, which plan, which page, as of which day."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from .names import name_forms
from .needs import services_for
from .payers import SELF_PAY, payer_named
from .places import Place
from .services import SERVICES
from .states import STATES
from .text import fold, slug

# Issuer, state, product and plan; the variant of its cost sharing.
_HIOS = re.compile(r"([0-9]{5}([A-Z]{2})[0-9A-Z]{7})(?:-?[0-9]{2})?")
DEFAULT_RADIUS_MILES = 25.0
MAX_RADIUS_MILES = 500.0
DEFAULT_LIMIT, MAX_LIMIT = 20, 100


@dataclass(frozen=True)
class Query:
    """One search. Empty tuples and None mean "not asked"; lists mean "any of these".

    `on` is the only today: no layer below a face asks the clock. `payer` may be filled in from
    the directory's plan catalogue when only `plan` was asked. `unknown` names one filter that is
    turned round: it then shows just those whom that filter leaves out for lack of a fact.
    `after` is the last page's sort key. A `limit` of 0 asks for the total alone.
    """

    on: date
    place: Place | None = None
    name: str | None = None
    radius_miles: float = DEFAULT_RADIUS_MILES
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    every_credential: bool = False  # all of `credentials`, as a program can ask for
    languages: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    setting: str | None = None
    plan: str | None = None
    payer: str | None = None
    insurance_required: bool = False
    programs: tuple[str, ...] = ()
    accepting: bool = False
    access: tuple[str, ...] = ()  # unlike other lists: all of these
    telehealth: bool = False
    patient_state: str | None = None
    unknown: str | None = None
    sort: str = "best"  # or "distance"
    limit: int = DEFAULT_LIMIT
    after: tuple[float, ...] | None = None

    @cached_property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        """Service codes, each once, with the needs that ask for them; the signal's union.

        By video only those that can be done so.
        """
        asked = self.asked_services
        return {c: n for c, n in asked.items() if not (self.telehealth and needs_visit(c))}

    @cached_property
    def asked_services(self) -> dict[str, tuple[str, ...]]:
        """The same whether or not they can be done by video."""
        asked: dict[str, tuple[str, ...]] = dict.fromkeys(self.services, ())
        return asked | services_for(self.needs)

    @cached_property
    def name_forms(self) -> tuple[tuple[str, ...], ...]:
        """The words of the name asked for; none if no name is asked."""
        return name_forms(self.name) if self.name else ()

    @property
    def by_distance(self) -> bool:
        """Distance counts and the radius filters; off for video, which has no distance."""
        return self.place is not None and not self.telehealth

    @property
    def comes_home(self) -> bool:
        return self.setting == "home"

    @property
    def care_state(self) -> str | None:
        """The state in which a video visit happens: where the patient is."""
        return self.patient_state or (self.place.state if self.place else None)

    @cached_property
    def insurance_keys(self) -> tuple[str, ...]:
        """Keys of a location's stances that answer this query, the most telling first.

        Who pays alone is well served where no insurance is taken: `any` says nothing to them.
        """
        if not self.plan and payer_key(self.payer or "") == SELF_PAY_KEY:
            return (SELF_PAY_KEY,)
        keys = (plan_key(self.plan) if self.plan else "", payer_key(self.payer or ""))
        return (*(key for key in keys if key), ANY_PAYER)

    @property
    def key_width(self) -> int:
        """How many numbers the sort key has: points (or miles and points), then the tie."""
        return 3 if self.sort == "distance" else 2

    @property
    def asks_insurance(self) -> bool:
        return bool(self.plan or self.payer)

    @property
    def home_codes(self) -> tuple[str, str]:
        """The patient's ZIP and folded county, as home-visit areas name them; "" if not known."""
        if self.place is None:
            return "", ""
        return self.place.postal_code or "", fold(self.place.county or "")

    def turned(self, parameter: str) -> "Query":
        """The same question, showing those left out by `parameter` for lack of a fact."""
        return replace(self, unknown=parameter, after=None)


ANY_PAYER, PLAN = "any", "plan:"


def needs_visit(service: str) -> bool:
    """Whether a service cannot be done by video at all."""
    return SERVICES[service].by_video == "no"


def is_hios_id(text: str) -> bool:
    """Whether it can be one of a plan, with or without its variant."""
    found = _HIOS.fullmatch(text.strip().upper())
    return found is not None and found[2] in STATES


@lru_cache(4096)
def plan_key(plan_id: str) -> str:
    """A HIOS id without the "-01" of a cost-sharing variant, which is the same plan."""
    known = plan_id.strip().upper()
    hios = _HIOS.fullmatch(known)
    return f"{PLAN}{hios[1] if hios else known}"


@lru_cache(4096)
def payer_key(payer: str) -> str:
    """One key for all names of a payer; "" for a text without a word."""
    code = slug(payer_named(payer))
    return f"payer:{code}" if code else ""


SELF_PAY_KEY = payer_key(SELF_PAY.name)
