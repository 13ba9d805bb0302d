"""The words of e-mails: every template in each language, with its values, and nothing of health."""

import re
from string import Formatter

import pytest

from service.referrals.notice import LANGUAGES, TEMPLATES
from service.wording.languages import WORDINGS
from service.wording.mail import mail_text
from tests.outbox_notices import LINK

VALUES = {"referral": "r1", "link": LINK, "days": "3", "correction": "c1",
          "office": "Dr. Ellis Harrow, 518-555-0100"}  # fmt: skip
HEALTH = (
    "sclerosis", "therap", "health", "diagnos", "disease", "medic", "symptom", "treat", "clinic",
    "care", "fatigue", "esclerosis", "terapia", "terapéu", "salud", "enfermedad", "médic",
    "síntoma", "tratamiento", "atención", "clínica", "fatiga",
)  # fmt: skip


def test_the_languages_of_notices_are_those_of_the_wording():
    assert set(LANGUAGES) == set(WORDINGS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_is_worded_without_a_word_of_health(template, language):
    values = {name: VALUES[name] for name in TEMPLATES[template]}
    subject, text = mail_text(template, language, values)
    assert "{" not in subject + text
    assert len(subject) <= 70
    assert "\n" not in subject
    assert [value for value in values.values() if value not in text] == (
        ["r1"] if template.startswith("patient-") else []
    )
    words = (subject + text).lower().replace(LINK, "")
    assert [word for word in HEALTH if word in words] == []
    assert not re.search(r"\bMS\b|\bEM\b", subject + text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subject_holds_no_value(language):
    for subject in WORDINGS[language].mail_subjects.values():
        assert [name for _, name, _, _ in Formatter().parse(subject) if name] == []
