"""Errors as application/problem+json (RFC 9457), rendered once, where they leave.

Nothing of what was sent is repeated: a query may tell about a person's health.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, current_app, request
from marshmallow import Schema
from werkzeug.exceptions import HTTPException

from service.access.errors import IssuerUnavailable, Unauthenticated
from service.directory.departure import Tombstone
from service.errors import (
    Conflict,
    DirectoryUnavailable,
    Gone,
    InvalidBody,
    InvalidQuery,
    OTMatchError,
    Problem,
    StoreUnavailable,
)
from service.wording.problems import problem_text

from .body import MOST_PROBLEMS, Body, problems_of_body
from .fields import Parameters
from .language import asked_wording, told_in
from .present import dump
from .present_departure import departure_data
from .schemas_service import problem_type

# What is wrong is then in what was sent, which nothing was asked by.
_SENDING = ("POST", "PUT")
_SAFE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")
# What only the operator can mend; its message is for them.
_OPERATORS = (DirectoryUnavailable, StoreUnavailable, IssuerUnavailable)


def register_problems(app: Flask) -> None:
    """Every error of the application leaves as a problem."""
    app.register_error_handler(OTMatchError, _of_ours)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, _unexpected)


def problem(
    status: int,
    code: str,
    problems: Iterable[Problem] = (),
    gone: Tombstone | None = None,
    members: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    """A problem response, in the language that the request asks for."""
    wording = asked_wording()
    errors = [
        {"parameter": p.parameter, "problem": problem_text(p, wording), "example": p.example}
        for p in problems
    ]
    title = wording.titles.get(code) or wording.titles["error"]
    detail = "; ".join(f"{error['parameter']}: {error['problem']}" for error in errors)
    body = {
        "type": problem_type(code),
        "title": title,
        "status": status,
        "detail": detail or wording.details.get(code) or title,
        "errors": errors,
        **members,
    }
    if gone:
        body["departure"] = departure_data(gone, wording)
        body["detail"] = body["departure"]["text"]
    return told_in(wording, Response(dump(body), status, content_type="application/problem+json"))


def _of_ours(error: OTMatchError) -> Response:
    problems = error.problems if isinstance(error, InvalidQuery) else ()
    if type(error) is InvalidQuery and request.method in _SENDING:
        error = InvalidBody(*problems)
    members = dict(error.members) if isinstance(error, Conflict) else {}
    gone = error.tombstone if isinstance(error, Gone) else members.pop("departure", None)
    response = problem(error.status, error.code, problems, gone, members)
    if "referral" in members:
        response.headers["Location"] = f"/api/v1/referrals/{members['referral']}"
    if isinstance(error, _OPERATORS):
        current_app.logger.error("%s: %s", error.title, error)
    if seconds := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(seconds)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = error.challenge
    return response


def of_http(error: HTTPException) -> Response:
    data = getattr(error, "data", {})
    if data.get("messages"):
        return _of_ours(_invalid(data["messages"], data["schema"]))
    status = error.code or 500
    response = problem(status, f"http-{status}")
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _invalid(by_place: Mapping[str, Any], schema: Schema) -> InvalidQuery:
    """marshmallow's messages, which stand by the place of the request where the fault is."""
    messages = {k: v for where in by_place.values() for k, v in where.items()}
    if isinstance(schema, Body):
        found = islice(problems_of_body(messages, schema), MOST_PROBLEMS)
        return InvalidBody(*found)
    return InvalidQuery(*problems_in(messages, schema))


def _unexpected(error: Exception) -> Response:
    log_bug(error)
    return problem(500, "unexpected")


def log_bug(error: Exception) -> None:
    """A bug of ours: told in the log by its kind and place, never with the request's values."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    current_app.logger.error("unexpected %s at %s", type(error).__name__, place)


def problems_in(messages: Mapping[str, Any], schema: Parameters) -> list[Problem]:
    """marshmallow's messages by parameter, as one problem for each; known parameters first."""
    found = {}
    for name, faults in messages.items():
        one = _problem(str(name), faults, schema)
        found.setdefault(one.parameter, one)
    known_first = sorted(found, key=lambda name: (name not in schema.fields, name))
    return [found[name] for name in known_first[:MOST_PROBLEMS]]


def _problem(name: str, faults: Any, schema: Parameters) -> Problem:
    while isinstance(faults, dict):
        faults = next(iter(faults.values()))
    if field := schema.fields.get(name):
        code, values = faults[0]
        return Problem(name, code, values, field.metadata["example"])
    shown = name if _SAFE_NAME.fullmatch(name) else "(unreadable)"
    return Problem(shown, "not_a_parameter", {"parameters": list(schema.fields)}, schema.example)
