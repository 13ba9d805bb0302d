"""/providers/{npi}/report: anybody tells staff that a fact of a listing is wrong."""

import math
import secrets
from dataclasses import replace
from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs, spend
from service.api.body import loaded
from service.api.language import asked_wording
from service.api.referral_requests import actor
from service.api.report_bodies import ReportBody
from service.directory.profile import Location, Profile
from service.directory.services import SERVICES
from service.directory.vocabulary import ACCESS_FACTS
from service.errors import Gone, InvalidBody, NotFound, Problem, ReferralsOff, TooMany
from service.stewardship.reports import LISTING, Told, check_report, make_report
from service.wording.problems import problem_text
from service.wording.provenance import fact_name
from service.wording.wording import Wording

from .own_forms import MOST_BYTES, is_own
from .preferences import is_typed
from .provider import PATH, found
from .showing import here
from .site import Site, Wrong, show_site

# What people notice, in the order of how often; other facts are told in their own words.
OF_A_PLACE = ("phone", "address", "accepting_patients", "plans", "hours", "wait_weeks", "name",
              *(f"access.{code}" for code in ACCESS_FACTS))  # fmt: skip
OF_THE_PERSON = ("telehealth", "home_visits.offered", "ages_served.adults", "ages_served.children",
                 *(f"services.{code}" for code in SERVICES), LISTING)  # fmt: skip
_FIELDS = ("value", "note", "contact")
_APART = "@"  # between a fact and its place


def add_report(site: Site) -> None:
    @site.pages.get(f"{PATH}/report")
    @needs("pages.read")
    def report_form(npi: str) -> Response:
        """Or, once a report was sent, thanks for it."""
        profile = _profile(site, npi)
        if request.args.get("sent") == "yes":
            return show_site("reported.html", {"npi": npi, "name": profile.display_name()})
        return _shown(site, profile)

    @site.pages.post(f"{PATH}/report")
    @needs("pages.read")
    def send_report(npi: str) -> Response:
        request.max_content_length = MOST_BYTES
        profile = _profile(site, npi)
        if not is_own():
            return _shown(site, profile, notice="not_ours", status=403)
        if is_typed():
            return _shown(site, profile)
        if site.stewardship is None:
            raise ReferralsOff
        if request.form.get("do") == "change":
            return _shown(site, profile)
        try:
            told = _read()
            check_report(profile, told)
        except InvalidBody as error:
            return _shown(site, profile, error.problems, status=422)
        if request.form.get("do") != "send":
            return _reviewed(profile, told)
        try:
            spend("reports.make")  # what is looked at is no report yet
        except TooMany as error:
            return _reviewed(profile, told, error)
        make_report(site.stewardship, actor(), profile, told)
        return redirect(request.path + here("sent", "yes"), 303)


def _profile(site: Site, npi: str) -> Profile:
    try:
        return found(site, npi)
    except Gone:
        raise NotFound from None


def _read() -> Told:
    fact, _, place = request.form.get("fact", "").partition(_APART)
    told = {name: text for name in _FIELDS if (text := request.form.get(name, "").strip())}
    body = told | {"field": fact} | ({"location_id": place} if place else {})
    return replace(loaded(ReportBody(), body), once=request.form.get("once") or None)


def _reviewed(profile: Profile, told: Told, error: TooMany | None = None) -> Response:
    """What would be sent, before it is; or when it can be."""
    names = dict(_facts(profile, asked_wording()))
    values = {
        "npi": profile.npi,
        "name": profile.display_name() or profile.npi,
        "sent": request.form,
        "fact": names.get(request.form["fact"], told.field),
        "once": secrets.token_urlsafe(16),
        "minutes": math.ceil(error.retry_after / 60) if error else 0,
    }
    status = error.status if error else 200
    response = _kept_by_nobody(show_site("report_review.html", values, status))
    if error:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _shown(
    site: Site, profile: Profile, problems: tuple[Problem, ...] = (),
    notice: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    wording = asked_wording()
    values: dict[str, Any] = {
        "npi": profile.npi,
        "name": profile.display_name() or profile.npi,
        "facts": _facts(profile, wording),
        "sent": request.form,
        "wrongs": [_wrong(problem, wording) for problem in problems],
        "notice": notice,
        "can_report": site.stewardship is not None,
    }
    return _kept_by_nobody(show_site("report.html", values, status))


def _kept_by_nobody(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _facts(profile: Profile, wording: Wording) -> list[tuple[str, str]]:
    """What can be wrong, with the place where there are several: value of a choice and its text."""
    of_places = [
        (f"{fact}{_APART}{at.id}", _at(_named(fact, wording), at, len(profile.locations) > 1))
        for at in profile.locations
        for fact in OF_A_PLACE
    ]
    return [*of_places, *((fact, _named(fact, wording)) for fact in OF_THE_PERSON)]


def _named(fact: str, wording: Wording) -> str:
    own = wording.pages.get("report_office" if fact == "name" else f"fact_{fact}")
    return own or fact_name(fact, wording)


def _at(name: str, location: Location, several: bool) -> str:
    place = location.line1 or location.city
    return f"{name} ({place})" if several and place else name


def _wrong(problem: Problem, wording: Wording) -> Wrong:
    name = problem.parameter if problem.parameter in _FIELDS else "fact"
    code = f"fault_{'choose' if name == 'fact' else problem.code}"
    if said := wording.pages.get(code):
        return Wrong(name, wording.pages[f"report_{name}"], said.format_map(problem.values))
    return Wrong(name, wording.pages[f"report_{name}"], problem_text(problem, wording))
