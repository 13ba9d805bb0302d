"""Which points can be right for a ZIP code."""

import pytest

from service.directory.zip_table import postal_code
from service.merge.points import LEAST_MILES, MOST_MILES, near_its_postal_code, surroundings


@pytest.mark.parametrize(
    ("lat", "lon", "code", "near"),
    [
        (42.6800, -73.8400, "12203", True),
        (42.6800, -73.8400, "12203-1234", True),
        (42.7284, -73.6918, "12203", True),  # Troy, across the river
        (40.7506, -73.9972, "12203", False),  # New York City
        (40.7506, -73.9972, "10001", True),
        (40.7934, -73.9000, "10001", True),
        (40.5795, -74.1502, "10001", False),  # Staten Island
        (43.3000, -106.6000, "82601", True),  # open country, 30 miles north of Casper
        (41.1400, -104.8202, "82601", False),  # Cheyenne
        (39.5000, -116.9500, "89310", True),  # a valley of central Nevada
        (39.5296, -119.8138, "89310", False),  # Reno
        (70.4700, -157.4000, "99723", True),  # on the Arctic coast
        (64.8378, -147.7164, "99723", False),  # Fairbanks
        (18.1800, -66.7500, "00601", True),
        (13.4500, 144.7800, "96910", True),  # Guam
        (21.3069, -157.8583, "96910", False),  # Honolulu
        (0.0, 0.0, "12203", False),
        (-73.8400, 42.6800, "12203", False),  # the wrong way round
        (-122.4194, 37.7749, "94103", False),
        (91.0, -73.84, "12203", False),
        (42.68, 999.0, "12203", False),
        (float("nan"), -73.84, "12203", False),
        (42.68, float("inf"), "12203", False),
        (42.68, -73.84, "00000", None),
        (42.68, -73.84, "", None),
        (42.68, -73.84, "Albany", None),
    ],
)
def test_near_its_postal_code(lat, lon, code, near):
    assert near_its_postal_code(lat, lon, code) is near


@pytest.mark.parametrize("code", ["10001", "12203", "82601", "89310", "99723", "96910", "12201"])
def test_surroundings_hold_the_place_itself_and_have_bounds(code):
    row = postal_code(code)
    assert near_its_postal_code(row.lat, row.lon, code) is True
    assert LEAST_MILES <= surroundings(code) <= MOST_MILES


def test_surroundings_are_wide_where_zips_are_few():
    assert surroundings("10001") < surroundings("82601") < surroundings("89310")
    assert surroundings("99723") == MOST_MILES
