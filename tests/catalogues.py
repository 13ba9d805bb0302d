"""Catalogues that tests change or make up."""

from pathlib import Path

from babel.messages.catalog import Catalog, Message

from service.directory.languages import TRANSLATIONS, catalogue_in
from service.wording.catalogue import read_catalogue


def read_spanish() -> Catalog:
    """One's own copy."""
    return read_catalogue(TRANSLATIONS, "es")


def text_of(catalogue: Catalog, context: str) -> Message:
    return next(text for text in catalogue if text.context == context)


def folder_for(folder: Path, language: str) -> Path:
    """The same folder, with a place for the language's catalogue."""
    catalogue_in(folder, language).parent.mkdir(parents=True)
    return folder
