"""/: one calm form for a search, also where one stands that has to be changed or put right."""

from typing import Any

from flask import Response

from service.api.authentication import needs
from service.api.language import asked_wording
from service.directory.needs import NEEDS
from service.directory.payers import PAYERS
from service.directory.query import DEFAULT_RADIUS_MILES
from service.errors import InvalidQuery, Problem
from service.wording.problems import problem_text
from service.wording.wording import Wording

from .asked import FORM, Asked, read_asked
from .preferences import WHO
from .site import Site, Wrong, show_site

_RADII = ("10", "25", "50", "100", "200")
COMMON_LANGUAGES = ("es", "zh", "vi", "tl", "ko", "ar", "fr", "ru", "ht", "ase")
# Fields that stand in the folded part: it opens where one of them is used.
_FOLDED = ("radius", "accepting", "credential", "language", "gender", "setting", "access", "name",
           "insurance_mode", "patient_state", "program")  # fmt: skip
_UNSEEN = ("service", "specialty", "sort")
# Where somebody puts right what has no field of its own.
_AT = {"payer": "plan"}


def add_search_form(site: Site) -> None:
    @site.pages.get(FORM)
    @needs("directory.search")
    def search_form() -> Response:
        return show_form(site, read_asked())


def show_form(site: Site, asked: Asked, error: InvalidQuery | None = None) -> Response:
    wording = asked_wording()
    problems = error.problems if error else ()
    values = form_values(asked, wording) | {
        "programs": _programs(site, asked),
        "wrongs": [_wrong(problem, wording) for problem in problems],
        "places_meant": _places_meant(asked, problems),
        "indexed": not asked.values,
    }
    return show_site("search.html", values, 422 if error else 200)


def form_values(asked: Asked, wording: Wording) -> dict[str, Any]:
    names = wording.names
    return {
        "asked": asked,
        "who": WHO.held(),
        "needs": needs_by_kind(wording),
        "plan": asked.get("plan") or names["payers"].get(asked.get("payer"), asked.get("payer")),
        "payers": [names["payers"][code] for code in PAYERS],
        "radii": _radii(asked),
        "usual_radius": f"{DEFAULT_RADIUS_MILES:g}",
        "languages": _languages(asked, wording),
        "genders": list(names["genders"].items()),
        "settings": list(names["settings"].items()),
        "access": list(names["access"].items()),
        "states": sorted(names["states"].items(), key=lambda named: named[1]),
        "unfolded": any(asked.all(name) for name in _FOLDED),
        "kept": _kept(asked),
    }


def needs_by_kind(wording: Wording) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Grouped by daily life: code and name of the kind, and of each need."""
    names = wording.names
    return [
        (kind, names["need_kinds"][kind], [
            (code, names["needs"][code]) for code, need in NEEDS.items() if need.kind == kind
        ])
        for kind in dict.fromkeys(need.kind for need in NEEDS.values())
    ]  # fmt: skip


def _kept(asked: Asked) -> list[tuple[str, str]]:
    """What was chosen by links of a result and has no field: it goes on with the form."""
    told = [(name, value) for name in _UNSEEN for value in asked.all(name)]
    further = [("program", held) for held in asked.all("program")[1:]]
    others = [("credential", held) for held in asked.all("credential") if held != "MSCS"]
    return [*told, *further, *others]


def _programs(site: Site, asked: Asked) -> list[tuple[str, str]]:
    """Those that are in effect, by their names, and the one that is asked for."""
    on, names = site.today(), site.program_names()
    ids = [program.id for program in site.rules.programs.in_effect(on)]
    told = dict.fromkeys((*ids, *asked.all("program")[:1]))
    return sorted(((one, names.get(one, one)) for one in told), key=lambda named: named[1])


def _radii(asked: Asked) -> list[str]:
    told = dict.fromkeys((*_RADII, *asked.all("radius")))
    return [radius for radius in told if radius != f"{DEFAULT_RADIUS_MILES:g}"]


def _languages(asked: Asked, wording: Wording) -> list[tuple[str, str]]:
    names = wording.names["languages"]
    codes = dict.fromkeys((*COMMON_LANGUAGES, *asked.all("language")))
    return [(code, names[code]) for code in codes if code in names]


def _wrong(problem: Problem, wording: Wording) -> Wrong:
    """A problem of the API's parameters, at the field that a person fills in."""
    name = _AT.get(problem.parameter, problem.parameter)
    label = wording.pages.get(f"ask_{name}", name)
    at = name if f"ask_{name}" in wording.pages else "search"
    said = wording.pages.get(f"amiss_{problem.code}")
    return Wrong(at, label, problem_text(problem, wording, said))


def _places_meant(asked: Asked, problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Cities of one name in several states, and names like the one that was typed: each as a link
    that goes on with it."""
    found = [problem.values for problem in problems if problem.parameter == "near"]
    meant = [place for values in found for place in values.get("places", values.get("nearest", ()))]
    return [(place, asked.link(near=place)) for place in meant]
