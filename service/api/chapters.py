"""Whose chapter a place is: GET /chapters?near=, and one chapter."""

from typing import Any

from flask import Response
from flask.views import MethodView

from service.eligibility.chapters import Chapters
from service.eligibility.where import open_where
from service.errors import NoSuchChapter

from .authentication import needs
from .fields import NoParameters, Parameters, Text
from .language import asked_wording
from .openapi import StrictBlueprint
from .present_chapters import chapter_data, served_data
from .responses import PREFIX, as_json
from .schemas_chapters import ChapterShape, ChaptersShape

_EXAMPLE = "example-capital-region"
_ID: dict[str, Any] = {
    "in": "path",
    "name": "chapter",
    "description": "The chapter's id.",
    "schema": {"type": "string", "examples": [_EXAMPLE]},
}


class ChaptersAsked(Parameters):
    example = "near=12203"

    near = Text(
        'Where the person lives: a ZIP code, "Albany County, NY", a state, "City, ST", or '
        "latitude,longitude.",
        most=100,
        example="12203",
        role="filter",
        required=True,
    )


def add_chapters(api: StrictBlueprint, chapters: Chapters) -> None:
    @api.route("/chapters")
    class OfPlace(MethodView):
        @needs("programs.read")
        @api.arguments(ChaptersAsked, location="query")
        @api.response(200, ChaptersShape)
        @api.doc(operationId="findChapters")
        def get(self, asked: dict[str, Any]) -> Response:
            """The chapter of a place, and whom to ask where there is none

            A chapter that names the ZIP code stands before one that names the county, and that
            before one that names the state.
            """
            where, wording = open_where(asked["near"]), asked_wording()
            return as_json(served_data(chapters.serving(where), where, wording), wording)

    @api.route("/chapters/<string:chapter>", parameters=[_ID])
    class OneChapter(MethodView):
        @needs("programs.read")
        @api.arguments(NoParameters(f"{PREFIX}/chapters/{_EXAMPLE}"), location="query")
        @api.response(200, ChapterShape)
        @api.problem(404, "No chapter of this id.")
        @api.doc(operationId="getChapter")
        def get(self, _: dict[str, Any], chapter: str) -> Response:
            """One chapter: how to reach it, and where it serves"""
            found = chapters.by_id.get(chapter)
            if found is None:
                raise NoSuchChapter
            return as_json(chapter_data(found), asked_wording())
