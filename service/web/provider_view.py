"""What the page of one therapist shows, from the data that the API gives."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from service.api.present import profile_data
from service.directory.adults import adult_care
from service.directory.profile import PROVIDER, Profile
from service.directory.query import Query
from service.directory.ranking import Reason, expertise_value
from service.directory.services import SERVICES
from service.wording.figures import day_text
from service.wording.hours import hours_text
from service.wording.provenance import source_name
from service.wording.sentences import payer_name, reason_text
from service.wording.wording import Wording

from .listed import listed
from .match_view import BADGES
from .wait_view import wait_text

Data = dict[str, Any]


def provider_values(
    profile: Profile, on: date, wording: Wording, programs: Mapping[str, str]
) -> Data:
    """`programs` are the names of those that help with cost, by their ids."""
    data = profile_data(profile, on, wording)
    value, code, values = expertise_value(profile, Query(on=on))
    told = {code for kind in data["services"].values() for code in (s["code"] for s in kind)}
    return data | {
        "title": data["name"] or data["npi"],
        "badge": code if code in BADGES else None,
        "expertise": reason_text(Reason("ms_expertise", value, 1, code, values), wording),
        "adults": wording.sentences[f"adults_{adult_care(profile)}"],
        "credentials": [_credential(held, wording) for held in data["credentials"]],
        "places_of_care": [_place(at, wording, programs) for at in data["locations"]],
        "unknown_services": [
            wording.names["services"][code] for code in SERVICES if code not in told
        ],
        "sources": list(_sources(data, wording)),
        "is_listed": profile.npi in listed(),
    }


def _credential(held: Data, wording: Wording) -> Data:
    return held | {
        "standing": wording.names["credential_statuses"][held["status"]],
        "until": _day(held["expires_on"], wording),
        "checked": _day(held["checked_on"], wording),
    }


def _place(at: Data, wording: Wording, programs: Mapping[str, str]) -> Data:
    names = wording.names
    status = at["accepting_patients"]
    return at | {
        "accepting": names["accepting_patients"][status]
        if status
        else wording.sentences["accepting_unknown"],
        "accepting_on": _day(at["accepting_as_of"], wording),
        "wait": wait_text(at, wording),
        "settings_named": [names["settings"][code] for code in at["settings"]],
        "hours": at["hours"] and hours_text(at["hours"], wording.locale),
        "plans_told": [_plan(row, wording) for row in _newest(at["plans"])],
        "programs_told": [_program(row, wording, programs) for row in at["programs"]],
        "access_told": [
            (names["access"][code], known) for code, known in at["access"].items()
        ],
        "old": [e["text"] for e in at["evidence"].values() if e["overdue"]],
    }  # fmt: skip


def _newest(rows: list[Data]) -> Iterator[Data]:
    """Of each plan, or else insurer, the word that counts; what another source says otherwise
    stands with the sources."""
    told: set[str | None] = set()
    for row in rows:  # newest first
        of = row["plan_id"] or row["payer"]
        if of not in told:
            yield row
        told.add(of)


def _plan(row: Data, wording: Wording) -> Data:
    """In plain words: who, what is known, of which day, and whether to ask again."""
    name = row["payer"] and payer_name(row["payer"], wording)
    return {
        "who": name or row["plan_id"] or wording.phrases["your_insurance"],
        "plan": row["plan_id"],
        "status": wording.pages["plan_by_therapist"]
        if (row["source"], row["status"]) == (PROVIDER, "in-network")
        else wording.names["plan_statuses"][row["status"]],
        "on": _day(row["as_of"], wording),
        "source": row["source"],
        "ask": row["stale"],
    }


def _program(row: Data, wording: Wording, programs: Mapping[str, str]) -> Data:
    return {
        "who": programs.get(row["program"], row["program"]),
        "taken": wording.names["known"][row["accepts"] or "unknown"],
        "on": _day(row["as_of"], wording),
        "ask": row["stale"],
    }


def _sources(data: Data, wording: Wording) -> Iterator[Data]:
    """Each field once with its source and the source's own date; places by their street."""
    for holder, place in ((data, None), *((at, at["line1"]) for at in data["locations"])):
        for field, told in holder["evidence"].items():
            yield {
                "field": _field(field, wording),
                "place": place,
                "source": source_name(told["source"], wording),
                "on": _day(told["as_of"], wording),
            }


def _field(field: str, wording: Wording) -> str:
    """What a page calls a fact; "access.parking" and "services.driving" by their codes."""
    name, _, code = field.partition(".")
    for kind in (name, f"{name}s"):
        if code in wording.names.get(kind, {}):
            return wording.names[kind][code]
    fields = wording.names["fields"]
    return fields.get(field) or wording.pages.get(f"fact_{name}") or fields.get(name) or name


def _day(day: date | None, wording: Wording) -> str | None:
    return day_text(day, wording.locale) if day else None
