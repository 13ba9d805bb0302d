"""The rows of one NPI made records: one for each source and label."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec
from msgspec import structs

from service.directory.profile import Credential, Location, Record
from service.merge.addresses import location_key
from service.merge.filling import fill
from service.merge.precedence import newest_first

from .roles import Roles
from .sources.archive import FILES
from .sources.joining import join_part, with_further
from .sources.npd_people import LABEL
from .sources.parts import MEDICAID_NUMBER, NPD, ROLE
from .staged import Staged, StagedPart
from .staging import ADDING, ROSTER, says_only_places


@dataclass
class Gathering:
    """Makes records of rows. `came_with` says with which npidata file a file of parts came,
    `whole` which sources give all records of an NPI in one row; `warn` takes the number of a
    source and what was left out of it, `overtaken` that of one of which a row gave way."""

    came_with: dict[int, int]
    kinds: dict[int, str]
    whole: set[int]
    warn: Callable[[int, str], None]
    overtaken: Callable[[int], None]
    roles: Roles
    _brought: set[tuple[int, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._brought = {(main, self.kinds[file]) for file, main in self.came_with.items()}
        self._brought |= {(main, kind) for main in self.whole for kind in FILES}

    def records(self, rows: Sequence[Staged], parts: Sequence[StagedPart]) -> list[Record]:
        """One record for each source and label, in the order of reading; of the National Provider
        Directory two, where it tells of two days who the OT is and where they work."""
        roles = [staged for staged in parts if staged.part.kind == ROLE]
        parts = [staged for staged in parts if staged.part.kind != ROLE]
        groups: dict[tuple[str, str, bool], list[Staged]] = {}
        for row in rows:
            groups.setdefault(_group_of(row.record), []).append(row)
        found = [self._record(group, parts) for group in groups.values()]
        if ("nppes", "", False) not in groups:
            found += self._of_parts(rows[0].record.npi, parts)
        return self._with_roles(found, roles)

    def _record(self, group: list[Staged], parts: Sequence[StagedPart]) -> Record:
        first = group[0]
        if first.record.source in ADDING:
            return added_up([row.record for row in self._of_newest_files(group)])
        if first.record.source == "nppes" and parts:
            return self._with_parts(first.record, self._belonging(parts, first.file))
        return first.record

    def _of_newest_files(self, group: list[Staged]) -> list[Staged]:
        """The rows of one file add up, and those of files of one day; an older file's give way."""
        by_file: dict[int, list[Staged]] = {}
        for row in group:
            by_file.setdefault(row.file, []).append(row)
        day_of = {file: _newest_day(rows) for file, rows in by_file.items()}
        newest = max(day_of.values())
        for file, rows in by_file.items():
            if day_of[file] < newest and file not in self.whole:
                for _ in {row.line for row in rows}:
                    self.overtaken(file)
        return [row for row in group if day_of[row.file] == newest]

    def _of_parts(self, npi: str, parts: Sequence[StagedPart]) -> list[Record]:
        """A record of the parts of an OT whom only a chapter names."""
        bare = Record(source="nppes", npi=npi)
        record = self._with_parts(bare, parts)
        return [record] if record != bare else []

    def _with_roles(self, records: list[Record], roles: list[StagedPart]) -> list[Record]:
        """The records, those of the National Provider Directory with what its roles say. Only its
        newest release says where an OT works: roles and places of one before give way. Who the OT
        is comes from their newest Practitioner, which keeps its own day."""
        own = [record for record in records if record.source == NPD]
        newest = max([*map(_day_of, own), *map(_day_of_role, roles)], default=date.min)
        current = [staged for staged in roles if _day_of_role(staged) == newest]
        for staged in roles:
            if staged not in current:
                self.overtaken(staged.file)
        if not current and len(own) < 2:
            return records
        others = [record for record in records if record.source != NPD]
        own = [
            each if _day_of(each) == newest else structs.replace(each, locations=()) for each in own
        ]
        said = self.roles.places(current, [*own, *others]) if current else ()
        return [*others, *_persons_and_places(records[0].npi, newest, own, said)]

    def _belonging(self, parts: Sequence[StagedPart], main: int) -> list[StagedPart]:
        """The parts that go with a row of one npidata file: those that came with it or alone.
        Where its zip brings a kind of file, that says all; an NPI not in it has none."""
        chosen = []
        for staged in parts:
            other = self.came_with.get(staged.file, None)
            elsewhere = other is not None and other != main
            if not (elsewhere and (main, self.kinds[staged.file]) in self._brought):
                chosen.append(staged)
            elif staged.part.kind != MEDICAID_NUMBER:  # which is part of a row of npidata
                self.overtaken(staged.file)
        return chosen

    def _with_parts(self, record: Record, parts: Sequence[StagedPart]) -> Record:
        locations = with_further(record.locations, [staged.part for staged in parts])
        for staged in parts:
            if problem := join_part(locations, staged.part):
                self.warn(staged.file, problem)
        return structs.replace(record, locations=tuple(locations))


