"""/home: what one may do here, and how much of it waits."""

from flask import Response

from service.api.authentication import needs

from .showing import HOME, places, show_work
from .work import Work


def add_home(work: Work) -> None:
    @work.pages.get(HOME)
    @needs("sessions.use")
    def home() -> Response:
        there = [path for path in places() if path != HOME]
        waiting = {path: work.counts[path]() for path in there if path in work.counts}
        return show_work("home.html", {"there": there, "waiting": waiting})
