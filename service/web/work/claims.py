"""/queue/claims: who says that a listing is theirs; the letter that brings them their code, and
what staff decide without it."""

from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.claims import claim_data, invited
from service.api.language import asked_wording
from service.api.printing import HTML, PDF, printed_response
from service.errors import NoSuchRecord, Problem
from service.letters.claim_letter import claim_letter
from service.stewardship.claims import (
    DECISIONS,
    STATES,
    WAITING,
    Claim,
    decide_claim,
    list_claims,
    listed_at,
    tell_code,
)

from ..forms import Form
from ..reply_forms import asked_version
from .queue import MOST_WHY, QUEUE, place_text
from .trying import NotDone, attempt, show_tried
from .visit import actor
from .work import Work

CLAIMS = f"{QUEUE}/claims"


def add_claims(work: Work) -> None:
    @work.pages.get(CLAIMS)
    @needs("claims.list")
    def claims() -> Response:
        return _shown(work)

    @work.pages.post(CLAIMS)
    @needs("claims.decide")
    def decide_on_claim() -> Response:
        form = Form(request.form)
        action, _, identity = form.sent.get("do", "").partition("-")
        if action not in DECISIONS:
            form.faults.append(Problem("why", "choose"))
        why = form.text("why", MOST_WHY, needed=True) or ""
        told = action, asked_version(form), why
        try:
            attempt(form, lambda: decide_claim(work.stewardship, actor(), identity, told))
        except NotDone as error:
            return _shown(work, error)
        return redirect(f"{CLAIMS}?done={action}", 303)

    @work.pages.get(f"{CLAIMS}/<identity>/letter")
    @needs("claims.decide")
    def print_claim(identity: str) -> Response:
        told = tell_code(work.stewardship, actor(), identity)
        whose = invited(told, work.desk, work.stewardship)
        kind = PDF if request.args.get("format") == PDF else HTML
        return printed_response(claim_letter(whose, asked_wording()), {"format": kind})


def claim_values(work: Work, told: Claim) -> dict[str, Any]:
    """`there`: the contact that the code is brought to, as far as it is listed still."""
    try:
        _, at = listed_at(work.stewardship, told)
        there = {"phone": at.phone, "fax": at.fax, "postal": None}[told.channel]
    except NoSuchRecord:
        there = None
    return claim_data(told, work.desk) | {"where": place_text(told.place), "there": there}


def _shown(work: Work, told: NotDone | None = None) -> Response:
    state, done = request.args.get("state"), request.args.get("done")
    state = state if state in STATES else WAITING
    found = list_claims(work.stewardship, actor(), state)
    values = {
        "items": [claim_values(work, each) for each in found],
        "state": state,
        "states": STATES,
        "done": done if done in DECISIONS else None,
    }
    return show_tried("claims.html", values, told)
