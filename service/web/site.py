"""Pages for everybody: they look for a therapist without an account, and nothing of it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, request

from service.engines.protocol import Engine
from service.plan_search import LatestChoices
from service.referrals.shortlists import Shortlists
from service.stewardship.stewardship import Stewardship

from .listed import listed
from .own_forms import keep_form, own_form
from .showing import show

# Where the frame leads, by paths that are also the codes of their words.
PLACES = ("/", "/shortlist", "/guide", "/first-visit")
FURTHER = ("/how-we-rank", "/elsewhere", "/accessibility", "/api/v1/docs/")


@dataclass(frozen=True)
class Site:
    """What pages are made from; without `shortlists` nothing can be handed to a doctor, without
    `stewardship` nobody can be told that a listing is wrong."""

    pages: Blueprint
    engine: Engine
    today: Callable[[], date]
    shortlists: Shortlists | None
    stewardship: Stewardship | None
    choices: LatestChoices


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one field: where it is, what it is called, and what would be right."""

    at: str
    label: str
    text: str


def show_site(template: str, values: dict[str, Any], status: int = 200) -> Response:
    """A page in the frame of the site. `indexed` ones may be found by search engines."""
    frame = {
        "places": PLACES,
        "further": FURTHER + (("/sign-in",) if "work" in current_app.blueprints else ()),
        "page_path": request.path,
        "indexed": False,
        "listed_count": len(listed()),
        "own_form": own_form,
    }
    return keep_form(show(template, frame | values, status))
