"""python -m service.wording.update: brings every catalogue up to date with the English texts."""

from pathlib import Path

from babel.messages.catalog import Catalog

from service.directory.languages import TRANSLATIONS, worded_in

from .catalogue import read_catalogue, template_of, write_catalogue
from .languages import ENGLISH


def bring_up_to_date(catalogue: Catalog, template: Catalog) -> None:
    """New texts are there to be translated; one that English says otherwise now keeps its
    translation as a proposal, marked as fuzzy. The library tells texts by their English, we by
    their codes."""
    before = {text.context: text for text in catalogue if text.id}
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    for text in catalogue:
        old = before.get(text.context)
        if old and old.id != text.id and old.pluralizable == text.pluralizable and any(old.string):
            text.string = old.string
            text.flags.add("fuzzy")


def main(folder: Path = TRANSLATIONS) -> None:
    template = template_of(ENGLISH)
    for language in worded_in(folder)[1:]:
        catalogue = read_catalogue(folder, language)
        bring_up_to_date(catalogue, template)
        write_catalogue(folder, language, catalogue)


if __name__ == "__main__":
    main()
