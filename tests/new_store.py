"""Empty stores on SQLite: a copy of one, since making the tables takes much longer."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from service.records.store import Store

_NAME = "records.db"


def store_url_in(folder: Path) -> str:
    """Of an empty store in this folder, that is there already."""
    with (folder / _NAME).open("xb") as file:
        file.write(_tables())
    return f"sqlite:///{folder}/{_NAME}"


def store_in(folder: Path) -> Store:
    return Store(store_url_in(folder))


@cache
def _tables() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / _NAME
        Store(f"sqlite:///{path}").close()
        assert [found.name for found in path.parent.iterdir()] == [_NAME]  # nothing besides
        return path.read_bytes()
