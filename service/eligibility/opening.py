"""Opens what eligibility needs, once at start: programmes, chapters, what payers cover, and the
poverty guidelines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from service.directory.zip_table import zip_table
from service.settings import Settings

from .chapters import Chapters, read_chapters
from .checks import check
from .coverage_rules import CoverageRules, read_coverage
from .guidelines import PUBLISHED, Guidelines, read_guidelines
from .person import read_person
from .programs import Flaw, Programs, read_programs

T = TypeVar("T")
# What takes longest the first time: who tells money, and not where they live.
_LITTLE_KNOWN: tuple[dict[str, Any], ...] = (
    {},
    {"state": "NY", "household_income": 40_000},
    {"household_income": 40_000, "household_size": 3},
    *({"household_income": income} for income in (15_000, 30_000, 60_000)),
)


@dataclass(frozen=True)
class Rules:
    """All that decisions are made by."""

    programs: Programs
    chapters: Chapters = field(default_factory=Chapters)
    coverage: CoverageRules = field(default_factory=read_coverage)
    guidelines: Guidelines = field(default_factory=read_guidelines)

    @property
    def flaws(self) -> dict[str, tuple[Flaw, ...]]:
        """By setting, those that a service must not start with: who is not sent to a chapter that
        got lost is sent to the wrong one. Of programmes the others need not wait for a repair."""
        found = {"OTMATCH_CHAPTERS": self.chapters.flaws, "OTMATCH_COVERAGE": self.coverage.flaws}
        return {name: flaws for name, flaws in found.items() if flaws}


def open_rules(settings: Settings) -> Rules:
    """Raises ValueError, naming the setting, for a folder or a table that cannot be read. Faults of
    single entries stay in their `flaws`."""
    chapters = open_chapters(settings)
    read = partial(read_programs, areas=chapters.areas)
    return Rules(
        programs=_read("OTMATCH_PROGRAMS", settings.programs, read),
        chapters=chapters,
        coverage=_read("OTMATCH_COVERAGE", settings.coverage, read_coverage),
        guidelines=open_guidelines(settings),
    )


def open_chapters(settings: Settings) -> Chapters:
    """Raises ValueError that names the setting."""
    return _read("OTMATCH_CHAPTERS", settings.chapters, read_chapters)


def open_guidelines(settings: Settings) -> Guidelines:
    """Raises ValueError that names the setting."""
    table = settings.poverty_guidelines or str(PUBLISHED)
    return _read("OTMATCH_POVERTY_GUIDELINES", table, read_guidelines)


def _read(variable: str, path: str, read: Callable[..., T]) -> T:
    try:
        return read(*map(Path, filter(None, [path])))
    except ValueError as error:
        raise ValueError(f"{variable}: {error}") from None


def warm(rules: Rules, today: date) -> None:
    """Decides for somebody of whom nothing is known, and for others of whom little is, so that what
    hangs on the rules alone is there before the first person asks, and the table of ZIP codes
    too."""
    if rules.programs.programs:
        zip_table()
    for facts in _LITTLE_KNOWN:
        check(rules.programs, read_person(facts, today, rules.guidelines))
