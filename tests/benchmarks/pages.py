"""How fast a page of results is made: a generated country, the same searches as of the API.

python -m tests.benchmarks.pages [--count 150000] [--keep FOLDER]
"""

import time
from pathlib import Path

import click
import numpy as np

from service.app import create_app
from service.settings import Settings
from service.web.assets import assets

from .curated import TODAY
from .directories import directory
from .questions import KINDS, Question, questions, warm_up
from .search import COUNT, tell_machine
from .timing import fact, heading, measured, progress, report

SLOWEST, HEAVIEST = 15, 150  # milliseconds at the median; kB over the wire


@click.command()
@click.option("--count", default=COUNT, show_default=True, type=click.IntRange(1))
@click.option("--queries", default=500, show_default=True, type=click.IntRange(1))
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False),
              help="Keep the generated directory in this folder, and use one in it.")  # fmt: skip
def main(count: int, queries: int, keep: Path | None) -> None:
    """Print milliseconds of the server for a page of results, and what it weighs."""
    tell_machine()
    asked = questions(queries)
    click.echo(f"\n{count:,} OTs, {queries} pages of results")
    with directory(count, keep) as url:
        progress(f"{count:,} OTs: pages")
        time_pages(url, asked)


def time_pages(url: str, asked: list[Question]) -> None:
    """Each page once, in process, from the request to the last byte."""
    client = create_app(Settings(directory=url), today=lambda: TODAY).test_client()
    weights, refused, computing = [], [], []

    def ask(question: Question) -> None:
        start = time.process_time()
        page = client.get(question.path.replace("/api/v1/providers", "/search"))
        computing.append(time.process_time() - start)
        weights.append(len(page.data))
        refused.append(page.status_code != 200)

    times = measured(ask, asked, warm_up())
    kinds = np.array([question.kind for question in asked])
    heading("a page of results, each asked once")
    report("whole page", times, f"p50 <= {SLOWEST}")
    computed = np.array(computing[-len(asked) :]) * 1000
    report("  of it CPU: the whole where nothing else runs", computed)
    for kind in KINDS:
        if (kinds == kind).any():
            report(f"  {kind} ({(kinds == kind).sum()})", times[kinds == kind])
    loaded = sum(len(asset.packed or asset.body) for asset in assets().values())
    heaviest = (max(weights) + loaded) / 1000
    fact("pages refused", str(sum(refused[-len(asked) :])), "0")
    fact("heaviest page with all that it loads", f"{heaviest:.0f} kB", f"<= {HEAVIEST} kB")


if __name__ == "__main__":
    main()
