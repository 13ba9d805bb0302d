"""What somebody else changed in a referral meanwhile, beside what one's own form says of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from service.api.language import asked_wording
from service.engines.protocol import Engine
from service.referrals.recipients import recipient_of
from service.wording.wording import Wording

from .new_form import field_of

Fields = MultiDict[str, str]
# Fields whose values are codes, and the kind of name that these have.
_KINDS = {"needs": "needs", "services": "services", "language": "languages",
          "priority": "priorities"}  # fmt: skip
# Where the form has another name for it than the trail.
_NAMES = {"shortlist": "behind"}
_LABELS = {"recipient": "ref_recipient", "behind": "new_stand_behind"}


@dataclass(frozen=True)
class Change:
    label: str
    theirs: str = field(repr=False)
    mine: str = field(repr=False)


def changed_labels(names: Iterable[str], wording: Wording) -> list[str]:
    """What an edit changed, as the form calls it."""
    labels = (_label(_field(name), wording) for name in names)
    return list(dict.fromkeys(label for label in labels if label))


def changes(
    engine: Engine, history: Iterable[Mapping[str, Any]], theirs: Fields, mine: Fields
) -> Iterator[Change]:
    """Of what was changed in this part of the history: where the form does not say the same, so
    that saving it would put something else in its place."""
    wording = asked_wording()
    names = [name for event in history for name in event["changed_names"]]
    for name in dict.fromkeys(_field(name) for name in names):
        label, said = _label(name, wording), [_said(engine, each, name) for each in (theirs, mine)]
        if label and said[0] != said[1]:
            yield Change(label, *said)


def _field(name: str) -> str:
    return _NAMES.get(name) or field_of(name)


def _label(name: str, wording: Wording) -> str | None:
    return wording.pages.get(_LABELS.get(name) or f"new_{name}")


def _said(engine: Engine, fields: Fields, name: str) -> str:
    """In words where it is codes; goals stand on lines of their own."""
    told = [text.replace("\r\n", "\n").strip() for text in fields.getlist(name)]
    told = list(dict.fromkeys(filter(None, told)))
    if name in _LABELS:
        return "; ".join(_person(engine, one) for one in told)
    names = asked_wording().names.get(_KINDS.get(name, ""), {})
    return "; ".join(names.get(one, one) for one in told)


def _person(engine: Engine, told: str) -> str:
    npi = told.partition(" ")[0]
    profile = recipient_of(engine, npi)
    return profile.display_name() if profile else npi
