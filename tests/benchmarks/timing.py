"""Times measured, and the lines that they are printed in."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import click
import numpy as np

WIDTH = 46


def measured(ask: Callable[[Any], Any], asked: Iterable, warm_up: Iterable = ()) -> np.ndarray:
    """Milliseconds for each question, each asked once, after others that are not counted."""
    for question in warm_up:
        ask(question)
    times = []
    for question in asked:
        start = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - start)
    return np.array(times) * 1000


def heading(name: str) -> None:
    click.echo(f"\n{name:{WIDTH}} {'p50':>9} {'p95':>9} {'p99':>9}   (ms)")


def report(name: str, times: np.ndarray, aim: str = "") -> None:
    """The 50th, 95th and 99th percentile, and what they are meant to be."""
    p50, p95, p99 = np.percentile(times, (50, 95, 99))
    told = f"  {name:{WIDTH - 2}} {p50:9.2f} {p95:9.2f} {p99:9.2f}"
    click.echo(f"{told}   aim: {aim}" if aim else told)


def fact(name: str, value: str, aim: str = "") -> None:
    """A line with something else than percentiles."""
    told = f"  {name:{WIDTH - 2}} {value}"
    click.echo(f"{told}   aim: {aim}" if aim else told)


def progress(text: str) -> None:
    click.echo(text, err=True)
