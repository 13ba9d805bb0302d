"""One server for all workers of a test run: the first that needs it starts it, and ends it when
the last has let go of it."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def shared(name: str, start: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """The URL that `start` gives; without workers it is simply started."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        with start() as url:
            yield url
        return
    path = Path(tempfile.gettempdir(), f"otmatch-tests-{run}-{name}")
    with path.open("a+") as file:
        with _locked(file):  # nobody else starts one meanwhile
            url = _read(file)
            server = None if url else start()
            if server:
                url = server.__enter__()
                file.write(url)
                file.flush()
        try:
            with _used(path):
                yield url
        finally:
            if server:
                _wait_for_others(path)
                path.unlink()
                server.__exit__(None, None, None)


@contextmanager
def _used(path: Path) -> Iterator[None]:
    """A shared lock, that a killed worker lets go of too."""
    with _beside(path).open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield


def _wait_for_others(path: Path) -> None:
    with _beside(path).open("a") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
    _beside(path).unlink()


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.users")


@contextmanager
def _locked(file: IO[str]) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()
