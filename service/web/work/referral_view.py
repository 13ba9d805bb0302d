"""What pages of referrals show: a row of a worklist, and all of one referral."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.api.language import asked_wording
from service.api.present_referral import referral_data, summary_data
from service.api.referral_letters import FAXES, PRINTOUTS
from service.clock import EASTERN
from service.directory.query import plan_key
from service.engines.protocol import Engine
from service.records.audit import Event
from service.referrals.attachments import KINDS, ORDER, READ_PAPERS
from service.referrals.case import Case
from service.referrals.consents import SCOPES, WAYS
from service.referrals.delivery import CHANNELS
from service.referrals.duplicates import ALLOWED
from service.referrals.editing import CHANGED
from service.referrals.lifecycle import (
    DRAFT,
    REQUESTED,
    SCHEDULED,
    TERMINAL,
    VISITED,
    Party,
)
from service.referrals.recipients import location_of, recipient_of
from service.referrals.wishes import CALLED, open_wishes
from service.referrals.worklists import AWAITING, STUCK, TO_DELIVER
from service.web.reply_forms import ANSWERS, CARRIES, MOST_PROPOSED, reason_choices
from service.web.showing import Words
from service.web.zones import ZONES, zone_of

from .edit_changes import changed_labels
from .work import Work

# Events that say nothing of where it stands.
_ASIDE = ("attach", "detach", "consent", "withdraw-consent", "give-code", "edit", CALLED)
_HOPS = ("send", "reroute", "offer-next")  # events by which somebody is asked
# What ends or takes back stands below what goes on, and is not opened by itself.
_LAST = ("discard", "decline", "fail", "withdraw", "request-cancellation", "void", "revoke")
_VISIT = "visit"
_TAKEN_ON = ("accepted", "in-progress", "on-hold", "completed")
Data = dict[str, Any]


def row_values(work: Work, case: Case) -> Data:
    return summary_data(case, work.engine) | {
        "stands": stands(case),
        "waits": _waits(case),
        "since": _since(case),
        "wishes": _wishes(case),
        "is_stuck": case.is_overdue or (case.task.worklist in STUCK and not _is_theirs(case)),
        "zone": zone_at(work, case) if _is_theirs(case) else EASTERN,
    }


def zone_at(work: Work, case: Case) -> ZoneInfo:
    """Where the therapist works."""
    at = location_of(recipient_of(work.engine, case.task.recipient_npi), case.task.location_id)
    return zone_of(at and at.state)


def _is_theirs(case: Case) -> bool:
    """Of the therapist who looks at it."""
    return Party.RECIPIENT in case.parties


def referral_values(work: Work, case: Case) -> Data:
    wording = asked_wording()
    words = Words(wording)
    zone = zone_at(work, case)
    return {
        "referral": referral_data(case, work.engine, wording) | row_values(work, case),
        "plan": case.content and plan_name(work.engine, case.content.patient.plan_id),
        "history": list(_history(case, words)),
        "actions": sorted(case.actions if case.is_current else (), key=_LAST.__contains__),
        "opens": _opens(case),
        "erased_at": case.referral.erased_at,
        "answers": ANSWERS,
        "carries": CARRIES,
        "reasons": reason_choices(words),
        "zones": [(name, words.say(f"zone_{name}")) for name in ZONES],
        "zone": zone if _is_theirs(case) else EASTERN,
        "zone_name": str(zone),
        "proposals": range(1, MOST_PROPOSED + 1),
        "person": case.principal.person or "",
        "channels": CHANNELS,
        "scopes": SCOPES,
        "ways": WAYS,
        "kinds": _kinds(case),
        "printouts": _printouts(case),
    } | _rights(case)


def _opens(case: Case) -> str | None:
    """What is most likely done next."""
    if case.task.worklist == TO_DELIVER and case.reaches("referrals.deliver"):
        return "deliver"
    onward = [action for action in case.actions if action not in (*_LAST, "acknowledge")]
    if case.task.state in (SCHEDULED, VISITED) and _VISIT in onward and case.is_current:
        return _VISIT  # the appointment is told already
    return onward[0] if onward and case.is_current else None


def stands(case: Case) -> str:
    """The code of its state's word: what is in progress tells by its business status."""
    task = case.task
    return task.business_status if task.status == "in-progress" else task.status


