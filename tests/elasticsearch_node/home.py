"""Lays out an Elasticsearch home folder (jars, one module, empty config) from published jars,
once per version. The folder appears by one rename, so a half-finished one is never used."""

import fcntl
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jgo
import requests

from . import ROOT
from .errors import NodeError

SERVER = "org.elasticsearch:elasticsearch"
TRANSPORT = "org.elasticsearch.plugin:transport-netty4"
MODULE = "transport-netty4"
DESCRIPTOR = "plugin-descriptor.properties"


def read_cache_root() -> Path:
    return Path(os.environ.get("OTMATCH_CACHE") or ROOT / ".cache").resolve()


def open_home(version: str, cache: Path) -> Path:
    """The home folder of this version, laid out first if it is not there yet."""
    home = cache / "elasticsearch" / version
    if home.is_dir():
        return home
    home.parent.mkdir(parents=True, exist_ok=True)
    with _locked(home.parent / "layout.lock"):
        if not home.is_dir():  # another process may have made it while we waited
            _lay_out(version, home)
    return home


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    # The kernel drops this lock when its holder dies, so an interrupted layout blocks nobody.
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lay_out(version: str, home: Path) -> None:
    aside = home.with_name(f"{version}.partial")
    shutil.rmtree(aside, ignore_errors=True)  # what a killed layout left
    # jgo takes any file in its repository for a whole one. A repository that lives and dies
    # with this layout cannot hand on a jar whose download was cut short.
    repository = aside / "repository"
    repository.mkdir(parents=True)
    os.environ.setdefault("M2_REPO", str(repository))
    try:
        _fill(aside, _read_jars(version))
        shutil.rmtree(repository)
        aside.rename(home)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _read_jars(version: str) -> list[Path]:
    try:
        artifacts = jgo.resolve(f"{SERVER}:{version}+{TRANSPORT}:{version}")
        return [artifact.resolve() for artifact in artifacts]
    # jgo has no error class of its own; a version that was never published is a RuntimeError.
    except (requests.RequestException, RuntimeError, ValueError) as error:
        raise NodeError(
            f"cannot get the jars of Elasticsearch {version} ({_first_line(error)}); "
            "the first start of a version needs the network"
        ) from error


def _fill(home: Path, jars: list[Path]) -> None:
    lib, module = home / "lib", home / "modules" / MODULE
    for folder in (lib, module, home / "config"):
        folder.mkdir(parents=True)
    for jar in jars:
        if not zipfile.is_zipfile(jar):
            raise NodeError(f"{jar} is not a whole jar; delete it and start again")
        # A jar in both places would stop the node ("jar hell").
        in_module = jar.name.startswith(("netty-", f"{MODULE}-"))
        shutil.copyfile(jar, (module if in_module else lib) / jar.name)
    (module / DESCRIPTOR).write_text(_read_descriptor(module))


def _read_descriptor(module: Path) -> str:
    """The module's descriptor without its `modulename`: the Java runtime lacks two of the Java
    modules that the server's module graph asks for, so everything runs on the class path."""
    jar = next(module.glob(f"{MODULE}-*.jar"))
    with zipfile.ZipFile(jar) as archive:
        text = archive.read(f"META-INF/es-plugins/{MODULE}/{DESCRIPTOR}").decode()
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("modulename"))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
