"""How fast a search is: a generated country on both engines, in process and over HTTP.

python -m tests.benchmarks.search [--count 150000 --count 1500000] [--keep FOLDER]
"""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import click
import numpy as np

from service.engines.elasticsearch import ElasticsearchEngine
from service.engines.opening import open_engine
from service.settings import Settings
from tests.elasticsearch_node import VERSION, start_node

from .beside_bare import compare
from .directories import directory, load
from .in_process import time_engine, time_parts
from .over_http import Rounds, time_requests, time_whole
from .questions import Question, questions, warm_up
from .timing import fact, progress

COUNT = 150_000
LOADING_SECONDS = 120  # an Elasticsearch that merges may answer a load slowly


@click.command()
@click.option("--count", "counts", multiple=True, default=[COUNT], show_default=True,
              type=click.IntRange(1), help="How many OTs; may be repeated.")  # fmt: skip
@click.option("--queries", default=500, show_default=True, type=click.IntRange(1))
@click.option("--seconds", default=5.0, show_default=True, help="For each round of throughput.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1),
              help="Starts of the server, and rounds of throughput.")  # fmt: skip
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False),
              help="Keep generated directories in this folder, and use those in it.")  # fmt: skip
@click.option("--skip-elasticsearch", is_flag=True, help="Only the embedded engine.")
@click.option("--skip-http", is_flag=True, help="Only in process.")
def main(
    counts: tuple[int, ...],
    queries: int,
    keep: Path | None,
    skip_elasticsearch: bool,
    skip_http: bool,
    **rounds: float,
) -> None:
    """Print milliseconds at the 50th, 95th and 99th percentile, throughput, start and memory.

    Elasticsearch is measured with the smallest count alone: loading takes too long with more.
    """
    tell_machine()
    asked, times = questions(queries), {}
    for count in sorted(set(counts)):
        click.echo(f"\n{count:,} OTs, {queries} searches")
        with directory(count, keep) as url:
            progress(f"{count:,} OTs: in process")
            times[count] = time_engine(url, asked)
            time_parts(url, asked)
            if not skip_http:
                progress(f"{count:,} OTs: over HTTP")
                time_requests(url, asked, Rounds(int(rounds["rounds"]), rounds["seconds"]))
    _tell_growth(times)
    if not skip_elasticsearch:
        _time_elasticsearch(min(counts), asked, skip_http)


def tell_machine() -> None:
    """What the figures depend on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "flask", "gunicorn"))
    click.echo(f"{platform.system()} {platform.machine()}, {cores} cores, "
               f"Python {platform.python_version()}, {packages}")  # fmt: skip
    click.echo(f"other load at the start: {os.getloadavg()[0]:.1f} processes")


def _tell_growth(times: dict[int, np.ndarray]) -> None:
    """How much longer a search takes with more OTs."""
    if len(times) < 2:
        return
    least, most = min(times), max(times)
    click.echo(f"\nengine.search from {least:,} to {most:,} OTs ({most / least:g} times as many)")
    p50, p99 = (np.percentile(times[most], p) / np.percentile(times[least], p) for p in (50, 99))
    fact("grows", f"p50 {p50:.1f} times, p99 {p99:.1f} times", f"well under {most / least:g}")


def _time_elasticsearch(count: int, asked: list[Question], skip_http: bool) -> None:
    progress("Elasticsearch")
    click.echo(f"\n{count:,} OTs in Elasticsearch {VERSION}, one node with 1 GB of heap")
    with start_node(heap="1g") as node:
        engine = open_engine(Settings(directory=node.url, timeout=LOADING_SECONDS))
        assert isinstance(engine, ElasticsearchEngine)
        load(engine, count)
        compare(engine, node.url, asked, warm_up())
        if not skip_http:
            time_whole(node.url, asked)
        engine.close()


if __name__ == "__main__":
    main()
