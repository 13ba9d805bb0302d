"""What two people changed in one referral, joined field by field: whoever saves later puts nothing
in place of a field that they did not change themselves."""

from werkzeug.datastructures import MultiDict

from service.errors import Forbidden
from service.referrals.case import Case

from .new_form import STEPS, filled_with
from .new_rules import is_signer

Fields = MultiDict[str, str]
# Before the name of a field: what it held when its form was begun.
_WAS = "was:"
_VERSION = "version"
_FIELDS = tuple(name for names in STEPS.values() for name in names)
_IN_ANY_ORDER = ("needs", "services")


def fields_of(case: Case) -> Fields:
    """Of a referral that is changed by its form."""
    if case.content is None:  # who does not see it cannot fill it in
        raise Forbidden
    fields = filled_with(case, case.content)
    if not is_signer():
        fields.poplist("signed_by")
    return fields


def begun_as(fields: Fields) -> Fields:
    """With what each field holds now, to tell later which of them were changed."""
    kept = [pair for pair in fields.items(multi=True) if not pair[0].startswith(_WAS)]
    return MultiDict([*kept, *((_WAS + name, text) for name, text in kept)])


def joined(mine: Fields, theirs: Fields) -> Fields:
    """`mine`, but that what I did not change is as it is now. All of mine is kept where nobody
    knows any more how it was begun."""
    if _WAS + _VERSION not in mine:
        return mine
    made = MultiDict([pair for pair in mine.items(multi=True) if not pair[0].startswith(_WAS)])
    for name in _FIELDS:
        if _told(mine, name) == _told(mine, name, _WAS):
            made.setlist(name, theirs.getlist(name))
    was = [(_WAS + name, text) for name, text in theirs.items(multi=True)]
    return MultiDict([*made.items(multi=True), *was])


def _told(fields: Fields, name: str, before: str = "") -> list[str]:
    """As a form sends it, and a referral holds it, alike."""
    texts = [text.replace("\r\n", "\n").strip() for text in fields.getlist(before + name)]
    told = list(dict.fromkeys(filter(None, texts)))
    return sorted(told) if name in _IN_ANY_ORDER else told
