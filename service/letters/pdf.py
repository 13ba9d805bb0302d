"""A document as PDF/UA: tagged, with title and language, so that it can be read out.

Typst sets it, given the text as data only; the same document gives the same bytes.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import typst

from .characters import respell
from .document import Document, each_text, plain
from .fonts import families, fonts, shapes

_TEMPLATES = Path(__file__).parent / "templates"
US_LETTER, A4 = "us-letter", "a4"


class NotPrinted(RuntimeError):
    """Without the text, which may be private and which the errors of Typst quote."""


def render_pdf(document: Document, paper: str = US_LETTER) -> bytes:
    compiler = _compiler(document, paper)
    # "ua-1" also refuses to print a character as an empty box.
    with suppress(typst.TypstError):
        return compiler.compile(format="pdf", pdf_standards="ua-1")
    raise NotPrinted("The document could not be set")


def count_pages(document: Document, paper: str = US_LETTER) -> int:
    """As many as `render_pdf` makes, and those of papers behind, for the cover sheet of a fax."""
    own = int(_compiler(document, paper).query("<pages>", field="value", one=True))
    return own + document.more_pages


def _compiler(document: Document, paper: str) -> typst.Compiler:
    inputs = {
        "document": json.dumps(_printable(document)),
        "families": json.dumps(families()),
        "paper": paper,
    }
    return typst.Compiler(
        _TEMPLATES / "document.typ",
        root=_TEMPLATES,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )


def _printable(document: Document) -> dict[str, Any]:
    """With every letter that no font has respelled, and a line that says so."""
    said = plain(document)
    following = said.pop("following")
    return _respelled(said) | {"following": [_respelled(one) for one in following]}


def _respelled(said: dict[str, Any]) -> dict[str, Any]:
    printable = each_text(said, lambda text: respell(text, shapes()))
    if printable != said:
        printable["blocks"].append({"kind": "paragraph", "text": said["respelled"]})
    return printable
