"""Cases as JSON-ready data: the shapes that `case_shapes.py` publishes."""

from typing import Any

import msgspec

from service.casework.award_table import Award
from service.casework.award_uses import Use, uses_of
from service.casework.viewing import Decided, Opened, View
from service.eligibility.checks import Result
from service.records.events import Event
from service.wording.wording import Wording

from .present_eligibility import result_data

Data = dict[str, Any]


def case_data(view: View, wording: Wording) -> Data:
    return summary_data(view) | {
        "patient": view.identity and msgspec.to_builtins(view.identity),
        "decisions": [_decision(each, wording) for each in view.decided],
        "awards": [_award(one, view) for one in view.awards],
        "history": [_event(event, view) for event in view.events],
        "other_cases": [one.id for one in view.others],
    }


def summary_data(view: View) -> Data:
    case, who = view.case, view.identity
    names = ("id", "chapter", "program", "state", "outcome", "overridden", "proposed",
             "recheck_on", "version", "created_at", "updated_at")  # fmt: skip
    return {name: getattr(case, name) for name in names} | {
        "due": view.is_due,
        "actions": view.actions,
        "patient_name": who and f"{who.family}, {who.given}",
    }


def _decision(decided: Decided, wording: Wording) -> Data:
    row, found = decided.row, decided.opened
    return {
        "id": row.id,
        "number": row.number,
        "program_version": row.program_version,
        "fingerprint": row.program_text,
        "outcome": row.outcome,
        "by": row.by,
        "at": row.at,
        "on": found and found.inputs.on,
        "facts": found and found.inputs.facts,
        "result": found and _result(found, wording),
    }


def _result(found: Opened, wording: Wording) -> Data:
    result = Result(found.program.id, found.program, found.decision)
    return result_data(result, found.person, wording)


def _award(award: Award, view: View) -> Data:
    names = ("id", "program", "program_version", "visits", "visits_used", "visits_left",
             "visits_over", "made_on", "expires_on", "made_by")  # fmt: skip
    return {name: getattr(award, name) for name in names} | {
        "state": award.state(view.today),
        "amount": _dollars(award.amount_cents),
        "spent": _dollars(award.spent_cents),
        "referral": award.referral_id,
        "uses": [_use(one) for one in uses_of(view.events, award.id)],
    }


def _use(use: Use) -> Data:
    event = use.event
    return {
        "id": event.id,
        "visits": use.visits,
        "amount": _dollars(use.cents),
        "referral": event.values.get("referral"),
        "by": event.values["by"],
        "at": event.at,
        "undone": use.is_undone,
    }


def _dollars(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _event(event: Event, view: View) -> Data:
    return {
        "action": event.action,
        "by": event.values["by"],
        "at": event.at,
        "outcome": event.values.get("outcome"),
        "reason": view.reasons.get(event.id),
    }
