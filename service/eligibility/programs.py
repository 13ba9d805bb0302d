"""All programmes of a service: read from files at start, asked by id and by day."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from .checking import is_code
from .program import Program
from .reading import NO_AREAS, Areas, read_program
from .yaml_text import MOST_BYTES, BadYaml, Fault, Node, read_yaml

_SUFFIXES = (".yaml", ".yml")
_MOST_FILES = 10_000
_ID = re.compile(
    rb"""^(?:\xef\xbb\xbf)?["']?id["']?[ \t]*:[ \t]*["']?([a-z0-9-]+)["']?[ \t]*(?:\#.*)?\r?$""",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Flaw:
    """A fault of a programme's file; `program` is its id, or the file's name if that cannot be
    read."""

    program: str
    file: str
    fault: Fault


@dataclass(frozen=True)
class Programs:
    """`flaws` are of files that could not be taken: their programmes are indeterminate, the others
    are not touched by them."""

    programs: tuple[Program, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    @cached_property
    def broken(self) -> tuple[str, ...]:
        """Ids of programmes that cannot be decided, in order."""
        return tuple(sorted({flaw.program for flaw in self.flaws}))

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Program, ...]]:
        """All versions of each, the newest first, ids in order."""
        found: dict[str, list[Program]] = defaultdict(list)
        for program in sorted(self.programs, key=lambda p: (p.id, -p.version)):
            found[program.id].append(program)
        return {identity: tuple(versions) for identity, versions in found.items()}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of all that there are files of, also of those at fault."""
        return frozenset((*self.by_id, *self.broken))

    def in_effect(self, on: date) -> list[Program]:
        """The newest version of each programme that is in effect on a day."""
        found = (self._on(versions, on) for versions in self._whole)
        return [program for program in found if program]

    def not_in_effect(self, on: date) -> list[Program]:
        """Of each programme of which no version is in effect the one that begins next, or else the
        newest, which is over."""
        return [_next(versions, on) for versions in self._whole if not self._on(versions, on)]

    def names(self, on: date) -> dict[str, str]:
        """What programmes are called on a day, by id; of one that is not in effect, its next or
        last version."""
        return {p.id: p.name for p in (*self.not_in_effect(on), *self.in_effect(on))}

    @cached_property
    def _whole(self) -> list[tuple[Program, ...]]:
        """Those without a flaw in any version: an older one must not answer for a newer."""
        return [found for name, found in self.by_id.items() if name not in self.broken]

    @staticmethod
    def _on(versions: Iterable[Program], on: date) -> Program | None:
        return next((version for version in versions if version.effective.covers(on)), None)


def _next(versions: tuple[Program, ...], on: date) -> Program:
    coming = [version for version in versions if version.effective.begins > on]
    return min(coming, key=lambda version: version.effective.begins, default=versions[0])


def read_programs(*paths: Path, areas: Areas = NO_AREAS) -> Programs:
    """The programmes of files, and of the files in folders and below; raises ValueError for a path
    that is none. A file at fault becomes a flaw. `areas` are those of chapters, by their ids."""
    found: list[Program] = []
    flaws: list[Flaw] = []
    for path in yaml_files(paths):
        program, faults = _read(path, areas)
        flaws += faults
        if program:
            found.append(program)
    good, repeated = _unique(found)
    return Programs(tuple(good), (*flaws, *repeated))


def yaml_files(paths: Iterable[Path]) -> list[Path]:
    """The files that paths name, and those in folders and below, in order; raises ValueError."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.suffix in _SUFFIXES and p.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise ValueError(f"{path}: must be a file, or a folder of files")
    if len(found) > _MOST_FILES:
        raise ValueError(f"{paths}: holds more than {_MOST_FILES} files of programs")
    return found


def read_file(path: Path) -> Node:
    """The one document of a file; raises BadYaml."""
    return read_yaml(_data(path))


def _data(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError:
        raise BadYaml(Fault(1, (), "yaml_unreadable_file")) from None


def _read(path: Path, areas: Areas) -> tuple[Program | None, list[Flaw]]:
    file = str(path)
    try:
        data = _data(path)
        node = read_yaml(data)
    except BadYaml as error:
        return None, [Flaw(name, file, error.fault) for name in _ids_in(path)]
    program, faults = read_program(node, file, areas)
    if program:
        program = replace(program, text=data.decode("utf-8-sig"))
    return program, [Flaw(_id_of(node, path), file, fault) for fault in faults]


def _ids_in(path: Path) -> list[str]:
    """The ids that stand in a file that is not to be read, so that no older version of one answers
    for it; its name where none does."""
    try:
        told = _ID.findall(_data(path))
    except BadYaml:
        told = []
    found = dict.fromkeys(each.decode() for each in told)
    return [each for each in found if is_code(each)] or [path.stem]


def _id_of(node: Node, path: Path) -> str:
    told = node.value.get("id") if isinstance(node.value, dict) else None
    found = told.value if told else None
    return found if isinstance(found, str) and is_code(found) else path.stem


def _unique(programs: Iterable[Program]) -> tuple[list[Program], list[Flaw]]:
    """The first of two that have the same id and version is not better than the second: neither
    is taken."""
    versions: dict[tuple[str, int], list[Program]] = defaultdict(list)
    for program in programs:
        versions[program.id, program.version].append(program)
    good = [same[0] for same in versions.values() if len(same) == 1]
    flaws = [
        Flaw(each.id, each.file, Fault(1, ("version",), "rule_version_twice"))
        for same in versions.values()
        if len(same) > 1
        for each in same
    ]
    return good, flaws
