"""The federal poverty guidelines: income as a percent of the guideline of a household's size, year
and place, exactly. A dated, sourced table; a new row each January."""

import csv
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

PUBLISHED = Path(__file__).with_name("poverty_guidelines.csv")
CONTIGUOUS = "contiguous"
_OWN = ("AK", "HI")
# The guidelines are for the states and the District of Columbia.
_WITHOUT = frozenset({"AS", "GU", "MP", "PR", "VI", "FM", "MH", "PW"})
AREAS = (CONTIGUOUS, *_OWN)
_MOST_MONTHS = 13  # a new year's guidelines come in January; some weeks of grace
_MOST_DAYS = 100  # of which the rows are kept
_COLUMNS = ("effective_from", "area", "first_person", "each_additional_person", "source")
_DOLLARS = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(frozen=True)
class Guideline:
    """One row: dollars a year of the first person, and of each further one."""

    effective_from: date
    area: str
    first_person: int
    each_additional_person: int
    source: str

    def dollars(self, household_size: int) -> int:
        return self.first_person + self.each_additional_person * (household_size - 1)

    def percent(self, income: Fraction, household_size: int) -> Fraction:
        return income * 100 / self.dollars(household_size)


class DamagedGuideline(Exception):
    """The row in effect cannot be read: a rule that needs it fails."""


class Guidelines:
    """The rows by area; `damaged` are those whose amounts cannot be read. `text` is the table as it
    was read, by which the same rows can be had again."""

    def __init__(self, rows: Iterable[Guideline | tuple[date, str]], text: str = "") -> None:
        self.text = text
        self._by_area: dict[str, list[tuple[date, Guideline | None]]] = {a: [] for a in AREAS}
        self._by_day: dict[date, Mapping[str | None, Guideline | None]] = {}
        for row in rows:
            whole = isinstance(row, Guideline)
            day, area = (row.effective_from, row.area) if whole else row
            self._by_area[area].append((day, row if whole else None))
        for listed in self._by_area.values():
            listed.sort(key=lambda entry: entry[0])

    def in_effect(self, area: str | None, on: date) -> Guideline | None:
        """The row that holds on a day; None for a territory, and where the newest row is too old.
        Raises DamagedGuideline."""
        begun = [entry for entry in self._by_area.get(area or "", ()) if entry[0] <= on]
        if not begun or on > _months_after(begun[-1][0], _MOST_MONTHS):
            return None
        if begun[-1][1] is None:
            raise DamagedGuideline
        return begun[-1][1]

    def by_area(self, on: date) -> Mapping[str | None, Guideline | None]:
        """The rows that hold on a day; a damaged one tells as little as none. None is the area of
        the territories."""
        found = self._by_day.get(on)
        if found is None:
            if len(self._by_day) >= _MOST_DAYS:
                self._by_day.clear()
            found = self._by_day[on] = {area: self._whole(area, on) for area in (*AREAS, None)}
        return found

    def _whole(self, area: str | None, on: date) -> Guideline | None:
        try:
            return self.in_effect(area, on)
        except DamagedGuideline:
            return None


def area_of(state: str) -> str | None:
    """The area whose guideline holds in a state; None in the territories."""
    if state in _WITHOUT:
        return None
    return state if state in _OWN else CONTIGUOUS


def read_guidelines(path: Path = PUBLISHED) -> Guidelines:
    """The table of a CSV file. A row whose amounts cannot be read stays as a damaged one; raises
    ValueError, with line and fix, where day or area cannot be told."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError):
        raise ValueError(f"{path}: must be a file of text that can be read") from None
    return guidelines_of(text, str(path))


def guidelines_of(text: str, name: str) -> Guidelines:
    """The table of its text; `name` is what errors call it."""
    rows = csv.DictReader(text.splitlines())
    if missing := [column for column in _COLUMNS if column not in (rows.fieldnames or ())]:
        raise ValueError(f"{name}:1: needs the columns {', '.join(missing)}")
    found, seen = [], set()
    for row in rows:
        read = _row(row, f"{name}:{rows.line_num}")
        key = (read.effective_from, read.area) if isinstance(read, Guideline) else read
        if key in seen:
            raise ValueError(f"{name}:{rows.line_num}: repeats the area's row of that day")
        seen.add(key)
        found.append(read)
    return Guidelines(found, text)


def _row(row: dict[str, str], where: str) -> Guideline | tuple[date, str]:
    try:
        day = date.fromisoformat(row["effective_from"] or "")
    except ValueError:
        raise ValueError(f"{where}: effective_from must be a day as in 2026-01-13") from None
    area = row["area"]
    if area not in AREAS:
        raise ValueError(f"{where}: area must be one of {', '.join(AREAS)}")
    amounts = [row["first_person"] or "", row["each_additional_person"] or ""]
    if not all(map(_DOLLARS.fullmatch, amounts)) or not row["source"]:
        return day, area
    return Guideline(day, area, int(amounts[0]), int(amounts[1]), row["source"])


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
