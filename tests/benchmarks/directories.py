"""Generated directories in the embedded engine's file; kept, if asked, for the next run."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import click
import msgspec

from service.engines.opening import open_engine
from service.engines.protocol import Engine, Meta
from service.errors import DirectoryUnavailable
from service.settings import Settings

from .curated import TODAY
from .timing import fact
from .world import profiles

SAMPLE = 200  # profiles that tell one generated world from another


@contextmanager
def directory(count: int, keep: Path | None) -> Iterator[str]:
    """The URL of a directory with `count` OTs, in `keep` or in a folder that is removed."""
    with tempfile.TemporaryDirectory() as folder:
        path = (keep or Path(folder)).resolve() / f"{count}-{world_digest()}.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{path}"
        engine = open_engine(Settings(directory=url))
        if not _is_there(engine):
            load(engine, count)
        engine.close()
        fact("size of the directory's file", f"{path.stat().st_size / 1e6:,.0f} MB")
        yield url


def load(engine: Engine, count: int) -> None:
    """Generate and load, and say how long it took."""
    start = time.perf_counter()
    label = f"{count:,} OTs, generated and loaded"
    with click.progressbar(
        profiles(count), count, label, file=sys.stderr, update_min_steps=500
    ) as shown:
        engine.replace(shown, Meta(loaded_at=datetime.now(UTC), date=TODAY))
    fact("generated and loaded in", f"{time.perf_counter() - start:,.0f} s")


def _is_there(engine: Engine) -> bool:
    try:
        engine.meta()
    except DirectoryUnavailable:  # none yet, or one of another format
        return False
    return True


def world_digest() -> str:
    """Another one as soon as the generator makes other profiles."""
    sample = msgspec.json.encode(list(profiles(SAMPLE)))
    return blake2b(sample, digest_size=4).hexdigest()
