"""Quarters of a year, in days of the US East."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.clock import EASTERN

EXAMPLE = "2026Q4"
_QUARTER = re.compile(r"(20[0-9]{2}|21[0-9]{2})Q([1-4])")


@dataclass(frozen=True)
class Quarter:
    """`number` is 1 to 4."""

    year: int
    number: int

    @property
    def begins(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def ends(self) -> date:
        """The last day."""
        following = Quarter(self.year + self.number // 4, self.number % 4 + 1)
        return following.begins - timedelta(days=1)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first, up to but without the second."""
        after = self.ends + timedelta(days=1)
        first, last = (datetime(d.year, d.month, d.day, tzinfo=EASTERN)
                       for d in (self.begins, after))  # fmt: skip
        return first, last

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def read_quarter(text: str) -> Quarter:
    """Raises ValueError."""
    found = _QUARTER.fullmatch(text)
    if not found:
        raise ValueError(f"must be a quarter from 2000 to 2199, as in {EXAMPLE}")
    return Quarter(int(found[1]), int(found[2]))
