"""Errors as application/problem+json (RFC 9457), rendered once, where they leave.

Nothing of what was sent is repeated: a query may tell about a person's health.
"""

import re
from typing import Any

from flask import Flask, Response, request
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from service.errors import DirectoryUnavailable, InvalidQuery, OTMatchError, Problem

from .present import dump
from .query_schema import QuerySchema
from .schemas import ProblemShape

_SAFE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")


class ProblemApi(Api):
    """flask-smorest's Api with our error shape."""

    ERROR_SCHEMA = ProblemShape

    def _register_error_handlers(self) -> None:
        register_problems(self._app)


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
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _of_http(error: HTTPException) -> Response:
    messages = getattr(error, "data", {}).get("messages")
    if messages:
        return _of_ours(InvalidQuery(*_problems(messages)))
    status = error.code or 500
    title = error.name or "Error"
    details = {
        404: "There is nothing at this address; /api/v1/docs lists what there is.",
        405: f"{request.method} is not possible here; /api/v1/docs lists what is.",
    }
    response = problem(status, f"http-{status}", title, detail=details.get(status))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _unexpected(error: Exception) -> Response:
    """A bug of ours: told in the log by its kind and place, never with the request's values."""
    from flask import current_app

    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    current_app.logger.error("unexpected %s at %s", type(error).__name__, place)
    detail = "This is our fault, not yours. Try again; if it stays, tell the operator."
    return problem(500, "unexpected", "Something went wrong", detail=detail)


def _problems(messages: dict[str, Any]) -> list[Problem]:
    """webargs' messages, flat: one for each parameter."""
    found = []
    for where in messages.values():
        for name, text in where.items() if isinstance(where, dict) else ():
            found.append(_problem(str(name), text))
    return found or [Problem("query", "cannot be read")]


def _problem(name: str, text: Any) -> Problem:
    while isinstance(text, dict):
        text = next(iter(text.values()))
    field = QuerySchema._declared_fields.get(name)
    if field is None:
        shown = name if _SAFE_NAME.fullmatch(name) else "(unreadable)"
        known = ", ".join(QuerySchema._declared_fields)
        return Problem(shown, f"is not a parameter; there are: {known}", "near=10001")
    return Problem(name, str(text[0]), field.metadata["example"])
