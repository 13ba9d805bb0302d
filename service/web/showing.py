"""Pages from templates: in the language that is asked for, marked so that nobody keeps them."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from flask import Response, redirect, request
from jinja2 import Environment, PackageLoader, StrictUndefined

from service.api.language import asked_wording, told_in
from service.wording.figures import moment_text, phone_text, weekday_text
from service.wording.languages import WORDINGS
from service.wording.wording import Wording

from .forms import Form

STYLE_URL = "/assets/style.css"
TEMPLATES = Environment(
    loader=PackageLoader("service.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Words:
    """What templates say by: texts, days, phones of one language."""

    wording: Wording

    def say(self, code: str, /, **values: Any) -> str:
        return self.wording.pages[code].format_map(values)

    def name(self, kind: str, code: str) -> str:
        return self.wording.names[kind].get(code, code)

    def day(self, day: date) -> str:
        return weekday_text(day, self.wording.locale)

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        return moment_text(moment.astimezone(zone), self.wording.locale)

    def phone(self, number: str) -> str:
        return phone_text(number)


def show(template: str, values: dict[str, Any], status: int = 200) -> Response:
    """A page. `values` may name its `wording`; else it is in the language that was asked for."""
    wording = values.pop("wording", None) or asked_wording()
    words = Words(wording)
    others = {code: Words(other) for code, other in WORDINGS.items() if code != wording.language}
    page = TEMPLATES.get_template(template).render(
        {"faults": [], "notice": None} | values,
        words=words, say=words.say, lang=wording.language, others=others, style=STYLE_URL,
    )  # fmt: skip
    return told_in(wording, Response(page, status, content_type="text/html; charset=utf-8"))


def by_number(form: Form | None) -> dict[str, Any]:
    """Of a form that a number opens with something secret, which is not shown again."""
    number = form.sent.get("number", "") if form else ""
    faults = form.faults if form else []
    return {"faults": faults, "sent": {"do": "number", "number": number}}


def asked_language() -> str | None:
    """What the address says, if that is a language of ours."""
    asked = request.args.get("lang")
    return asked if asked in WORDINGS else None


def again() -> Response:
    """To the same page, so that going back or reloading sends no form twice."""
    return onward(request.path)


def onward(path: str) -> Response:
    """To another page, in the language that was chosen."""
    language = asked_language()
    return redirect(path + (f"?lang={language}" if language else ""), 303)
