"""The geocoder, asked by way of a real HTTP server that speaks Nominatim's JSON."""

import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from indexer.geocoding import MOST_FAILURES, GeocodedPoint, GeocoderSetup, open_geocoder
from service.directory.profile import Location
from tests.nominatim_server import start_nominatim
from tests.waiting import until

TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
ALBANY, NEW_YORK = (42.6812, -73.8423), (40.7506, -73.9972)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")  # whatever proxy this machine has


@pytest.fixture
def server():
    with start_nominatim() as server:
        yield server


@pytest.fixture
def opened(server, tmp_path):
    """open(...) opens a geocoder that asks the server, with one cache file."""

    @contextmanager
    def open_it(today=TODAY, timeout=5, **more):
        options = {"domain": server.domain, "scheme": "http", "timeout": timeout}
        asked = {"delay": 0, "retry_after": 0, "retries": 0} | more
        setup = GeocoderSetup("nominatim", tmp_path / "points.db", options, **asked)
        with open_geocoder(setup, today) as geocoder:
            yield geocoder

    return open_it


def at(line1="1450 Western Avenue", line2=None, postal_code="12203", city="Albany", state="NY"):
    return Location(line1=line1, line2=line2, city=city, state=state, postal_code=postal_code)


def streets(count):
    return [at(f"{number} Western Avenue") for number in range(1, count + 1)]


def counts(geocoder):
    return {name: count for name, count in vars(geocoder.tally).items() if count}


def test_found(server, opened):
    server.answers["1450"] = ALBANY
    with opened() as geocoder:
        assert geocoder.locate(at(line2="Suite 210")) == GeocodedPoint(*ALBANY, TODAY)
        assert counts(geocoder) == {"asked": 1, "found": 1}
    assert server.queries == ["1450 Western Avenue, Albany, NY 12203, USA"]


def test_an_address_is_asked_for_once_however_it_is_spelled(server, opened):
    server.answers["1450"] = ALBANY
    with opened() as geocoder:
        first = geocoder.locate(at())
        for lines in [("1450 WESTERN AVE STE 210",), ("Suite 9", "1450 Western Ave.")]:
            assert geocoder.locate(at(*lines, city="ALBNY")) == first
        assert counts(geocoder) == {"asked": 1, "found": 1, "from_cache": 2}
    with opened(today=TOMORROW) as geocoder:
        assert geocoder.locate(at()) == GeocodedPoint(*ALBANY, TODAY)
        assert counts(geocoder) == {"from_cache": 1}
    assert len(server.queries) == 1


def test_not_found_is_remembered(server, opened):
    for expected in ({"asked": 1, "not_found": 1}, {"from_cache": 1}):
        with opened() as geocoder:
            assert geocoder.locate(at()) is None
            assert counts(geocoder) == expected
    assert len(server.queries) == 1


@pytest.mark.parametrize("point", [NEW_YORK, (0, 0), ALBANY[::-1]])
def test_a_point_far_from_its_zip_does_not_count(server, opened, point):
    server.answers["1450"] = point
    for expected in ({"asked": 1, "far_off": 1}, {"from_cache": 1}):
        with opened() as geocoder:
            assert geocoder.locate(at()) is None
            assert counts(geocoder) == expected


def test_without_a_zip_on_the_map_the_city_says_where(server, opened):
    server.answers["1450"] = ALBANY
    with opened() as geocoder:
        assert geocoder.locate(at(postal_code=None))
        assert geocoder.locate(at(postal_code="00000"))
        assert geocoder.locate(at(postal_code=None, city="Buffalo")) is None
        assert geocoder.locate(at(postal_code=None, city="Nowhere at All")) is None
        assert counts(geocoder) == {"asked": 4, "found": 2, "far_off": 2}


def test_what_has_no_street_address_is_not_asked_for(server, opened):
    with opened() as geocoder:
        for location in [
            Location(postal_code="12203"),
            at(line1="---"),
            at(line1="P.O. Box 5"),
            at(postal_code=None, state=None),
            at(postal_code=None, city=None),
        ]:
            assert geocoder.locate(location) is None
        assert counts(geocoder) == {"without_address": 5}
    assert server.queries == []


@pytest.mark.parametrize("failure", [500, 503, 429, 403, 400, "slow", "broken", (99.0, 999.0)])
def test_a_failure_is_counted_and_not_remembered(server, opened, failure):
    server.answers["1450"] = failure
    with opened(timeout=0.2 if failure == "slow" else 5) as geocoder:
        assert geocoder.locate(at()) is None
        assert counts(geocoder) == {"asked": 1, "failed": 1}
    server.answers["1450"] = ALBANY
    with opened() as geocoder:
        assert geocoder.locate(at()) == GeocodedPoint(*ALBANY, TODAY)


