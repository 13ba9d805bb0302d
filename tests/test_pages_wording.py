"""Whatever a page can say has words, in English as in Spanish."""

import re
from pathlib import Path

import pytest

import service.web
from service.access.rights import TOKEN_ROLES
from service.referrals.lifecycle import COMPLETED, TERMINAL
from service.referrals.status_page import STEPS, WISHES
from service.web.reply_forms import ANSWERS, CARRIES, MOST_PROPOSED
from service.web.work.showing import PLACES
from service.web.zones import ZONES
from service.wording.languages import WORDINGS

WEB = Path(service.web.__file__).parent
TEMPLATES = "".join(path.read_text() for path in sorted(WEB.glob("templates/*.html")))
CODE = "".join(path.read_text() for path in sorted(WEB.rglob("*.py")))
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
    *(f"fault_{part}_number" for part in ("year", "month", "day")),
}


@pytest.mark.parametrize("language", WORDINGS)
def test_whatever_a_page_says_has_words(language):
    assert len(NEEDED) > 100
    assert NEEDED - WORDINGS[language].pages.keys() == set()


def test_every_answer_carries_what_the_lifecycle_asks_of_it():
    assert set(ANSWERS) < CARRIES.keys()


@pytest.mark.parametrize("language", WORDINGS)
def test_sentences_are_short(language):
    """Whoever reads them may be tired, or see little."""
    for code, text in WORDINGS[language].pages.items():
        longest = max(len(sentence.split()) for sentence in re.split(r"[.?!:;]", text))
        assert longest <= 22, (code, longest)
