"""Wording: all that answers say in one language, as tables by code."""

from collections.abc import Mapping
from dataclasses import dataclass

Table = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Wording:
    """One language. `locale` is Babel's, for days, numbers and lists.

    `names` holds a table for each kind of code, under the key that /vocabulary gives it.
    """

    language: str
    locale: str
    sentences: Table
    phrases: Table  # parts of sentences
    problems: Table  # what is wrong with a parameter
    titles: Table  # of errors, by their codes
    details: Table  # what errors say further
    letters: Table  # what is printed of a referral
    pages: Table  # of the web face
    mail_subjects: Table
    mail_texts: Table
    names: Mapping[str, Table]
