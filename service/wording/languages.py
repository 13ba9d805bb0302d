"""The languages that answers are given in. English is the one that the others translate."""

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
    spanish,
    spanish_benefits,
    spanish_chapters,
    spanish_checks,
    spanish_coverage,
    spanish_criteria,
    spanish_eligibility,
    spanish_explanations,
    spanish_letters,
    spanish_lists,
    spanish_mail,
    spanish_pages,
    spanish_problems,
    spanish_reading,
    spanish_rules,
    spanish_shortlists,
    spanish_site,
    spanish_stewardship,
    spanish_work,
    spanish_work_cases,
    spanish_work_eligibility,
    spanish_work_keeping,
    spanish_work_moves,
    spanish_work_new,
    spanish_work_programs,
    spanish_work_referrals,
    spanish_work_upkeep,
)
from .english_names import NAMES as ENGLISH_NAMES
from .spanish_names import NAMES as SPANISH_NAMES
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
)
SPANISH = Wording(
    language="es",
    locale="es_US",
    sentences=spanish.SENTENCES
    | spanish_explanations.SENTENCES
    | spanish_benefits.SENTENCES
    | spanish_chapters.SENTENCES
    | spanish_coverage.SENTENCES
    | spanish_eligibility.SENTENCES
    | spanish_shortlists.SENTENCES
    | spanish_stewardship.SENTENCES,
    phrases=spanish.PHRASES | spanish_benefits.PHRASES | spanish_eligibility.PHRASES,
    problems=spanish_problems.PROBLEMS
    | spanish_rules.PROBLEMS
    | spanish_chapters.PROBLEMS
    | spanish_coverage.PROBLEMS,
    titles=spanish_problems.TITLES,
    details=spanish_problems.DETAILS,
    letters=spanish_letters.LETTERS | spanish_stewardship.LETTERS,
    pages=spanish_pages.PAGES
    | spanish_site.SITE
    | spanish_lists.LISTS
    | spanish_reading.READING
    | spanish_criteria.CRITERIA
    | spanish_checks.CHECKS
    | spanish_stewardship.PAGES
    | spanish_work.WORK
    | spanish_work_eligibility.ELIGIBILITY
    | spanish_work_cases.CASES
    | spanish_work_programs.PROGRAMS
    | spanish_work_moves.MOVES
    | spanish_work_new.NEW
    | spanish_work_referrals.REFERRALS
    | spanish_work_keeping.KEEPING
    | spanish_work_upkeep.UPKEEP,
    mail_subjects=spanish_mail.SUBJECTS,
    mail_texts=spanish_mail.TEXTS,
    names=SPANISH_NAMES,
)
WORDINGS: dict[str, Wording] = {wording.language: wording for wording in (ENGLISH, SPANISH)}


def wording_of(language: str) -> Wording:
    return WORDINGS[language]


def every_name(kind: str) -> dict[str, tuple[str, ...]]:
    """Each code of a kind with its plain names in all languages, the English one first."""
    return {
        code: tuple(wording.names[kind][code] for wording in WORDINGS.values())
        for code in ENGLISH.names[kind]
    }
