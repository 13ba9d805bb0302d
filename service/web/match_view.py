"""One match as a page shows it: what decides first, and what is not known said so."""

from typing import Any

from service.wording.figures import day_text
from service.wording.why import why_text
from service.wording.wording import Wording

from .listed import listed
from .wait_view import wait_text

# Codes of the reason for MS expertise that a badge stands for.
BADGES = ("mscs", "ms_center", "mscs_claimed", "related_credential", "related_specialty")
# Signals that say why, above which share of their points: half is what new patients earn where
# nothing is known of them. Distance stands by itself.
_TELLING = ("services", "ms_expertise", "insurance", "availability")
_ENOUGH = 0.5
_ROUNDED = 0.001  # points are told to four decimals
_MOST_WHY = 3
Data = dict[str, Any]


def match_values(match: Data, wording: Wording) -> Data:
    """Of a match of `page_data`."""
    reasons = {reason["signal"]: reason for reason in match["reasons"]}
    expertise = reasons["ms_expertise"]
    return {
        "npi": match["npi"],
        "name": match["name"],
        "is_listed": match["npi"] in listed(),
        "distance": reasons["distance"]["text"] if "distance" in reasons else None,
        "why": _why(match["reasons"], wording),
        "badge": expertise["code"] if expertise["code"] in BADGES else None,
        "expertise": expertise["text"],
        "location": match["location"],
        "other_locations": match["other_locations"],
        "insurance": match["insurance"],
        "accepting": _accepting(match["location"], wording),
        "wait": match["location"] and wait_text(match["location"], wording),
        "reasons": match["reasons"],
        "score": match["score"],
        "not_known": _not_known(match),
        "telehealth": match["telehealth"],
        "home_visits": match["home_visits"],
        "languages": [wording.names["languages"][code] for code in match["languages"]],
        "doubts": _doubts(match["location"]),
    }


def _why(reasons: list[Data], wording: Wording) -> str | None:
    """What speaks most for this match; None if nothing is known that does."""
    telling = [reason for reason in reasons if reason["signal"] in _TELLING and _tells(reason)]
    telling.sort(key=lambda reason: -reason["points"])
    return why_text(telling[:_MOST_WHY], wording) if telling else None


def _tells(reason: Data) -> bool:
    return reason["points"] > _ENOUGH * reason["max_points"] + _ROUNDED


def _accepting(at: Data | None, wording: Wording) -> str:
    """With the day on which it was said; that it may be out of date stands with the doubts."""
    if not (at and at["accepting_patients"]):
        return wording.sentences["accepting_unknown"]
    told, day = wording.names["accepting_patients"][at["accepting_patients"]], at["accepting_as_of"]
    return f"{told} ({day_text(day, wording.locale) if day else wording.phrases['no_date']})"


def _not_known(match: Data) -> list[str]:
    """Codes of what nobody stated of this person; each is asked of the office."""
    told = {
        "telehealth": match["telehealth"],
        "home_visits": match["home_visits"],
        "languages": match["languages"],
        "access": match["location"] and match["location"]["access"],
    }
    return [code for code, known in told.items() if not known]


def _doubts(location: Data | None) -> list[str]:
    """What may be out of date, or is said otherwise elsewhere."""
    if location is None:
        return []
    told = [entry["text"] for entry in location["overdue"]]
    return [*told, *(entry["text"] for entry in location["conflicts"])]
