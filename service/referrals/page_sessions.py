"""Sessions of single pages: who opened one with a code goes on for half an hour without."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from .desk import Desk

LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Subject:
    """What was opened: the purpose of its link, its id, and how many codes were used up by then.
    Another code ends the session."""

    purpose: str
    identity: str
    number: int = 0


def write_session(desk: Desk, subject: Subject) -> str:
    """A signed text for a cookie, different each time."""
    until = (desk.clock() + LASTS).timestamp()
    return _serializer(desk, subject.purpose).dumps(
        [subject.identity, subject.number, until, secrets.token_urlsafe(9)]
    )


def opens(desk: Desk, subject: Subject, text: str) -> bool:
    """Whether a session is of this subject and holds."""
    try:
        identity, number, until, _ = _serializer(desk, subject.purpose).loads(text)
    except BadSignature:
        return False
    same = (identity, number) == (subject.identity, subject.number)
    return same and desk.clock().timestamp() < until


def form_token(desk: Desk, session: str) -> str:
    """Stands in each form of a session, and is known to none but who sees the page."""
    return desk.keys.blind("form", session)


def _serializer(desk: Desk, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(desk.keys.blind("page-session", purpose), salt=purpose)
