"""Errors as application/problem+json (RFC 9457), rendered once, where they leave.

Nothing of what was sent is repeated: a query may tell about a person's health.
"""

import re
from typing import Any

from flask import Flask, Response, current_app
from werkzeug.exceptions import HTTPException

from service.errors import DirectoryUnavailable, InvalidQuery, OTMatchError, Problem

from .fields import Parameters
from .present import dump

_SAFE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")
# A request line holds hundreds of wrong names; the first few tell enough.
_MOST_PROBLEMS = 20
_DETAILS = {
    404: "There is nothing at this address; /api/v1/docs lists what there is.",
    405: "This method is not possible here; /api/v1/docs lists what is.",
}


def register_problems(app: Flask) -> None:
    """Every error of the application leaves as a problem."""
    app.register_error_handler(OTMatchError, _of_ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, code: str, title: str, **parts: Any) -> Response:
    """A problem response; `parts` may hold `detail` and `errors`."""
    body = {
        "type": f"urn:otmatch:problem:{code}",
        "title": title,
        "status": status,
        "detail": parts.get("detail") or title,
        "errors": parts.get("errors") or [],
    }
    return Response(dump(body), status, content_type="application/problem+json")


def _of_ours(error: OTMatchError) -> Response:
    problems = error.problems if isinstance(error, InvalidQuery) else ()
    errors = [
        {"parameter": p.parameter, "problem": p.problem, "example": p.example} for p in problems
    ]
    response = problem(error.status, error.code, error.title, detail=str(error), errors=errors)
    if isinstance(error, DirectoryUnavailable):
        current_app.logger.error("%s: %s", error.title, error)
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _of_http(error: HTTPException) -> Response:
    data = getattr(error, "data", {})
    if data.get("messages"):
        return _of_ours(InvalidQuery(*_problems(data["messages"], data["schema"])))
    status = error.code or 500
    title = error.name or "Error"
    response = problem(status, f"http-{status}", title, detail=_DETAILS.get(status))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _unexpected(error: Exception) -> Response:
    """A bug of ours: told in the log by its kind and place, never with the request's values."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    current_app.logger.error("unexpected %s at %s", type(error).__name__, place)
    detail = "This is our fault, not yours. Try again; if it stays, tell the operator."
    return problem(500, "unexpected", "Something went wrong", detail=detail)


def _problems(messages: dict[str, Any], schema: Parameters) -> list[Problem]:
    """webargs' messages, flat: one for each parameter."""
    found = {}
    for where in messages.values():
        for name, text in where.items() if isinstance(where, dict) else ():
            one = _problem(str(name), text, schema)
            found.setdefault(one.parameter, one)
    known_first = sorted(found, key=lambda name: (name not in schema.fields, name))
    return [found[name] for name in known_first[:_MOST_PROBLEMS]]


def _problem(name: str, text: Any, schema: Parameters) -> Problem:
    while isinstance(text, dict):
        text = next(iter(text.values()))
    field = schema.fields.get(name)
    if field:
        return Problem(name, str(text[0]), field.metadata["example"])
    shown = name if _SAFE_NAME.fullmatch(name) else "(unreadable)"
    there_are = f"there are: {', '.join(schema.fields)}" if schema.fields else "there are none here"
    return Problem(shown, f"is not a parameter; {there_are}", schema.example)
