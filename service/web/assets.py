"""Files that pages load: each under a name that holds its hash, so that a browser keeps it for a
year and never shows an old one beside a new page."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, abort, request
from fontTools.ttLib import TTFont

from service.api.authentication import needs

ROUTE = "/assets/<name>"
_A_YEAR = "public, max-age=31536000, immutable"
# Of a page that another version of the service wrote, while it is being replaced.
_ANEW = "public, no-cache"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
          ".woff": "font/woff"}  # fmt: skip
_STATIC = Path(__file__).parent / "static"
# Made for readers with low vision (Braille Institute; OFL). It comes with a Python package.
_FONTS = {"regular.woff": "AtkinsonHyperlegible-Regular.ttf",
          "bold.woff": "AtkinsonHyperlegible-Bold.ttf"}  # fmt: skip
_URL = re.compile(r"url\(([a-z.-]+)\)")


@dataclass(frozen=True)
class Asset:
    """`packed` is the body as gzip; fonts are packed by themselves."""

    address: str
    body: bytes
    packed: bytes | None
    kind: str


@cache
def assets() -> Mapping[str, Asset]:
    """All of them by their plain names; a style sheet names others by theirs."""
    made = {name: _asset(name, _webfont(file)) for name, file in _FONTS.items()}
    for path in sorted(_STATIC.iterdir(), key=lambda path: path.suffix == ".css"):
        body = path.read_text(encoding="utf-8")
        if path.suffix == ".css":
            body = _URL.sub(lambda found: f"url({made[found[1]].address})", body)
        made[path.name] = _asset(path.name, body.encode())
    return MappingProxyType(made)


def asset(name: str) -> str:
    """The address of a file."""
    return assets()[name].address


def add_assets(pages: Blueprint) -> None:
    @pages.get(ROUTE)
    @needs("pages.assets")
    def an_asset(name: str) -> Response:
        stem, _, rest = name.partition(".")
        found = assets().get(f"{stem}.{rest.rpartition('.')[2]}")
        if found is None:
            abort(404)
        packs = found.packed is not None and "gzip" in request.accept_encodings
        response = Response(found.packed if packs else found.body, content_type=found.kind)
        if packs:
            response.content_encoding = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = _A_YEAR if found.address.endswith(name) else _ANEW
        return response


def _asset(name: str, body: bytes) -> Asset:
    stem, _, ending = name.partition(".")
    address = f"/assets/{stem}.{blake2b(body, digest_size=6).hexdigest()}.{ending}"
    kind = _KINDS[f".{ending}"]
    if kind.startswith("font/"):
        return Asset(address, body, None, kind)
    return Asset(address, body, gzip.compress(body, mtime=0), f"{kind}; charset=utf-8")


def _webfont(file: str) -> bytes:
    """The font as WOFF, half as large."""
    path = Path(str(files("fontpkg_atkinson_hyperlegible"))) / "files" / file
    made = BytesIO()
    with TTFont(path, recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(made)
    return made.getvalue()
