"""Pages from templates: in the language that is asked for, marked so that nobody keeps them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, request
from jinja2 import Environment, PackageLoader, StrictUndefined

from service.api.language import asked_wording, told_in
from service.wording.figures import (
    day_text,
    dollars_text,
    list_text,
    moment_text,
    number_text,
    own_name,
    percent_text,
    phone_text,
    weekday_text,
)
from service.wording.languages import WORDINGS
from service.wording.wording import Wording

from .assets import asset
from .forms import Form
from .parts import named, part_of
from .preferences import LANGUAGE, TEXT_SIZE, keep_choices, typed_so_far

TEMPLATES = Environment(
    loader=PackageLoader("service.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals |= {"part": part_of, "named": named}


@dataclass(frozen=True)
class Words:
    """What templates say by: texts, days, phones of one language."""

    wording: Wording

    def say(self, code: str, /, **values: Any) -> str:
        return self.wording.pages[code].format_map(values)

    def name(self, kind: str, code: str) -> str:
        return self.wording.names[kind].get(code, code)

    def field(self, parameter: str) -> str:
        """What a form calls a field, before what is said of it."""
        name, _, code = parameter.partition(".")
        pages = self.wording.pages
        label = pages.get(f"field_{parameter}") or self.wording.names.get(name, {}).get(code)
        return lead(label or pages[f"field_{name}"])

    def day(self, day: date) -> str:
        return weekday_text(day, self.wording.locale)

    def date(self, day: date) -> str:
        """Without the day of the week: long ago it says nothing."""
        return day_text(day, self.wording.locale)

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        return moment_text(moment.astimezone(zone), self.wording.locale)

    def phone(self, number: str) -> str:
        return phone_text(number)

    def dollars(self, value: float) -> str:
        return dollars_text(value, self.wording.locale)

    def number(self, value: float) -> str:
        return number_text(value, self.wording.locale)

    def percent(self, value: float) -> str:
        return percent_text(value, self.wording.locale)

    def listed(self, parts: Iterable[str]) -> str:
        return list_text(tuple(parts), self.wording.locale)

    def count(self, code: str, count: int, **values: str) -> str:
        """Of something that is said in one way of one and in others of more."""
        return self.wording.counted(code, count, **values)

    def not_known(self, codes: Iterable[str]) -> str:
        """What nobody stated, to be asked."""
        return self.listed(self.wording.pages[f"unknown_{code}"] for code in codes)

    def address(self, at: Mapping[str, Any]) -> str:
        """On one line with the place's name, as far as it is known and may be shown."""
        return ", ".join(filter(None, (at["name"], self.street(at))))

    def street(self, at: Mapping[str, Any]) -> str:
        state = " ".join(filter(None, (at["state"], at["postal_code"])))
        return ", ".join(filter(None, (at["line1"], at["line2"], at["city"], state)))


def show(template: str, values: dict[str, Any], status: int = 200) -> Response:
    """A page. `values` may name its `wording`; else it is in the visitor's language."""
    wording = values.pop("wording", None) or asked_wording()
    words = Words(wording)
    others = {code: own_name(code) for code in WORDINGS if code != wording.language}
    page = TEMPLATES.get_template(template).render(
        {"faults": [], "wrongs": [], "notice": None} | values,
        words=words, say=words.say, lang=wording.language, others=others, asset=asset, here=here,
        lead=lead, sizes=TEXT_SIZE.choices, size=TEXT_SIZE.held(), half_typed=typed_so_far,
    )  # fmt: skip
    response = Response(page, status, content_type="text/html; charset=utf-8")
    return keep_choices(told_in(wording, response))


def lead(label: str) -> str:
    """A label before what is said of it: a question needs no colon."""
    return label if label.endswith("?") else f"{label}:"


def here(parameter: str, value: str) -> str:
    """The same page with one parameter set, as a link that stays on it, or as where its form goes
    to be shown again."""
    values = dict(request.args.lists()) | {parameter: [value]}
    return f"?{urlencode(values, doseq=True)}"


def this_page() -> str:
    """With all that its address says."""
    kept = urlencode(list(request.args.items(multi=True)))
    return request.path + (f"?{kept}" if kept else "")


def by_number(form: Form | None, name: str = "number") -> dict[str, Any]:
    """Of a form that a number opens with something secret, which is not shown again."""
    number = form.sent.get(name, "") if form else ""
    faults = form.faults if form else []
    return {"faults": faults, "sent": {"do": "number", name: number}}


def asked_language() -> str | None:
    """What the visitor chose, if they did."""
    return LANGUAGE.chosen()


def again() -> Response:
    """To the same page, so that going back or reloading sends no form twice."""
    return onward(request.path)


def onward(path: str) -> Response:
    """To another page, in the language that was chosen."""
    language = LANGUAGE.asked()
    joined = "&" if "?" in path else "?"
    return redirect(path + (f"{joined}lang={language}" if language else ""), 303)
