"""What somebody told an eligibility check: in a cookie of their browser, which goes to the check
alone, and ends with the browser or an hour after the last step. This service keeps none of it."""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from flask import Response, current_app, request

from .told_facts import Told, read_told

PATH = "/eligibility"
LASTS = 3600
_NAME = "otmatch_check"
_MOST = 3800  # a browser takes 4096 bytes, with name and terms


@dataclass
class Held:
    """`typed` are the fields of a question that is not answered yet, which `is_wrong` where they
    were sent as an answer; `begins` is the page on which the check is explained."""

    told: Told = field(default_factory=dict, repr=False)
    typed: dict[str, str] = field(default_factory=dict, repr=False)
    is_wrong: bool = False
    begins: int = 1


def read_held() -> Held:
    """Nothing of one that is over, or that no page of ours made."""
    at, _, text = request.cookies.get(_NAME, "").partition(".")
    if not (at.isascii() and at.isdigit() and 0 <= time.time() - int(at) < LASTS):
        return Held()
    try:
        read = json.loads(urlsafe_b64decode(text))
        return Held(read_told(_texts(read["told"])), _texts(read["typed"]),
                    bool(read["is_wrong"]), int(read["begins"]))  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        return Held()


def keep_held(response: Response, held: Held) -> Response:
    """From now on for an hour."""
    text = urlsafe_b64encode(json.dumps(asdict(held)).encode()).decode()
    if len(text) > _MOST:
        return response
    response.set_cookie(
        _NAME, f"{int(time.time())}.{text}", path=PATH, httponly=True, samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return response


def forget_held(response: Response) -> Response:
    response.delete_cookie(_NAME, path=PATH)
    return response


def _texts(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if isinstance(text, str)}
