"""/eligibility: which programs may help with the cost. One question a page, each a form that holds
the answers before it: nothing is kept, written or counted, so no form needs to be known for ours.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Response, request

from service.api.authentication import needs
from service.api.eligibility import checked_for
from service.eligibility.asking import next_fact
from service.eligibility.facts import FACTS, NONE
from service.errors import InvalidBody

from .forms import Form
from .handing_on import facts_of_search, search_of_facts
from .own_forms import MOST_BYTES
from .preferences import WHO, page_wording
from .question_view import Question, answers, question_values, wrongs_of
from .site import Site, Wrong, show_site
from .so_far_view import counts, so_far_values
from .told_facts import PASSED, Told, passed, read_answer, read_told, settle

PATH = "/eligibility"


@dataclass
class _Step:
    """What this request told: answers, the fact that it asked for, and what is wrong with it."""

    on: date
    told: Told = field(repr=False)
    do: str = ""
    asked: str | None = None
    wrongs: list[Wrong] = field(default_factory=list, repr=False)


def add_eligibility(site: Site) -> None:
    @site.pages.get(PATH)
    @needs("eligibility.check")
    def eligibility() -> Response:
        return _unkept(_shown(site, _Step(site.today(), {})))

    @site.pages.post(PATH)
    @needs("eligibility.check")
    def answer_eligibility() -> Response:
        request.max_content_length = MOST_BYTES
        return _unkept(_shown(site, _read(site)))


def _read(site: Site) -> _Step:
    sent = request.form
    do, _, changed = sent.get("do", "").partition(" ")
    step = _Step(site.today(), read_told(sent), do, sent.get("asked"))
    if do == "search":
        step.told = facts_of_search(sent, site.is_plan)
    if do == "change":
        step.asked = changed
    if step.asked not in FACTS:
        step.asked = None
    if step.asked and do in ("answer", "pass", "none"):
        _take(site, step, step.asked)
    return step


def _take(site: Site, step: _Step, asked: str) -> None:
    """Adds the answer to what was told, as the last of it; or says what is wrong with it."""
    form = Form(request.form)
    answer = {"pass": PASSED, "none": NONE}.get(step.do) or read_answer(asked, form, step.on)
    if answer is None:
        step.wrongs = wrongs_of(asked, form.faults, page_wording())
        return
    told = {name: text for name, text in step.told.items() if name != asked} | {asked: answer}
    try:
        step.told, _ = settle(told, asked, step.on, site.rules.guidelines)
    except InvalidBody as error:
        step.wrongs = wrongs_of(asked, error.problems, page_wording())


def _shown(site: Site, step: _Step) -> Response:
    wording, rules = page_wording(), site.rules
    told, person = settle(step.told, None, step.on, rules.guidelines)
    checked = checked_for(person, None, rules)
    following = next_fact(checked, person, passed(told))
    again = step.asked if step.wrongs or step.do == "change" else None
    values: dict[str, Any] = {
        "path": PATH,
        "told": told,
        "answers": answers(told, step.on, site.plan_name, wording),
        "wrongs": step.wrongs,
        "begins": step.do == "search",
        "for_other": WHO.held() == "other",
        "counts": counts(checked),
        "indexed": request.method == "GET",
    }
    asked = again or following
    if asked is None or (step.do == "show" and not again):
        values |= so_far_values(checked, person, rules, wording) | {
            "asks_on": following is not None,
            "search": search_of_facts(told, site.is_plan),
        }
        return show_site("eligibility_so_far.html", values)
    question = Question(asked, person, checked, _sent(told, again, bool(step.wrongs)))
    values |= question_values(question, site.plan_name, wording)
    return show_site("eligibility.html", values, 422 if step.wrongs else 200)


def _sent(told: Told, again: str | None, wrong: bool) -> dict[str, str]:
    """What the fields of a question hold: what was sent, or told before."""
    if wrong:
        return dict(request.form)
    return {"answer": told[again]} if again in told else {}


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
