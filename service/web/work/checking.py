"""What every form of the signed-in goes through: it is from a page of theirs, it is sent once, and
nothing that was typed is lost when the session is over."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, current_app, g, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from service.access.actions import is_public
from service.access.errors import Unauthenticated
from service.access.kept_forms import KeptForm, KeptForms
from service.access.sent_forms import SentForms, SentOtherwise
from service.api.authentication import action_of
from service.errors import Forbidden

from ..cookies import FORM_FIELD
from ..origin import is_from_here
from ..parts import APART, take_part
from ..preferences import TYPED, is_typed
from ..showing import this_page
from .showing import SIGN_IN, asked_page, rule_of, show_work
from .visit import give_kept, held_text, visit

ONCE, WHOSE = "once", "whose"  # fields with a form's own key, and with who fills it in
_USUAL_BYTES = 100_000
_OF_FORMS = (FORM_FIELD, ONCE, WHOSE, TYPED)
_BLIND = re.compile("[0-9a-f]{64}")  # as keys make it
_MOST_BYTES = "most_bytes"


def takes(most_bytes: int) -> Callable[[Callable], Callable]:
    """How much a view may be sent, where it is more than text: a file."""

    def mark(view: Callable) -> Callable:
        setattr(view, _MOST_BYTES, most_bytes)
        return view

    return mark


@dataclass(frozen=True)
class Checking:
    kept: KeptForms
    sent: SentForms

    def before(self) -> Response | None:
        """Whether the request may go on to its page."""
        if request.method != "POST":
            visit().kept = self._come_back()
            return None
        _limit()
        if not is_from_here():
            return _not_ours()
        if is_public(action_of(request.endpoint or "", "POST") or ""):
            # Signing in, whose form no session stands behind; what opens one is shown by no page.
            return redirect(this_page(), 303) if is_typed() else None
        if not _is(FORM_FIELD, visit().form):
            # Of a session of theirs before this one, or of somebody else at this browser.
            if not _is(WHOSE, visit().whose):
                return self._of_another()
            if rule_of(request.path):
                return self._keep(visit().whose, request.path)
        if is_typed():
            return self._keep(visit().whose, this_page())
        g.is_sent = True
        take_part()
        return self._once()

    def after(self, response: Response) -> Response:
        """What was sent is remembered where it led on, and may else be sent again."""
        key, has_led_on = g.pop("once", None), response.status_code == 303
        if key and has_led_on:
            self.sent.done(key, response.location)
        elif key:
            self.sent.undone(key)
        if has_led_on and g.get("is_sent") and (text := held_text()):
            self.kept.forget(text, request.path, visit().whose)
        return response

    def ask_in(self, _: Unauthenticated) -> Response:
        """Back to where they wanted to go, once they signed in; with the form that they sent."""
        path = asked_page() if rule_of(request.path) else ""
        whose = _sender() if path and request.method == "POST" else None
        asked = {"next": path} | ({"kept": "yes"} if whose else {})
        onward = f"{SIGN_IN}?{urlencode(asked)}" if path else SIGN_IN
        return self._keep(whose, onward) if whose else redirect(onward, 303)

    def say_otherwise(self, error: SentOtherwise) -> Response:
        """What was sent before counts. What was typed since then comes back on its page."""
        told = {"led_to": error.location, "again": request.path}
        text = self.kept.keep(visit().whose, KeptForm(request.path, _fields()), held_text())
        return give_kept(show_work("sent_otherwise.html", told, error.status), text)

    def _of_another(self) -> Response:
        """For whoever filled it in, when they are here again: who is here now neither sees it nor
        sends it."""
        whose = _sender() if rule_of(request.path) else None
        if whose is None:
            return _not_ours()
        text = self.kept.keep(whose, KeptForm(request.path, _fields()), held_text())
        told = {"sign_in": f"{SIGN_IN}?{urlencode({'next': request.path, 'kept': 'yes'})}"}
        return give_kept(show_work("other_person.html", told, Forbidden.status), text)

    def _keep(self, whose: str, onward: str) -> Response:
        text = self.kept.keep(whose, KeptForm(request.path, _fields()), held_text())
        return give_kept(redirect(onward, 303), text)

    def _come_back(self) -> MultiDict[str, str] | None:
        """The form of this page that was kept for who is here."""
        text, here = held_text(), visit()
        found = self.kept.find(text, request.path, here.whose) if text and here.session else None
        return MultiDict(found.fields) if found else None

    def _once(self) -> Response | None:
        key = request.form.get(ONCE, "")
        if not key:
            return None
        key = f"{visit().session.principal.id} {key} {request.form.get('do', '')}"
        if location := self.sent.begin(key, said()):
            return redirect(location, 303)
        g.once = key
        return None


def said() -> str:
    """What the form says, files as well, in one spelling; nothing of it can be told from this."""
    told = hashlib.sha256()
    for name, values in sorted(_fields().items()):
        if APART in name:  # of another part, which is not sent
            continue
        told.update("\0".join((name, *values, "\n")).encode())
    for name, file in sorted(request.files.items(multi=True)):
        told.update(f"{name}\0{file.filename}\n".encode())
        told.update(file.read())
        file.seek(0)
    return told.hexdigest()


def _fields() -> dict[str, list[str]]:
    every = request.form.to_dict(flat=False)
    return {name: values for name, values in every.items() if name not in _OF_FORMS}


def _sender() -> str | None:
    """Who filled in a form that comes when nobody is signed in any longer, by what stands in it."""
    try:
        _limit()
        whose = request.form.get(WHOSE, "") if is_from_here() else ""
    except HTTPException:  # too large, or no form
        return None
    return whose if _BLIND.fullmatch(whose) else None


def _is(name: str, token: str) -> bool:
    return hmac.compare_digest(request.form.get(name, "").encode(), token.encode())


def _not_ours() -> Response:
    """It stood on no page of theirs, or of any: they are told nothing of what they may do."""
    return show_work("work_problem.html", {"code": "form", "minutes": 0}, Forbidden.status)


def _limit() -> None:
    view = current_app.view_functions[request.endpoint or ""]
    most = getattr(view, _MOST_BYTES, _USUAL_BYTES)
    # A text may be as long as a file: what was previewed is sent along to be applied.
    request.max_content_length = request.max_form_memory_size = most
