"""What answers of several routes have in common."""

from typing import Any

from flask import Response

from .present import dump

LOST = {
    "description": "The directory cannot be reached; try again after `Retry-After` seconds.",
    "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
}


def as_json(data: Any) -> Response:
    return Response(dump(data), content_type="application/json")