def _group_of(record: Record) -> tuple[str, str, bool]:
    # A renewal and the certificate before it may stand in two rosters.
    label = "" if record.source == ROSTER else record.label or ""
    return record.source, label, says_only_places(record)


def _persons_and_places(
    npi: str, newest: date, own: Sequence[Record], said: tuple[Location, ...]
) -> Iterator[Record]:
    """Of the National Provider Directory: one record where it tells of its newest day who the OT
    is, else that of an older day and, beside it, the places of the newest."""
    bare = Record(source=NPD, label=LABEL, npi=npi)
    told = [each for each in (*own, structs.replace(bare, locations=said)) if each.locations]
    places = told[0].locations if told and told == own[:1] else _places(told)
    persons = [each for each in own if not says_only_places(each)]
    if persons and _day_of(persons[0]) == newest:
        yield structs.replace(persons[0], locations=places)
        return
    yield from persons
    placed = structs.replace(bare, locations=places, as_of=newest if newest > date.min else None)
    if placed != bare:
        yield placed


def _day_of(record: Record) -> date:
    return record.as_of or date.min


def _day_of_role(staged: StagedPart) -> date:
    return (staged.part.role and staged.part.role.as_of) or date.min


def _newest_day(rows: Iterable[Staged]) -> date:
    return max(_day_of(row.record) for row in rows)


def added_up(records: Sequence[Record]) -> Record:
    """One record of several rows of one source: the newest says who the person is; the places,
    plans and certificates of all of them stay. The order of the rows does not matter."""
    ordered = sorted(records, key=_in_order)
    held = dict.fromkeys(c for record in records for c in record.credentials)
    newest = ordered[0]
    return structs.replace(
        fill(ordered),
        as_of=newest.as_of,
        label=newest.label,
        languages=tuple(sorted({code for record in records for code in record.languages})),
        credentials=tuple(sorted(held, key=_ends)),
        locations=_places(ordered),
    )


def _places(records: Iterable[Record]) -> tuple[Location, ...]:
    """Each place once, with the plans and programs of all rows that name it."""
    by_key: dict[tuple, list[Location]] = {}
    for record in records:
        for location in record.locations:
            by_key.setdefault(location_key(location), []).append(location)
    return tuple(_one_place(same) for same in by_key.values())


def _one_place(same: list[Location]) -> Location:
    """The newest row's word first; a date of a panel that nobody told of is none."""
    same = [
        at if at.accepting_patients else structs.replace(at, accepting_as_of=None) for at in same
    ]
    plans = dict.fromkeys(row for location in same for row in location.plans)
    programs = dict.fromkeys(row for location in same for row in location.programs)
    return structs.replace(fill(same), plans=tuple(plans), programs=tuple(programs))


def _in_order(record: Record) -> tuple:
    day = newest_first(record.as_of)
    return day, record.label or "", record.name.last or "", msgspec.json.encode(record)


def _ends(held: Credential) -> tuple:
    return held.until or date.min, held.checked_on or date.min, held.source or ""
