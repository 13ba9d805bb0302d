"""/search: therapists for what was asked, with what was understood and ways on."""

from typing import Any

from flask import Response, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.errors import InvalidQuery
from service.search import Answer, search
from service.wording.sentences import payer_name

from .asked import SEARCH, Asked, read_asked
from .listed import keep_results
from .map_view import apart
from .results_view import results_values
from .search_form import show_form
from .site import Site, show_site
from .tiles_view import with_tiles
from .towns import with_towns

# Notes on an insurance of which nobody here has heard.
_NOT_KNOWN = {"plan_not_in_directory", "payer_not_in_directory"}
_MOST_MEANT = 6


def add_results(site: Site) -> None:
    @site.pages.get(SEARCH)
    @needs("directory.search")
    def results() -> Response:
        asked, wording = read_asked(), asked_wording()
        try:
            query = asked.query(site.today)
            answer = search(site.engine, query, site.rules.programs.ids)
        except InvalidQuery as error:
            return _unkept(show_form(site, asked, error))
        values = results_values(asked, query, answer, wording, site.program_names())
        if drawn := values["map"]:
            values["map"] = _with_names(site, drawn)
        values["this_page"] = request.full_path
        values["meant"] = _plans_meant(site, asked, answer)
        shown = _unkept(show_site("results.html", values))
        return keep_results(shown, request.query_string.decode("ascii", "replace"))


def _with_names(site: Site, drawn: dict[str, Any]) -> dict[str, Any]:
    """Of an own map the largest towns; pictures bring theirs."""
    return apart(with_tiles(drawn, site.tiles)) if site.tiles else with_towns(apart(drawn))


def _plans_meant(site: Site, asked: Asked, answer: Answer) -> list[tuple[str, str]]:
    """Insurers and plans that may be meant by a text of which no source here speaks: as links, so
    that nobody needs a script to find theirs."""
    if not _NOT_KNOWN & {note.code for note in answer.notes}:
        return []
    wording, text = asked_wording(), asked.get("plan") or asked.get("payer")
    found = site.choices.of(answer.meta).find(text, answer.query.care_state, _MOST_MEANT)
    named = [(choice, choice.name and payer_name(choice.name, wording)) for choice in found.choices]
    return [
        (name, asked.link(**{"plan": None, "payer": None} | {choice.kind: choice.value}))
        for choice, name in named
        if name
    ]


def _unkept(response: Response) -> Response:
    """What somebody looks for is kept by no cache."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
