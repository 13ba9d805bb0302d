"""The map of a page of results: outlines of every state, pins where people work, nothing asked of
anybody else."""

import re

import pytest

from service.app import create_app
from service.directory.query import Query
from service.directory.states import STATES
from service.settings import Settings
from service.web.map_view import map_values
from service.web.outlines import UNITS, outline, states_in, to_units
from tests.conftest import GOLDEN_DAY

# The Freely Associated States are no part of the census, nor are the mail of the armed forces.
WITHOUT = {"FM", "MH", "PW", "AA", "AE", "AP"}


@pytest.fixture(scope="module")
def site(fixture_engine):
    return create_app(Settings(), fixture_engine, today=lambda: GOLDEN_DAY).test_client()


def points_of(path: str) -> list[list[tuple[int, int]]]:
    """The corners of each ring."""
    rings = []
    for ring in path.split("z")[:-1]:
        begin, steps = re.fullmatch(r"M(-?\d+ -?\d+)l([-\d ]*)", ring).groups()
        (x, y), numbers = map(int, begin.split()), list(map(int, steps.split()))
        corners = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            corners.append((x, y))
        rings.append(corners)
    return rings


def holds(path: str, lat: float, lon: float) -> bool:
    """Whether a point lies within: it crosses the rings an odd number of times on its way out."""
    x, y = to_units(lat, lon)
    crossed = 0
    for ring in points_of(path):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossed += 1
    return crossed % 2 == 1


def test_every_state_has_an_outline_of_a_few_kilobytes():
    for state in STATES:
        assert bool(outline(state)) == (state not in WITHOUT), state
        assert len(outline(state)) < 15_000, state


def test_places_lie_in_their_state_and_in_no_other(fixture_engine):
    located = {
        at.state: (at.lat, at.lon)
        for profile in fixture_engine.scan()
        for at in profile.locations
        if at.lat is not None and at.precision == "postal_code" and at.state not in (None, *WITHOUT)
    }
    assert len(located) > 40
    for state, point in located.items():
        assert holds(outline(state), *point), (state, point)
        other = "KS" if state != "KS" else "OR"
        assert not holds(outline(other), *point)


def test_alaska_is_in_one_piece():
    assert to_units(52.9, 172.9)[0] < to_units(55.0, -160.0)[0]
    xs = [x for ring in points_of(outline("AK")) for x, _ in ring]
    assert max(xs) - min(xs) < 70 * UNITS


def test_neighbors_in_the_window_are_drawn():
    assert {"NY", "NJ", "CT"} <= set(states_in(40.75, -73.99, 0.6 * UNITS))
    assert states_in(39.0, -98.0, 0.2 * UNITS) == ["KS"]


def test_pins_have_the_numbers_of_the_list_and_lie_in_the_window(site):
    page = site.get("/search?near=12203&need=fatigue")
    figure = page.text.split("<figure")[1].split("</figure>")[0]
    pins = re.findall(
        r"<title>([^<]+)</title>.*?cx=\"(-?\d+)\" cy=\"(-?\d+)\".*?>(\d+)</text>", figure
    )
    numbered = re.findall(r'<h2 id="at-\d+"><a [^>]+>([^<]+)<.*?</span>(\d+)</span>', page.text,
                          re.DOTALL)  # fmt: skip
    assert {number: name for name, _, _, number in pins} == {n: name for name, n in numbered}
    half = int(re.search(r'viewBox="-(\d+) ', figure)[1])
    assert all(abs(int(x)) < half and abs(int(y)) < half for _, x, y, _ in pins)
    # 3 stands 12.5 miles west of the place, as the list says, and 9.8 miles are to the east.
    assert int({n: x for _, x, _, n in pins}["3"]) < 0
    assert 'role="img"' in figure and "<a " not in figure and "style=" not in figure


def test_video_visits_have_no_map_and_names_have_one_around_the_people(site):
    assert "<figure" not in site.get("/search?near=12203&telehealth=true").text
    named = site.get("/search?name=Priya+Raghunathan")
    assert "<figure" in named.text
    assert 'class="around"' not in named.text


def test_who_has_no_known_place_has_no_pin():
    assert map_values([{"location": None, "name": "A"}], Query(on=GOLDEN_DAY)) is None
