"""/confirm/<token>: an OT opens their listing with the code that was brought to them, and says in
one form what is right."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, request

from service.api.authentication import needs
from service.directory.profile import NO, YES, Location, Profile
from service.directory.vocabulary import ACCEPTING_PATIENTS, ACCESS_FACTS, SERVICES
from service.errors import Problem
from service.referrals.desk import Desk
from service.referrals.links import CONFIRM
from service.referrals.page_sessions import Subject, form_token
from service.stewardship.claims import LASTS, MOST_FAILURES, WAITING, Claim, listed_at
from service.stewardship.confirming import (
    LOCKED,
    OPENED,
    Answers,
    confirm,
    enter,
    find_open,
    offered_plans,
    payer_name,
)
from service.stewardship.stewardship import Stewardship

from .cookies import begin_session, is_ours, session_of
from .forms import Form
from .preferences import page_wording
from .showing import again, show

PATH = "/confirm/<token>"
_FORM_BYTES = 100_000
MOST_WEEKS = 104
_ASKED = ("", YES, NO)
_TAKEN = ("in-network", "accepts-payer")


def add_confirm(web: Blueprint, desk: Desk, stewardship: Stewardship) -> None:
    def found(token: str) -> Claim:
        return find_open(stewardship, desk.links.read(CONFIRM, token, LASTS))

    @web.get(PATH)
    @needs("pages.confirm")
    def confirm_page(token: str) -> Response:
        return _shown(desk, stewardship, found(token))

    @web.post(PATH)
    @needs("pages.confirm")
    def send_confirmation(token: str) -> Response:
        request.max_content_length = _FORM_BYTES
        claim = found(token)
        session = session_of(desk, _subject(claim))
        if session is None:
            return _tried(desk, stewardship, claim)
        return _answered(desk, stewardship, claim, session)


def _subject(claim: Claim) -> Subject:
    return Subject(CONFIRM, claim.id)


def _shown(
    desk: Desk, stewardship: Stewardship, claim: Claim, form: Form | None = None,
    told: tuple[str | None, int] = (None, 200),
) -> Response:  # fmt: skip
    """The page as far as it is open; `told` is a notice and the status."""
    notice, status = told
    values: dict[str, Any] = {"notice": notice, "sent": form.sent if form else {}}
    values["faults"] = form.faults if form else []
    session = session_of(desk, _subject(claim))
    if session is None:
        values |= {"is_locked": claim.is_locked, "needs_code": claim.state == WAITING}
        return show("confirm_code.html", values, status)
    profile, at = listed_at(stewardship, claim)
    values |= _values(stewardship, profile, at) | {"form": form_token(desk, session)}
    return show("confirm.html", values | {"is_answered": claim.answered_at is not None}, status)


def _tried(desk: Desk, stewardship: Stewardship, claim: Claim) -> Response:
    form = Form(request.form)
    if form.sent.get("do") != "code":
        return _shown(desk, stewardship, claim, told=("session_over", 403))
    code = form.code("code") if claim.state == WAITING else ""
    if code is None:
        return _shown(desk, stewardship, claim, form, (None, 422))
    outcome = enter(stewardship, claim.id, lambda: code == desk.links.code(claim.id, 1))
    if outcome == OPENED:
        return begin_session(desk, _subject(claim), again(), request.path)
    now = find_open(stewardship, claim.id)
    if outcome != LOCKED:
        left = MOST_FAILURES - now.failures
        form.faults.append(Problem("code", "wrong_code", {"tries": left}))
    return _shown(desk, stewardship, now, form, (None, 403))


def _answered(desk: Desk, stewardship: Stewardship, claim: Claim, session: str) -> Response:
    form = Form(request.form)
    if form.sent.get("do") == "code":
        return again()
    if not is_ours(desk, session) or form.sent.get("do") != "confirm":
        return _shown(desk, stewardship, claim, told=("not_ours", 403))
    _, at = listed_at(stewardship, claim)
    answers = _read(form, at)
    if form.faults:
        return _shown(desk, stewardship, claim, form, (None, 422))
    confirm(stewardship, claim.id, answers)
    return again()


def _read(form: Form, at: Location) -> Answers:
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


def _values(stewardship: Stewardship, profile: Profile, at: Location) -> dict[str, Any]:
    """What is asked, and what the directory shows now."""
    names = page_wording().names
    plans = offered_plans(at)
    known = {"here": "", "phone": at.phone or "", "accepting": at.accepting_patients or "",
             "wait": "" if at.wait_weeks is None else f"{at.wait_weeks:g}",
             "home_visits": profile.home_visits.offered, "ages.adults": profile.ages_served.adults,
             "ages.children": profile.ages_served.children}  # fmt: skip
    known |= {f"services.{code}": word for code, word in profile.services.items()}
    known |= {f"access.{code}": word for code, word in at.access.items()}
    known |= {f"plans.{key}": _word(status) for key, status in plans.items()}
    return {
        "name": profile.display_name(),
        "place": ", ".join(filter(None, (at.line1, at.line2, at.city, at.state, at.postal_code))),
        "known": {name: str(value) for name, value in known.items()},
        "services": [(code, names["services"][code]) for code in SERVICES],
        "access": [(code, names["access"][code]) for code in ACCESS_FACTS],
        "accepting": [(code, names["accepting_patients"][code]) for code in ACCEPTING_PATIENTS],
        "plans": [(key, _plan_name(stewardship, key)) for key in plans],
        "most_weeks": MOST_WEEKS,
    }


def _word(status: str) -> str:
    return YES if status in _TAKEN else NO if status == "not-accepted" else ""


def _plan_name(stewardship: Stewardship, key: str) -> str:
    if key.startswith("payer:"):
        return payer_name(stewardship, key)
    plan = stewardship.engine.meta().plans.get(key)
    return (plan and plan.name) or key.partition(":")[2]
