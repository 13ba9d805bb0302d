"""The languages that answers are given in. English is the one that the others translate."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from service.directory.languages import TRANSLATIONS, worded_in

from . import (
    english,
    english_benefits,
    english_chapters,
    english_checks,
    english_coverage,
    english_criteria,
    english_eligibility,
    english_explanations,
    english_letters,
    english_lists,
    english_mail,
    english_pages,
    english_problems,
    english_reading,
    english_rules,
    english_shortlists,
    english_site,
    english_stewardship,
    english_work,
    english_work_cases,
    english_work_eligibility,
    english_work_keeping,
    english_work_moves,
    english_work_new,
    english_work_programs,
    english_work_referrals,
    english_work_upkeep,
)
from .catalogue import read_catalogue, translations_of
from .english_names import NAMES as ENGLISH_NAMES
from .wording import Wording

ENGLISH = Wording(
    language="en",
    locale="en_US",
    sentences=english.SENTENCES
    | english_explanations.SENTENCES
    | english_benefits.SENTENCES
    | english_chapters.SENTENCES
    | english_coverage.SENTENCES
    | english_eligibility.SENTENCES
    | english_shortlists.SENTENCES
    | english_stewardship.SENTENCES,
    phrases=english.PHRASES | english_benefits.PHRASES | english_eligibility.PHRASES,
    problems=english_problems.PROBLEMS
    | english_rules.PROBLEMS
    | english_chapters.PROBLEMS
    | english_coverage.PROBLEMS,
    titles=english_problems.TITLES,
    details=english_problems.DETAILS,
    letters=english_letters.LETTERS | english_stewardship.LETTERS,
    pages=english_pages.PAGES
    | english_site.SITE
    | english_lists.LISTS
    | english_reading.READING
    | english_criteria.CRITERIA
    | english_checks.CHECKS
    | english_stewardship.PAGES
    | english_work.WORK
    | english_work_eligibility.ELIGIBILITY
    | english_work_cases.CASES
    | english_work_programs.PROGRAMS
    | english_work_moves.MOVES
    | english_work_new.NEW
    | english_work_referrals.REFERRALS
    | english_work_keeping.KEEPING
    | english_work_upkeep.UPKEEP,
    mail_subjects=english_mail.SUBJECTS,
    mail_texts=english_mail.TEXTS,
    names=ENGLISH_NAMES,
    counts=english.COUNTS
    | english_lists.COUNTS
    | english_site.COUNTS
    | english_work.COUNTS
    | english_work_eligibility.COUNTS
    | english_work_cases.COUNTS
    | english_work_new.COUNTS
    | english_work_referrals.COUNTS
    | english_work_keeping.COUNTS
    | english_work_upkeep.COUNTS,
)


class Wordings(Mapping[str, Wording]):
    """English, and each language of which `folder` holds a catalogue. That is read when somebody
    first asks for its words: neither commands nor English pages wait for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._languages = worded_in(folder)
        self._read = {ENGLISH.language: ENGLISH}

    def __getitem__(self, language: str) -> Wording:
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._read:
            catalogue = read_catalogue(self._folder, language)
            translations = translations_of(catalogue)
            found = ENGLISH.translated(language, str(catalogue.locale), translations)
            self._read.setdefault(language, found)
        return self._read[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)

    def __contains__(self, language: object) -> bool:
        return language in self._languages


WORDINGS = Wordings(TRANSLATIONS)


class EveryName(Mapping[str, tuple[str, ...]]):
    """Each code of a kind with its plain names in all languages, the English one first."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __getitem__(self, code: str) -> tuple[str, ...]:
        return tuple(wording.names[self._kind][code] for wording in WORDINGS.values())

    def __iter__(self) -> Iterator[str]:
        return iter(ENGLISH.names[self._kind])

    def __len__(self) -> int:
        return len(ENGLISH.names[self._kind])
