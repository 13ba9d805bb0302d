"""python -m service.wording.check: lists what is not worded, or not translated as it now stands.

Nothing is listed here by hand: English must have what the directory's tables hold, and every
catalogue a translation of each text that English has.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message

from service.directory.direct_access import DIRECT_ACCESS
from service.directory.languages import TRANSLATIONS, worded_in
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

from .catalogue import read_catalogue, template_of
from .languages import ENGLISH
from .wording import Wording

# Of one, a text may say so in a word: "One therapist found".
_NEED_NOT_STAND = {"count"}


def unworded(wording: Wording) -> Iterator[str]:
    """A line for each code of the directory's tables that has no words."""
    there = wording.tables()
    for name, codes in _needed().items():
        for code in sorted(codes - there[name].keys()):
            yield f"{wording.language}: {name} lack {code}"


def untranslated(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """A line for each text that is not translated as it now stands, or is no longer there."""
    wanted = {text.context: text for text in template if text.id}
    there = {text.context: text for text in catalogue if text.id}
    yield from (f"{context} is not in the catalogue" for context in wanted.keys() - there.keys())
    for text in catalogue:
        if not text.id:
            continue
        if text.context not in wanted:
            yield f"{text.context} is no longer said"
        elif text.id != wanted[text.context].id or text.fuzzy:
            yield f"{text.context} translates what English no longer says"
        elif not all(_forms(text.string)):
            yield f"{text.context} is not translated"
        elif not all(_fills(form, text) for form in _forms(text.string)):
            yield f"{text.context} is filled with other placeholders"


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
        "names.signals": set(WEIGHTS),
        "names.known": {known.value for known in Known},
        "names.need_kinds": {need.kind for need in NEEDS.values()},
        "names.payer_kinds": {payer.kind for payer in PAYERS.values()},
        "names.plan_statuses": {status for status, _ in INSURANCE_VALUES},
        "names.status_reasons": set(REASONS),
        "names.accepting_patients": accepting - {"unknown"},
        "names.coverage_statuses": {status.value for status in Status},
        "names.facts": set(FACTS),
        "names.questions": set(FACTS),
        "names.sources": set(SOURCE_KINDS),
        "names.outcomes": {outcome.value for outcome in Outcome},
    }


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _fills(form: str, text: Message) -> bool:
    """Whether a form is filled as the English is, of which the last form says all."""
    wanted, there = _placeholders(_forms(text.id)[-1]), _placeholders(form)
    if text.pluralizable and wanted and there is not None:
        return wanted - _NEED_NOT_STAND <= there <= wanted
    return there == wanted


def _placeholders(text: str) -> set[str | None] | None:
    """The placeholders of a text; None if its braces make no sense."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text)} - {None}
    except ValueError:
        return None


def main(folder: Path = TRANSLATIONS) -> int:
    """Prints what is amiss; 1 if anything is."""
    found, template = list(unworded(ENGLISH)), template_of(ENGLISH)
    for language in worded_in(folder)[1:]:
        catalogue = read_catalogue(folder, language)
        found += (f"{language}: {line}" for line in sorted(untranslated(catalogue, template)))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
