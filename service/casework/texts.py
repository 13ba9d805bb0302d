"""The texts that decisions were made by: kept with the first decision, read again for a replay."""

from dataclasses import replace

from sqlalchemy.orm import Session

from service.eligibility.guidelines import Guidelines, guidelines_of
from service.eligibility.program import Area, Program, fingerprint
from service.eligibility.reading import read_program
from service.eligibility.yaml_text import BadYaml, read_yaml

from .casework import Casework
from .tables import GUIDELINES, PROGRAM, EligibilityDecision, RuleText


class ChangedText(Exception):
    """A kept text is not the one that its fingerprint is of, or cannot be read any more."""


def keep_texts(session: Session, casework: Casework, program: Program) -> tuple[str, str]:
    """Sees to it that both are kept; gives back the fingerprints of programme and guidelines."""
    table = casework.rules.guidelines.text
    kept = {PROGRAM: program.text, GUIDELINES: table}
    for kind, text in kept.items():
        if session.get(RuleText, fingerprint(text)) is None:
            at = casework.clock()
            session.add(RuleText(fingerprint=fingerprint(text), kind=kind, text=text, kept_at=at))
            session.flush()
    return program.fingerprint, fingerprint(table)


def rules_of(
    session: Session, decision: EligibilityDecision, area: Area | None = None
) -> tuple[Program, Guidelines]:
    """What a decision was made by, whatever is in effect today; `area` is where the programme was
    offered then. Raises ChangedText."""
    text = _text(session, decision.program_text)
    table = _text(session, decision.guidelines_text)
    try:
        node = read_yaml(text.encode())
        program, faults = read_program(node, PROGRAM)
        if program and program.area is None and area:
            program, faults = read_program(node, PROGRAM, dict.fromkeys(program.chapters, area))
        guidelines = guidelines_of(table, GUIDELINES)
    except (BadYaml, ValueError):
        raise ChangedText from None
    if program is None or faults:
        raise ChangedText
    return replace(program, text=text), guidelines


def _text(session: Session, name: str) -> str:
    row = session.get(RuleText, name)
    if row is None or fingerprint(row.text) != name:
        raise ChangedText
    return row.text
