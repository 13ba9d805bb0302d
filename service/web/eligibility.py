"""/eligibility: which programs may help with the cost. One question a page, which going back and
reloading reach; the answers before it are in the visitor's browser, and nothing is kept here.
"""

from collections.abc import Sequence
from typing import Any

from flask import Response, redirect, request

from service.api.authentication import needs
from service.api.eligibility import checked_for
from service.api.language import asked_wording
from service.eligibility.asking import next_fact
from service.eligibility.checks import Checked
from service.eligibility.facts import FACTS, NONE
from service.eligibility.person import Person
from service.errors import InvalidBody, Problem

from .forms import Form
from .handing_on import facts_of_search, search_of_facts
from .origin import is_from_here
from .own_forms import MOST_BYTES
from .preferences import WHO, is_typed, keep_choices
from .question_view import Question, answers, question_values, wrongs_of
from .site import Site, show_site
from .so_far_view import counts, so_far_values
from .told_cookie import PATH, Held, forget_held, keep_held, read_held
from .told_facts import PASSED, Told, passed, read_answer, settle

QUESTION, FOUND = f"{PATH}/<int(min=2):number>", f"{PATH}/so-far"
_TYPED = ("answer", "answer_month", "answer_day", "answer_year")
_LONGEST = 100


def add_eligibility(site: Site) -> None:
    @site.pages.get(PATH)
    @needs("eligibility.check")
    def eligibility() -> Response:
        return _question(site, 1)

    @site.pages.get(QUESTION)
    @needs("eligibility.check")
    def question(number: int) -> Response:
        return _question(site, number)

    @site.pages.get(FOUND)
    @needs("eligibility.check")
    def found() -> Response:
        held = read_held()
        return _found(site, held, None if held.told else "elig_gone")

    @site.pages.post(PATH)
    @needs("eligibility.check")
    def answer_first() -> Response:
        return _answered(site)

    @site.pages.post(QUESTION)
    @needs("eligibility.check")
    def answer_question(number: int) -> Response:
        return _answered(site)


def _answered(site: Site) -> Response:
    """Every form leads on to a page, so that going back or reloading sends none again."""
    request.max_content_length = MOST_BYTES
    do, asked, held = request.form.get("do", ""), request.form.get("asked", ""), read_held()
    if not is_from_here():
        return _to(held)
    if do == "anew":
        return forget_held(redirect(PATH, 303))
    if do == "search":
        told = facts_of_search(request.form, site.is_plan)
        return _to(Held(told, begins=len(told) + 1))
    if asked not in FACTS:
        return _to(held)
    held.typed = {"asked": asked} | {
        name: request.form[name][:_LONGEST] for name in _TYPED if request.form.get(name)
    }
    told, _ = (held.told, ()) if is_typed() else _try(site, held, do)
    held.is_wrong = told is None
    if told is not None and not is_typed():
        held.told, held.typed = told, {}
    return _to(held)


def _try(site: Site, held: Held, do: str = "answer") -> tuple[Told | None, Sequence[Problem]]:
    """What was told, with the answer that was typed; or what is wrong with it, as far as that has a
    name."""
    asked, form, on = held.typed["asked"], Form(held.typed), site.today()
    answer = {"pass": PASSED, "none": NONE}.get(do) or read_answer(asked, form, on)
    if answer is None:
        return None, form.faults
    try:
        return settle(held.told | {asked: answer}, asked, on, site.rules.guidelines)[0], ()
    except InvalidBody as error:
        return None, error.problems


def _to(held: Held) -> Response:
    """To the question that is being answered, else to the first without an answer."""
    facts, asked = list(held.told), held.typed.get("asked")
    number = facts.index(asked) + 1 if asked in facts else len(facts) + 1
    return keep_choices(keep_held(redirect(path_of(number), 303), held))


def path_of(number: int) -> str:
    return PATH if number == 1 else f"{PATH}/{number}"


def _question(site: Site, number: int) -> Response:
    held, wording = read_held(), asked_wording()
    person, checked = _checked(site, held.told)
    before, told = held.told, held.told
    if is_again := number <= len(told):
        # As it was asked: by what was told before it.
        before = dict(list(told.items())[: number - 1])
        fact: str | None = list(told)[number - 1]
        person, asked_of = _checked(site, before)
    else:
        fact, asked_of = next_fact(checked, person, passed(told)), checked
    if fact is None:
        return _found(site, held)
    typed = held.typed if held.typed.get("asked") == fact else {}
    wrongs = wrongs_of(fact, _try(site, held)[1], wording) if typed and held.is_wrong else []
    sent = typed or ({"answer": told[fact]} if is_again else {})
    question = Question(fact, person, asked_of, sent)
    values = _shared(site, held) | question_values(question, site.plan_name, wording)
    values |= {
        "path": path_of(number),
        "so_far": FOUND,
        "wrongs": wrongs,
        "notice": "elig_gone" if number > 1 and not told else None,
        "begins": number == held.begins and not wrongs,
        "for_other": WHO.held() == "other",
        "counts": counts(checked),
        "indexed": number == 1 and not (told or typed),
    }
    return _for_them(show_site("eligibility.html", values, 422 if wrongs else 200), held)


def _found(site: Site, held: Held, notice: str | None = None) -> Response:
    wording, rules = asked_wording(), site.rules
    person, checked = _checked(site, held.told)
    is_asked_on = next_fact(checked, person, passed(held.told)) is not None
    values = _shared(site, held) | so_far_values(checked, person, rules, wording)
    values |= {
        "asks_on": path_of(len(held.told) + 1) if is_asked_on else None,
        "search": search_of_facts(held.told, site.is_plan),
        "notice": notice if values["has_programs"] else None,
    }
    return _for_them(show_site("eligibility_so_far.html", values), held)


def _checked(site: Site, told: Told) -> tuple[Person, Checked]:
    _, person = settle(told, None, site.today(), site.rules.guidelines)
    return person, checked_for(person, None, site.rules)


def _shared(site: Site, held: Held) -> dict[str, Any]:
    told = answers(held.told, site.today(), site.plan_name, asked_wording())
    return {
        "begin_at": PATH,
        "answers": [(path_of(number), *each) for number, each in enumerate(told, 1)],
    }


def _for_them(response: Response, held: Held) -> Response:
    """Kept by no cache; and for an hour from now by their browser, where they told anything."""
    response.headers["Cache-Control"] = "no-store"
    return keep_held(response, held) if held.told or held.typed else response
