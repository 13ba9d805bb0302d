"""The embedded engine timed in process: the whole page, by kind of search, and the parts."""

import time

import numpy as np

from service.api.present import dump, page_data
from service.directory.query import Query
from service.engines.opening import open_engine
from service.search import search
from service.settings import Settings
from service.wording.languages import ENGLISH

from .questions import KINDS, Question, warm_up
from .timing import fact, heading, measured, report


def time_engine(url: str, asked: list[Question]) -> np.ndarray:
    """The page with matches, reasons, total, facets and left-out counts; returns the times."""
    engine = open_engine(Settings(directory=url))
    meta, found, computing = engine.meta(), [], []

    def ask(query: Query) -> None:
        start = time.process_time()
        page = engine.search(query)
        computing.append(time.process_time() - start)
        # Not the page itself: pages kept would make Python's collector search ever more.
        found.append((len(page.matches), page.total))

    times = measured(
        ask,
        [question.resolved(meta) for question in asked],
        [question.resolved(meta) for question in warm_up()],
    )
    engine.close()
    heading("embedded, in process, each search asked once")
    report("engine.search", times, "p50 <= 1, p99 <= 15")
    report(
        "  of it CPU: the whole where nothing else runs", np.array(computing[-len(asked) :]) * 1000
    )
    kinds = np.array([question.kind for question in asked])
    for kind in KINDS:
        if (kinds == kind).any():
            report(f"  {kind} ({(kinds == kind).sum()})", times[kinds == kind])
    _tell_pages(np.array(found[-len(asked) :]))
    return times


def time_parts(url: str, asked: list[Question]) -> None:
    """What goes into an answer over HTTP, without HTTP."""
    engine = open_engine(Settings(directory=url))  # anew, with nothing of the last round in it

    def answer(question: Question) -> tuple[float, ...]:
        start = time.perf_counter()
        query = question.query()
        read = time.perf_counter()
        answer = search(engine, query)
        found = time.perf_counter()
        dump(page_data(answer, query, ENGLISH))
        return read - start, found - read, time.perf_counter() - found

    for question in warm_up():
        answer(question)
    reading, searching, presenting = np.array([answer(question) for question in asked]).T * 1000
    engine.close()
    report("parameters read (QuerySchema)", reading)
    report("service.search.search", searching)
    report("answer as JSON bytes (page_data, dump)", presenting)
    report("all three", reading + searching + presenting)


def _tell_pages(found: np.ndarray) -> None:
    """How long the pages were, and how many people they were chosen from."""
    matches, totals = found.T
    told = f"{(matches == 20).sum()} of {len(found)}, {np.median(totals):,.0f}"
    fact("  answers with 20 matches, median total", told)
