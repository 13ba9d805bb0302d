"""What requests about referrals have in common: who asks, which version they saw, how answers are
tagged."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
from flask import Response, request

from service.errors import InvalidQuery, Problem, ReferralsOff, VersionNeeded
from service.referrals.case import Case
from service.referrals.desk import Actor, Desk
from service.referrals.remembering import KEY_HEADER

from .authentication import asked_principal
from .language import asked_wording
from .present import dump
from .present_referral import referral_data
from .responses import PREFIX, as_json

_KEY = re.compile("[!-~]([ -~]{0,198}[!-~])?")
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": KEY_HEADER,
    "required": True,
    "description": "1 to 200 printable ASCII characters that the client makes for this one "
    "request; sending the same again gives the same answer, also by another token of the same "
    "organization and rights.",
    "schema": {
        "type": "string",
        "pattern": f"^{_KEY.pattern}$",
        "examples": ["3f1c0d52-7a7e-4a0e-9d0b-5a8b1f6f2c11"],
    },
}
ID = {
    "in": "path",
    "name": "identity",
    "required": True,
    "description": "The referral's id.",
    "schema": {"type": "string", "examples": ["r-2b3c4d5e6f7g8h9j"]},
}
NO_SUCH = "There is no such referral for whoever asks."
TAG = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}
THE_OTHER = {
    "Location": {"description": "Of a duplicate: where the other is.", "schema": {"type": "string"}}
}
MADE = TAG | {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}


def actor() -> Actor:
    """Who asks, and from where, for the trail."""
    return Actor(asked_principal(), f"api {request.remote_addr}")


def there(desk: Desk | None) -> Desk:
    if desk is None:
        raise ReferralsOff
    return desk


def data_of(desk: Desk) -> Callable[[Case], dict[str, Any]]:
    wording = asked_wording()
    return lambda case: referral_data(case, desk.engine, wording)


def rendered(desk: Desk) -> Callable[[Case], str]:
    data = data_of(desk)
    return lambda case: dump(data(case)).decode()


def asked_key() -> str:
    """The key that makes the request one that is done once."""
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        raise InvalidQuery(Problem(KEY_HEADER, "needed"))
    if not _KEY.fullmatch(key):
        raise InvalidQuery(Problem(KEY_HEADER, "unprintable", {"most": 200}))
    return key


def asked_version() -> int:
    """What If-Match names, weak or strong; another tag than ours is of no version there is.

    Raises VersionNeeded for none, and for what is not one: "*", or a list.
    """
    tags = request.if_match.as_set(include_weak=True)
    if len(tags) != 1:
        raise VersionNeeded
    (text,) = tags
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def made(answer: str, is_new: bool) -> Response:
    data = msgspec.json.decode(answer)
    response = Response(answer, 201, content_type="application/json")
    response.headers["Location"] = f"{PREFIX}/referrals/{data['id']}"
    response.headers["Idempotent-Replay"] = "false" if is_new else "true"
    return _with_tag(response, data["version"])


def tagged(data: dict[str, Any]) -> Response:
    return _with_tag(as_json(data, asked_wording()), data["version"])


def _with_tag(response: Response, version: int) -> Response:
    response.headers["ETag"] = f'W/"{version}"'
    return response
