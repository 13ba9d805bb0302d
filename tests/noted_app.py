"""The pages of who signed in with one more, an OT's notes: a form that is checked and sent."""

import time
from dataclasses import dataclass, field

from flask import Flask, Response, redirect, request

from service.api.authentication import guard, needs
from service.eligibility.opening import Rules
from service.eligibility.programs import Programs
from service.stewardship.stewardship import Stewardship
from service.web.assets import add_assets
from service.web.forms import Form
from service.web.preferences import choose_language
from service.web.showing import TEMPLATES
from service.web.work.opening import identified, make_work
from service.web.work.showing import show_work
from service.web.work.visit import actor
from service.web.work.work import Work
from tests.conftest import GOLDEN_DAY
from tests.work_pages import LOOPBACK, World

NOTES = "/listing"  # one of the places of the frame
LONGEST = 40
PAGE = TEMPLATES.from_string("""
{% extends "work.html" %}
{% from "fields.html" import prose %}
{% from "work_fields.html" import begin with context %}
{% block title %}Notes{% endblock %}
{% block main %}
<h1>Notes</h1>
<form method="post">
{{ begin("note") }}
{{ prose(words, "note", "note", sent, faults, say("field_note")) }}
<button>Send</button>
</form>
{% endblock %}
""")


@dataclass
class Notes:
    """What was sent, and from where; each takes `seconds`."""

    kept: list[str] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    seconds: float = 0


def noted_app(world: World, notes: Notes, public_url: str = LOOPBACK) -> Flask:
    app = Flask("noted", static_folder=None)
    app.config.update(SESSION_COOKIE_SECURE=False, PUBLIC_URL=public_url)
    choose_language(app)
    desk = world.desk
    stewardship = Stewardship(desk.records, desk.engine, desk.clock)
    work = Work(world.access, desk, desk.engine, lambda: GOLDEN_DAY, Rules(Programs()), stewardship)
    add_notes(work, notes)
    work.counts[NOTES] = lambda: len(notes.kept)
    add_assets(work.pages)
    app.register_blueprint(make_work(work))
    guard(app, world.access, identified(work))
    return app


def add_notes(work: Work, notes: Notes) -> None:
    @work.pages.get(NOTES)
    @needs("referrals.move-as-recipient")
    def read_notes() -> Response:
        return show_work(PAGE, {})

    @work.pages.post(NOTES)
    @needs("referrals.move-as-recipient")
    def send_note() -> Response:
        form = Form(request.form)
        note = form.text("note", LONGEST, needed=True)
        if form.faults:
            return show_work(PAGE, {"faults": form.faults, "sent": form.sent}, 422)
        time.sleep(notes.seconds)
        notes.kept.append(note)
        notes.origins.append(actor().origin)
        return redirect(NOTES, 303)
