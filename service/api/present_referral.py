"""A referral as JSON: what its reader may see of it, with what they may do now."""

from typing import Any

import msgspec

from service.casework.award_table import Award
from service.clock import EASTERN
from service.directory.profile import Profile
from service.engines.protocol import Engine
from service.records.audit import Event
from service.referrals.case import Case
from service.referrals.recipients import location_of
from service.referrals.replying import BY_LINK
from service.referrals.tables import Attachment, Consent, Delivery, Task
from service.referrals.telling import LET_IN_BY
from service.wording.wording import Wording

_STANDING = ("patient", "requester", "order", "services", "needs", "goals", "reason", "diagnoses",
             "notes")  # fmt: skip
_EMPTY: dict[str, Any] = {"services": (), "needs": (), "goals": (), "diagnoses": ()}


def referral_data(case: Case, engine: Engine, wording: Wording) -> dict[str, Any]:
    """The whole of it; patient data is null where it is not for these eyes, or erased."""
    referral, task = case.referral, case.task
    return {
        **summary_data(case, engine),
        "shortlist": referral.shortlist if case.content else [],
        "status_reason": _reason(task, wording),
        "appointment": task.appointment_at,
        "part_of": task.part_of,
        "filler": task.filler,
        "deliveries": [_delivery(one, case) for one in task.deliveries],
        "consents": [_consent(one) for one in case.consents] if case.content else [],
        "awards": [award_data(one, case) for one in case.awards] if case.content else [],
        **_content(case),
        "attachments": [_paper(kept, name) for kept, name in case.papers],
        "history": [_event(event, wording) for event in case.events if _is_theirs(case, event)],
    }


def award_data(award: Award, case: Case) -> dict[str, Any]:
    """What both offices need to know: nothing of why somebody has it."""
    today = case.now.astimezone(EASTERN).date()
    return {
        "id": award.id,
        "program": award.program,
        "state": award.state(today),
        "visits": award.visits,
        "visits_left": award.visits_left,
        "visits_over": award.visits_over,
        "expires_on": award.expires_on,
    }


def summary_data(case: Case, engine: Engine) -> dict[str, Any]:
    """What a worklist shows of it."""
    referral, task = case.referral, case.task
    patient = case.content and case.content.patient
    return {
        "id": referral.id,
        "status": task.status,
        "business_status": task.business_status,
        "order_status": referral.order_status,
        "worklist": task.worklist,
        "overdue": case.is_overdue,
        "due_at": task.due_at,
        "priority": referral.priority,
        "version": referral.version,
        "created_at": referral.created_at,
        "updated_at": referral.updated_at,
        "sent_at": task.sent_at,
        "actions": list(case.actions) if case.is_current else [],
        "recipient": _recipient(engine, task),
        "patient_name": patient and f"{patient.family}, {patient.given}",
    }


def _recipient(engine: Engine, task: Task) -> dict[str, Any] | None:
    if task.recipient_npi is None:
        return None
    profile: Profile | None = engine.get(task.recipient_npi)
    at = location_of(profile, task.location_id)
    return {
        "npi": task.recipient_npi,
        "name": profile and profile.display_name(),
        "location_id": task.location_id,
        "location_name": at and at.name,
        "city": at and at.city,
        "state": at and at.state,
        "phone": at and at.phone,
        "fax": at and at.fax,
        "referral_channel": at and at.referral_channel,
    }


def _content(case: Case) -> dict[str, Any]:
    told = {} if case.content is None else msgspec.to_builtins(case.content)
    data = {name: told.get(name, _EMPTY.get(name)) for name in _STANDING}
    data["patient"] = told.get("patient") and _whole(case.content.patient)
    data["requester"] = told.get("requester") and _whole(case.content.requester)
    data["order"] = (told and _whole(case.content.order)) or None
    return data


def _whole(part: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__struct_fields__}


def _reason(task: Task, wording: Wording) -> dict[str, str] | None:
    code = task.status_reason
    return code and {"code": code, "text": wording.names["status_reasons"][code]}


def _delivery(one: Delivery, case: Case) -> dict[str, Any]:
    return {"channel": one.channel, "state": one.state, "owner": one.owner,
            "how": case.how_of(one), "at": one.at}  # fmt: skip


def _consent(one: Consent) -> dict[str, Any]:
    names = ("id", "scope", "how", "recipients", "given_at", "expires_at", "withdrawn_at")
    return {name: getattr(one, name) for name in names}


def _paper(kept: Attachment, name: str) -> dict[str, Any]:
    return {"id": kept.id, "kind": kept.kind, "name": name, "size": kept.size, "at": kept.at}


def _event(event: Event, wording: Wording) -> dict[str, Any]:
    told = event.values
    return {
        "event": event.action,
        "at": event.at,
        "by": told.get("by"),
        "by_link": event.origin == BY_LINK,
        "let_in_by": told.get(LET_IN_BY),
        "status": told.get("status"),
        "business_status": told.get("business_status"),
        "recipient": told.get("recipient"),
        "reason": told.get("reason"),
        "appointment": told.get("appointment"),
        "proposed": told.get("proposed", []),
        "version": told.get("version"),
    }


def _is_theirs(case: Case, event: Event) -> bool:
    """Who was asked once learns no more of it than what became of their own part."""
    return case.is_current or event.values.get("task") == case.task.id
