"""The second step of the workbench: whom a decision is about, and whose case it becomes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from flask import Response, redirect
from werkzeug.datastructures import MultiDict

from service.api.authentication import asked_principal
from service.api.eligibility import checked_for, count
from service.api.language import asked_wording
from service.casework.content import Identity
from service.casework.recording import ToRecord, record
from service.eligibility.facts import FACTS
from service.eligibility.person import WHERE, read_person
from service.errors import InvalidBody, Problem
from service.wording.languages import WORDINGS
from service.wording.wording import Wording

from ..forms import Form
from .bench_form import Asked, read_bench
from .chapters import chapter_names
from .flaws import flaws_at
from .showing import show_work
from .visit import actor
from .work import Work

RECORD, TO_FACTS = "record", "to_facts"
CASES = "/cases"
_MOST_NAME = 100
_BORN = "patient.birth_date"  # as the API calls it
_OF_PERSON = ("given", "family", "born")
_OF_STEP = (*_OF_PERSON, "language", "chapter", "recheck_on")
Sent = MultiDict[str, str]
Pairs = Iterable[tuple[str, str]]


def ask_whom(
    work: Work, sent: Sent, problems: Iterable[Problem] = (), asked: Asked | None = None
) -> Response:
    """`sent` are the facts, and what the fields of this step held."""
    wording = asked_wording()
    asked = asked or read_bench(sent, work.today())
    problems = [*problems, *asked.problems]
    offered = _offered(work, asked)
    values = {
        "facts": asked.sent,
        "sent": _fields(sent, asked),
        "programs": offered,
        "chosen": _chosen(sent) & offered.keys(),
        "chapters": chapter_names(work.rules.chapters, asked_principal().chapters),
        "languages": _languages(wording),
        "wrongs": flaws_at(RECORD, problems, wording),
    }
    return show_work("record.html", values, 422 if problems else 200)


def told_of(sent: Sent) -> list[tuple[str, str]]:
    """What this step's fields held, for the way back to the facts and here again."""
    names = (*_OF_STEP, "programs")
    return [(name, text) for name in names for text in sent.getlist(name) if text]


def record_sent(work: Work, sent: Sent, to_facts: Callable[[Work, Sent], Response]) -> Response:
    """To the case, or to the list of cases where there are several; to the facts where one of them
    is wrong."""
    asked, form = read_bench(sent, work.today()), Form(sent)
    if asked.problems:
        return to_facts(work, sent)
    identity, recheck_on = _identity(form), form.day("recheck_on")
    if form.faults:
        return ask_whom(work, sent, form.faults, asked)
    wanted = ToRecord(
        programs=tuple(dict.fromkeys(sent.getlist("programs"))),
        on=asked.on,
        facts=asked.facts,
        chapter=sent.get("chapter") or None,
        identity=identity,
        recheck_on=recheck_on,
    )
    try:
        person = read_person(asked.facts, asked.on, work.rules.guidelines)
        checked = checked_for(person, list(wanted.programs), work.rules)
        made = record(work.casework, actor(), checked, wanted)
    except InvalidBody as error:
        here = list(_of_this_step(error.problems))
        return ask_whom(work, sent, here, asked) if here else to_facts(work, sent)
    if not sent.get("counted"):
        count(lambda: work.casework, checked, person)
    several = f"{CASES}?recorded={len(made)}"
    return redirect(several if len(made) > 1 else f"{CASES}/{next(iter(made.values()))}", 303)


def _offered(work: Work, asked: Asked) -> dict[str, tuple[str, str]]:
    """Programs of whose answer a case can be made: their names and outcomes, by id."""
    try:
        person = read_person(asked.facts, asked.on, work.rules.guidelines)
    except InvalidBody:
        return {}
    mine = asked_principal().chapters
    return {
        result.id: (result.program.name, result.outcome.value)
        for result in checked_for(person, None, work.rules).results
        if result.program and result.decision and result.program.is_of(mine)
    }


def _chosen(sent: Sent) -> set[str]:
    """What was ticked; at first the program whose button was pressed."""
    ticked = sent.getlist("programs") if isinstance(sent, MultiDict) else []
    return {*ticked, *filter(None, [sent.get(RECORD)])}


def _fields(sent: Sent, asked: Asked) -> dict[str, str]:
    """Of this step; a birth date among the facts need not be told again."""
    held = {name: sent.get(name, "") for name in (*_OF_STEP, "counted")}
    if not held["born"]:
        held["born"] = asked.sent.get("birth_date", "")
    return held | {"do": RECORD}


def _of_this_step(problems: Iterable[Problem]) -> Iterator[Problem]:
    """A birth date that contradicts a fact is said at the birth date, with the way to the facts:
    they are told in the step before, and what is wrong with them alone is said there."""
    for problem in problems:
        if problem.parameter == _BORN:
            fact = problem.values["other"].removeprefix(f"{WHERE}.")
            yield replace(problem, parameter="born", values={"other": fact})
        elif problem.values.get("other") != _BORN and _fact_of(problem) not in FACTS:
            yield problem


def _fact_of(problem: Problem) -> str:
    return problem.parameter.removeprefix(f"{WHERE}.")


def _identity(form: Form) -> Identity | None:
    """Nobody need be named; who is, is named whole."""
    if not any(form.sent.get(name, "").strip() for name in ("given", "family")):
        return None
    given = form.text("given", _MOST_NAME, needed=True)
    family = form.text("family", _MOST_NAME, needed=True)
    born = form.day("born", needed=True)
    language = form.choice("language", WORDINGS)
    if given is None or family is None or born is None or language is None:
        return None
    return Identity(given=given, family=family, birth_date=born, language=language)


def _languages(wording: Wording) -> list[tuple[str, str]]:
    """Those that letters are written in."""
    return [(code, wording.names["languages"][code]) for code in WORDINGS]
