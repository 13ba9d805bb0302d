"""One match as a page shows it: what decides first, and what is not known said so."""

from typing import Any

from service.wording.wording import Wording

from .listed import listed

# Codes of the reason for MS expertise that a badge stands for.
BADGES = ("mscs", "ms_center", "mscs_claimed", "related_credential", "related_specialty")
# Signals that say why, above which share of their points: half is what new patients earn where
# nothing is known of them. Distance stands by itself.
_TELLING = ("services", "ms_expertise", "insurance", "availability")
_ENOUGH = 0.5
_MOST_WHY = 2
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
        "why": _why(match["reasons"]),
        "badge": expertise["code"] if expertise["code"] in BADGES else None,
        "expertise": expertise["text"],
        "location": match["location"],
        "other_locations": match["other_locations"],
        "insurance": match["insurance"],
        "accepting": _accepting(match, reasons, wording),
        "reasons": match["reasons"],
        "score": match["score"],
        "not_known": _not_known(match),
        "telehealth": match["telehealth"],
        "home_visits": match["home_visits"],
        "languages": [wording.names["languages"][code] for code in match["languages"]],
        "doubts": _doubts(match["location"]),
    }


def _why(reasons: list[Data]) -> list[str]:
    """The texts of what speaks most for this match; none if nothing is known that does."""
    telling = [
        reason
        for reason in reasons
        if reason["signal"] in _TELLING and reason["points"] > _ENOUGH * reason["max_points"]
    ]
    telling.sort(key=lambda reason: -reason["points"])
    return [reason["text"] for reason in telling[:_MOST_WHY]]


def _accepting(match: Data, reasons: dict[str, Data], wording: Wording) -> str:
    if "availability" in reasons:
        return reasons["availability"]["text"]
    if status := match["accepting_patients"]:
        return wording.names["accepting_patients"][status]
    return wording.sentences["accepting_unknown"]


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
