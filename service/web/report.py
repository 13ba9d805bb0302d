"""/providers/{npi}/report: anybody tells staff that a fact of a listing is wrong."""

from typing import Any

from flask import Response, request

from service.api.authentication import needs
from service.api.body import loaded
from service.api.referral_requests import actor
from service.api.report_bodies import ReportBody
from service.directory.profile import Location, Profile
from service.errors import Gone, InvalidBody, NotFound, Problem, ReferralsOff
from service.stewardship.reports import LISTING, Told, make_report
from service.wording.problems import problem_text
from service.wording.wording import Wording

from .own_forms import MOST_BYTES, is_own
from .preferences import is_typed, page_wording
from .provider import PATH, found
from .site import Site, Wrong, show_site

# What people notice, in the order of how often; other facts are told in their own words.
OF_A_PLACE = ("phone", "address", "accepting_patients", "plans", "hours", "wait_weeks")
OF_THE_PERSON = ("name", "telehealth", LISTING)
_FIELDS = ("value", "note", "contact")
_APART = "@"  # between a fact and its place


def add_report(site: Site) -> None:
    @site.pages.get(f"{PATH}/report")
    @needs("pages.read")
    def report_form(npi: str) -> Response:
        return _shown(site, _profile(site, npi))

    @site.pages.post(f"{PATH}/report")
    @needs("reports.make")
    def send_report(npi: str) -> Response:
        request.max_content_length = MOST_BYTES
        profile = _profile(site, npi)
        if not is_own():
            return _shown(site, profile, notice="not_ours", status=403)
        if is_typed():
            return _shown(site, profile)
        if site.stewardship is None:
            raise ReferralsOff
        try:
            make_report(site.stewardship, actor(), profile, _read())
        except InvalidBody as error:
            return _shown(site, profile, error.problems, status=422)
        return show_site("reported.html", {"npi": npi, "name": profile.display_name()})


def _profile(site: Site, npi: str) -> Profile:
    try:
        return found(site, npi)
    except Gone:
        raise NotFound from None


def _read() -> Told:
    fact, _, place = request.form.get("fact", "").partition(_APART)
    told = {name: text for name in _FIELDS if (text := request.form.get(name, "").strip())}
    return loaded(ReportBody(), told | {"field": fact} | ({"location_id": place} if place else {}))


def _shown(
    site: Site, profile: Profile, problems: tuple[Problem, ...] = (),
    notice: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    wording = page_wording()
    values: dict[str, Any] = {
        "npi": profile.npi,
        "name": profile.display_name() or profile.npi,
        "facts": _facts(profile, wording),
        "sent": request.form,
        "wrongs": [_wrong(problem, wording) for problem in problems],
        "notice": notice,
        "can_report": site.stewardship is not None,
    }
    response = show_site("report.html", values, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _facts(profile: Profile, wording: Wording) -> list[tuple[str, str]]:
    """What can be wrong, with the place where there are several: value of a choice and its text."""
    fields = wording.names["fields"]
    of_places = [
        (f"{fact}{_APART}{at.id}", _at(fields[fact], at, len(profile.locations) > 1))
        for at in profile.locations
        for fact in OF_A_PLACE
    ]
    of_person = [(fact, fields.get(fact) or wording.pages[f"fact_{fact}"])
                 for fact in OF_THE_PERSON]  # fmt: skip
    return [*of_places, *of_person]


def _at(name: str, location: Location, several: bool) -> str:
    place = location.line1 or location.city
    return f"{name} ({place})" if several and place else name


def _wrong(problem: Problem, wording: Wording) -> Wrong:
    name = problem.parameter if problem.parameter in _FIELDS else "fact"
    return Wrong(name, wording.pages[f"report_{name}"], problem_text(problem, wording))
