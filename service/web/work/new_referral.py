"""/referrals/new and /referrals/<id>/edit: a referral in three steps, each a page of its own, and
all of it before it is sent. What was filled in is kept between them (begun.py), and in no address.
"""

from flask import Response, redirect, request
from werkzeug.datastructures import MultiDict

from service.api.authentication import asked_principal, needs
from service.errors import InvalidQuery, NoSuchRecord
from service.referrals.case import Case
from service.referrals.content import Requester
from service.referrals.reading import Asked, read, worklist_page

from . import begun
from .begun import NEW, At, Fields
from .edit_joining import begun_as, fields_of
from .new_form import REQUESTER, STEPS, merged, whole
from .new_rules import first_place, is_signer, keep_told
from .new_sending import go_on
from .new_view import show_step
from .visit import actor, held_text, visit
from .work import Work

EDIT = "/referrals/<identity>/edit"
_STEP = "/<key>/<step>"


def add_new_referral(work: Work) -> None:
    @work.pages.get(NEW)
    @needs("referrals.draft")
    def new_referral() -> Response:
        return begun.begin(work, NEW, _first_fields(work))

    @work.pages.get(NEW + _STEP)
    @needs("referrals.draft")
    def step_of_new_referral(key: str, step: str) -> Response:
        return _shown(work, _at(step))

    @work.pages.post(NEW + _STEP)
    @needs("referrals.draft")
    def go_on_with_new_referral(key: str, step: str) -> Response:
        return go_on(work, _at(step))

    @work.pages.get(EDIT)
    @needs("referrals.draft")
    def edit_referral(identity: str) -> Response:
        fields = read(work.desk, actor(), identity, fields_of)
        return begun.begin(work, request.path, begun_as(fields))

    @work.pages.get(EDIT + _STEP)
    @needs("referrals.draft")
    def step_of_referral(identity: str, key: str, step: str) -> Response:
        return _shown(work, _at(step, identity))

    @work.pages.post(EDIT + _STEP)
    @needs("referrals.draft")
    def go_on_with_referral(identity: str, key: str, step: str) -> Response:
        return go_on(work, _at(step, identity))


def _at(step: str, identity: str | None = None) -> At:
    if step not in STEPS:
        raise NoSuchRecord
    return At(request.path.rpartition("/")[0], step, identity)


def _first_fields(work: Work) -> Fields:
    """Who refers is asked once: it is as in the newest referral of the office."""

    def requester(case: Case) -> Requester | None:
        return case.content and case.content.requester

    (newest, *_) = [*worklist_page(work.desk, actor(), Asked(limit=1), requester).cases, None]
    person = asked_principal().person
    known = newest or Requester(name=person or "")
    held = [(f"requester_{name}", getattr(known, name)) for name in REQUESTER]
    held += [("language", "en"), ("signed_by", person if is_signer() else None)]
    return MultiDict([(name, value) for name, value in held if value])


def _shown(work: Work, at: At) -> Response:
    """A step with what is kept. One that came too late is shown by what it brought along, also
    where nothing else is kept any more."""
    late, fields = visit().kept, begun.find(work, at.base)
    if fields is None and late is None:
        if led := work.sent.led(begun.once_key(at.base)):
            return redirect(led, 303)
        raise NoSuchRecord
    if fields is None:
        return _begun_anew(work, at, whole(late))
    if late is not None:
        fields = merged(fields, at.step, late)
        fields[begun.NOTICE] = "kept"
    try:
        return show_step(work, at, fields)
    except InvalidQuery as error:  # a step before this one is not right
        keep_told(fields, list(error.problems))
        begun.keep(work, at.base, fields)
        return redirect(f"{at.base}/{first_place(list(error.problems))}", 303)


def _begun_anew(work: Work, at: At, fields: Fields) -> Response:
    work.kept.forget(held_text(), request.path, visit().whose)
    fields[begun.NOTICE] = "kept"
    return begun.begin(work, at.base.rpartition("/")[0], fields, at.step)
