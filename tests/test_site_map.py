"""The map of a page of results: outlines of every state, pins where people work, nothing asked of
anybody else."""

import base64
import math
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from service.app import create_app
from service.directory.query import Query
from service.directory.states import STATES
from service.map_tiles import Tiles
from service.settings import Settings
from service.web.boxes import Box
from service.web.lines import UNITS, to_units
from service.web.map_view import apart, map_values
from service.web.outlines import outline, states_in
from service.web.tiles_view import with_tiles
from service.web.towns import towns_in, with_towns
from tests.browser import open_browser, served
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
        r"<title>([^<]+)</title><rect.*?<text x=\"(-?\d+)\" y=\"(-?\d+)\".*?>([^<]+)</text>", figure
    )
    numbered = re.findall(r'<h2 id="at-\d+"><a [^>]+>([^<]+)<.*?</span>(\d+)</span>', page.text,
                          re.DOTALL)  # fmt: skip
    assert sorted(n for *_, told in pins for n in of(told)) == [int(n) for _, n in numbered]
    names = {int(number): name for name, number in numbered}
    assert all(told == ", ".join(names[n] for n in of(ns)) for told, _, _, ns in pins)
    half = int(re.search(r'viewBox="-(\d+) ', figure)[1])
    assert all(abs(int(x)) < half and abs(int(y)) < half for _, x, y, _ in pins)
    # 3 stands 12.5 miles west of the place, as the list says, and 9.8 miles are to the east.
    assert next(int(x) for _, x, _, told in pins if 3 in of(told)) < 0
    assert 'role="img"' in figure and "<a " not in figure and "style=" not in figure


def of(told: str) -> list[int]:
    """Numbers of a pin: "1–3, 6"."""
    ends = [list(map(int, run.split("–"))) for run in told.split(", ")]
    return [number for run in ends for number in range(run[0], run[-1] + 1)]


def boxes(drawn) -> list[tuple[float, float, float, float]]:
    """What stands on the map: left, top, right, bottom."""
    tall = drawn["half"] / 7
    found = [(p["left"], p["top"], p["left"] + p["width"], p["top"] + tall) for p in drawn["pins"]]
    across, down = len(drawn["label"]) * drawn["half"] / 11 * 0.5, drawn["half"] / 11
    name = drawn["named_at"]
    return [*found, (-across / 2, name - down / 2, across / 2, name + down / 2)]


@pytest.mark.parametrize("middle", [(0, 0), (300, 220), (-200, -230), (0, 240), (900, 1200)])
def test_nothing_lies_over_a_pin_or_the_name_of_the_place_and_all_stay_near(middle):
    x, y = middle
    crowd = [{"number": n, "name": f"A{n}", "x": x + 130 * (n % 4), "y": y} for n in range(1, 10)]
    drawn = apart({"half": 1400, "label": "Albany, NY 12203", "pins": crowd})
    assert [pin["numbers"] for pin in drawn["pins"]] == ["1, 5, 9", "2, 6", "3, 7", "4, 8"]
    assert drawn["pins"][1]["name"] == "A2, A6"
    found = boxes(drawn)
    for at, (left, top, right, bottom) in enumerate(found):
        assert left >= -1400 and right <= 1400
        for other in found[:at]:
            beside = left >= other[2] - 2 or right <= other[0] + 2
            assert beside or top >= other[3] - 2 or bottom <= other[1] + 2
    for pin, first in zip(drawn["pins"], crowd, strict=False):
        inside = min(first["x"], 1400 - pin["width"] / 2)
        assert math.dist((pin["x"], pin["y"]), (inside, first["y"])) < 520


def test_who_works_alone_stands_where_they_work():
    pins = [
        {"number": 1, "name": "A", "x": 0, "y": 0},
        {"number": 2, "name": "B", "x": 900, "y": 9},
    ]
    drawn = apart({"half": 1400, "label": "Albany, NY", "pins": pins})
    assert [(pin["x"], pin["y"], pin["numbers"]) for pin in drawn["pins"]] == [
        (0, 0, "1"), (900, 9, "2"),
    ]  # fmt: skip


def test_numbers_in_a_row_are_told_as_one():
    pins = [{"number": n, "name": "A", "x": 0, "y": 0} for n in (1, 2, 3, 5, 7, 8)]
    (pin,) = apart({"half": 1400, "label": None, "pins": pins})["pins"]
    assert pin["numbers"] == "1–3, 5, 7–8" and of(pin["numbers"]) == [1, 2, 3, 5, 7, 8]


def test_a_map_tells_its_scale_and_names_the_place(site):
    figure = site.get("/search?near=12203&need=fatigue").text.split("<figure")[1]
    (across,) = re.findall(r'class="scale".*?h([0-9]+)"', figure)
    (miles,) = re.findall(r'class="scale".*?>([0-9]+) miles</text>', figure)
    assert abs(int(across) / UNITS * 69 - int(miles)) < 0.1
    assert "Albany, NY 12203</text>" in figure


def test_video_visits_have_no_map_and_names_have_one_around_the_people(site):
    assert "<figure" not in site.get("/search?near=12203&telehealth=true").text
    named = site.get("/search?name=Priya+Raghunathan")
    assert "<figure" in named.text
    assert 'class="around"' not in named.text


