"""CSV files of NPPES as they come: alone, or several of them in the monthly or weekly zip."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO

from service.errors import SourceUnreadable

from .blocks import Blocks, ReadAhead
from .reading import Source, open_blocks, refuse_to_come

# What CMS calls the files that come in the zip of npidata, by our kind of source.
COMPANIONS = {
    "nppes_locations": "pl_pfile",
    "nppes_names": "othername_pfile",
    "nppes_endpoints": "endpoint_pfile",
}
# Real files unpack to ten times their size. A small one may well be all blanks.
_MOST_PACKED, _SMALL = 100, 1 << 30
# How CMS dates its zips, of a week or a month, and the files in them.
_DAYS = {
    r"dissemination_\d{6}_(\d{6})_weekly": "%m%d%y",
    r"dissemination_([a-z]+)_(\d{4})": "%B_%Y",
    r"pfile_\d{8}-(\d{8})": "%Y%m%d",
}
FILES = {"nppes": "npidata_pfile", **COMPANIONS}


def companions_in(path: Path) -> dict[str, str]:
    """Kind -> entry of the companion files in a zip; none if the file is no zip. A damaged zip
    is told of when its npidata is read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return {}
    found = {kind: _entries(names, stem) for kind, stem in COMPANIONS.items()}
    return {kind: Path(entries[0]).name for kind, entries in found.items() if entries}


def _entries(names: list[str], stem: str) -> list[str]:
    """Entries of one kind; the header-only files beside them are named alike."""
    wanted = re.compile(rf"{stem}_(?!.*_fileheader).*\.csv", re.IGNORECASE)
    return [name for name in names if wanted.fullmatch(Path(name).name)]


@contextmanager
def open_csv(source: Source) -> Iterator[tuple[Blocks, str]]:
    """The text of the source's kind of file, in a zip or plain, with the file's name. Raises
    SourceUnreadable for one that its name dates to a day that is to come."""
    refuse_to_come(source.path, day_in(source.path.name))
    with source.opened() as file:
        if _zipped(source, file):
            with _entry(source, file) as entry, ReadAhead(entry) as unpacked:
                yield open_blocks(source, unpacked, entry.name), entry.name
            return
        if file.seekable():
            file.seek(0)
        yield open_blocks(source, file, source.name), source.name


def day_in(name: str) -> date | None:
    """The last day of which a file is, or at least the first of its month, by the name that CMS
    gave it; None for any other name."""
    for pattern, form in _DAYS.items():
        if found := re.search(pattern, name, re.ASCII | re.IGNORECASE):
            with suppress(ValueError):
                return datetime.strptime("_".join(found.groups()), form).date()
    return None


def _zipped(source: Source, file: IO[bytes]) -> bool:
    if file.seekable() and zipfile.is_zipfile(file):
        return True
    if source.path.suffix.lower() == ".zip":
        raise SourceUnreadable(f"{source.shown}: is not a whole zip file; download it again")
    return False


@contextmanager
def _entry(source: Source, file: IO[bytes]) -> Iterator[zipfile.ZipExtFile]:
    """The one file of the source's kind in a zip."""
    stem = FILES[source.kind]
    try:
        archive = zipfile.ZipFile(file)
        names = _entries(archive.namelist(), stem)
        if len(names) != 1:
            raise SourceUnreadable(
                f"{source.shown}: holds {len(names)} {stem}_*.csv files, expected one"
            )
        refuse_to_come(source.path, day_in(Path(names[0]).name))
        _refuse_what_cms_would_not_pack(source, archive.getinfo(names[0]))
        entry = archive.open(names[0])
    except (RuntimeError, ValueError) as error:  # encrypted, or of a kind that Python lacks
        raise SourceUnreadable(
            f"{source.shown}: cannot be unpacked ({error}); unpack it and give the CSV"
        ) from error
    with archive, entry:
        yield entry


def _refuse_what_cms_would_not_pack(source: Source, entry: zipfile.ZipInfo) -> None:
    """Nothing is ever unpacked to a path; but a zip that tries to climb out of its folder, or to
    fill the disk, is not the one that CMS made."""
    if entry.filename.startswith("/") or ".." in Path(entry.filename).parts:
        raise SourceUnreadable(
            f"{source.shown}: holds a file with a path that leads out of it; download it from CMS"
        )
    if entry.file_size > max(_SMALL, _MOST_PACKED * entry.compress_size):
        raise SourceUnreadable(
            f"{source.shown}: {Path(entry.filename).name} would unpack to more than "
            f"{_MOST_PACKED} times its size; download it from CMS"
        )
