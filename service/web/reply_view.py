"""What the page of an opened referral shows: the letter, its papers, what happened, the forms."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from service.api.language import asked_wording
from service.letters.gathering import letter_of
from service.letters.html import render_blocks
from service.letters.referral_letter import referral_letter
from service.records.audit import Event
from service.referrals.attachments import PLAN_OF_CARE
from service.referrals.case import Case
from service.referrals.desk import Desk
from service.referrals.lifecycle import ACCEPT, OFFER_NEXT, REROUTE
from service.referrals.recipients import location_of, recipient_of
from service.referrals.telling import LET_IN_BY

from .reply_forms import ANSWERS, CARRIES, MOST_PROPOSED, reason_choices
from .showing import Words
from .zones import ZONES, zone_of

_GIVES_BACK = ("decline", "fail")
_ASKED = ("send", REROUTE, OFFER_NEXT)


def reply_values(desk: Desk, case: Case, path: str) -> dict[str, Any]:
    words = Words(asked_wording())
    zone = _zone(desk, case)
    return {
        "referral": case.referral.id,
        "version": case.referral.version,
        "letter": render_blocks(referral_letter(letter_of(case, desk.engine), words.wording)),
        "papers": [(f"{path.rstrip('/')}/papers/{kept.id}", name) for kept, name in case.papers],
        "history": list(_history(case, words, zone)),
        "answers": _answers(case),
        "carries": CARRIES,
        "reasons": reason_choices(words),
        "zones": [(name, words.say(f"zone_{name}")) for name in ZONES],
        "zone": zone,
        "zone_name": str(zone),
        "proposals": range(1, MOST_PROPOSED + 1),
        "plan_of_care": PLAN_OF_CARE,
        "wants_plan": case.task.first_visit_at is not None or case.task.status == "completed",
    }


def _answers(case: Case) -> list[str]:
    """What comes next stands first; giving back what was taken, last."""
    answers = [action for action in case.actions if action in ANSWERS]
    return answers if ACCEPT in answers else sorted(answers, key=_GIVES_BACK.__contains__)


def _zone(desk: Desk, case: Case) -> tzinfo:
    at = location_of(recipient_of(desk.engine, case.task.recipient_npi), case.task.location_id)
    return zone_of(at and at.state)


def _history(case: Case, words: Words, zone: tzinfo) -> Iterator[tuple[str, str, list[str]]]:
    """What happened since this OT was asked, newest first: what, when, and what was said."""
    for event in reversed(case.events):
        code = f"event_{'send' if event.action in _ASKED else event.action}"
        if event.values.get("task") == case.task.id and code in words.wording.pages:
            yield (
                words.say(code),
                words.moment(event.at, zone),
                list(_details(event, words, zone)),
            )


def _details(event: Event, words: Words, zone: tzinfo) -> Iterator[str]:
    if giver := event.values.get(LET_IN_BY):
        yield words.say("let_in_by", name=giver)
    if reason := event.values.get("reason"):
        yield words.name("status_reasons", reason)
    if appointment := event.values.get("appointment"):
        yield words.moment(datetime.fromisoformat(appointment), zone)
    for offer in event.values.get("proposed", ()):
        yield words.say("offered", when=words.moment(datetime.fromisoformat(offer), zone))
