"""An issuer's providers.json: which OTs its plans list, at which places, and whether they take
new patients there. It adds to OTs whom other sources name."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from service.directory.clean import Rejected, clean_npi

from .json_items import read_items
from .qhp import raw_of, text_of, texts_of
from .qhp_listing import Listing
from .reading import Reading, Source, rejection

FACILITY = "a facility"
NOT_AN_OT = "not an OT"
NO_NPI = "an OT without an NPI cannot be joined"
NO_ADDRESS = "no address: plan evidence belongs to a location"
NOTHING_SAID = "nothing is said of this OT but the NPI"

_OWN_FIELDS = ("npi", "type", "addresses", "accepting")
_FACILITIES = ("FACILITY", "GROUP")
_OT = re.compile(r"occupational\s+therap|225X", re.IGNORECASE)
_OT_LETTERS = re.compile(r"\bOTR?\b")
_ASSISTANT = re.compile(r"\b(assistant|asst|aide)\b", re.IGNORECASE)


def open_qhp_providers(path: Path) -> Source:
    return Source("qhp_providers", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    for number, item in enumerate(read_items(source, _OWN_FIELDS), 1):
        try:
            if not isinstance(item, dict):
                raise Rejected("item: must be an object")
            yield _reading(source, number, item)
        except Rejected as error:
            yield rejection(number, error, raw_of(item))


def _reading(source: Source, number: int, item: dict[str, Any]) -> Reading:
    npi = _npi(item)
    if reason := _why_passed_over(source, item, npi):
        return Reading(number, skipped=reason)
    listing = Listing(source, item, clean_npi(npi))
    if listing.names_plans and not listing.places:
        return Reading(number, skipped=NO_ADDRESS)
    if listing.says_nothing:
        return Reading(number, skipped=NOTHING_SAID)
    return Reading(number, listing.records(), raw=raw_of(item))


def _npi(item: dict[str, Any]) -> str | None:
    """As text, and "?" for what is neither text nor number."""
    try:
        return text_of(item, "npi")
    except Rejected:
        return "?"


def _why_passed_over(source: Source, item: dict[str, Any], npi: str | None) -> str | None:
    """None if the item is of an OT whom the directory knows, whatever the specialty."""
    kind = (text_of(item, "type") or "").upper()
    if kind in _FACILITIES:
        return FACILITY
    if kind != "INDIVIDUAL" and (kind or "npi" not in item):
        raise Rejected("type: must be INDIVIDUAL, FACILITY or GROUP")
    if npi and len(npi) == 10 and source.wants(npi):
        return None
    if not any(map(_names_an_ot, [*texts_of(item, "specialty"), *texts_of(item, "speciality")])):
        return NOT_AN_OT
    if npi is None:
        return NO_NPI
    clean_npi(npi)
    return None  # an OT, whom another source may name later


@lru_cache(maxsize=1 << 12)  # of the few hundred specialties that an issuer knows
def _names_an_ot(specialty: str) -> bool:
    is_ot = _OT.search(specialty) or _OT_LETTERS.search(specialty)
    return bool(is_ot) and not _ASSISTANT.search(specialty)
