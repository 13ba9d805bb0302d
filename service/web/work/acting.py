"""What the forms of a referral's page do: each reads its fields and calls what the API calls."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import request
from marshmallow import ValidationError

from service.access.actions import scopes
from service.api.authentication import asked_principal
from service.api.body_fields import Line
from service.casework.award_uses import unpaid
from service.errors import Forbidden, Problem
from service.referrals.attachments import KINDS, Paper, attach, remove
from service.referrals.case import Case
from service.referrals.consenting import record_consent, take_back_consent
from service.referrals.consents import SCOPES, WAYS, GivenConsent
from service.referrals.content import Addressee
from service.referrals.delivering import deliver_by_hand
from service.referrals.delivery import CHANNELS, ByHand
from service.referrals.lifecycle import REROUTE, Party
from service.referrals.moving import ACTIONS, Act, act, check, check_late
from service.referrals.reading import read
from service.referrals.replying import give_code
from service.referrals.wishes import CALLED, tell_called

from ..forms import Form
from ..reply_forms import MOST_TEXT, asked_version, is_to_check, read_act
from .visit import actor
from .work import Work

MOVES_HERE = ACTIONS
_MOST_NAME, _MOST_WHY, _MOST_VISITS, _MOST_NUMBER, _MOST_HOW = 120, 300, 500, 40, 200
_FILE_NAME = Line("The file's name.", most=100, example="plan.pdf")
Told = dict[str, Any] | None
Run = Callable[[Work, str, Form], Told]


def do_move(work: Work, identity: str, form: Form) -> Told:
    """What ends a referral is done when it was looked at once more. That it came too late is told
    before what is wrong with it."""
    told = _further(form, read_act(form, form.sent["do"], work.desk.clock()))
    if not form.faults and not is_to_check(form, told.action):
        act(work.desk, actor(), identity, told, lambda _: None)
        return None
    may_be = check_late if form.faults else check

    def seen(case: Case) -> int:
        may_be(work.desk, case, told)
        return unpaid(case.awards, told.visits or 0, work.today())

    over = read(work.desk, actor(), identity, seen)
    return None if form.faults else {"check": told.action, "over": told.visits and over}


def _further(form: Form, told: Act) -> Act:
    """What some actions may carry besides what they must."""
    if told.action == "send":
        signed_by = form.text("signed_by", _MOST_NAME)
        return replace(told, signed_by=signed_by, allow_duplicate=_why(form))
    if told.action == REROUTE:
        text = form.text("text", MOST_TEXT)
        return replace(told, recipient=_recipient(form), text=text, allow_duplicate=_why(form))
    if told.action == "complete":
        return replace(told, visits=form.whole("visits", _MOST_VISITS))
    if told.action in ("acknowledge", "accept"):
        return replace(told, filler=form.text("filler", _MOST_NUMBER))
    return told


def _why(form: Form) -> str | None:
    """Why there is a second one; asked for only where there would be."""
    return form.text("allow_duplicate", _MOST_WHY)


def _recipient(form: Form) -> Addressee | None:
    """Who was chosen or named; None for the next of the shortlist."""
    if npi := form.text("npi", 10):
        return Addressee(npi)
    npi, _, location = form.sent.get("recipient", "").partition(" ")
    return Addressee(npi, location or None) if npi else None


def _deliver(work: Work, identity: str, form: Form) -> Told:
    how = ByHand(
        channel=form.choice("channel", CHANNELS) or "",
        how=form.text("how", _MOST_HOW, needed=True) or "",
        arrived=form.choice("arrived", ("yes", "no")) == "yes",
        wrong_contact=form.sent.get("wrong_contact") == "yes",
    )
    if not form.faults:
        told = asked_version(form), how
        deliver_by_hand(work.desk, actor(), identity, told, lambda _: None)
    return None


def _called(work: Work, identity: str, form: Form) -> Told:
    tell_called(work.desk, actor(), identity, lambda _: None)
    return None


def _code(work: Work, identity: str, form: Form) -> Told:
    """It is shown this once, and stands in no address."""
    return {"code": give_code(work.desk, actor(), identity, form.sent.get("new") == "yes")}


def _consent(work: Work, identity: str, form: Form) -> Told:
    scope, how = form.choice("scope", SCOPES), form.choice("way", WAYS)
    if scope and how:
        record_consent(work.desk, actor(), identity, GivenConsent(scope, how), lambda _: None)
    return None


def _withdraw_consent(work: Work, identity: str, form: Form) -> Told:
    consent = form.sent.get("consent", "")
    take_back_consent(work.desk, actor(), identity, consent, lambda _: None)
    return None


def _attach(work: Work, identity: str, form: Form) -> Told:
    kind, file = form.choice("kind", KINDS), request.files.get("paper")
    if kind is None:
        return None
    if not file:
        form.faults.append(Problem("paper", "no_file"))
        return None
    paper = Paper(kind, _file_name(kind, file.filename), file.read())
    attach(work.desk, actor(), identity, paper)
    return None


def _file_name(kind: str, told: str | None) -> str:
    try:
        return _FILE_NAME.deserialize(told or "")
    except ValidationError:
        return f"{kind}.pdf"


def _remove(work: Work, identity: str, form: Form) -> Told:
    remove(work.desk, actor(), identity, form.sent.get("paper", ""))
    return None


def _needing(action: str, run: Run) -> Run:
    """As the API's route of it needs this action."""

    def checked(work: Work, identity: str, form: Form) -> Told:
        if not scopes(asked_principal(), action):
            raise Forbidden
        return run(work, identity, form)

    return checked


ACTS: dict[str, Run] = {
    "deliver": _needing("referrals.deliver", _deliver),
    CALLED: _needing(Party.REQUESTER.value, _called),
    "code": _needing("referrals.give-code", _code),
    "consent": _needing("consents.record", _consent),
    "withdraw-consent": _needing("consents.withdraw", _withdraw_consent),
    "attach": _needing("attachments.add", _attach),
    "remove": _needing("attachments.remove", _remove),
}
