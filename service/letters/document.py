"""A printed document as blocks without a look; one template draws them in HTML, one in PDF."""

from collections.abc import Callable
from typing import Any

import msgspec

from .characters import clean_text


class _Part(msgspec.Struct, frozen=True):
    """Holds what may be private, so it shows nothing of it."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Block(_Part, frozen=True, tag_field="kind", tag=str.lower):
    """The name of its class says how it is drawn."""


class Heading(Block, frozen=True):
    text: str


class Paragraph(Block, frozen=True):
    text: str


class Notice(Block, frozen=True):
    """In a frame: what nobody may overlook."""

    title: str
    text: str


class Large(Block, frozen=True):
    """What is read from afar, such as a phone number."""

    label: str
    text: str


class Link(Block, frozen=True):
    """An address for a camera: `path` draws its dark squares on a side of `size`, and `label` says
    what they are. `text` tells what to do with it, or with `address` and `number` to be typed."""

    text: str
    address: str
    number: str
    label: str
    size: int
    path: str


class Facts(Block, frozen=True):
    """Names of facts, each with one or more lines."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


class Bullets(Block, frozen=True):
    items: tuple[str, ...]


class Steps(Block, frozen=True):
    """Numbered; each a title and what to do."""

    steps: tuple[tuple[str, str], ...]


class Grid(Block, frozen=True):
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Document(_Part, frozen=True, kw_only=True):
    """`page` words the page number, `respelled` what is said where letters cannot be printed. The
    `following` ones begin on pages of their own in the same file, and are numbered with it; `apart`
    says that each is a whole, with its own footer and numbers. Behind them come `more_pages` of
    papers that others made, which count but bear no number."""

    title: str
    language: str
    footer: str
    page: str
    respelled: str
    blocks: tuple[Block, ...]
    large_type: bool = False
    following: tuple["Document", ...] = ()
    apart: bool = False
    more_pages: int = 0


def plain(document: Document) -> dict[str, Any]:
    """As the templates take it, without the characters that would spoil the lines around them."""
    return each_text(msgspec.to_builtins(document), clean_text)


def each_text(part: Any, change: Callable[[str], str]) -> Any:
    """The same structure with every text in it changed."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, dict):
        return {name: each_text(value, change) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [each_text(value, change) for value in part]
    return part
