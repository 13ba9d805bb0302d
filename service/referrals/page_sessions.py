"""Sessions of single pages: who opened one with a code goes on for half an hour without, and for as
long again whenever the page is used, within half a day."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from .desk import Desk

LASTS, MOST = timedelta(minutes=30), timedelta(hours=12)
_MARK = "~"  # between what stays the same of a session and the rest of it


@dataclass(frozen=True)
class Subject:
    """What was opened: the purpose of its link, its id, and how many codes were used up by then.
    Another code ends the session."""

    purpose: str
    identity: str
    number: int = 0


def write_session(desk: Desk, subject: Subject) -> str:
    """A signed text for a cookie, different each time."""
    return _written(desk, subject, desk.clock(), secrets.token_urlsafe(9))


def prolonged(desk: Desk, subject: Subject, text: str) -> str:
    """The same session, from now on; its forms stay its own."""
    begun, _, name = _read(desk, subject, text)
    return _written(desk, subject, begun, name)


def opens(desk: Desk, subject: Subject, text: str) -> bool:
    """Whether a session is of this subject and holds."""
    found = _read(desk, subject, text)
    return found is not None and desk.clock() < found[1]


def ends_at(desk: Desk, subject: Subject, text: str) -> datetime:
    """Of a session that holds."""
    return _read(desk, subject, text)[1]


def form_token(desk: Desk, session: str) -> str:
    """Stands in each form of a session, and is known to none but who sees the page."""
    return desk.keys.blind("form", session.partition(_MARK)[0])


def _written(desk: Desk, subject: Subject, begun: datetime, name: str) -> str:
    until = min(desk.clock() + LASTS, begun + MOST)
    told = [subject.identity, subject.number, begun.timestamp(), until.timestamp(), name]
    return name + _MARK + _serializer(desk, subject.purpose).dumps(told)


def _read(desk: Desk, subject: Subject, text: str) -> tuple[datetime, datetime, str] | None:
    """When it began, when it ends, and its name; None for one of something else."""
    named, _, signed = text.partition(_MARK)
    try:
        told = _serializer(desk, subject.purpose).loads(signed)
    except BadSignature:
        return None
    identity, number, begun, until, name = told
    if (identity, number, name) != (subject.identity, subject.number, named):
        return None
    return datetime.fromtimestamp(begun, UTC), datetime.fromtimestamp(until, UTC), name


def _serializer(desk: Desk, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(desk.keys.blind("page-session", purpose), salt=purpose)
