"""Loads in the middle of which something else is done."""

import io
from collections.abc import Callable
from pathlib import Path

from indexer import pipeline
from indexer.report import Rejects, Report
from indexer.sources.nppes import open_nppes
from service.stewardship.decisions import Decisions
from tests.indexer_files import nppes_text, ot, write

WHO = {"by": "Staff member", "why": "asked by letter"}


def people(path: Path, *numbers: int, **told: str) -> Path:
    return write(path, nppes_text([ot(number, **told) for number in numbers]))


def loaded(step: Callable, engine, file: Path, decisions: Decisions, **terms) -> None:
    """By the pipeline, with what staff decided."""
    terms = {"staff": decisions.staff, "decided": decisions.decided, **terms}
    report = Report(Rejects(io.StringIO()))
    step([open_nppes(file)], engine, report, pipeline.Terms(**terms))


def once(work: Callable[[], object]) -> Callable:
    """Done while a load writes: it asks this for the point of the first address."""
    left = [work]

    def locate(_: object) -> None:
        if left:
            left.pop()()

    return locate