def test_a_host_that_does_not_exist_is_a_failure(tmp_path):
    options = {"domain": "geocoder.invalid", "scheme": "http"}
    setup = GeocoderSetup("nominatim", tmp_path / "c.db", options, delay=0, retry_after=0)
    with open_geocoder(setup, TODAY) as geocoder:
        assert geocoder.locate(at()) is None
        assert counts(geocoder) == {"asked": 1, "failed": 1}


def test_a_failure_is_tried_again(server, opened):
    server.answers["1450"] = 500
    with opened(retries=2) as geocoder:
        geocoder.locate(at())
        assert counts(geocoder) == {"asked": 1, "failed": 1}
    assert len(server.queries) == 3


def test_it_gives_up_after_failures_in_a_row(server, opened):
    server.answers["1 "] = ALBANY
    with opened() as geocoder:
        geocoder.locate(at("1 Western Avenue"))
    server.answers = {"": 500}
    with opened() as geocoder:
        for location in streets(MOST_FAILURES + 3):
            geocoder.locate(location)
        assert geocoder.given_up
        assert geocoder.locate(at("1 Western Avenue"))  # what is known stays known
        assert counts(geocoder) == {
            "asked": MOST_FAILURES, "failed": MOST_FAILURES, "from_cache": 2, "after_giving_up": 2,
        }  # fmt: skip
        assert "given up" in geocoder.lines()[-1]
    assert len(server.queries) == 1 + MOST_FAILURES


def test_one_answer_between_failures_keeps_it_going(server, opened):
    server.answers = {f"{MOST_FAILURES} ": ALBANY, "": 500}
    with opened() as geocoder:
        for location in streets(2 * MOST_FAILURES - 1):
            geocoder.locate(location)
        assert not geocoder.given_up
        assert counts(geocoder)["asked"] == 2 * MOST_FAILURES - 1


def test_the_service_is_not_asked_faster_than_agreed(server, opened):
    began = time.monotonic()
    with opened(delay=0.25) as geocoder:
        for location in streets(5):
            geocoder.locate(location)
    # A question may arrive late on a busy machine, and then the next follows it sooner.
    assert len(server.arrivals) == 5 and server.arrivals[-1] - began >= 0.95


def test_the_limit(server, opened):
    for asked, over_limit, done in [(2, 3, 2), (2, 1, 4), (1, 0, 5)]:
        with opened(limit=2) as geocoder:
            for location in streets(5):
                geocoder.locate(location)
            assert (geocoder.tally.asked, geocoder.tally.over_limit) == (asked, over_limit)
        assert len(server.queries) == done


LOAD = """
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from indexer.geocoding import GeocoderSetup, open_geocoder
from service.directory.profile import Location
options = {"domain": sys.argv[1], "scheme": "http"}
with open_geocoder(GeocoderSetup("nominatim", Path(sys.argv[2]), options, delay=0.05),
                   date(2026, 11, 22)) as geocoder:
    for number in range(1, 1000):
        geocoder.locate(Location(line1=f"{number} Western Avenue", postal_code="12203"))
"""


def test_a_load_killed_midway_resumes_where_it_stopped(server, opened, tmp_path):
    server.answers[""] = ALBANY
    command = [sys.executable, "-c", LOAD, server.domain, str(tmp_path / "points.db")]
    load = subprocess.Popen(command, env=dict(os.environ), cwd=Path(__file__).parents[1])
    try:
        until(lambda: len(server.queries) >= 5, pause=0.01)
    finally:
        load.send_signal(signal.SIGKILL)
        load.wait()
    done = len(server.queries)
    assert done >= 5
    with opened() as geocoder:
        for location in streets(done + 3):
            assert geocoder.locate(location)
        # The answer that was on its way when the load was killed may be asked for again.
        assert geocoder.tally.from_cache in (done - 1, done)
        assert geocoder.tally.asked == done + 3 - geocoder.tally.from_cache


def test_no_address_is_logged(server, opened, caplog):
    caplog.set_level(logging.DEBUG)
    server.answers = {"1450": 500, "7 ": "slow", "8 ": ALBANY}
    with opened(retries=1, timeout=0.2) as geocoder:
        for line1 in ("1450 Western Avenue", "7 Western Avenue", "8 Western Avenue", "9 Elm St"):
            geocoder.locate(at(line1))
        assert counts(geocoder) == {"asked": 4, "failed": 2, "found": 1, "not_found": 1}
    assert "Western" not in caplog.text and "Elm" not in caplog.text
    logging.getLogger("geopy").warning("heard again")
    assert "heard again" in caplog.text


def test_the_report(server, opened):
    server.answers["1450"] = ALBANY
    with opened() as geocoder:
        geocoder.locate(at())
        assert geocoder.lines() == [
            "geocoder nominatim",
            "  asked 1   from cache 0   found 1   not found 0   far off 0   failed 0   "
            "over limit 0   without address 0   after giving up 0",
        ]
