"""GET /changes: who came, changed or left since a caller last asked."""

from typing import Any

import msgspec
from flask import Response
from flask.views import MethodView

from service.engines.history import Change
from service.engines.protocol import Engine, Meta
from service.errors import InvalidQuery, Problem
from service.wording.wording import Wording

from .authentication import needs
from .caching import cached
from .cursor import FIRST
from .fields import Parameters, Text, Whole
from .language import asked_wording
from .openapi import IF_NONE_MATCH, StrictBlueprint
from .present_departure import departure_data
from .responses import LOST
from .schemas_changes import ChangesShape
from .sealed import seal, unseal

DEFAULT_LIMIT, MAX_LIMIT = 100, 1000
# Stands after every NPI of a load: all of it is read.
_END = "~"


class Since(msgspec.Struct, array_like=True):
    """How far a caller has read: up to the load `base` all of it, and beyond it to `sequence` and
    `npi`, in the directory of that lineage."""

    lineage: str
    base: int
    sequence: int
    npi: str


class ChangesParameters(Parameters):
    example = "limit=100"

    since = Text(
        "The `next` of the last answer; everything that is known if it is left out.",
        most=400,
        example=FIRST,
        role="page",
    )
    limit = Whole(
        f"Most changes of the answer; {DEFAULT_LIMIT} if left out.",
        most=MAX_LIMIT,
        example=str(DEFAULT_LIMIT),
        role="page",
    )


def add_changes(api: StrictBlueprint, engine: Engine) -> None:
    @api.route("/changes", parameters=[IF_NONE_MATCH])
    class Changes(MethodView):
        @needs("directory.read")
        @api.arguments(ChangesParameters, location="query")
        @api.tagged(ChangesShape)
        @api.problem(503, **LOST)
        @api.doc(operationId="listChanges")
        def get(self, asked: dict[str, Any]) -> Response:
            """Who was added, changed or removed since the last answer

            Each NPI stands once, with the last that became of it. Follow `next` while `more` is
            true; then keep it for the next time.
            """
            meta, wording = engine.meta(), asked_wording()
            since = read_since(asked.get("since", FIRST), meta)
            limit = asked.get("limit", DEFAULT_LIMIT)

            def answer() -> dict[str, Any]:
                found = engine.changes((since.sequence, since.npi), limit + 1)
                return _page(found, since, limit, meta, wording)

            return cached(meta, f"changes {since} {limit}", wording, answer)


def read_since(text: str, meta: Meta) -> Since:
    """Raises InvalidQuery for a text that is damaged, of another directory, or older than the
    changes that are kept."""
    if text == FIRST:
        return Since(meta.lineage, 0, 0, "")
    try:
        since = unseal(text, Since)
    except ValueError:
        raise _refuse("cursor_damaged") from None
    if since.lineage != meta.lineage or not 0 <= since.sequence <= meta.sequence:
        raise _refuse("since_of_another")
    if 0 < since.base < meta.forgotten:
        raise _refuse("since_old")
    return since


def _page(
    found: list[Change], since: Since, limit: int, meta: Meta, wording: Wording
) -> dict[str, Any]:
    shown, more = found[:limit], len(found) > limit
    last = shown[-1] if more else None
    following = (
        Since(meta.lineage, since.base, last.sequence, last.npi)
        if last
        else Since(meta.lineage, meta.sequence, meta.sequence, _END)
    )
    return {
        "changes": [_change(change, since.base, wording) for change in shown],
        "next": seal(following),
        "more": more,
    }


def _change(change: Change, base: int, wording: Wording) -> dict[str, Any]:
    tombstone = change.tombstone
    return {
        "npi": change.npi,
        "change": change.kind(base),
        "departure": departure_data(tombstone, wording) if tombstone else None,
    }


def _refuse(code: str) -> InvalidQuery:
    return InvalidQuery(Problem("since", code, example=FIRST))
