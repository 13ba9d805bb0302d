"""What an OT is called."""

import re

from .struct import Struct

# NPPES cuts what stands for a credential at 20 signs; that somebody here is an OT is no news.
_PROFESSION = re.compile(r"occupational therap[a-z]*\.?", re.IGNORECASE)


class Name(Struct):
    first: str | None = None
    middle: str | None = None
    last: str | None = None
    suffix: str | None = None
    credentials: str | None = None

    def display(self) -> str:
        """As on a door: "Ana Ruiz, OTR/L, MSCS"; empty if nothing is known."""
        person = " ".join(filter(None, (self.first, self.last, self.suffix)))
        held = self.credentials
        if held and _PROFESSION.fullmatch(held):
            held = None
        return ", ".join(filter(None, (person, held)))
