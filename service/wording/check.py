"""python -m service.wording.check: lists what a language lacks, has too much, or fills otherwise.

Nothing is listed here by hand: English must have what the directory's tables hold, and every other
language what English has.
"""

import sys
from collections.abc import Iterable, Iterator
from string import Formatter

from service.directory.direct_access import DIRECT_ACCESS
from service.directory.needs import NEEDS
from service.directory.payers import PAYERS
from service.directory.profile import REASONS_TO_WIN, SOURCE_KINDS
from service.directory.vocabulary import Known
from service.directory.weights import (
    AGES_VALUES,
    AVAILABILITY_VALUES,
    EXPERTISE_STEPS,
    INSURANCE_VALUES,
    SERVICE_VALUES,
    WEIGHTS,
)
from service.eligibility.coverage import Status
from service.eligibility.facts import FACTS
from service.eligibility.outcomes import Outcome
from service.referrals.notice import TEMPLATES
from service.referrals.reasons import REASONS

from .languages import ENGLISH, WORDINGS
from .wording import Table, Wording


def gaps(first: Wording, others: Iterable[Wording]) -> list[str]:
    """One line for each thing that is not as it should be, none if all is well."""
    found = list(_missing_by_tables(first))
    for other in others:
        found += _missing_beside(first, other)
    return found


def tables(wording: Wording) -> dict[str, Table]:
    """All tables of a language by their names."""
    kinds = {f"names of {kind}": table for kind, table in wording.names.items()}
    return {
        "sentences": wording.sentences,
        "phrases": wording.phrases,
        "problems": wording.problems,
        "titles": wording.titles,
        "details": wording.details,
        "letters": wording.letters,
        "pages": wording.pages,
        "mail_subjects": wording.mail_subjects,
        "mail_texts": wording.mail_texts,
    } | kinds


def _needed() -> dict[str, set[str]]:
    """Codes that the directory's tables speak of, by the table that must word them."""
    accepting = {status for status, _ in AVAILABILITY_VALUES}
    return {
        "sentences": {
            *(f"because_{because}" for because in REASONS_TO_WIN),
            *(step.reason for step in EXPERTISE_STEPS),
            *(rule.code for rule in DIRECT_ACCESS.values()),
            *(f"accepting_{status}" for status in accepting),
            *(f"services_{standing}" for standing in SERVICE_VALUES),
            *(f"adults_{standing}" for standing in AGES_VALUES),
        },
        "mail_subjects": set(TEMPLATES),
        "mail_texts": set(TEMPLATES),
        "names of signals": set(WEIGHTS),
        "names of known": {known.value for known in Known},
        "names of need_kinds": {need.kind for need in NEEDS.values()},
        "names of payer_kinds": {payer.kind for payer in PAYERS.values()},
        "names of plan_statuses": {status for status, _ in INSURANCE_VALUES},
        "names of status_reasons": set(REASONS),
        "names of accepting_patients": accepting - {"unknown"},
        "names of coverage_statuses": {status.value for status in Status},
        "names of facts": set(FACTS),
        "names of questions": set(FACTS),
        "names of sources": set(SOURCE_KINDS),
        "names of outcomes": {outcome.value for outcome in Outcome},
    }


def _missing_by_tables(wording: Wording) -> Iterator[str]:
    there = tables(wording)
    for name, codes in _needed().items():
        for code in sorted(codes - there[name].keys()):
            yield f"{wording.language}: {name} lack {code}"


def _missing_beside(first: Wording, other: Wording) -> Iterator[str]:
    ours, theirs = tables(first), tables(other)
    for name in ours | theirs:
        wanted, there = ours.get(name, {}), theirs.get(name, {})
        where = f"{other.language}: {name}"
        yield from (f"{where} lack {code}" for code in wanted if not there.get(code))
        yield from (f"{where} need no {code}" for code in there if code not in wanted)
        for code in wanted:
            if there.get(code) and _placeholders(wanted[code]) != _placeholders(there[code]):
                yield f"{where} fill {code} with other placeholders"


def _placeholders(text: str) -> set[str | None] | None:
    """The placeholders of a text; None if its braces make no sense."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text)} - {None}
    except ValueError:
        return None


def main(*others: Wording) -> int:
    """Prints the gaps of other languages than English; 1 if there are any."""
    found = gaps(ENGLISH, others)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*(wording for wording in WORDINGS.values() if wording is not ENGLISH)))
