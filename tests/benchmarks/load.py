"""How fast a load is: files of an invented country in the proportions of the national ones.

python -m tests.benchmarks.load [--count 15000] [--keep FOLDER] [--skip-elasticsearch]
"""

import tempfile
from pathlib import Path

import click

from tests.elasticsearch_node import VERSION, start_node

from .bulk_beside_bare import compare_bulk
from .reading_beside_bare import beside_unzip, make_files, time_reading, whole_load
from .search import tell_machine
from .timing import progress

COUNT = 15_000


@click.command()
@click.option("--count", default=COUNT, show_default=True, type=click.IntRange(1),
              help="How many OTs; the files hold 64 others to each.")  # fmt: skip
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1),
              help="Readings of the zip, each beside unzip.")  # fmt: skip
@click.option("--documents", default=20_000, show_default=True, type=click.IntRange(1),
              help="How many documents go into Elasticsearch.")  # fmt: skip
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False),
              help="Keep the generated files in this folder, and use those in it.")  # fmt: skip
@click.option("--skip-elasticsearch", is_flag=True, help="Only files.")
def main(
    count: int, rounds: int, documents: int, keep: Path | None, skip_elasticsearch: bool
) -> None:
    """Print seconds, rows a second and peak memory, each beside what the bare tools take."""
    tell_machine()
    click.echo(f"\n{count:,} OTs among all others")
    with tempfile.TemporaryDirectory() as folder:
        files = make_files(keep or Path(folder), count)
        beside_unzip(files, rounds)
        time_reading(files)
        whole_load(files, Path(folder))
    if not skip_elasticsearch:
        progress("Elasticsearch")
        with start_node(heap="1g") as node:
            click.echo(f"\n{documents:,} documents, Elasticsearch {VERSION}, 1 GB of heap")
            compare_bulk(node.url, documents, rounds)


if __name__ == "__main__":
    main()
