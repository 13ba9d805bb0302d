"""A decision as a letter to the person whom it is about: what was decided, why, what to do next."""

from collections.abc import Iterable, Iterator

from service.casework.viewing import Opened, View
from service.clock import EASTERN
from service.eligibility.findings import findings
from service.eligibility.outcomes import Outcome
from service.eligibility.program import Program
from service.wording.eligibility import (
    document_name,
    fact_text,
    finding_text,
    next_step_text,
    question_text,
    review_text,
)
from service.wording.languages import ENGLISH, WORDINGS
from service.wording.wording import Wording

from .document import Block, Bullets, Document, Facts, Heading, Notice, Paragraph
from .words import Words


def decision_letter(view: View, otherwise: Wording) -> Document:
    """In the person's language, or in English where we lack it, which it says; in that of
    `otherwise` where nobody is named."""
    who = view.identity
    words = Words(WORDINGS.get(who.language, ENGLISH) if who else otherwise)
    footer = words.say("decision_footer", case=view.case.id)
    return words.document("decision_title", footer, tuple(_blocks(view, words)), large_type=True)


def _blocks(view: View, words: Words) -> Iterator[Block]:
    who, decided = view.identity, view.decided[-1]
    found = decided.opened
    if found is None:
        raise ValueError("view: must be of a case that is not erased")
    if who and who.language != words.wording.language:
        language = words.name("languages", who.language)
        yield Paragraph(words.say("patient_no_language", language=language))
    outcome = Outcome(view.case.outcome)
    yield Facts(tuple(_facts(view, found.program, words)))
    yield Notice(words.name("outcomes", outcome), words.say(f"decision_{outcome.value}"))
    if view.case.overridden:
        yield Paragraph(words.say("decision_overridden", sponsor=found.program.sponsor))
    yield Heading(words.say("decision_why"))
    yield Bullets(tuple(_looked_at(found, words.wording, view.case.overridden)))
    yield from _further(found, outcome, words)


def _looked_at(found: Opened, wording: Wording, overridden: bool) -> Iterable[str]:
    """What each criterion found; where staff decided otherwise what was known alone, since what
    the rule made of it is no ground of their decision."""
    criteria = findings(found.program.rule, found.decision, found.person)
    if not overridden:
        return (finding_text(each, wording) for each in criteria)
    return dict.fromkeys(fact_text(each, wording) for each in criteria)


def _facts(view: View, program: Program, words: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    who, decided = view.identity, view.decided[-1]
    if who:
        yield words.say("decision_for"), (f"{who.given} {who.family}",)
    yield words.say("decision_program"), (program.name, program.sponsor)
    yield words.say("decision_on"), (words.day(decided.row.at.astimezone(EASTERN).date()),)
    if view.case.recheck_on:
        yield words.say("decision_recheck"), (words.day(view.case.recheck_on),)


def _further(found: Opened, outcome: Outcome, words: Words) -> Iterator[Block]:
    """What is asked for, what to do next, what to bring; how to ask for a review."""
    wording = words.wording
    if found.decision.missing and outcome is Outcome.NEEDS_INFORMATION:
        yield Heading(words.say("decision_missing"))
        asked = (question_text(fact, found.person, wording) for fact in found.decision.missing)
        yield Bullets(tuple(asked))
    yield Heading(words.say("decision_next"))
    if outcome is Outcome.NOT_ELIGIBLE:
        yield Paragraph(review_text(found.program, wording))
        return
    yield Paragraph(next_step_text(found.program, outcome, wording))
    if found.program.documents:
        yield Heading(words.say("decision_documents"))
        yield Bullets(tuple(document_name(code, wording) for code in found.program.documents))
