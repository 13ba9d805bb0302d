"""The visitor's own list of therapists, what they looked for when they added one, and the results
that they saw last: in cookies that end with the browser."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, current_app, request

from service.directory.needs import NEEDS
from service.referrals.shortlist_codes import read_code
from service.referrals.shortlists import MOST_OTS

_NAME, _SOUGHT, _CODE = "otmatch_list", "otmatch_sought", "otmatch_code"
_RESULTS, _LONGEST_QUERY = "otmatch_results", 1500
_NPIS = re.compile(r"[0-9]{10}(?:\.[0-9]{10})*")
_ZIP = re.compile("[0-9]{5}")
_QUERY = re.compile("[A-Za-z0-9_.~%+&=*-]+")  # as browsers write one


@dataclass(frozen=True)
class Sought:
    """What the list is for, as far as a search told it."""

    postal_code: str | None = None
    needs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ".".join((self.postal_code or "", *self.needs))


def listed() -> tuple[str, ...]:
    """In the order in which they were added."""
    return npis_in(request.cookies.get(_NAME, ""))


def npis_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split(".")))[:MOST_OTS] if _NPIS.fullmatch(text) else ()


def known_needs(codes: Iterable[str]) -> tuple[str, ...]:
    told = set(codes)
    return tuple(code for code in NEEDS if code in told)


def sought() -> Sought:
    place, *needs = request.cookies.get(_SOUGHT, "").split(".")
    return Sought(place if _ZIP.fullmatch(place) else None, known_needs(needs))


def held_code() -> str:
    """Under which a list was handed to a doctor; empty without one."""
    try:
        return read_code(request.cookies.get(_CODE, ""))
    except ValueError:
        return ""


def seen_results() -> str:
    """The query of the results that were seen last; empty without."""
    query = request.cookies.get(_RESULTS, "")
    return query if _is_query(query) else ""


def keep_results(response: Response, query: str) -> Response:
    return _kept(response, _RESULTS, query) if _is_query(query) else response


def keep_code(response: Response, code: str) -> Response:
    return _kept(response, _CODE, code)


def keep_listed(response: Response, npis: Iterable[str]) -> Response:
    return _kept(response, _NAME, ".".join(npis))


def keep_sought(response: Response, told: Sought) -> Response:
    return _kept(response, _SOUGHT, str(told))


def _is_query(text: str) -> bool:
    return len(text) <= _LONGEST_QUERY and bool(_QUERY.fullmatch(text))


def _kept(response: Response, name: str, text: str) -> Response:
    response.set_cookie(
        name, text, path="/", httponly=True, samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return response
