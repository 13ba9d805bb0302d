"""Wording: all that answers say in one language, as tables by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from gettext import NullTranslations

from service.directory.languages import languages

from .figures import number_text

Table = Mapping[str, str]
TABLES = (
    "sentences", "phrases", "problems", "titles", "details", "letters", "pages", "mail_subjects",
    "mail_texts",
)  # fmt: skip
# A count that is no whole number takes the form of this one: 1.5 miles are more than one.
_AS_IF = 2


@dataclass(frozen=True, eq=False)
class Wording:
    """One language. `locale` is Babel's, for days, numbers and lists.

    `names` holds a table for each kind of code, under the key that /vocabulary gives it. `counts`
    holds what hangs on a number, as English says it of one and of more: gettext's own key for the
    forms of any language, which `counted` chooses from.
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
    counts: Mapping[str, tuple[str, str]]
    translations: NullTranslations = field(default_factory=NullTranslations)

    def tables(self) -> dict[str, Table]:
        """All tables by their names. Names of languages are not among them: Babel has those."""
        kinds = {f"names.{kind}": names for kind, names in self.names.items()}
        del kinds["names.languages"]
        return {name: getattr(self, name) for name in TABLES} | kinds

    def counted(self, code: str, count: float, **values: str) -> str:
        """A text in the form that so many take, with the number written out."""
        whole = int(count) if count == int(count) else _AS_IF
        form = self.translations.npgettext(context_of("counts", code), *self.counts[code], whole)
        return form.format(count=number_text(count, self.locale), **values)

    def translated(self, language: str, locale: str, translations: NullTranslations) -> "Wording":
        """The same in another language; what nobody has translated yet stays as it is."""
        told = {
            name: {
                code: translations.pgettext(context_of(name, code), text)
                for code, text in table.items()
            }
            for name, table in self.tables().items()
        }
        names = {kind: told.get(f"names.{kind}", {}) for kind in self.names}
        return replace(
            self,
            language=language,
            locale=locale,
            translations=translations,
            names=names | {"languages": languages(locale)},
            **{name: told[name] for name in TABLES},
        )


def context_of(table: str, code: str) -> str:
    """What tells a text from others that are the same in English."""
    return f"{table}.{code}"
