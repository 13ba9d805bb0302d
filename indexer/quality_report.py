"""The scorecard as text for a terminal of 80 columns."""

from collections.abc import Iterator

from service.directory.freshness import BUDGETS
from service.stewardship.quality import Scorecard, Tally

# Two tables, since one line has no room for all; each cell is a count and its share.
_TABLES: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Where they are, and what they offer",
        {
            "coordinates_address": "at address",
            "coordinates_postal_code": "at ZIP",
            "coordinates_none": "nowhere",
            "confirmed_services": "services",
            "current_mscs": "MSCS",
        },
    ),
    (
        "How far it can be trusted",
        {
            "plan_evidence": "plans",
            "fresh_plan_evidence": "fresh plans",
            "fresh_phone": "fresh phone",
            "accepting_known": "accepting",
            "in_conflict": "conflicts",
        },
    ),
)
_FIRST, _CELL = 17, 12


def scorecard_lines(card: Scorecard) -> Iterator[str]:
    """Both tables, the whole first, then conflicts by field."""
    yield f"As of {card.on}; days for which a fact counts as fresh:"
    yield "  " + ", ".join(f"{name} {days}" for name, days in BUDGETS.items())
    for title, columns in _TABLES:
        yield ""
        yield title
        yield f"{'state  profiles':<{_FIRST}}" + "".join(f"{n:>{_CELL}}" for n in columns.values())
        yield _line("all", card.whole, columns)
        for state, tally in card.in_order().items():
            yield _line(state, tally, columns)
    if card.whole.conflicts:
        yield ""
        yield "People with conflicts, by field"
        for name, count in card.whole.conflicts.most_common():
            yield f"  {name:<25}{count:>9,}"


def _line(state: str, tally: Tally, columns: dict[str, str]) -> str:
    cells = (_cell(tally.measures[code], tally.profiles) for code in columns)
    return f"{state:<8}{tally.profiles:>7,}  " + "".join(f"{cell:>{_CELL}}" for cell in cells)


def _cell(count: int, of: int) -> str:
    """A count and its share, rounded down, so that 100 % means all of them."""
    return f"{count:,} {count * 100 // of:>3}%" if of else f"{count:,}    -"
