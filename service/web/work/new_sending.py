"""What the steps of a referral's form do when they are sent: each leads to a page that can be gone
back to and opened anew."""

from flask import Response, redirect, request
from werkzeug.datastructures import MultiDict

from service.api.language import asked_wording
from service.errors import Conflict, InvalidQuery, NoSuchRecord, Problem, Stale
from service.referrals.creating import create
from service.referrals.editing import edit
from service.referrals.reading import read
from service.referrals.starting import read_shortlist

from . import begun
from .begun import At, Fields
from .checking import said
from .edit_joining import fields_of, joined
from .new_form import REVIEW, STEPS, Filled, merged
from .new_rules import first_place, keep_told, wrong_before
from .visit import actor
from .work import Work

KEEP, LIST, LEAVE = "keep", "list", "leave"
_DONE = {"draft": False, "send": True}
_ORDER = tuple(STEPS)


def go_on(work: Work, at: At) -> Response:
    fields, go = begun.find(work, at.base), request.form.get("go", "")
    if fields is None:
        if led := work.sent.led(begun.once_key(at.base), said()):
            return redirect(led, 303)
        raise NoSuchRecord
    if go == KEEP:
        begun.keep_typed(work, at, request.form)
        return Response(status=204)
    if go == LEAVE:
        begun.forget(work, at.base)
        return redirect(f"/referrals/{at.identity}" if at.identity else "/referrals", 303)
    fields = begun.gone_on(merged(fields, at.step, request.form))
    if go in _DONE:
        return _done(work, at, fields, is_sent=_DONE[go])
    return _on(work, at, fields, go if go in STEPS else at.step)


def _on(work: Work, at: At, fields: Fields, to: str) -> Response:
    """Forward only past what is right. A list is taken when its code is told, and once."""
    wrong: list[Problem] = []
    is_forward = _ORDER.index(to) > _ORDER.index(at.step)
    if request.form.get("go") == LIST or (is_forward and _is_untaken(fields)):
        wrong = _take_list(work, fields)
    if is_forward:
        wrong = [*wrong_before(work, Filled(fields), to), *wrong]
    return _led(work, at, fields, to, wrong)


def _led(work: Work, at: At, fields: Fields, to: str, wrong: list[Problem]) -> Response:
    keep_told(fields, wrong)
    begun.keep(work, at.base, fields)
    return redirect(f"{at.base}/{first_place(wrong) if wrong else to}", 303)


def _is_untaken(fields: Fields) -> bool:
    code = Filled(fields).get("shortlist_code")
    return bool(code) and code != fields.get("listed_by")


def _take_list(work: Work, fields: Fields) -> list[Problem]:
    """What the patient chose: what the form says already stays. Else what is wrong with it."""
    filled = Filled(MultiDict(fields))
    code = filled.get("shortlist_code")
    try:
        kept = read_shortlist(work.desk, code)
    except InvalidQuery as error:
        return list(error.problems)
    chosen = [f"{one.npi} {one.location_id or ''}".strip() for one in kept.recipients]
    fields["listed_by"], fields["recipient"] = code, chosen[0]
    fields.setlist("listed", chosen)
    fields.setlist("behind", chosen[1:])
    for name, codes in (("needs", kept.needs), ("services", kept.services)):
        if not filled.all(name):
            fields.setlist(name, list(codes))
    if kept.postal_code and not filled.get("postal_code"):
        fields["postal_code"] = kept.postal_code
    fields[begun.NOTICE] = "list_taken"
    return []


def _done(work: Work, at: At, fields: Fields, is_sent: bool) -> Response:
    """Once, however often it is clicked."""
    key = begun.once_key(at.base)
    if led := work.sent.begin(key, said()):
        return redirect(led, 303)
    led = None
    try:
        led = f"/referrals/{_made(work, at, fields, is_sent)}"
    except InvalidQuery as error:
        return _led(work, at, fields, REVIEW, list(error.problems))
    except Stale:
        return _behind(work, at, fields)
    except Conflict as error:
        known = f"notice_{error.code}" in asked_wording().pages
        fields[begun.NOTICE] = error.code if known else "changed"
        if another := error.members.get("referral"):
            fields[begun.ANOTHER] = another
        return _led(work, at, fields, REVIEW, [])
    finally:
        if led is None:
            work.sent.undone(key)
    work.sent.done(key, led)
    begun.forget(work, at.base)
    return redirect(led, 303)


def _made(work: Work, at: At, fields: Fields, is_sent: bool) -> str:
    filled = Filled(fields)
    if is_sent and (wrong := wrong_before(work, filled, REVIEW)):
        raise InvalidQuery(*wrong)
    draft = filled.draft(is_sent)
    if at.identity is None:
        made, _ = create(work.desk, actor(), draft, at.base, lambda case: case.referral.id)
        return made
    told = begun.number_of(fields, "version"), draft
    edit(work.desk, actor(), at.identity, told, lambda _: None)
    return at.identity


def _behind(work: Work, at: At, fields: Fields) -> Response:
    """Somebody changed it since: that is shown. What this form did not change is as they saved it;
    the rest may be overruled."""
    theirs = read(work.desk, actor(), str(at.identity), fields_of)
    since, fields = fields["version"], joined(fields, theirs)
    fields[begun.NOTICE], fields[begun.SINCE] = "changed", since
    fields["version"] = theirs["version"]
    return _led(work, at, fields, REVIEW, [])
