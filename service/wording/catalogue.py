"""Catalogues: the texts of other languages as gettext keeps them, which Babel reads and writes."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import Translations

from service.directory.languages import catalogue_in

from .wording import Wording, context_of


def read_catalogue(folder: Path, language: str) -> Catalog:
    with catalogue_in(folder, language).open("rb") as file:
        return read_po(file, abort_invalid=True)


def write_catalogue(folder: Path, language: str, catalogue: Catalog) -> None:
    with catalogue_in(folder, language).open("wb") as file:
        write_po(file, catalogue)


def translations_of(catalogue: Catalog) -> Translations:
    """What can be looked up: of what is marked as fuzzy, nothing."""
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def template_of(wording: Wording) -> Catalog:
    """All that there is to translate, with nothing translated yet."""
    template = Catalog()
    for name, table in wording.tables().items():
        for code, text in table.items():
            template.add(text, context=context_of(name, code))
    for code, forms in wording.counts.items():
        template.add(forms, context=context_of("counts", code))
    return template
