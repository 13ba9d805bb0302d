"""CMS's National Provider Directory: one release of NDJSON files in FHIR R4, which name each
other's rows. Each file is read once; what others name joins when all are read (`roles.py`).

Source of the layout: the files and their manifest.json at directory.cms.gov. Organizations'
affiliations and services are left unread: that a group is in a network says nothing sure of one
of its OTs.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from service.directory.clean import Rejected, clean_date
from service.errors import SourceUnreadable

from .fhir import Json, resource_of
from .ndjson import RawLine, read_raw_lines
from .npd_manifest import NAME as MANIFEST
from .npd_manifest import manifest_beside
from .npd_named import (
    endpoint,
    insurance_plan,
    is_named,
    location,
    may_matter,
    organization,
)
from .npd_people import (
    NOT_AN_OT,
    NPD,
    may_be_ours,
    may_be_their_role,
    practitioner,
    practitioner_role,
)
from .reading import Reading, Source, refuse_to_come, rejection, shown
from .rows import MAX_RAW

NOT_NAMED = "named by no OT's role"
_MANY = 10_000  # lines passed over that are told of together

_NAME = re.compile(
    r"(?:[0-9]{2}-)?(?P<kind>[a-z]+)(?:_(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:_[0-9]+)?)?"
    r"\.ndjson(?:\.zst)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Kind:
    """How the file of one kind of resource is read: which lines are worth parsing, what is said
    of the others, and what a resource makes of its Reading."""

    may_count: Callable[[Source, bytes], bool]
    passed_over: str
    says: Callable[[Source, Json, date | None], dict[str, Any]]


# In the order of reading: OTs, their roles, and what these and the plans of their networks name.
KINDS: dict[str, Kind] = {
    "Practitioner": Kind(may_be_ours, NOT_AN_OT, practitioner),
    "PractitionerRole": Kind(may_be_their_role, NOT_AN_OT, practitioner_role),
    "InsurancePlan": Kind(lambda source, line: True, NOT_NAMED, insurance_plan),
    "Organization": Kind(may_matter, NOT_NAMED, organization),
    "Location": Kind(partial(is_named, "Location"), NOT_NAMED, location),
    "Endpoint": Kind(partial(is_named, "Endpoint"), NOT_NAMED, endpoint),
}
_KIND_OF = {kind.casefold(): kind for kind in KINDS}


def open_npd(paths: Iterable[Path]) -> list[Source]:
    """The files of one release, in any order, or folders of them; it is of the newest day that
    one of them tells. Raises SourceUnreadable."""
    files: dict[str, Path] = {}
    for path in paths:
        for kind, file in _files_at(path):
            if other := files.get(kind):
                raise SourceUnreadable(
                    f"{shown(file)}: is a second file of {kind}, beside {shown(other)}; give those "
                    "of one release, each packed or unpacked"
                )
            files[kind] = file
    day = max(filter(None, map(_day_of, files.values())), default=None)
    sources = [_open(kind, files[kind], day) for kind in KINDS if kind in files]
    for name in sorted(_absent(files)):
        sources[0].warn(f"{name} is in {MANIFEST}, but not among the files given")
    return sources


def _absent(files: dict[str, Path]) -> set[str]:
    """Files that a manifest lists and that would be read, if they were there."""
    listed = {name for file in files.values() for name in manifest_beside(file).files}
    return {name for name in listed if (kind := _kind_of(Path(name))) and kind not in files}


def _files_at(path: Path) -> list[tuple[str, Path]]:
    """The file, or those in the folder that are read, each with the kind of its resources."""
    given = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    found = [(kind, file) for file in given if (kind := _kind_of(file))]
    if not found:
        what = "holds none" if path.is_dir() else "is none"
        raise SourceUnreadable(
            f"{shown(path)}: {what} of the files that are read; they are called like "
            f"06-Practitioner.ndjson.zst, of {', '.join(KINDS)}"
        )
    return found


def _kind_of(path: Path) -> str | None:
    name = _NAME.fullmatch(path.name)
    return _KIND_OF.get(name["kind"].casefold()) if name else None


def _open(kind: str, path: Path, day: date | None) -> Source:
    size = manifest_beside(path).checked_size(path)
    return Source(NPD, path, partial(_read, kind=kind, day=day, size=size))


def _day_of(path: Path) -> date | None:
    """The day of a file: as the manifest says, else as the file's name does."""
    name, day = _NAME.fullmatch(path.name), manifest_beside(path).day
    if name and not day:
        try:
            day = clean_date(name["day"], "day")
        except Rejected:
            return None
    refuse_to_come(path, day)
    return day


def _read(source: Source, kind: str, day: date | None, size: int | None) -> Iterator[Reading]:
    how, passed, last = KINDS[kind], 0, 0
    for line in read_raw_lines(source, size):
        if line.whole and line.data and not how.may_count(source, line.data):
            passed, last = passed + 1, line.number
            if passed == _MANY:
                yield Reading(last, skipped=how.passed_over, rows=passed)
                passed = 0
        elif line.data.strip():
            yield _reading(source, kind, line, day)
    if passed:
        yield Reading(last, skipped=how.passed_over, rows=passed)


def _reading(source: Source, kind: str, line: RawLine, day: date | None) -> Reading:
    raw = line.data[:MAX_RAW].decode("utf-8", "replace").strip()
    if not line.whole:
        return Reading(line.number, rejected="line: longer than 20 million bytes", raw=raw)
    try:
        resource = resource_of(line.data, kind)
        return Reading(line.number, raw=raw, **KINDS[kind].says(source, resource, day))
    except Rejected as error:
        return rejection(line.number, error, raw)
