"""The folded parts of the form on a listing: their questions, and what the directory shows now."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.directory.profile import NO, YES
from service.directory.vocabulary import ACCESS_FACTS
from service.wording.wording import Wording

# Services by what they are for, since a list of them all is long.
SERVICE_PARTS: Mapping[str, tuple[str, ...]] = {
    "offer_body": (
        "energy-conservation", "fall-prevention", "motor-exercises", "upper-body-strengthening",
        "stress-management",
    ),
    "offer_days": (
        "activities-of-daily-living", "medication-management", "money-management",
        "time-management", "organization-skills", "clutter-management",
    ),
    "offer_home": ("home-evaluation", "safety", "adaptive-devices", "care-partner-guidance"),
    "offer_out": ("driving", "community-reintegration", "vocational-rehabilitation"),
}  # fmt: skip
# What is asked in a sentence, in a word or two.
_SHORT = {
    "home_visits": "now_home_visits", "ages.adults": "now_adults", "ages.children": "now_children",
}  # fmt: skip
Named = list[tuple[str, str]]
Texts = Mapping[str, str]


def parts_of(plans: Named, known: Texts, sent: Texts, wording: Wording) -> list[dict[str, Any]]:
    """`known` is what the fields hold at first; a part stands open where `sent` changed it."""
    return [
        {
            "code": code,
            "fields": [{"name": name, "label": label} for name, label in fields],
            "now": _now(fields, known, wording),
            "is_open": bool(sent) and any(_is_changed(name, known, sent) for name, _ in fields),
        }
        for code, fields in _asked(plans, wording)
        if fields
    ]


def _is_changed(name: str, known: Texts, sent: Texts) -> bool:
    before = known.get(name, "")
    return sent.get(name, "") != (before if before in (YES, NO) else "")


def _asked(plans: Named, wording: Wording) -> Iterator[tuple[str, Named]]:
    pages, names = wording.pages, wording.names
    yield "patients", [
        ("home_visits", pages["field_home_visits"]), ("ages.adults", pages["field_adults"]),
        ("ages.children", pages["field_children"]),
    ]  # fmt: skip
    yield "plans", [(f"plans.{key}", name) for key, name in plans]
    for code, services in SERVICE_PARTS.items():
        yield code, [(f"services.{one}", names["services"][one]) for one in services]
    yield "access", [(f"access.{one}", names["access"][one]) for one in ACCESS_FACTS]


def _now(fields: Named, known: Texts, wording: Wording) -> str:
    """What is known already: "Yes: Parking close by. No: Cool room."; empty if nothing is."""
    told, pages = [], wording.pages
    for word in (YES, NO):
        named = [
            pages[_SHORT[name]] if name in _SHORT else label
            for name, label in fields
            if known.get(name) == word
        ]
        if named:
            told.append(f"{pages[word]}: {', '.join(named)}.")
    return " ".join(told)
