"""Reading the national files beside what unpacking and counting their lines takes, and the memory
of a whole load."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from click.testing import CliRunner

from fixtures.generate import main as generate
from fixtures.monthly_zip import ZIP_NAME, entry_names
from indexer.sources.clinicians import open_clinicians
from indexer.sources.nppes import open_nppes
from indexer.sources.qhp_providers import open_qhp_providers
from indexer.sources.reading import Source

from .processes import ROOT
from .timing import fact, progress

NPIDATA = entry_names()["nppes.csv"][0]
BLOCK = 1 << 20
# Runs the rest of its arguments and prints the peak memory of that child, in kilobytes on Linux.
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
KILOBYTE = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Files:
    """The folder of the files, and the NPIs of the OTs in them."""

    folder: Path
    ots: frozenset[str]

    @property
    def zip(self) -> Path:
        return self.folder / ZIP_NAME


def make_files(folder: Path, count: int) -> Files:
    """Generate them, unless they are there."""
    folder = folder.resolve() / f"{count}-with-others"
    if not (folder / ZIP_NAME).exists():
        progress(f"generating {count:,} OTs among all others")
        command = ["--to", str(folder), "--count", str(count), "--with-others", "--zip"]
        CliRunner().invoke(generate, command, catch_exceptions=False)
    with zipfile.ZipFile(folder / ZIP_NAME) as archive:
        packed = archive.getinfo(NPIDATA)
    fact(
        "size of npidata",
        f"{packed.file_size / 1e6:,.0f} MB, {packed.compress_size / 1e6:,.0f} packed",
    )
    ots = frozenset(
        record.npi for each in open_nppes(folder / ZIP_NAME).readings() for record in each.records
    )
    return Files(folder, ots)


def beside_unzip(files: Files, rounds: int) -> None:
    """In turn, so that both meet the same noise; the best of each counts."""
    bare = _unzip_and_count if which("unzip") else _zipfile_and_count
    name = "unzip -p | wc -l" if which("unzip") else "zipfile, lines counted (no unzip here)"
    times = {"bare": [], "own": []}
    for _ in range(rounds):
        progress("reading npidata")
        rows, seconds = _timed(lambda: bare(files.zip))
        times["bare"].append(seconds)
        read, seconds = _timed(lambda: _read(open_nppes(files.zip)))
        times["own"].append(seconds)
        assert rows == read + 1, (rows, read)  # the header
    own, least = min(times["own"]), min(times["bare"])
    fact(name, f"{least:.2f} s")
    fact("npidata read from the zip", f"{own:.2f} s, {read / own:,.0f} rows a second")
    fact("reading to unpacking", f"{own / least:.2f}", "<= 2.5")


def _timed(do: Callable[[], int]) -> tuple[int, float]:
    start = time.perf_counter()
    found = do()
    return found, time.perf_counter() - start


def _read(source: Source) -> int:
    return sum(reading.rows for reading in source.readings())


def _unzip_and_count(path: Path) -> int:
    with subprocess.Popen(["unzip", "-p", path, NPIDATA], stdout=subprocess.PIPE) as unzip:
        counted = subprocess.check_output(["wc", "-l"], stdin=unzip.stdout)
    return int(counted)


def _zipfile_and_count(path: Path) -> int:
    with zipfile.ZipFile(path) as archive, archive.open(NPIDATA) as entry:
        return sum(block.count(b"\n") for block in iter(lambda: entry.read(BLOCK), b""))


def time_reading(files: Files) -> None:
    """The other big files, read alone."""
    for name, opener in (
        ("clinicians.csv", open_clinicians), ("qhp_providers.json", open_qhp_providers),
    ):  # fmt: skip
        progress(f"reading {name}")
        path = files.folder / name
        source = opener(path)
        source.wants = files.ots.__contains__
        read, seconds = _timed(lambda of=source: _read(of))
        size = path.stat().st_size / 1e6
        fact(
            f"{name}, {size:,.0f} MB",
            f"{seconds:.2f} s, {size / seconds:,.0f} MB and {read / seconds:,.0f} rows a second",
        )


def whole_load(files: Files, folder: Path) -> None:
    """Every file into the embedded engine, in a process of its own."""
    progress("a whole load")
    load = [sys.executable, "-m", "indexer", "load", "--nppes", files.zip]
    for option in ("clinicians", "qhp_plans", "qhp_providers"):
        path = files.folder / f"{option}{'.csv' if option == 'clinicians' else '.json'}"
        load += [f"--{option.replace('_', '-')}", path]
    load += ["--rejects", folder / "rejects.ndjson", "--into", f"sqlite:///{folder}/directory.db"]
    command = [sys.executable, "-c", MEASURED, *map(str, load)]
    told, seconds = _timed(lambda: subprocess.check_output(command, cwd=ROOT, text=True))
    code, peak = map(int, told.split())
    assert code == 0, f"the load ended with {code}"
    fact("a whole load of all of them", f"{seconds:.1f} s")
    fact("peak memory of that load", f"{peak * KILOBYTE / 1e6:,.0f} MB", "<= 400 MB")
