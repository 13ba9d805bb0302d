"""Distances: ours is geopy's, in plain Python and in numpy; no place on Earth loses its own."""

import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from service.directory.places import Place
from service.directory.profile import HomeVisits, Location, Profile
from service.directory.query import Query
from service.directory.reach import reach
from service.engines.candidates import miles_to
from service.engines.columns import unit_vector
from tests.referee import every_page, ranked
from tests.strategies import TODAY

lats, lons = st.floats(-90, 90), st.floats(-180, 180)


@given(lat=lats, lon=lons, other_lat=lats, other_lon=lons)
def test_miles_are_geopys(lat, lon, other_lat, other_lon):
    place = Place("here", lat, lon, "point")
    wanted = great_circle((lat, lon), (other_lat, other_lon)).miles
    at = Location(id="a", lat=other_lat, lon=other_lon)
    found = reach(at, HomeVisits(), Query(on=TODAY, place=place))
    assert found.miles == pytest.approx(wanted, abs=1e-3)
    (by_numpy,) = miles_to(place, np.array([unit_vector(other_lat, other_lon)]))
    assert by_numpy == pytest.approx(found.miles, abs=1e-3)


CORNERS = [
    (51.88, -176.65), (52.9, 172.9), (51.9, 179.9), (51.9, -179.9), (13.44, 144.79),
    (-14.3, -170.7), (71.29, -156.79), (18.2, -66.5), (89.9, 0.0), (89.9, 180.0), (-90.0, 0.0),
    (0.0, 0.0), (0.05, 0.0),
]  # fmt: skip


@pytest.mark.parametrize("radius", [10.0, 200.0, 500.0])
def test_the_date_line_the_poles_and_the_tropics(engine, meta, radius):
    people = [
        Profile(npi=f"19{n:08d}", locations=(Location(id="a", lat=lat, lon=lon),))
        for n, (lat, lon) in enumerate(CORNERS)
    ]
    engine.replace(people, meta)
    for lat, lon in CORNERS:
        query = Query(on=TODAY, place=Place("here", lat, lon, "point"), radius_miles=radius)
        found = {match.profile.npi for match in every_page(engine, query)}
        assert found == {match.profile.npi for match in ranked(people, query, meta.date)}
        assert found
