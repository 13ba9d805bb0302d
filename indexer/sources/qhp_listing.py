"""What one item of a providers.json says of an OT: the person, the places, and the plans there."""

import re
from collections import defaultdict
from typing import Any

import msgspec
from msgspec import structs

from service.directory.clean import (
    Rejected,
    clean_gender,
    clean_language,
    clean_last_name,
    clean_name,
    clean_person_name,
    clean_phone,
    clean_postal_code_of,
    clean_state,
)
from service.directory.person_name import Name
from service.directory.profile import Location, PlanEvidence, Record

from .points import point_of
from .qhp import (
    ISSUER_DIGITS,
    day_of,
    holds_in,
    is_hios,
    objects_of,
    plan_id_of,
    text_of,
    texts_of,
    years_of,
)
from .reading import Source

NO_ISSUER = "QHP directory"
OTHER_ID = "plan entries whose id is no HIOS id, left out"
OTHER_YEAR = "plan entries of a year before the item's own date, left out"
NO_LANGUAGE = "languages that are not known by name or code, left out"
NO_PANEL_WORD = "words for accepting patients that are not known, left out"

# Issuers invent tiers; of the many only these say that the plan does not pay this OT.
_OUTSIDE = {"OUT-OF-NETWORK", "OON", "NON-PARTICIPATING", "NOT-CONTRACTED", "NON-NETWORK"}
# In some locations, but the file does not say in which: unknown for each.
_PANELS = {"accepting": "newpt", "not accepting": "nopt", "accepting in some locations": None}
GENERATIONS = {"JR", "SR", "II", "III", "IV", "V"}


class Listing:
    """One item about an OT of the directory; raises Rejected."""

    def __init__(self, source: Source, item: dict[str, Any], npi: str) -> None:
        self._source, self._item = source, item
        self._as_of = day_of(item, "last_updated_on")
        self._entries = objects_of(item, "plans")
        self._person = {
            "name": _name(item),
            "gender": clean_gender(text_of(item, "gender")),
            "languages": self._languages(),
        }
        self.npi = npi
        self.places = self._places()
        self.names_plans = bool(self._entries)

    @property
    def says_nothing(self) -> bool:
        said = (*self.places, self._person["gender"], *self._person["languages"])
        return not any(said) and self._person["name"] == Name()

    def records(self) -> tuple[Record, ...]:
        """One for each issuer whose plans the item names; one without plans if there is none."""
        return tuple(
            Record(
                source="qhp",
                label=label,
                as_of=self._as_of,
                npi=self.npi,
                locations=tuple(structs.replace(place, plans=plans) for place in self.places),
                **self._person,
            )
            for label, plans in (self._evidence() or {NO_ISSUER: ()}).items()
        )

    def _places(self) -> tuple[Location, ...]:
        """Every address once; whether new patients are taken is said of all together."""
        panel = self._panel()
        told = {"accepting_patients": panel, "accepting_as_of": self._as_of} if panel else {}
        found: dict[bytes, Location] = {}
        for number, address in enumerate(objects_of(self._item, "addresses")):
            place = _location(address, f"addresses.{number}.")
            is_somewhere = place.line1 or place.city or place.state or place.postal_code
            if is_somewhere:
                found.setdefault(msgspec.json.encode(place), place)
        return tuple(structs.replace(place, **told) for place in found.values())

    def _panel(self) -> str | None:
        """A word or a kind of value that nobody knows costs itself, not the plans beside it."""
        try:
            word = (text_of(self._item, "accepting") or "").casefold()
        except Rejected:
            word = "?"
        if word and word not in _PANELS:
            self._source.warn(NO_PANEL_WORD)
        return _PANELS.get(word)

    def _languages(self) -> tuple[str, ...]:
        known: dict[str, None] = {}
        for text in texts_of(self._item, "languages"):
            whole = clean_language(text)
            for part in [text] if whole else re.split(r"\s*[,;/|&]\s*", text):
                if code := whole or clean_language(part):
                    known[code] = None
                else:
                    self._source.warn(NO_LANGUAGE)
        return tuple(known)

    def _evidence(self) -> dict[str, tuple[PlanEvidence, ...]]:
        """By issuer: a file may list plans of several. Each plan once; one that is named both in
        and outside of its network counts as in it."""
        kept: dict[str, dict[str, PlanEvidence]] = defaultdict(dict)
        for number, entry in enumerate(self._entries):
            path = f"plans.{number}."
            plan_id = plan_id_of(entry, path) if is_hios(entry, path) else None
            if plan_id is None:
                self._source.warn(OTHER_ID)
            elif not holds_in(years_of(entry, path), self._as_of):
                self._source.warn(OTHER_YEAR)
            else:
                row = self._row(plan_id, text_of(entry, "network_tier", path))
                of_issuer = kept[f"HIOS issuer {plan_id[:ISSUER_DIGITS]}"]
                if plan_id not in of_issuer or row.status == "in-network":
                    of_issuer[plan_id] = row
        return {
            label: tuple(structs.replace(row, source=label) for row in rows.values())
            for label, rows in kept.items()
        }

    def _row(self, plan_id: str, tier: str | None) -> PlanEvidence:
        outside = re.sub(r"[\s_-]+", "-", (tier or "").upper()) in _OUTSIDE
        status = "not-accepted" if outside else "in-network"
        return PlanEvidence(status=status, plan_id=plan_id, as_of=self._as_of, tier=tier)


def _name(item: dict[str, Any]) -> Name:
    given = item.get("name")
    if given is None:
        return Name()
    if not isinstance(given, dict):
        raise Rejected("name: must be an object with first and last")
    suffix = text_of(given, "suffix", "name.")
    # Some issuers put "OTR/L" there.
    of_birth = (suffix or "").upper().rstrip(".") in GENERATIONS
    first = clean_person_name(text_of(given, "first", "name."))
    last = text_of(given, "last", "name.")
    if last is None and str(given.get("last")).strip().upper() == "NULL":
        last = "Null"  # some people's own surname
    return Name(
        first=first,
        middle=clean_person_name(text_of(given, "middle", "name.")),
        last=clean_last_name(last, first),
        suffix=clean_person_name(suffix) if of_birth else None,
        credentials=None if of_birth else suffix,
    )


def _location(address: dict[str, Any], path: str) -> Location:
    def text(*fields: str) -> str | None:
        return next(filter(None, (text_of(address, field, path) for field in fields)), None)

    state = clean_state(text("state"))
    return Location(
        line1=clean_name(text("address", "address_1")),
        line2=clean_name(text("address_2")),
        city=clean_name(text("city")),
        state=state,
        postal_code=clean_postal_code_of(text("zip"), state),
        phone=clean_phone(text("phone")),
        **point_of(address),
    )