def test_who_has_no_known_place_has_no_pin():
    assert map_values([{"location": None, "name": "A"}], Query(on=GOLDEN_DAY)) is None


TILES = Tiles("https://tiles.example/{z}/{x}/{y}.png", "Example Maps")


def drawn_at(lat: float, lon: float, half_degrees: float = 0.4) -> dict:
    """A map around a point, with a pin a little to the north."""
    pin = {"number": 1, "name": "A", "lat": lat + half_degrees / 2, "lon": lon, "x": 0, "y": 0}
    return {"middle": (lat, lon), "half": half_degrees * UNITS, "pins": [pin]}


@pytest.mark.parametrize(
    ("lat", "lon", "half"),
    [(42.7, -73.86, 0.06), (40.75, -73.99, 0.4), (64.8, -147.7, 3), (13.4, 144.8, 0.5),
     (51.9, -176.6, 2), (39.0, -98.0, 12), (18.4, -66.1, 0.06)],
)  # fmt: skip
def test_pictures_cover_the_window_and_are_few(lat, lon, half):
    made = with_tiles(drawn_at(lat, lon, half), TILES)
    tiles = [tuple(float(tile[name]) for name in ("x", "y", "size")) for tile in made["tiles"]]
    assert 1 <= len(tiles) <= 16
    edge = half * UNITS * 0.999
    for x, y in ((-edge, -edge), (edge, -edge), (-edge, edge), (edge, edge), (0, 0)):
        (_,) = [t for t in tiles if t[0] <= x < t[0] + t[2] and t[1] <= y < t[1] + t[2]]
    assert all(size >= 0.05 * UNITS for _, _, size in tiles)


def test_the_picture_under_a_pin_is_that_of_its_place():
    """Of a known place: the tile of Albany's Capitol at zoom 12, by the rule that map servers
    publish."""
    made = with_tiles(drawn_at(42.6526, -73.7562, 0.06), TILES)
    (under,) = [
        tile["address"]
        for tile in made["tiles"]
        if float(tile["x"]) <= 0 < float(tile["x"]) + float(tile["size"])
        and float(tile["y"]) <= 0 < float(tile["y"]) + float(tile["size"])
    ]
    assert under == "https://tiles.example/12/1208/1510.png"
    (pin,) = made["pins"]
    assert abs(pin["y"] + 0.03 * UNITS) <= 1


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def tile_server():
    """A server of pictures on loopback, and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, *_):
            """It says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_a_named_server_gives_pictures_and_learns_the_area_alone(fixture_engine, tile_server):
    address, asked = tile_server
    settings = Settings(tiles=f"{address}/{{z}}/{{x}}/{{y}}.png Example Maps")
    app = create_app(settings, fixture_engine, today=lambda: GOLDEN_DAY)
    with served(app) as url, open_browser() as browser:
        context = browser.new_context(java_script_enabled=False, locale="en-US")
        page = context.new_page()
        page.goto(f"{url}/search?near=12203&need=fatigue", wait_until="networkidle")
        images = page.locator(".map image").count()
        assert page.get_by_text("Map: Example Maps.").is_visible()
        context.close()
    assert 1 <= len(asked) == images
    for path, headers in asked:
        assert re.fullmatch(r"/[0-9]+/[0-9]+/[0-9]+\.png", path)
        assert not {"Referer", "Cookie", "Origin"} & headers.keys()


def test_the_policy_names_that_server_alone_and_only_where_there_is_one(site, fixture_engine):
    settings = Settings(tiles="https://tiles.example/{z}/{x}/{y}.png Example Maps")
    app = create_app(settings, fixture_engine, today=lambda: GOLDEN_DAY).test_client()
    asked = "/search?near=12203"
    bare, named = (c.get(asked).headers["Content-Security-Policy"] for c in (site, app))
    assert "img-src 'self';" in bare
    assert named == bare.replace("img-src 'self'", "img-src 'self' https://tiles.example")
    assert "<image" not in site.get(asked).text


def test_towns_are_named_where_nothing_else_is(site):
    figure = site.get("/search?near=12203&need=fatigue").text.split("<figure")[1]
    towns = re.findall(r'class="town" x="(-?\d+)" y="(-?\d+)".*?>• ([^<]+)</text>', figure)
    names = [name for _, _, name in towns]
    assert 2 <= len(names) <= 6
    assert {"Schenectady", "Troy"} & set(names) and "Albany" not in names
    assert all(
        int(y) < 0 for _, y, name in towns if name in ("Schenectady", "Troy")
    )  # to the north


@pytest.mark.parametrize("crowded", [True, False])
def test_a_name_that_would_lie_over_something_is_left_out(crowded):
    half = 1400
    drawn = {"half": half, "middle": (42.68, -73.85), "label": "Albany, NY 12203"}
    taken = [Box(0, 0, 2 * half, 2 * half)] if crowded else []
    towns = with_towns(drawn | {"taken": taken})["towns"]
    assert (towns == []) is crowded
    assert all(abs(town.x) <= half and abs(town.y) <= half for town in towns)


def test_towns_of_a_window_are_the_largest_first():
    x, y = to_units(42.68, -73.85)
    assert towns_in(x, y, 300, 300)[0].name == "Albany"
