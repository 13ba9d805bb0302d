"""What the steps of a referral's form show: fields, ranked matches with reasons, all before it is
sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from service.api.authentication import asked_principal
from service.api.body import MOST_PROBLEMS
from service.api.language import asked_wording
from service.directory.needs import NEEDS
from service.directory.payers import PAYERS
from service.errors import Problem
from service.referrals.case import Case
from service.referrals.consents import WAYS
from service.referrals.creating import Draft
from service.referrals.duplicates import Asked, foresee
from service.referrals.patients import patient_index
from service.referrals.reading import read
from service.referrals.recipients import location_of, recipient_of
from service.wording.problems import problem_text
from service.wording.wording import Wording

from ..match_view import match_values
from ..search_form import COMMON_LANGUAGES
from ..site import Wrong
from . import begun
from .begun import At, Fields
from .edit_changes import changes
from .new_form import REVIEW, Filled, field_of, filled_with
from .new_rules import is_signer, told_at
from .referral import since_then
from .referral_view import plan_name, referral_values
from .showing import show_work
from .visit import actor
from .wanted import Found, find
from .work import Work

Data = dict[str, Any]
_SECOND = "allow_duplicate"
_OPEN_CARDS = 3


def show_step(work: Work, at: At, fields: Fields) -> Response:
    """Raises InvalidQuery where what was filled in before does not let it be shown."""
    filled = Filled(fields)
    found = find(work, filled.wanted()) if at.step == "2" else None
    # A reason for a second one, which stands on this step, does not keep it from being shown.
    others = Filled(MultiDict([each for each in fields.items(multi=True) if each[0] != _SECOND]))
    draft = others.draft(is_sent=False) if at.step == REVIEW else None
    there, theirs = _there(work, at.identity) if at.identity else (None, MultiDict())
    values = step_values(New(work, filled, at.step, found, draft, there))
    since = since_then(there, {"version": fields[begun.SINCE]}) if begun.SINCE in fields else []
    values |= {
        "wrongs": wrongs_of(told_at(fields, at.step), asked_wording()),
        "notice": fields.get(begun.NOTICE),
        "another": fields.get(begun.ANOTHER) or (draft and not there and _like_it(work, draft)),
        "is_refused": begun.ANOTHER in fields,
        "turn": begun.number_of(fields, begun.TURN),
        "sent": {"do": "new"},
        "since_then": since,
        "changes": list(changes(work.engine, since, theirs, fields)),
    }
    return show_work("new_referral.html", values)


def _like_it(work: Work, draft: Draft) -> str | None:
    """An open one, which would keep this one from being sent."""
    if draft.recipient is None or draft.allow_duplicate:
        return None
    content, organization = draft.content, asked_principal().organization
    patient = patient_index(work.desk.keys, organization, content.patient)
    return foresee(work.desk, Asked(patient, content.services, draft.recipient.npi))


def _there(work: Work, identity: str) -> tuple[Data, Fields]:
    """The referral that is changed, and its fields as they are now."""

    def told(case: Case) -> tuple[Data, Fields]:
        fields = filled_with(case, case.content) if case.content else MultiDict()
        return referral_values(work, case), fields

    return read(work.desk, actor(), identity, told)


@dataclass(frozen=True)
class New:
    """`found` is there where matches are shown, `draft` where all is, `there` what is edited."""

    work: Work
    filled: Filled
    step: str
    found: Found | None = None
    draft: Draft | None = None
    there: Data | None = None


def step_values(new: New) -> Data:
    wording, filled = asked_wording(), new.filled
    values: Data = {
        "step": new.step,
        "carried": filled.carried(new.step),
        "filled": filled,
        "there": new.there,
        "signs": is_signer(),
    }
    if new.step == "1":
        return values | _choices(wording)
    if new.found:
        return values | _matched(new, new.found, wording)
    if new.draft:
        return values | _whole(new, new.draft)
    return values | {"priorities": list(wording.names["priorities"].items())}


def wrongs_of(problems: list[Problem], wording: Wording) -> list[Wrong]:
    return [_wrong(problem, wording) for problem in problems[:MOST_PROBLEMS]]


def _wrong(problem: Problem, wording: Wording) -> Wrong:
    name = field_of(problem.parameter)
    known = next((n for n in (name, name.partition(".")[0]) if f"new_{n}" in wording.pages), None)
    label = wording.pages[f"new_{known}"] if known else problem.parameter
    codes = (f"new_wrong_{known}_{problem.code}", f"new_wrong_{problem.code}")
    said = next((wording.pages[code] for code in codes if code in wording.pages), None)
    return Wrong(f"new-{known or 'form'}", label, said or problem_text(problem, wording))


def _choices(wording: Wording) -> Data:
    names, codes = wording.names, ("en", *COMMON_LANGUAGES)
    kinds = dict.fromkeys(need.kind for need in NEEDS.values())
    return {
        "needs": [
            (kind, names["need_kinds"][kind], [
                (code, names["needs"][code]) for code, need in NEEDS.items() if need.kind == kind
            ])
            for kind in kinds
        ],
        "services": list(names["services"].items()),
        "languages": [(c, names["languages"][c]) for c in codes if c in names["languages"]],
        "payers": [names["payers"][code] for code in PAYERS],
    }  # fmt: skip


def _matched(new: New, found: Found, wording: Wording) -> Data:
    """The patient's own list first, then by rank."""
    cards = [
        match_values(match, wording) | {"value": _value(**match["recipient"])}
        for match in found.data["matches"]
    ]
    named = [*new.filled.all("listed"), new.filled.get("recipient"), *new.filled.all("behind")]
    known = {card["npi"]: card for card in cards}
    for value in dict.fromkeys(filter(None, named)):
        if value.partition(" ")[0] not in known:
            cards = [*_listed(new.work, value), *cards]
    mine = [one.partition(" ")[0] for one in new.filled.all("listed")]
    places = {npi: place for place, npi in enumerate(mine)}
    cards.sort(key=lambda card: places.get(card["npi"], len(mine)))
    told = found.data["relaxations"]
    first = new.filled.get("recipient").partition(" ")[0]
    behind = [one.partition(" ")[0] for one in new.filled.behind()]
    return {
        "first_cards": _first_cards(cards, {first, *behind, *mine}),
        "cards": cards,
        "mine": mine,
        "total": found.data["total"],
        "relaxed": told[-1]["text"] if told and found.data["matches"] else None,
        "coverage": found.data["coverage"],
        "notes": [note["text"] for note in found.data["query"]["notes"]],
        "first": first,
        "behind": behind,
        "ways": [(way, wording.pages[f"consent_way_{way}"]) for way in WAYS],
    }


