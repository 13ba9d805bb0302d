"""/referrals/new and /referrals/<id>/edit: a referral in three steps, and all of it before it is
sent. What was filled in goes along in the form, and into no address."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from flask import Response, redirect, request
from werkzeug.datastructures import MultiDict

from service.api.authentication import asked_principal, needs
from service.errors import Conflict, Forbidden, InvalidQuery, Stale
from service.referrals.case import Case
from service.referrals.content import Requester
from service.referrals.creating import addressed, check_draft, create
from service.referrals.editing import edit
from service.referrals.reading import Asked, read, worklist_page
from service.referrals.starting import read_shortlist

from ..preferences import page_wording
from .checking import asked_once
from .edit_changes import Change, changes
from .new_form import REQUESTER, REVIEW, STEPS, Filled, field_of, filled_with, step_of
from .new_view import New, step_values, wrongs_of
from .referral import since_then
from .referral_view import referral_values
from .showing import show_work
from .visit import actor, visit
from .wanted import find
from .work import Work

NEW, EDIT = "/referrals/new", "/referrals/<identity>/edit"


@dataclass
class Shown:
    """What is shown of the form: a step, what is wrong, and what else is told."""

    step: str = "1"
    error: InvalidQuery | None = None
    notice: str | None = None
    told: dict[str, Any] = field(default_factory=dict)
    status: int = 200


def add_new_referral(work: Work) -> None:
    @work.pages.get(NEW)
    @needs("referrals.draft")
    def new_referral() -> Response:
        return _opened(work, None, _first_fields(work))

    @work.pages.post(NEW)
    @needs("referrals.draft")
    def go_on_with_new_referral() -> Response:
        return _gone_on(work, None)

    @work.pages.get(EDIT)
    @needs("referrals.draft")
    def edit_referral(identity: str) -> Response:
        return _opened(work, identity, read(work.desk, actor(), identity, _fields_of))

    @work.pages.post(EDIT)
    @needs("referrals.draft")
    def go_on_with_referral(identity: str) -> Response:
        return _gone_on(work, identity)


def _opened(work: Work, identity: str | None, fields: MultiDict[str, str]) -> Response:
    """A form that was kept goes on where it was."""
    kept = visit().kept
    filled = Filled(kept if kept is not None else fields)
    if kept is None:
        return _page(work, identity, filled, Shown())
    step = filled.get("step")
    return _page(work, identity, filled, Shown(step if step in STEPS else "1", notice="kept"))


def _first_fields(work: Work) -> MultiDict[str, str]:
    """Who refers is asked once: it is as in the newest referral of the office."""

    def requester(case: Case) -> Requester | None:
        return case.content and case.content.requester

    (newest, *_) = [*worklist_page(work.desk, actor(), Asked(limit=1), requester).cases, None]
    person = asked_principal().person
    known = newest or Requester(name=person or "")
    told = [(f"requester_{name}", getattr(known, name)) for name in REQUESTER]
    told += [("language", "en"), ("signed_by", person)]
    return MultiDict([(name, value) for name, value in told if value])


def _fields_of(case: Case) -> MultiDict[str, str]:
    if case.content is None:  # who does not see it cannot fill it in
        raise Forbidden
    fields, task = filled_with(case.content), case.task
    fields["version"], fields["priority"] = str(case.referral.version), case.referral.priority
    if task.recipient_npi:
        fields["recipient"] = f"{task.recipient_npi} {task.location_id or ''}".strip()
    for one in case.referral.shortlist:
        fields.add("behind", f"{one['npi']} {one['location_id'] or ''}".strip())
    if case.referral.shortlist:
        fields["shortlist_consent"] = "yes"
    return fields


def _gone_on(work: Work, identity: str | None) -> Response:
    filled, go = Filled(MultiDict(request.form)), request.form.get("go", "")
    at = filled.get("step")
    try:
        if at == "1" and go == "2" and filled.get("shortlist_code") and not filled.all("listed"):
            filled = _with_list(work, filled)
        if go == "list":
            return _page(work, identity, _with_list(work, filled), Shown(notice="list_taken"))
        if go in ("draft", "send"):
            return _done(work, identity, filled, go == "send")
        step = go if go in STEPS else "1"
        if step != "1":
            check_draft(work.desk, asked_principal(), filled.bare())
        if step == REVIEW:  # what would be refused is put right before
            addressed(work.desk, filled.draft(is_sent=False))
        return _page(work, identity, filled, Shown(step))
    except InvalidQuery as error:
        return _refused(work, identity, filled, error)
    except Stale:
        shown = Shown(at, notice="changed", told={"is_stale": True}, status=412)
        return _page(work, identity, filled, shown)
    except Conflict as error:
        known = f"notice_{error.code}" in page_wording().pages
        told = {"another": error.members.get("referral")}
        notice = error.code if known else "changed"
        return _page(work, identity, filled, Shown(REVIEW, None, notice, told, 409))


def _done(work: Work, identity: str | None, filled: Filled, is_sent: bool) -> Response:
    draft = filled.draft(is_sent)
    if identity is None:
        key = asked_once() or secrets.token_urlsafe(16)
        made, _ = create(work.desk, actor(), draft, key, lambda case: case.referral.id)
        return redirect(f"/referrals/{made}", 303)
    version = filled.get("version")
    seen = int(version) if version.isascii() and version.isdigit() else 0
    edit(work.desk, actor(), identity, (seen, draft), lambda _: None)
    return redirect(f"/referrals/{identity}", 303)


def _with_list(work: Work, filled: Filled) -> Filled:
    """What the patient chose: what the form says already stays."""
    kept = read_shortlist(work.desk, filled.get("shortlist_code"))
    fields = MultiDict(filled.sent)
    chosen = [f"{one.npi} {one.location_id or ''}".strip() for one in kept.recipients]
    fields.setlist("listed", chosen)
    fields["recipient"] = chosen[0]
    fields.setlist("behind", chosen[1:])
    for name, codes in (("needs", kept.needs), ("services", kept.services)):
        if not filled.all(name):
            fields.setlist(name, list(codes))
    if kept.postal_code and not filled.get("postal_code"):
        fields["postal_code"] = kept.postal_code
    return Filled(fields)


def _refused(work: Work, identity: str | None, filled: Filled, error: InvalidQuery) -> Response:
    """Shown on the step where it is put right."""
    step = step_of(field_of(error.problems[0].parameter))
    return _page(work, identity, filled, Shown(step, error, status=422))


def _page(work: Work, identity: str | None, filled: Filled, shown: Shown) -> Response:
    found = draft = there = None
    try:
        found = find(work, filled.wanted()) if shown.step == "2" else None
        draft = filled.draft(is_sent=False) if shown.step == REVIEW else None
    except InvalidQuery as error:
        shown = Shown(step_of(field_of(error.problems[0].parameter)), error, status=422)
    if identity:
        there = read(work.desk, actor(), identity, lambda case: referral_values(work, case))
    values = step_values(New(work, filled, shown.step, found, draft, there))
    told: dict[str, Any] = {"another": None, "is_stale": False} | shown.told
    told |= {"wrongs": wrongs_of(shown.error, page_wording()) if shown.error else []}
    told |= {"notice": shown.notice, "sent": filled.sent}
    told["since_then"] = since_then(there, filled.sent) if there and told["is_stale"] else []
    told["changes"] = _changes(work, identity, filled, told["since_then"])
    return show_work("new_referral.html", values | told, shown.status)


def _changes(
    work: Work, identity: str | None, filled: Filled, since: list[dict[str, Any]]
) -> list[Change]:
    """What a colleague saved meanwhile that this form would put something else in place of."""
    if not identity or not since:
        return []

    def told(case: Case) -> list[Change]:
        theirs = _fields_of(case) if case.content else MultiDict()
        return list(changes(work.engine, since, theirs, filled.sent))

    return read(work.desk, actor(), identity, told)
