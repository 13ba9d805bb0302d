"""show_work(): a page in the frame of who signed in: where they may go, until when they are in."""

import re
import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from service.access.actions import scopes
from service.api.authentication import action_of, asked_principal
from service.clock import EASTERN

from ..own_forms import keep_form, own_form
from ..showing import show
from .visit import visit

HOME, SIGN_IN = "/home", "/sign-in"
# Where the frame leads, by paths that are also the codes of their words. Whoever may not ask for
# one does not see it; one without a page is seen by nobody.
PLACES = (
    HOME, "/referrals", "/referrals/new", "/workbench", "/cases", "/programs", "/reports", "/queue",
    "/overdue", "/campaigns", "/roster", "/quality", "/imports", "/listing",
)  # fmt: skip

# What is chosen of a list by its address: codes, never words.
_CHOICES = ("list", "overdue", "state", "quarter")
_CHOICE = re.compile(r"[A-Za-z0-9-]{1,40}")


def show_work(template: str, values: dict[str, Any], status: int = 200) -> Response:
    """A page that extends work.html. Where a form was kept, its fields are `sent` once more."""
    here = visit()
    frame: dict[str, Any] = {
        "page_path": request.path,
        "places": [],
        "page_place": None,
        "session": None,
        "form": here.form,
        "whose": here.whose,
        "once": secrets.token_urlsafe(16),
        "own_form": own_form,
        "zone": EASTERN,
        "sent": {},
    }
    if here.session:
        frame |= {"places": places(), "session": here.session, "lasts": here.lasts()}
        above = [path for path in frame["places"] if request.path.startswith(f"{path}/")]
        frame["page_place"] = max(above, key=len, default=None)
    if here.kept is not None and not values.get("sent"):
        values = values | {"sent": here.kept, "notice": "kept"}
    return keep_form(show(template, frame | values, status))


def places() -> list[str]:
    """Paths of the frame that whoever asks may go to."""
    found = ((path, rule_of(path)) for path in PLACES)
    return [path for path, rule in found if rule and rule.rule == path and _may_ask(rule)]


def asked_page() -> str:
    """Where somebody wants to go: with what is chosen of a list, and nothing that may tell of
    somebody."""
    asked = request.args if request.method == "GET" else {}
    chosen = {name: asked[name] for name in _CHOICES if _CHOICE.fullmatch(asked.get(name, ""))}
    return request.path + (f"?{urlencode(chosen)}" if chosen else "")


def is_choice(query: str) -> bool:
    """Whether it is of `asked_page`."""
    told = parse_qsl(query)
    return urlencode(told) == query and all(
        name in _CHOICES and _CHOICE.fullmatch(value) for name, value in told
    )


def rule_of(path: str) -> Rule | None:
    """The page of the signed-in that is at a path; None where there is none."""
    if not path.startswith("/"):
        return None
    try:
        rule, _ = current_app.url_map.bind("").match(path, method="GET", return_rule=True)
    except HTTPException:
        return None
    return rule if rule.endpoint.startswith(f"{request.blueprint}.") else None


def _may_ask(rule: Rule) -> bool:
    action = action_of(rule.endpoint)
    return action is not None and bool(scopes(asked_principal(), action))
