"""How fast referrals are made and moved, on both databases, beside the bare inserts of their rows.

python -m tests.benchmarks.referrals [--count 300]
"""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from msgspec import structs
from sqlalchemy import TableClause, select

from service.engines.opening import open_engine
from service.engines.protocol import Engine
from service.records.events import ROLL
from service.records.store import Store, Table
from service.referrals.desk import Desk
from service.referrals.tables import Task
from service.settings import Settings
from tests.fixture_directory import load_fixtures
from tests.postgres_server import new_database, postgres_server
from tests.referral_world import CONTENT, clinician, draft, make, move, open_desk_on, therapist

from .search import tell_machine
from .timing import fact, progress

# As a server that must lose nothing keeps its data.
DURABLE = ()


@click.command()
@click.option("--count", default=300, show_default=True, type=click.IntRange(1),
              help="How many referrals.")  # fmt: skip
def main(count: int) -> None:
    """Referrals a second: created and sent, then accepted; each is one transaction, on disk."""
    tell_machine()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Settings(directory=f"sqlite:///{folder}/directory.db"))
        load_fixtures(engine)
        for name, databases in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
            progress(name)
            with databases(Path(folder)) as (url, bare):
                click.echo(f"\n{name}, {count:,} referrals")
                _measure(url, bare, engine, count)


@contextmanager
def _sqlite(folder: Path) -> Iterator[tuple[str, str]]:
    yield f"sqlite:///{folder}/records.db", f"sqlite:///{folder}/bare.db"


@contextmanager
def _postgresql(_: Path) -> Iterator[tuple[str, str]]:
    with (
        postgres_server(DURABLE) as server,
        new_database(server) as url,
        new_database(server) as bare,
    ):
        yield url, bare


def _measure(url: str, bare: str, engine: Engine, count: int) -> None:
    store = Store(url)
    desk = open_desk_on(store, engine)
    made: list[dict[str, Any]] = []
    created = _rate(count, lambda n: made.append(make(desk, clinician(), _of(n))))
    moved = _rate(count, lambda n: move(desk, therapist(), made[n], "accept"))
    inserted = _insert_the_same(desk, bare, count)
    store.close()
    fact("created and sent", f"{created:,.0f} a second")
    fact("accepted", f"{moved:,.0f} a second")
    fact("bare inserts of the same rows, a referral a transaction", f"{inserted:,.0f} a second")
    fact("created to inserted", f"{created / inserted:.2f}")


def _of(number: int) -> Any:
    """Each of another patient."""
    born = date(1950, 1, 1) + timedelta(days=number)
    patient = structs.replace(CONTENT.patient, birth_date=born)
    return draft(content=structs.replace(CONTENT, patient=patient))


def _insert_the_same(desk: Desk, bare: str, count: int) -> float:
    """All rows that the referrals left, shared out over as many transactions."""
    tables = [t for t in Table.metadata.sorted_tables if t.name not in _NOT_OF_REFERRALS]
    parts: dict[str, dict[TableClause, list[dict]]] = defaultdict(lambda: defaultdict(list))
    with desk.store.reading() as session:
        tasks = dict(session.execute(select(Task.id, Task.referral_id)).all())
        for table in tables:
            for row in session.execute(select(table)).mappings():
                if row.get("name") == ROLL:
                    continue  # each store has one from its beginning
                parts[_referral_of(table, row, tasks)][table].append(dict(row))
    others = list(parts.values())
    other = Store(bare)

    def insert(number: int) -> None:
        with other.transaction() as session:
            for table, rows in others[number].items():
                session.execute(table.insert(), rows)

    rate = _rate(count, insert)
    other.close()
    return rate


def _referral_of(table: TableClause, row: Mapping[str, Any], tasks: Mapping[str, str]) -> str:
    """The referral that a row belongs to; what is of several goes with any."""
    if table.name == "deliveries":
        return tasks[row["task_id"]]
    name = next(name for name in _OWNERS if name in row)
    return row[name] or ""


_OWNERS = ("referral_id", "referral", "record", "chain", "name", "id")
# One row of the store, which is there already; and none of a referral.
_NOT_OF_REFERRALS = {"key_check"}


def _rate(count: int, work: Callable[[int], Any]) -> float:
    start = time.perf_counter()
    for number in range(count):
        work(number)
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
