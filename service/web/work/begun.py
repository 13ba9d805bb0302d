"""Referrals that are being filled in: kept between their steps for whoever fills them in, in this
browser alone, until they are sent or thrown away, or nobody went on for a day's work."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from flask import Response, redirect
from werkzeug.datastructures import MultiDict

from service.access.kept_forms import TEXT_FOR, KeptForm

from .new_form import merged
from .visit import give_kept, held_text, visit
from .work import Work

NEW = "/referrals/new"
LASTING = timedelta(hours=12)
# Where it is kept which new ones there are; no page is there.
_BEGUN, _BASE = f"{NEW}#begun", "base"
_TOLD = ("given", "family", "birth_date", "phone", "needs", "services", "recipient", "text")
# Beside the fields: how often it was gone on with, when the last word was typed, what is wrong, a
# notice, the open referral that is like it, and since when somebody else changed the one that is
# changed here.
TURN, TYPED, WRONG = "turn", "typed", "wrong"
NOTICE, ANOTHER, SINCE = "notice", "another", "since"
_LONGEST = 20  # digits of a number
_TOLD_ONCE = (WRONG, NOTICE, ANOTHER, SINCE)
Fields = MultiDict[str, str]


@dataclass(frozen=True)
class At:
    """A step of one of them, by the address `base` of its steps; `identity` is of the referral that
    is changed by it."""

    base: str
    step: str
    identity: str | None = None


def begin(work: Work, above: str, fields: Fields, step: str = "1") -> Response:
    """To a step of a new one, whose address below `above` tells nothing of what is in it."""
    base = f"{above}/{secrets.token_urlsafe(16)}"
    text = keep(work, base, fields)
    if above == NEW:
        known = [*(one for one, _ in _held(work)), base]
        work.kept.keep(visit().whose, KeptForm(_BEGUN, {_BASE: known}), text, TEXT_FOR)
    return give_kept(redirect(f"{base}/{step}", 303), text)


class Unfinished(NamedTuple):
    """A new one that was not sent: where to go on, and whom it is about as far as that is told."""

    base: str
    step: str
    name: str


def unfinished(work: Work) -> list[Unfinished]:
    """Of whoever asks, in this browser, the newest first; none in which nothing was told yet."""
    told = [(base, fields) for base, fields in _held(work) if any(map(fields.get, _TOLD))]
    return [Unfinished(base, _step(fields), _name(fields)) for base, fields in reversed(told)]


def _held(work: Work) -> list[tuple[str, Fields]]:
    known = find(work, _BEGUN) or MultiDict()
    held = ((base, find(work, base)) for base in known.getlist(_BASE))
    return [(base, fields) for base, fields in held if fields is not None]


def _step(fields: Fields) -> str:
    """The first that is not filled in yet."""
    if not all(map(fields.get, ("given", "family", "birth_date"))):
        return "1"
    return "3" if fields.get("recipient") else "2"


def _name(fields: Fields) -> str:
    return " ".join(filter(None, (fields.get("given"), fields.get("family"))))


def find(work: Work, base: str) -> Fields | None:
    """None for one that ended, or that is somebody else's or another browser's."""
    text, whose = held_text(), visit().whose
    found = work.kept.find(text, base, whose) if text else None
    return MultiDict(found.fields) if found else None


def keep(work: Work, base: str, fields: Fields) -> str:
    form = KeptForm(base, fields.to_dict(flat=False))
    return work.kept.keep(visit().whose, form, held_text(), LASTING)


def keep_typed(work: Work, at: At, sent: Fields) -> None:
    """As it is typed: not by a page that was gone on from since, nor what was typed before."""

    def change(form: KeptForm) -> KeptForm:
        fields = MultiDict(form.fields)
        is_old = number_of(sent, TYPED) < number_of(fields, TYPED)
        if is_old or number_of(sent, TURN) != number_of(fields, TURN):
            return form
        made = merged(fields, at.step, sent)
        made[TYPED] = str(number_of(sent, TYPED))
        return KeptForm(at.base, made.to_dict(flat=False))

    work.kept.change((held_text(), visit().whose), at.base, change)


def forget(work: Work, base: str) -> None:
    work.kept.forget(held_text(), base, visit().whose)


def gone_on(fields: Fields) -> Fields:
    """One turn further; what was told once is told no more."""
    made = MultiDict(fields)
    made[TURN] = str(number_of(fields, TURN) + 1)
    for name in _TOLD_ONCE:
        made.poplist(name)
    return made


def number_of(fields: Fields, name: str) -> int:
    text = fields.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST else 0


def once_key(base: str) -> str:
    """By which it is sent once: it stands in no log, as the address may."""
    return f"{visit().whose} {base}"
