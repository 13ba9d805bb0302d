"""The words of an e-mail, by its template and language."""

from collections.abc import Mapping

from .languages import wording_of


def mail_text(template: str, language: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text."""
    wording = wording_of(language)
    return wording.mail_subjects[template], wording.mail_texts[template].format_map(values) + "\n"
