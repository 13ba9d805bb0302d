"""A geocoder that is set up wrongly, or has a file that is no cache, stops before the load."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from indexer.geocode_cache import Answer, open_cache
from indexer.geocoding import GeocoderSetup, open_geocoder
from service.errors import SourceUnreadable

TODAY = date(2026, 11, 22)


def other_sqlite(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE answer (address, lat, lon, found_on)")
    database.close()


def damaged(path):
    with open_geocoder(GeocoderSetup("photon", path), TODAY):
        pass
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))


def damaged_in_the_middle(path):
    """Where nothing that is read at the start lies."""
    with open_cache(path) as cache:
        for number in range(50):
            cache.put(f"{number} {'western ave ' * 100}", Answer(None, None, TODAY))
    data = bytearray(path.read_bytes())
    middle = len(data) // 8192 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(data)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_text("npi,name\n" * 500),
        other_sqlite,
        damaged,
        damaged_in_the_middle,
        Path.mkdir,
    ],
)
def test_a_file_that_is_no_cache_stops_the_load_and_stays(tmp_path, write):
    path = tmp_path / "points.db"
    write(path)
    before = path.read_bytes() if path.is_file() else None
    with (
        pytest.raises(SourceUnreadable, match=r"points\.db: .* another file"),
        open_geocoder(GeocoderSetup("photon", path), TODAY),
    ):
        pytest.fail("opened")
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    setup = GeocoderSetup("photon", tmp_path / "none" / "points.db")
    with pytest.raises(SourceUnreadable, match=r"none/points\.db"), open_geocoder(setup, TODAY):
        pytest.fail("opened")


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("nominatin", {}, "'nominatin' is not known; known: .*nominatim, opencage"),
        ("nominatim", {"api_key": "x"}, "no option api_key; known: timeout, .*domain"),
        ("opencage", {}, "opencage needs the option api_key"),
        ("nominatim", {"timeout": "soon"}, "timeout must be a number of seconds"),
        ("nominatim", {"scheme": "gopher"}, "geocoder nominatim: .*scheme"),
    ],
)
def test_a_wrong_setup_names_the_fix(tmp_path, name, options, message):
    setup = GeocoderSetup(name, tmp_path / "points.db", options)
    with pytest.raises(ValueError, match=message), open_geocoder(setup, TODAY):
        pytest.fail("opened")
    assert not setup.cache.exists()
