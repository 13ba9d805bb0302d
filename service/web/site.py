"""Pages for everybody: they look for a therapist without an account, and nothing of it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, request

from service.directory.query import plan_key
from service.eligibility.opening import Rules
from service.engines.protocol import Engine
from service.map_tiles import Tiles
from service.plan_search import LatestChoices
from service.referrals.shortlists import Shortlists
from service.stewardship.stewardship import Stewardship

from .listed import listed
from .own_forms import keep_form, own_form
from .showing import show

# Where the frame leads, by paths that are also the codes of their words.
PLACES = ("/", "/shortlist", "/eligibility", "/guide", "/first-visit")
FURTHER = ("/how-we-rank", "/elsewhere", "/accessibility", "/api/v1/docs/")


@dataclass(frozen=True)
class Site:
    """What pages are made from; without `shortlists` nothing can be handed to a doctor, without
    `stewardship` nobody can be told that a listing is wrong. `contact` is for whoever cannot use a
    page."""

    engine: Engine
    today: Callable[[], date]
    rules: Rules
    shortlists: Shortlists | None
    stewardship: Stewardship | None
    contact: str
    tiles: Tiles | None = None
    choices: LatestChoices = field(default_factory=LatestChoices)
    pages: Blueprint = field(
        default_factory=lambda: Blueprint("site", "service.web", static_folder=None)
    )

    def program_names(self) -> dict[str, str]:
        """Of programs that help with cost, by id."""
        return self.rules.programs.names(self.today())

    def is_plan(self, identity: str) -> bool:
        return plan_key(identity) in self.engine.meta().plans

    def plan_name(self, identity: str) -> str:
        """As the plan is called, where that is known."""
        plan = self.engine.meta().plans.get(plan_key(identity))
        return plan.name if plan and plan.name else identity


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
