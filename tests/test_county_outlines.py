"""Outlines of counties, and the map of supply that is drawn of them."""

from collections import Counter

import pytest

from service.directory.states import STATES
from service.directory.zip_table import zip_table
from service.stewardship.supply import Supply
from service.web.lines import UNITS
from service.web.work.county_outlines import counties_of
from service.web.work.supply_map import levels_of, supply_map
from tests.test_site_map import WITHOUT, holds, points_of

# Rows of the ZIP table that name a county of the state next door, or one that ended in 2008.
ASTRAY = {
    "Cleburne County, GA", "Todd County, NE", "McPherson County, ND", "Modoc County, OR",
    "Monongalia County, PA", "McDowell County, VA", "Washington County, WV",
    "Prince of Wales-Outer Ketchikan Borough, AK",
}  # fmt: skip
LARGE = ("TX", "GA", "VA", "AK", "NY", "CT", "LA")


def rows_of(state: str):
    return [row for row in zip_table().by_code.values() if row.state == state and row.county]


def test_every_county_of_a_zip_code_has_an_outline():
    lost = {
        row.county
        for state in STATES.keys() - WITHOUT
        for row in rows_of(state)
        if counties_of(state).of(row.county) is None
    }
    assert lost == ASTRAY
    assert all(counties_of(state) is None for state in ("FM", "MH", "PW"))


@pytest.mark.parametrize("state", LARGE)
def test_zip_codes_lie_in_the_outline_of_their_county_and_paths_are_short(state):
    counties = counties_of(state)
    inside = Counter(
        holds(counties.by_key[key].path, row.lat, row.lon)
        for row in rows_of(state)
        if row.standard and (key := counties.of(row.county))
    )
    assert inside[True] > 0.9 * inside.total()
    assert sum(len(county.path) for county in counties.by_key.values()) < 35_000


def test_cities_that_are_no_county_are_told_from_the_county_around_them():
    virginia, maryland = counties_of("VA"), counties_of("MD")
    assert virginia.of("Fairfax City, VA") != virginia.of("Fairfax County, VA") is not None
    assert virginia.of("Alexandria city, VA") == virginia.of("Alexandria City, VA") is not None
    assert virginia.of("James City County, VA") != virginia.of("Charles City County, VA")
    assert maryland.of("Baltimore City, MD") != maryland.of("Baltimore County, MD")


def test_what_became_two_counties_is_drawn_as_the_one_that_it_was():
    alaska = counties_of("AK")
    assert alaska.of("Chugach Census Area, AK") == alaska.of("Copper River Census Area, AK")
    assert len(counties_of("CT").by_key) == 8


def test_no_gap_opens_between_neighbors():
    """Each side of a common border runs through the same corners: only those on the edge of the
    state belong to one county alone."""
    sides = Counter()
    for county in counties_of("KS").by_key.values():
        for ring in points_of(county.path):
            for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
                sides[frozenset((one, other))] += 1
    corners = [corner for side, times in sides.items() if times == 1 for corner in side]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    north, south = min(y for _, y in corners), max(y for _, y in corners)
    inner = [
        (x, y) for x, y in corners
        if west + 0.3 * UNITS < x < east - 1.3 * UNITS and north + 20 < y < south - 20
    ]  # fmt: skip
    assert len(sides) > 500 and inner == []


@pytest.mark.parametrize("state", ["AK", "HI"])
def test_far_islands_make_the_window_no_larger_than_it_must_be(state):
    west, _, east, _ = counties_of(state).bounds
    assert east - west < {"AK": 60, "HI": 6}[state] * UNITS


@pytest.mark.parametrize(
    ("most", "ends"),
    [(0, []), (1, [1]), (2, [2]), (3, [2, 3]), (27, [3, 6, 12, 27]), (300, [5, 18, 73, 300])],
)
def test_levels_follow_one_another_up_to_the_largest(most, ends):
    levels = levels_of(most)
    assert [level.high for level in levels] == ends
    assert [level.low for level in levels] == [1, *(end + 1 for end in ends)][: len(ends)]


def test_none_few_many_and_unknown_are_told_apart():
    found = [
        Supply("Albany County, NY", ots=27, current_mscs=1), Supply("Erie County, NY", ots=1),
        Supply("Monroe County, NY", ots=7), Supply(None, ots=3),
    ]  # fmt: skip
    drawn = supply_map("NY", found)
    told = {each["name"]: (each["ots"], each["level"]) for each in drawn["counties"]}
    assert told["Albany County"] == (27, 4) and told["Erie County"] == (1, 1)
    assert told["Monroe County"] == (7, 3) and told["Kings County"] == (0, 0)
    assert drawn["undrawn"] == 3 and len(drawn["nobody"]) == 59 and len(drawn["marks"]) == 1
    assert supply_map("PW", found) is None
