"""A page on which several things can be done has one form of several parts, each with a button.
What was typed in any part comes along with every button, and so outlives another language, another
size of text, a fault and a second look."""

from collections.abc import Mapping

from flask import request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

# Stands in the names of fields between a part, which is what its button does, and a field of it.
APART = ":"


class Part(MultiDict[str, str]):
    """Of a page's form: fields by their own names, or what is usual where nothing was sent."""

    def __init__(self, sent: Mapping[str, str], at: str, usual: Mapping[str, str]) -> None:
        self.at, self.is_asked = at, sent.get("do") == at
        sent = sent if isinstance(sent, MultiDict) else MultiDict(sent)
        pairs = list(sent.items(multi=True))
        mine = [(_own(name, at), text) for name, text in pairs if name.startswith(at + APART)]
        mine += [pair for pair in pairs if self.is_asked and APART not in pair[0]]
        super().__init__(mine or usual.items())
        told = [(name, text) for name, text in self.items(multi=True) if usual.get(name) != text]
        is_typed = bool(mine and any(text.strip() for _, text in told))
        self.is_open = self.is_asked or (is_typed and not sent.get("do"))


def part_of(sent: Mapping[str, str], at: str, usual: Mapping[str, str] | None = None) -> Part:
    return Part(sent, at, usual or {})


def named(sent: Mapping[str, str], name: str) -> str:
    """What a field is called, by what it is filled in with."""
    return f"{sent.at}{APART}{name}" if isinstance(sent, Part) else name


def take_part() -> None:
    """The fields of the part whose button was pressed go by their own names from here on."""
    do = request.form.get("do", "")
    pairs = [(_own(name, do), text) for name, text in request.form.items(multi=True)]
    request.form = ImmutableMultiDict(pairs)


def _own(name: str, at: str) -> str:
    return name.removeprefix(at + APART)
