"""suppressed(): a line of counts as it may be shown: no small one, none that follows from others.

A count under LEAST may tell of somebody. With the total it would follow from the other counts, so
further counts are hidden, the smallest first and equal ones together, until those that are hidden
come to LEAST for each of them, or all are hidden; a single one takes the total with it. With less,
somebody who knows this rule could work out some counts after all: its tests go through all lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 11  # as CMS asks of what is published of its own data


@dataclass(frozen=True)
class Shown:
    """None is hidden."""

    cells: Mapping[str, int | None]
    total: int | None


def suppressed(counts: Mapping[str, int], least: int = LEAST) -> Shown:
    """The counts must have no part in common: none is a part of another."""
    hidden = {name for name, count in counts.items() if count < least}
    for count in sorted(set(counts.values())) if hidden else ():
        if _covered(hidden, counts, least):
            break
        hidden |= {name for name in counts if counts[name] == count}
    cells = {name: None if name in hidden else count for name, count in counts.items()}
    total = sum(counts.values())
    whole = not hidden or _covered(hidden, counts, least)
    return Shown(cells, total if whole and total >= least else None)


def _covered(hidden: set[str], counts: Mapping[str, int], least: int) -> bool:
    """Whether the total tells nothing of those that are hidden."""
    together = sum(counts[name] for name in hidden)
    enough = len(hidden) == len(counts) or together >= least * len(hidden)
    return len(hidden) > 1 and enough
