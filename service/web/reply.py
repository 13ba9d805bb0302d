"""/reply/<token>: an OT without an account opens a referral with a one-time code, and answers."""

from io import BytesIO

from flask import Blueprint, Response, request, send_file
from werkzeug.datastructures import FileStorage

from service.api.authentication import needs
from service.errors import Conflict, Forbidden, InvalidQuery, NoSuchRecord, Problem, Stale, TooLarge
from service.referrals.attachments import PLAN_OF_CARE, Paper, attach, open_paper
from service.referrals.desk import Desk
from service.referrals.links import REPLY
from service.referrals.moving import act, check, check_late
from service.referrals.page_sessions import form_token, write_session
from service.referrals.replying import (
    LOCKED,
    OPENED,
    OVER,
    WRONG,
    Door,
    enter,
    find_door,
    find_door_by_number,
    linked,
)
from service.referrals.replying import read_reply as read

from .cookies import begin_session, end_session, is_ours, session_of
from .forms import Form
from .origin import is_from_here
from .parts import take_part
from .preferences import is_typed
from .reply_forms import ANSWERS, asked_version, is_to_change, is_to_check, read_act
from .reply_page import show_reply, typed_before
from .showing import again, by_number, onward, show

BY_NUMBER, PATH = "/reply", "/reply/<token>"
CLOSE = "close"  # the page, by who is done with it
_FORM_BYTES = 100_000
_STATUS = {WRONG: 403, LOCKED: 403, OVER: 409}


def add_reply(web: Blueprint, desk: Desk) -> None:
    @web.get(BY_NUMBER)
    @needs("pages.reply")
    def reply_by_number() -> Response:
        return _asked()

    @web.post(BY_NUMBER)
    @needs("pages.reply")
    def send_reply_by_number() -> Response:
        request.max_content_length = _FORM_BYTES
        return _asked(Form(request.form)) if is_typed() else _numbered(desk)

    @web.get(PATH)
    @needs("pages.reply")
    def reply(token: str) -> Response:
        return show_reply(desk, find_door(desk, token))

    @web.post(PATH)
    @needs("pages.reply")
    def send_reply(token: str) -> Response:
        door = find_door(desk, token)
        session = session_of(desk, door.subject)
        paper = desk.terms.attachment_bytes if session else 0
        request.max_content_length = paper + _FORM_BYTES
        take_part()
        return _answered(desk, door, session) if session else _tried(desk, door)

    @web.get(f"{PATH}/papers/<paper>")
    @needs("pages.reply")
    def reply_paper(token: str, paper: str) -> Response:
        door = find_door(desk, token)
        if door.over or session_of(desk, door.subject) is None:
            raise NoSuchRecord
        found = open_paper(desk, linked(desk, door), door.referral, paper)
        # A PDF from elsewhere is kept, not shown among our own pages.
        return send_file(BytesIO(found.body), "application/pdf", as_attachment=True,
                         download_name=f"{paper}.pdf")  # fmt: skip


def _asked(form: Form | None = None, status: int = 200) -> Response:
    """For who has paper and no camera: the number and the code that stand on it."""
    return show("reply_number.html", by_number(form), status)


def _numbered(desk: Desk) -> Response:
    form = Form(request.form)
    number, code = form.number("number"), form.code("code")
    if form.faults:
        return _asked(form, 422)
    try:
        door = find_door_by_number(desk, number, code)
    except NoSuchRecord:
        form.faults.append(Problem("number", "no_such_number"))
        return _asked(form, 404)
    outcome, door = enter(desk, door, code)
    if outcome == WRONG:
        form.faults.append(Problem("code", "wrong_code", {"tries": door.tries}))
        return _asked(form, 403)
    path = PATH.replace("<token>", desk.links.token(REPLY, door.task))
    response = onward(path)
    return begin_session(desk, door.subject, response, path) if outcome == OPENED else response


def _tried(desk: Desk, door: Door) -> Response:
    form = Form(request.form)
    if form.sent.get("do") != "code":
        return show_reply(desk, door, told=("session_over", 403))
    if is_typed():
        return show_reply(desk, door)
    code = form.code("code")
    if code is None:
        return show_reply(desk, door, form, (None, 422))
    outcome, door = enter(desk, door, code)
    if outcome == OPENED and (typed := typed_before()):
        session = write_session(desk, door.subject)
        return show_reply(desk, door, typed, ("kept", 200), session)
    if outcome == OPENED:
        return begin_session(desk, door.subject, again(), request.path)
    if outcome == WRONG:
        form.faults.append(Problem("code", "wrong_code", {"tries": door.tries}))
    return show_reply(desk, door, form, (None, _STATUS[outcome]))


def _answered(desk: Desk, door: Door, session: str) -> Response:
    """One answer, for the version of the referral that its form was made for."""
    form, answer = Form(request.form), request.form.get("do")
    if answer == "code":  # it is open, and the code is kept for another time
        typed = typed_before()
        return show_reply(desk, door, typed, ("kept", 200)) if typed else again()
    if door.over:  # the same OT may have been asked anew, which has a link of its own
        return show_reply(desk, door, told=(None, 409))
    is_kept = is_typed() or form.sent.get("keep") == "yes"
    if not is_ours(desk, session) or not (is_kept or answer in (*ANSWERS, PLAN_OF_CARE, CLOSE)):
        return show_reply(desk, door, form if is_from_here() else None, ("not_ours", 403))
    if answer == CLOSE:
        return end_session(again(), request.path)
    try:
        if is_to_change(form) or is_kept:
            return show_reply(desk, door, form)
        if answer == PLAN_OF_CARE:
            _attach(desk, door, form, request.files.get("paper"))
        elif _is_looked_at(desk, door, form, answer):
            told = {"check": answer, "sent": form.sent, "form": form_token(desk, session)}
            return show("reply_check.html", told)
    except (Stale, Conflict, Forbidden):
        form.faults.clear()  # nothing is put right any more
        now = find_door(desk, request.view_args["token"])
        return show_reply(desk, now, form, ("changed", 409))
    return show_reply(desk, door, form, (None, 422)) if form.faults else again()


def _is_looked_at(desk: Desk, door: Door, form: Form, answer: str) -> bool:
    """Done, unless something is wrong with it, or it ends the referral: then it is looked at once
    more. That it came too late is told first of all."""
    told = read_act(form, answer, desk.clock())
    is_ending = is_to_check(form, answer)
    if not form.faults and not is_ending:
        act(desk, linked(desk, door), door.referral, told, lambda _: None)
        return False
    may_be = check_late if form.faults else check
    read(desk, door, lambda case: may_be(desk, case, told))
    return is_ending and not form.faults


def _attach(desk: Desk, door: Door, form: Form, file: FileStorage | None) -> None:
    if not file:
        form.faults.append(Problem("paper", "no_file"))
        return
    paper = Paper(PLAN_OF_CARE, f"{PLAN_OF_CARE}.pdf", file.read())
    try:
        attach(desk, linked(desk, door), door.referral, paper, asked_version(form))
    except InvalidQuery as error:
        [problem] = error.problems
        form.faults.append(Problem("paper", problem.code, problem.values))
    except TooLarge:
        most = desk.terms.attachment_bytes // 1_000_000
        form.faults.append(Problem("paper", "too_large", {"most": most}))
