"""What answers of several routes have in common."""

from typing import Any

from flask import Response

from service.wording.wording import Wording

from .language import told_in
from .present import dump

PREFIX = "/api/v1"
LOST = {
    "description": "The directory cannot be reached; try again after `Retry-After` seconds.",
    "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
}


def as_json(data: Any, wording: Wording, status: int = 200) -> Response:
    return told_in(wording, Response(dump(data), status, content_type="application/json"))


def unstored(data: Any, wording: Wording, status: int = 200) -> Response:
    """An answer that may tell of one patient's needs: no cache keeps it."""
    response = as_json(data, wording, status)
    response.headers["Cache-Control"] = "no-store"
    return response
