"""The form by which an OT says what is right of their listing, as it is asked and read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from service.directory.profile import NO, YES, Location, Profile
from service.directory.services import SERVICES
from service.directory.vocabulary import ACCEPTING_PATIENTS, ACCESS_FACTS
from service.stewardship.confirming import Answers, offered_plans, payer_name, payer_of_plan
from service.stewardship.leaving import has_left
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
        told = {code: form.choice(f"{kind}.{code}", _ASKED) for code in codes}
        return {code: word for code, word in told.items() if word}

    return Answers(
        practices_here={YES: True, NO: False}.get(form.choice("here", _ASKED) or ""),
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
    plans, has_gone = offered_plans(at), has_left(stewardship, (profile, at))
    known = {"here": NO if has_gone else "", "phone": at.phone or "",
             "accepting": at.accepting_patients or "",
             "wait": "" if at.wait_weeks is None else f"{at.wait_weeks:g}",
             "home_visits": profile.home_visits.offered, "ages.adults": profile.ages_served.adults,
             "ages.children": profile.ages_served.children}  # fmt: skip
    known |= {f"services.{code}": word for code, word in profile.services.items()}
    known |= {f"access.{code}": word for code, word in at.access.items()}
    known |= {f"plans.{key}": _word(status) for key, status in plans.items()}
    shown = {name: str(value) for name, value in known.items()}
    asked = [(key, _plan_name(stewardship, at, key)) for key in plans]
    return {
        "name": profile.display_name(),
        "place": ", ".join(filter(None, (at.line1, at.line2, at.city, at.state, at.postal_code))),
        "known": shown,
        "accepting": [(code, names["accepting_patients"][code]) for code in ACCEPTING_PATIENTS],
        "parts": parts_of(asked, shown, sent, wording),
        "most_weeks": MOST_WEEKS,
        "has_left": has_gone,
    }


def _word(status: str) -> str:
    return YES if status in _TAKEN else NO if status == "not-accepted" else ""


def _plan_name(stewardship: Stewardship, at: Location, key: str) -> str:
    """As a card has it: of a plan without a name its insurer, with the plan's number."""
    if key.startswith("payer:"):
        return payer_name(stewardship, key)
    plan, number = stewardship.engine.meta().plans.get(key), key.partition(":")[2]
    name = (plan and (plan.name or plan.payer)) or payer_of_plan(at, number)
    return f"{name} ({number})" if name else number
