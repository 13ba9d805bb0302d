"""Chapters: who helps with programs where a person lives, read from files at start."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import checking as c
from .program import Apply, Area, Source
from .programs import Flaw, read_file, yaml_files
from .reading import read_apply, read_area, read_source
from .values import county_key
from .where import Where, may_lie_in
from .yaml_text import BadYaml, Node

# How closely a chapter's area names a place; the first beats the second, and that the third.
LEVELS = ("postal_code", "county", "state")
NO_AREA = Area()


@dataclass(frozen=True)
class Chapter:
    """`fallback` is for whoever no chapter serves, and has no area; `hours` in its own words."""

    id: str
    name: str
    source: Source
    contact: Apply
    area: Area = NO_AREA
    fallback: bool = False
    hours: str | None = None

    @cached_property
    def _counties(self) -> frozenset[str]:
        return frozenset(map(county_key, self.area.counties))

    def level(self, where: Where) -> str | None:
        """By which of LEVELS this chapter serves a place; None if it does not."""
        if where.postal_code in self.area.postal_codes:
            return "postal_code"
        if where.county and county_key(where.county) in self._counties:
            return "county"
        return "state" if where.state in self.area.states else None


@dataclass(frozen=True)
class Serving:
    """A chapter that serves a place, and by which of LEVELS. `tentative`: by a ZIP code, county or
    state that was not told, but follows from a table. `counties` are those in which the place may
    lie too, though the table names another."""

    chapter: Chapter
    level: str
    tentative: bool
    counties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Served:
    """`otherwise` serve the place if what is tentative is not so; `fallback` are for a place that
    nobody serves for certain."""

    serving: tuple[Serving, ...]
    otherwise: tuple[Serving, ...]
    fallback: tuple[Chapter, ...]


@dataclass(frozen=True)
class Chapters:
    """`flaws` are of entries that could not be taken."""

    chapters: tuple[Chapter, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Chapter]:
        return {chapter.id: chapter for chapter in self.chapters}

    @cached_property
    def areas(self) -> dict[str, Area | None]:
        """Where each serves; None for who is there for everybody else."""
        return {each.id: None if each.fallback else each.area for each in self.chapters}

    def serving(self, where: Where) -> Served:
        """Those whose area names the place most closely, and while that is tentative, also those
        who come next."""
        found = [(chapter.level(where), chapter) for chapter in self.chapters]
        groups = [_group(level, found, where) for level in LEVELS]
        nearest, *further = [group for group in groups if group] or [[]]
        otherwise: list[Serving] = []
        sure = bool(nearest) and not nearest[0].tentative
        if not sure or nearest[0].level == "state":
            otherwise += self._maybe(where)
        for group in further:
            if not sure:
                otherwise += group
                sure = not group[0].tentative
        fallback = () if sure else tuple(c for c in self.chapters if c.fallback)
        return Served(tuple(nearest), tuple(otherwise), fallback)

    def _maybe(self, where: Where) -> list[Serving]:
        """Those whose counties lie so near that the place may be in one, where its county was not
        told."""
        if "county" not in where.tentative:
            return []
        named = ((each, may_lie_in(where, each.area.counties)) for each in self.chapters)
        return [Serving(each, "county", True, counties) for each, counties in named
                if counties and each.level(where) not in ("postal_code", "county")]  # fmt: skip


def _group(level: str, found: list[tuple[str | None, Chapter]], where: Where) -> list[Serving]:
    tentative = level in where.tentative
    return [Serving(chapter, level, tentative) for at, chapter in found if at == level]


def read_chapters(*paths: Path) -> Chapters:
    """The chapters of files, and of the files in folders and below, each a list; raises ValueError
    for a path that is none."""
    found: list[tuple[Chapter, str, Node]] = []
    flaws: list[Flaw] = []
    for path in yaml_files(paths):
        try:
            entries = c.listed(read_file(path))
        except BadYaml as error:
            flaws.append(Flaw(path.stem, str(path), error.fault))
            continue
        for entry in entries:
            try:
                found.append((_chapter(entry), str(path), entry))
            except BadYaml as error:
                flaws.append(Flaw(path.stem, str(path), error.fault))
    counts = Counter(chapter.id for chapter, _, _ in found)
    for chapter, file, entry in found:
        if counts[chapter.id] > 1:
            fault = entry.value["id"].fault("chapter_twice")
            flaws.append(Flaw(chapter.id, file, fault))
    return Chapters(tuple(chapter for chapter, _, _ in found), tuple(flaws))


def _chapter(node: Node) -> Chapter:
    readers = {
        "id": c.code,
        "name": c.text,
        "source": read_source,
        "contact": read_apply,
        "area": read_area,
        "fallback": c.flag,
        "hours": c.text,
    }
    chapter = c.made(Chapter, node, readers, "id", "name", "source", "contact")
    if chapter.contact == Apply():
        raise c.bad(node.value["contact"], "chapter_without_contact")
    if chapter.fallback == (chapter.area != NO_AREA):
        raise c.bad(node, "chapter_area_or_fallback")
    return chapter
