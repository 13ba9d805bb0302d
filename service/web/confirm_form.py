"""The form by which an OT says what is right of their listing, as it is asked and read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from service.directory.profile import NO, YES, Location, Profile
from service.directory.vocabulary import ACCEPTING_PATIENTS, ACCESS_FACTS, SERVICES
from service.errors import Problem
from service.stewardship.confirming import Answers, offered_plans, payer_name
from service.stewardship.stewardship import Stewardship

from .confirm_parts import parts_of
from .forms import Form
from .preferences import page_wording

MOST_WEEKS = 104
NOTHING: Mapping[str, str] = MappingProxyType({})
_ASKED = ("", YES, NO)
_TAKEN = ("in-network", "accepts-payer")


def read_answers(form: Form, at: Location) -> Answers:
    def words(kind: str, codes: Iterable[str]) -> dict[str, str]:
        told = {code: form.sent.get(f"{kind}.{code}", "") for code in codes}
        if not set(told.values()) <= set(_ASKED):
            form.faults.append(Problem(kind, "choose"))
        return {code: word for code, word in told.items() if word}

    return Answers(
        practices_here=form.choice("here", _ASKED) != NO,
        phone=form.phone("phone"),
        accepting_patients=form.choice("accepting", ("", *ACCEPTING_PATIENTS)) or None,
        wait_weeks=form.whole("wait", MOST_WEEKS),
        home_visits=form.choice("home_visits", _ASKED) or None,
        ages_served=words("ages", ("adults", "children")),
        services=words("services", SERVICES),
        access=words("access", ACCESS_FACTS),
        plans=words("plans", offered_plans(at)),
    )


def confirm_values(
    stewardship: Stewardship, profile: Profile, at: Location, sent: Mapping[str, str] = NOTHING
) -> dict[str, Any]:
    """What is asked, what the directory shows now, and what was `sent` before a fault."""
    wording = page_wording()
    names = wording.names
    plans = offered_plans(at)
    known = {"here": "", "phone": at.phone or "", "accepting": at.accepting_patients or "",
             "wait": "" if at.wait_weeks is None else f"{at.wait_weeks:g}",
             "home_visits": profile.home_visits.offered, "ages.adults": profile.ages_served.adults,
             "ages.children": profile.ages_served.children}  # fmt: skip
    known |= {f"services.{code}": word for code, word in profile.services.items()}
    known |= {f"access.{code}": word for code, word in at.access.items()}
    known |= {f"plans.{key}": _word(status) for key, status in plans.items()}
    shown = {name: str(value) for name, value in known.items()}
    asked = [(key, _plan_name(stewardship, key)) for key in plans]
    return {
        "name": profile.display_name(),
        "place": ", ".join(filter(None, (at.line1, at.line2, at.city, at.state, at.postal_code))),
        "known": shown,
        "accepting": [(code, names["accepting_patients"][code]) for code in ACCEPTING_PATIENTS],
        "parts": parts_of(asked, shown, sent, wording),
        "most_weeks": MOST_WEEKS,
    }


def _word(status: str) -> str:
    return YES if status in _TAKEN else NO if status == "not-accepted" else ""


def _plan_name(stewardship: Stewardship, key: str) -> str:
    if key.startswith("payer:"):
        return payer_name(stewardship, key)
    plan = stewardship.engine.meta().plans.get(key)
    return (plan and plan.name) or key.partition(":")[2]
