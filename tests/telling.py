"""A patient whose every word can be looked for: in the clear, and in the usual disguises."""

import base64
import re
from collections.abc import Iterator
from urllib.parse import quote

from tests.pdf_files import pdf_of

BIRTH_DATE = "1947-08-29"
PATIENT = {
    "given": "Zerlinda-Marguerite",
    "family": "Quillfeather",
    "birth_date": BIRTH_DATE,
    "phone": "518-555-0142",
    "email": "zerlinda.private@home.example",
    "member_id": "WXQ7712345",
}
REASON, NOTES = "Kinetic shudder makes cooking dangerous", "Her brother Oswaldino drives her"
GOAL, ORDER = "bake soda bread on Sundays", "Desensitize the forearm thrice weekly"
TEXT, NOTE = "Dysesthesia was the complaint", "Ataxia improved after lukewarm showers"
SECOND, PAPER = "A kidney stone came between", pdf_of("Spasticity of the gastrocnemius")
PAPER_NAME = "hemiparesis-plan.pdf"
# What each of these is looked for by: one word that nothing else holds.
WORDS = (
    "Zerlinda", "Marguerite", "Quillfeather", "518-555-0142", "5185550142", "zerlinda.private",
    "WXQ7712345", "shudder", "dangerous", "Oswaldino", "soda bread", "Desensitize", "Dysesthesia",
    "lukewarm", "kidney stone", "gastrocnemius", "hemiparesis", BIRTH_DATE, "19470829",
    "08/29/1947", "29.08.1947",
)  # fmt: skip


def found_in(data: bytes) -> set[str]:
    """The words that stand in it, in whatever letters."""
    folded = data.lower()
    return {
        word for word in WORDS
        if any(form.lower() in folded for form in _plain(word))
        or any(form in data for form in _base64(word))
    }  # fmt: skip


def _plain(word: str) -> Iterator[bytes]:
    yield from (word.encode(), quote(word).encode(), word.encode().hex().encode())
    yield word.encode("utf-16-le")


def _base64(word: str) -> Iterator[bytes]:
    """As it looks wherever it begins within three bytes; its rims depend on its neighbours."""
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + word.encode()).decode()
        inner = coded[4 if shift else 0 :]
        inner = re.sub("=+$", "", inner)
        yield inner[: len(inner) - 2].encode()
        yield inner[: len(inner) - 2].replace("+", "-").replace("/", "_").encode()
