"""The words of an e-mail, by its template and language."""

from collections.abc import Mapping

from .languages import WORDINGS


def mail_text(template: str, language: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text."""
    wording = WORDINGS[language]
    return wording.mail_subjects[template], wording.mail_texts[template].format_map(values) + "\n"
