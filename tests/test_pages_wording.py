"""Whatever a page can say has words, in English as in Spanish."""

import re
from pathlib import Path

import pytest

import service.web
import service.wording.sentences
from service.access.rights import TOKEN_ROLES
from service.casework.acting import ILLEGAL, NOT_IN_EFFECT, PROPOSE, SAME_PERSON
from service.casework.award_table import STATES as AWARD_STATES
from service.casework.award_uses import (
    AWARD_OVER,
    BEYOND_BUDGET,
    BEYOND_VISITS,
    REVOKE,
    UNDO,
    USE,
    VISIT,
)
from service.casework.awarding import AWARD, AWARDED_BEFORE, NEEDS_PERSON, NOT_AWARDABLE
from service.casework.recording import RECORD
from service.casework.replaying import CHANGED_TEXT, FACTS_REFUSED, OTHER, SAME
from service.casework.retention import ERASE
from service.casework.viewing import ACTIONS
from service.chapter_report import STEPS as REPORT_STEPS
from service.eligibility.facts import FACTS
from service.eligibility.program import FUNDS
from service.referrals.awards import ATTACHED
from service.referrals.lifecycle import COMPLETED, TERMINAL
from service.referrals.status_page import STEPS, WISHES
from service.web.reply_forms import ANSWERS, CARRIES, MOST_PROPOSED
from service.web.work.facts_form import GROUPS
from service.web.work.program_view import AGAINST, FITS, OPEN
from service.web.work.showing import PLACES
from service.web.zones import ZONES
from service.wording.languages import ENGLISH, WORDINGS

WEB = Path(service.web.__file__).parent
TEMPLATES = "".join(path.read_text() for path in sorted(WEB.glob("templates/*.html")))
CODE = "".join(path.read_text() for path in sorted(WEB.rglob("*.py")))
SENTENCES = Path(service.wording.sentences.__file__).read_text()
CASE_EVENTS = (RECORD, *ACTIONS, PROPOSE, AWARD, USE, UNDO, REVOKE, ATTACHED, VISIT, ERASE)
CASE_CONFLICTS = (
    "stale", ILLEGAL, SAME_PERSON, NOT_IN_EFFECT, NOT_AWARDABLE, BEYOND_BUDGET, BEYOND_VISITS,
    AWARDED_BEFORE, AWARD_OVER, NEEDS_PERSON,
)  # fmt: skip
NEEDED = {
    *re.findall(r'say\("([a-z_0-9-]+)"[,)]', TEMPLATES),
    *(f"do_{action}" for action in ANSWERS),
    *(f"do_{action}_what" for action in ANSWERS),
    *(f"event_{action}" for action in ANSWERS if action != "fail"),  # a failed one has no page
    *(f"zone_{zone}" for zone in ZONES),
    *(f"nav_{path}" for path in PLACES),
    *(f"place_{path}" for path in PLACES[1:]),
    *(f"role_{role}" for role in TOKEN_ROLES),
    *(f"step_{step}" for step in STEPS),
    *(f"{part}_{wish}" for wish in WISHES for part in ("wish", "told")),
    *(f"over_{state.status}" for state in TERMINAL - {COMPLETED}),
    *(f"proposed_{number}" for number in range(1, MOST_PROPOSED + 1)),
    *(f"fault_{code}" for code in re.findall(r'(?:_fault\(\w+|Problem\("\w+"), "(\w+)"', CODE)),
    *(f"notice_{code}" for code in re.findall(r'notice="(\w+)"', CODE)),
    *(f"facts_{group}" for group in GROUPS),
    *(f"none_{name}" for name, fact in FACTS.items() if fact.nothing),
    *(f"standing_{each}" for each in (FITS, AGAINST, OPEN)),
    *(f"funds_{each}" for each in (*FUNDS, "unknown")),
    *(f"award_{state}" for state in AWARD_STATES),
    *(f"proof_{found}" for found in (SAME, OTHER, CHANGED_TEXT, FACTS_REFUSED)),
    *(f"case_event_{action}" for action in CASE_EVENTS),
    *(f"notice_{code}" for code in CASE_CONFLICTS),
    *(f"report_{step}" for step in REPORT_STEPS),
    *(f"fault_{part}_number" for part in ("year", "month", "day")),
}


@pytest.mark.parametrize("language", WORDINGS)
def test_whatever_a_page_says_has_words(language):
    assert len(NEEDED) > 100
    assert NEEDED - WORDINGS[language].pages.keys() == set()


def test_whatever_is_said_of_a_count_has_its_forms():
    by_pages = re.findall(r'words\.count\("([a-z_0-9]+)"', TEMPLATES)
    by_code = re.findall(r'counted\("([a-z_]+)"', CODE + SENTENCES)
    assert {*by_pages, *by_code} == ENGLISH.counts.keys()


def test_every_answer_carries_what_the_lifecycle_asks_of_it():
    assert set(ANSWERS) < CARRIES.keys()


@pytest.mark.parametrize("language", WORDINGS)
def test_sentences_are_short(language):
    """Whoever reads them may be tired, or see little."""
    for code, text in WORDINGS[language].pages.items():
        longest = max(len(sentence.split()) for sentence in re.split(r"[.?!:;]", text))
        assert longest <= 22, (code, longest)
