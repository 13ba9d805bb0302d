"""How soon a correction of staff is in force, on a directory of real size.

python -m tests.benchmarks.corrections [--count 150000] [--keep FOLDER]
"""

import statistics
import time
from datetime import date
from itertools import islice
from pathlib import Path

import click
from msgspec import structs

from service.engines.opening import open_engine
from service.settings import Settings
from tests.revisions import revised

from .directories import directory
from .search import COUNT
from .timing import fact


@click.command()
@click.option("--count", default=COUNT, show_default=True)
@click.option("--corrections", default=5, show_default=True, type=click.IntRange(1))
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False),
              help="Keep the generated directory here for the next run.")  # fmt: skip
def main(count: int, corrections: int, keep: Path | None) -> None:
    """Change one profile after the other; another reader asks for it at once."""
    with directory(count, keep) as url:
        writer, reader = (open_engine(Settings(directory=url)) for _ in range(2))
        people = list(islice(reader.scan(), corrections))
        written, seen = [], []
        for number, profile in enumerate(people):
            changed = structs.replace(profile, languages=(("es", "fr")[number % 2],))
            start = time.perf_counter()
            writer.update(revised([changed]), date(2026, 11, 15))
            written.append(time.perf_counter() - start)
            found = reader.get(profile.npi)
            seen.append(time.perf_counter() - start)
            assert found and found.languages == changed.languages
        fact("Engine.update of one profile", _seconds(written))
        fact("until another worker shows it", _seconds(seen), "< 5 s")


def _seconds(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} s at the median, {max(times):.1f} s at most"


if __name__ == "__main__":
    main()
