"""otmatch-index as the tests run it: in this process, or as one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.__main__ import main
from tests.fixture_directory import FIXTURES
from tests.indexer_files import engine_at, nppes_text, ot, write

SOURCES = ("--nppes", FIXTURES / "nppes.csv", "--mscs", FIXTURES / "mscs_roster.csv",
           "--profiles", FIXTURES / "profiles.ndjson")  # fmt: skip
INTO = ("--into", "sqlite:///directory.db")


def run_command(*arguments: object, code: int = 0) -> Result:
    """Anything but this exit code, or an exception, fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def on_own_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs commands on the directory and the store of a folder, in it; gives what they print."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("OTMATCH_DIRECTORY", f"sqlite:///{folder}/directory.db")
    monkeypatch.setenv("OTMATCH_STORE", f"sqlite:///{folder}/records.db")
    return lambda *words, code=0: run_command(*words, code=code).output


def nppes(path: Path, people: int) -> Path:
    return write(path, nppes_text(ot(number) for number in range(people)))


def ten_ots(folder: Path) -> Path:
    """The file of a directory of ten OTs, in the folder in which the test runs."""
    run_command("load", "--nppes", nppes(folder / "served.csv", 10), *INTO)
    return folder / "directory.db"


def count(folder: Path) -> int:
    return sum(1 for _ in engine_at(folder).scan())


def refused(served: Path, *arguments: object, code: int = 2) -> str:
    """What the command says when it leaves the directory as it was."""
    before = served.read_bytes(), served.stat().st_ino
    result = run_command(*arguments, code=code)
    assert (served.read_bytes(), served.stat().st_ino) == before
    assert len(result.stderr.strip().splitlines()) < 12
    return result.stderr


def start(folder: Path, *arguments: object, **options: object) -> subprocess.Popen:
    """The command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "indexer", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        stdout=subprocess.PIPE,
        **{"stderr": subprocess.PIPE, "text": True, **options},
    )