def _waits(case: Case) -> str:
    """The code of the word for what it waits for; a therapist is told of themselves as such."""
    mine = f"waits_you_{case.task.worklist}"
    is_mine = Party.RECIPIENT in case.parties and mine in asked_wording().pages
    return mine if is_mine else f"waits_{case.task.worklist}"


def _wishes(case: Case) -> list[tuple[str, datetime]]:
    """What the patient asks of the office."""
    asks = Party.REQUESTER in case.parties and not case.referral.erased_at
    return list(open_wishes(case.events).items()) if asks else []


def _since(case: Case) -> datetime:
    told = [event.at for event in case.events if event.action not in _ASIDE]
    return told[-1] if told else case.referral.updated_at


def plan_name(engine: Engine, plan: str | None) -> str | None:
    """As its catalogue calls it."""
    known = engine.meta().plans.get(plan_key(plan)) if plan else None
    return (known and known.name) or plan


def _rights(case: Case) -> Data:
    """What whoever asks may do besides the moves."""
    task, is_theirs = case.task, case.is_current and not case.referral.erased_at
    asks = Party.REQUESTER in case.parties
    is_open = task.sent_at is not None and task.state not in TERMINAL
    signs = Party.SIGNER in case.parties
    edits = (task.state == DRAFT and asks) or (task.state == REQUESTED and signs)
    waits = task.worklist in (TO_DELIVER, AWAITING)
    return {
        "asks": asks,
        "edits": is_theirs and edits and case.content is not None,
        "delivers": is_theirs and waits and case.reaches("referrals.deliver"),
        "gives_code": is_theirs and asks and is_open and case.reaches("referrals.give-code"),
        "records": is_theirs and case.reaches("consents.record"),
        "takes_back": is_theirs and case.reaches("consents.withdraw"),
        "removes": is_theirs and task.state == DRAFT and case.reaches("attachments.remove"),
        "reads_papers": is_theirs and case.reaches("attachments.read"),
        "faxes": bool(_printouts(case)) and case.reaches(FAXES) and case.reaches(READ_PAPERS),
        "tells_patient": case.content is not None and case.reaches("referrals.disclosures"),
    }


def _kinds(case: Case) -> list[str]:
    """Of papers that they may add now."""
    if not case.is_current or case.referral.erased_at or not case.reaches("attachments.add"):
        return []
    if Party.REQUESTER in case.parties:
        return list(KINDS)
    return [k for k in KINDS if k != ORDER] if case.task.status in _TAKEN_ON else []


def _printouts(case: Case) -> list[str]:
    if case.content is None or case.task.recipient_npi is None:
        return []
    return [name for name, printout in PRINTOUTS.items() if case.reaches(printout.action)]


def _history(case: Case, words: Words) -> Iterator[Data]:
    """Every hop, newest first: what, when, by whom, to whom, and what was said."""
    asks = Party.REQUESTER in case.parties
    for event in reversed(case.events):
        is_theirs = case.is_current or event.values.get("task") == case.task.id
        if is_theirs and (word := _word(event, words)):
            yield {
                "word": word,
                "action": event.action,
                "at": event.at,
                "by": event.values.get("by"),
                "to": _name(case, event) if event.action in _HOPS else None,
                "reason": event.values.get("reason"),
                "moments": _moments([event.values.get("appointment")]),
                "offers": _moments(event.values.get("proposed", ())),
                "said": case.words_of(event) if asks or ALLOWED not in event.values else None,
                "version": event.values.get("version", 0),
                "changed_names": (changed := event.values.get(CHANGED, ())),
                "changed": changed_labels(changed, words.wording),
            }


def _word(event: Event, words: Words) -> str | None:
    """The OT's own page has words of its own for what both see."""
    codes = (f"happened_{event.action}", f"event_{event.action}")
    return next((words.say(code) for code in codes if code in words.wording.pages), None)


def _name(case: Case, event: Event) -> str | None:
    npi = event.values.get("recipient")
    profile = recipient_of(case.desk.engine, npi)
    return profile.display_name() if profile else npi


def _moments(told: Iterable[str | None]) -> list[datetime]:
    return [datetime.fromisoformat(moment) for moment in told if moment]
