"""No hidden count can be computed, not even by who knows how counts are hidden."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.suppressing import LEAST, suppressed

lines = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1)


def test_the_least_is_shown_and_one_less_is_not():
    assert suppressed({"a": 11, "b": 11}).cells == {"a": 11, "b": 11}
    assert suppressed({"a": 11, "b": 11}).total == 22
    assert suppressed({"a": 10, "b": 50, "c": 60}).cells == {"a": None, "b": None, "c": 60}
    assert suppressed({"a": 10, "b": 50, "c": 60}).total == 120


def test_a_line_that_is_small_as_a_whole_shows_nothing():
    found = suppressed({"a": 4, "b": 6})
    assert (found.cells, found.total) == ({"a": None, "b": None}, None)
    assert suppressed({"a": 4}).total is None
    assert suppressed({"a": 0, "b": 0}).total is None


@given(lines)
def test_nothing_small_is_shown_and_what_is_shown_is_so(counts):
    found = suppressed(counts)
    assert found.cells.keys() == counts.keys()
    for name, count in found.cells.items():
        assert count in (None, counts[name])
        assert count is None or count >= LEAST
    assert found.total in (None, sum(counts.values()))
    assert found.total is None or found.total >= LEAST


@given(lines)
def test_with_a_total_what_is_hidden_is_not_small_together(counts):
    found = suppressed(counts)
    hidden = [name for name, count in found.cells.items() if count is None]
    if found.total is not None and hidden:
        rest = found.total - sum(count for count in found.cells.values() if count is not None)
        assert len(hidden) >= 2
        assert rest >= LEAST * len(hidden) or len(hidden) == len(counts)


@pytest.mark.parametrize(("size", "least"), [(1, 4), (2, 4), (3, 4), (4, 3), (5, 2)])
def test_every_hidden_count_could_be_another_by_all_that_is_shown(size, least):
    """All lines of a small world, as somebody sees them who knows the rule: whatever is shown, each
    hidden count has two values or more that lead to just that."""
    seen: dict[object, list[tuple[int, ...]]] = {}
    for line in product(range(3 * least + 1), repeat=size):
        found = suppressed({str(place): count for place, count in enumerate(line)}, least)
        seen.setdefault((tuple(found.cells.values()), found.total), []).append(line)
    assert len(seen) > 1
    for (cells, _), possible in seen.items():
        for place, shown in enumerate(cells):
            if shown is None:
                assert len({line[place] for line in possible}) > 1, (cells, possible)
