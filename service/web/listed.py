"""The visitor's own list of therapists: NPIs in a cookie that ends with the browser."""

import re
from collections.abc import Iterable

from flask import Response, current_app, request

from service.referrals.shortlists import MOST_OTS

_NAME = "otmatch_list"
_NPIS = re.compile(r"[0-9]{10}(?:\.[0-9]{10})*")


def listed() -> tuple[str, ...]:
    """In the order in which they were added."""
    held = request.cookies.get(_NAME, "")
    return tuple(dict.fromkeys(held.split(".")))[:MOST_OTS] if _NPIS.fullmatch(held) else ()


def keep_listed(response: Response, npis: Iterable[str]) -> Response:
    response.set_cookie(
        _NAME, ".".join(npis), path="/", httponly=True, samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return response
