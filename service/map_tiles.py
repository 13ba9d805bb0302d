"""A server of map pictures, if the operator names one: where they are, and whom to credit."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from service.delivery_settings import LOOPBACK

# What an address and a policy of pages can hold as it stands.
_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?/[A-Za-z0-9._~/?&=@{}-]*")
_PARTS = ("{z}", "{x}", "{y}")


@dataclass(frozen=True)
class Tiles:
    """`template` holds {z}, {x} and {y}; `credit` is shown under every map."""

    template: str
    credit: str

    @property
    def origin(self) -> str:
        parts = urlsplit(self.template)
        return f"{parts.scheme}://{parts.netloc}"

    def address(self, zoom: int, x: int, y: int) -> str:
        return self.template.format(z=zoom, x=x, y=y)


def _has_port(template: str) -> bool:
    try:
        return urlsplit(template).port != 0
    except ValueError:
        return False


def read_tiles(text: str) -> Tiles | None:
    """None for an empty text; raises ValueError."""
    if not text:
        return None
    template, _, credit = text.partition(" ")
    whole = _ADDRESS.fullmatch(template) and all(template.count(part) == 1 for part in _PARTS)
    bare = re.sub(r"\{[zxy]\}", "", template)
    if whole and not _has_port(template):
        raise ValueError("must have a port from 1 to 65535, if it has one")
    if not whole or "{" in bare or "}" in bare or not credit.strip() or not credit.isprintable():
        raise ValueError(
            "must be an address with {z}, {x} and {y}, and after a space whom to credit, for "
            "example https://tiles.example/{z}/{x}/{y}.png Example Maps"
        )
    if template.startswith("http:") and urlsplit(template).hostname not in LOOPBACK:
        raise ValueError("must begin with https, unless the server stands on loopback")
    return Tiles(template, credit.strip())
