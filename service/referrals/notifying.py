"""Who is told of what, by an outbox notice in the transaction of the event: ids and links alone."""

from sqlalchemy.orm import Session

from service.directory.languages import LANGUAGES
from service.records.audit import Event

from .business_days import business_days_between
from .consents import MESSAGES, STATUS_PAGE, allows
from .content import Content, open_content
from .desk import Desk
from .links import REPLY, STATUS
from .mailing import outbox_of
from .notice import EMAIL, TEMPLATES, Notice
from .recipients import location_of, recipient_of
from .tables import Referral, Task
from .telling import LET_IN_BY

CARE_PLAN_DUE = "plan-of-care-due"
# Event -> what the referring office is told.
_TO_OFFICE = {
    "accept": "accepted",
    "decline": "declined",
    "schedule": "scheduled",
    "complete": "completed",
    "fail": "declined",
}
# Event -> what the OT's office is told.
_TO_RECIPIENT = {
    "withdraw": "cancelled",
    "void": "cancelled",
    "request-cancellation": "cancellation-requested",
}
_TO_PATIENT = ("accept", "schedule", "cancel-appointment", "reroute", "offer-next")


def notify(session: Session, desk: Desk, referral: Referral, event: Event) -> None:
    """All who wait for this event."""
    if template := _TO_OFFICE.get(event.action):
        notify_office(session, desk, referral, event, template)
        if event.values.get(LET_IN_BY):  # who has number and code of the office may be of it
            notify_recipient(session, desk, referral, event, "answered")
    if template := _TO_RECIPIENT.get(event.action):
        notify_recipient(session, desk, referral, event, template)
    if event.action == "send":
        notify_patient(session, desk, referral, event, "patient-sent")
    elif event.action in _TO_PATIENT:
        notify_patient(session, desk, referral, event, "patient-news")


def notify_office(
    session: Session, desk: Desk, referral: Referral, event: Event, template: str
) -> None:
    """The office that refers, where it gave an address; its worklist tells it anyway."""
    if email := content_of(session, desk, referral).requester.email:
        values = _values(desk, referral, template)
        outbox_of(desk).put(session, Notice(EMAIL, email, template, values, event.id))


def notify_recipient(
    session: Session, desk: Desk, referral: Referral, event: Event, template: str
) -> None:
    """The office of the OT who is asked, where its address is known."""
    task = referral.task
    at = location_of(recipient_of(desk.engine, task.recipient_npi), task.location_id)
    if at and at.email and desk.links.can_be_sent:
        values = _values(desk, referral, template, desk.links.write(REPLY, task.id))
        if "office" in TEMPLATES[template]:
            values["office"] = office_of(session, desk, referral)
        outbox_of(desk).put(session, Notice(EMAIL, at.email, template, values, event.id))


def notify_patient(
    session: Session, desk: Desk, referral: Referral, event: Event, template: str
) -> None:
    """Only with their consent to messages and to the page that these lead to."""
    scopes = (MESSAGES, STATUS_PAGE)
    if not desk.links.can_be_sent or not all(allows(session, desk, referral, s) for s in scopes):
        return
    patient = content_of(session, desk, referral).patient
    if patient.email:
        values = _values(desk, referral, template, desk.links.write(STATUS, referral.id))
        language = patient.language if patient.language in LANGUAGES else "en"
        notice = Notice(EMAIL, patient.email, template, values, event.id, language, sealed_to=True)
        outbox_of(desk).put(session, notice)


def _values(
    desk: Desk, referral: Referral, template: str, link: str | None = None
) -> dict[str, str]:
    """What the text of this template needs, and no more."""
    known = {"referral": lambda: referral.id, "link": lambda: link,
             "days": lambda: str(_days(desk, referral.task, template))}  # fmt: skip
    return {name: known[name]() for name in TEMPLATES[template] if name in known}


def office_of(session: Session, desk: Desk, referral: Referral) -> str:
    """Who refers, and where to call them: this is no secret of the patient."""
    requester = content_of(session, desk, referral).requester
    return ", ".join(filter(None, (requester.name or referral.organization, requester.phone)))


def _days(desk: Desk, task: Task, template: str) -> int:
    """How long somebody has been waiting."""
    if template == CARE_PLAN_DUE:
        return (desk.clock() - task.first_visit_at).days
    return business_days_between(task.sent_at, desk.clock(), desk.terms.calendar)


def content_of(session: Session, desk: Desk, referral: Referral) -> Content:
    """What it says, for the service's own use: nobody sees it by this."""
    return open_content(referral.sealed, desk.vault.seal_of(session, referral.id))
