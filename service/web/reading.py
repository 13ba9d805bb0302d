"""Pages that explain: what OT does for MS, how to prepare, how we rank, where else to look."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request

from service.api.authentication import needs
from service.api.language import asked_wording
from service.wording.wording import Wording

from .criteria import CRITERIA, HOLDS
from .elsewhere import ELSEWHERE
from .preferences import WHO
from .ranked_view import ranked_values
from .site import Site, show_site

# How many paragraphs each part of the guide has, by the codes of its words.
GUIDE = {"what": 2, "when": 2, "help": 3, "visit": 2, "pay": 2, "not": 2}
# Parts of a life that the first visit asks about; each has questions and room for an answer.
AREAS = ("self-care", "household", "leisure", "career", "community")
_MOST_WRITTEN = 200_000  # in all of them
Values = Callable[[Wording], dict[str, Any]]


def add_reading(site: Site) -> None:
    def accessibility(wording: Wording) -> dict[str, Any]:
        told = [(number, wording.pages[f"criterion_{number}"], how)
                for number, how in CRITERIA.items()]  # fmt: skip
        return {"criteria": told, "contact": site.contact, "holds": _tests()}

    pages: dict[str, tuple[str, Values]] = {
        "/guide": ("guide", lambda _: {"parts": GUIDE}),
        "/first-visit": ("first_visit", lambda _: _sheets({})),
        "/how-we-rank": ("how_we_rank", ranked_values),
        "/elsewhere": ("elsewhere", lambda _: {"elsewhere": ELSEWHERE}),
        "/accessibility": ("accessibility", accessibility),
    }
    for path, (name, values) in pages.items():
        site.pages.add_url_rule(path, name, _page(name, values))

    @site.pages.post("/first-visit")
    @needs("pages.read")
    def sheet_again() -> Response:
        """What was written, in another language or size."""
        request.max_content_length = _MOST_WRITTEN
        response = show_site("first_visit.html", _sheets(request.form))
        response.headers["Cache-Control"] = "no-store"
        return response


def _sheets(written: Mapping[str, str]) -> dict[str, Any]:
    return {"areas": AREAS, "who": WHO.held(), "sent": written}


def _tests() -> dict[str, list[tuple[str, str]]]:
    """How -> the tests that hold it: their names, which are sentences, and their files."""
    return {
        how: [
            (name.removeprefix("test_").replace("_", " ").capitalize(), f"tests/test_{file}.py")
            for file, names in held.items()
            for name in names
        ]
        for how, held in HOLDS.items()
        if held
    }


def _page(name: str, values: Values) -> Callable[[], Response]:
    @needs("pages.read")
    def page() -> Response:
        return show_site(f"{name}.html", values(asked_wording()) | {"indexed": True})

    return page