def _first_cards(cards: list[Data], chosen: set[str]) -> int:
    """How many stand open: a few, and whoever was chosen. Consent and the way on come soon."""
    places = [place for place, card in enumerate(cards, 1) if card["npi"] in chosen]
    return max([_OPEN_CARDS, *places])


def _listed(work: Work, value: str) -> Iterator[Data]:
    """Whom nobody looked for, at each of their places: as little as a card needs."""
    npi, _, location_id = value.partition(" ")
    profile = recipient_of(work.engine, npi)
    if profile is None:
        return
    places = [at for at in profile.locations if location_id in ("", at.id)]
    for at in places or [None]:
        yield {
            "npi": npi,
            "value": _value(npi, at.id if at else None),
            "name": profile.display_name(),
            "at": at and ", ".join(filter(None, (at.name, at.city, at.state))),
            "phone": at and at.phone,
            "reasons": None,
        }


def _whole(new: New, draft: Draft) -> Data:
    content = draft.content
    told = {name: getattr(content, name) for name in content.__struct_fields__}
    people = [draft.recipient, *draft.shortlist]
    named = [_name(new.work, one.npi, one.location_id) if one else None for one in people]
    return {
        "referral": told | {"priority": draft.priority},
        "plan": plan_name(new.work.engine, content.patient.plan_id),
        "recipient": named[0],
        "shortlist": named[1:],
        "consents": [(one.scope, one.how) for one in draft.consents],
        "review": REVIEW,
    }


def _name(work: Work, npi: str, location_id: str | None) -> str:
    profile = recipient_of(work.engine, npi)
    at = location_of(profile, location_id)
    name = profile.display_name() if profile else npi
    return ", ".join(filter(None, (name, at and at.name, at and at.city, at and at.state)))


def _value(npi: str, location_id: str | None) -> str:
    return f"{npi} {location_id or ''}".strip()
