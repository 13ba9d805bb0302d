"""Chapters as JSON-ready data: the shapes that `schemas_chapters.py` publishes."""

from typing import Any

from service.eligibility.chapters import Chapter, Served, Serving
from service.eligibility.where import Where
from service.wording.figures import any_of_text
from service.wording.sentences import sentence
from service.wording.wording import Wording

from .present_eligibility import source_data

Data = dict[str, Any]


def served_data(served: Served, where: Where, wording: Wording) -> Data:
    return {
        "place": {
            "label": where.label,
            "postal_code": where.postal_code,
            "county": where.county,
            "state": where.state,
            "tentative": sorted(where.tentative),
        },
        "chapters": [_serving(each, where, wording) for each in served.serving],
        "otherwise": [_serving(each, where, wording) for each in served.otherwise],
        "fallback": [chapter_data(chapter) for chapter in served.fallback],
        "text": sentence(_code(served), {}, wording),
    }


def chapter_data(chapter: Chapter) -> Data:
    return {
        "id": chapter.id,
        "name": chapter.name,
        "contact": vars(chapter.contact),
        "hours": chapter.hours,
        "area": vars(chapter.area),
        "fallback": chapter.fallback,
        "source": source_data(chapter.source),
    }


def _code(served: Served) -> str:
    if served.otherwise and not served.serving:
        return "chapter_tentative"
    if not served.serving:
        return "chapter_fallback" if served.fallback else "chapter_nobody"
    sure = not served.serving[0].tentative and not served.otherwise
    return "chapter_serves" if sure else "chapter_tentative"


def _serving(each: Serving, where: Where, wording: Wording) -> Data:
    place = getattr(where, each.level)
    if each.level == "state":
        place = wording.names["states"][place]
    code = f"chapter_by_{each.level}{'_tentative' if each.tentative else ''}"
    if each.counties:
        place, code = any_of_text(each.counties, wording.locale), "chapter_by_county_maybe"
    return {
        **chapter_data(each.chapter),
        "by": each.level,
        "tentative": each.tentative,
        "text": sentence(code, {"place": place}, wording),
    }
