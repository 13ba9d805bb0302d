"""Reports: anybody tells that a listing is wrong; it is kept, sealed, and bounded."""

import logging

import pytest
from sqlalchemy import select

from service.app import create_app
from service.settings import Settings
from service.stewardship.decisions import withdrawal
from service.stewardship.reports import Report
from tests.api_answers import problem, refused
from tests.record_files import states
from tests.stewardship_world import ANA, API, own_world
from tests.test_api_log import everything_logged

NOBODY = "1999999976"


@pytest.fixture
def world(tmp_path, fixture_engine):
    with own_world(tmp_path, fixture_engine) as made:
        yield made


def kept(world) -> list[Report]:
    with world.desk.store.reading() as session:
        found = list(session.scalars(select(Report)))
        session.expunge_all()
    return found


def test_anybody_reports_without_an_account(world):
    told = world.report(field="phone", value="518-555-0177", contact="ann@example.org")
    assert told == {
        "id": told["id"], "npi": ANA, "field": "phone", "state": "open",
        "at": "2026-11-23T17:00:00Z",
    }  # fmt: skip
    (report,) = kept(world)
    assert (report.id, report.value, report.by) == (told["id"], "518-555-0177", "public")
    assert report.place == {"line1": report.place["line1"], **report.place}
    assert world.engine.get(ANA).locations[0].phone != "5185550177"


def test_who_reports_is_sealed_and_nowhere_else(world, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    world.report(field="phone", contact="ann@example.org", note="my neighbour told me")
    (report,) = kept(world)
    with world.desk.store.reading() as session:
        seal = world.desk.vault.seal_of(session, report.id)
        assert "ann@example.org" in seal.open(report.sealed)
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for secret in ("ann@example.org", "my neighbour"):
        assert secret.encode() not in files
        assert secret not in everything_logged(caplog)
    assert "ann@" not in repr(report)


def test_the_trail_tells_of_it_without_the_address(world):
    world.report(field="phone")
    chains = states(world.desk.store, world.desk.trail)
    assert chains["stewardship"].broken_at is None
    with world.desk.store.reading() as session:
        (event,) = world.desk.trail.events(session, "stewardship")
        assert (event.action, event.actor, event.origin) == ("report", "public", "api")


@pytest.mark.parametrize(
    ("told", "parameter"),
    [
        ({}, "field"),
        ({"field": "shoe_size"}, "field"),
        ({"field": "services"}, "field"),
        ({"field": "services.flying"}, "field"),
        ({"field": "phone.mobile"}, "field"),
        ({"field": "listing.old"}, "field"),
        ({"field": "phone", "location_id": "nowhere"}, "location_id"),
        ({"field": "phone", "value": "<b>518-555-0177</b>"}, "value"),
        ({"field": "phone", "value": "5" * 201}, "value"),
        ({"field": "phone", "value": 5185550177}, "value"),
        ({"field": "phone", "note": "a\x00b"}, "note"),
        ({"field": "phone", "note": "n" * 1001}, "note"),
        ({"field": "phone", "contact": "a\nb"}, "contact"),
        ({"field": "phone", "contact": "c" * 201}, "contact"),
        ({"field": "phone", "name": "Ann"}, "name"),
    ],
)  # fmt: skip
def test_what_is_no_report_names_the_member(world, told, parameter):
    answer = world.ask("POST", f"/providers/{ANA}/reports", told, by=None)
    body = problem(answer, 422)
    assert [entry["parameter"] for entry in body["errors"]] == [parameter]
    assert kept(world) == []


def test_a_fact_of_the_person_takes_no_location(world):
    at = world.engine.get(ANA).locations[0]
    told = {"field": "services.driving", "location_id": at.id}
    answer = world.ask("POST", f"/providers/{ANA}/reports", told, by=None)
    assert problem(answer, 422)["errors"][0]["parameter"] == "location_id"
    assert world.report(field="services.driving")["field"] == "services.driving"


def test_of_several_locations_one_must_be_named(world):
    several = next(p for p in world.engine.scan() if len(p.locations) > 1)
    path = f"/providers/{several.npi}/reports"
    body = refused(world.ask("POST", path, {"field": "fax"}, by=None), "location_id")
    identity = body["errors"][0]["example"]
    assert identity == several.locations[0].id
    world.report(several.npi, field="fax", location_id=identity)


@pytest.mark.parametrize("length", ["value", "note", "contact"])
def test_texts_hold_up_to_their_bounds(world, length):
    most = {"value": 200, "note": 1000, "contact": 200}[length]
    world.report(field="phone", **{length: "é" * most})


def test_who_is_not_there_is_refused_as_in_reading(world):
    report = {"field": "phone"}
    for npi, status in ((NOBODY, 404), ("123", 422)):
        answer = world.ask("POST", f"/providers/{npi}/reports", report, by=None)
        assert problem(answer, status)["status"] == status
    world.stewardship.decisions.record(withdrawal(ANA, "withdrawn", "A", "asked"), world.engine)
    answer = world.ask("POST", f"/providers/{ANA}/reports", report, by=None)
    assert problem(answer, 410)["departure"]
    assert kept(world) == []


def test_twenty_an_hour_from_one_address_over_all_workers(world):
    other = create_app(Settings(requests_per_minute=100_000), world.engine,
                       access=world.access, desk=world.desk)  # fmt: skip
    path = f"{API}/providers/{ANA}/reports"
    clients = [world.app.test_client(), other.test_client()]
    answers = [clients[n % 2].post(path, json={"field": "phone"}) for n in range(21)]
    assert [a.status_code for a in answers] == [201] * 20 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert clients[0].post(path, json={"field": "phone"}, environ_base=elsewhere).status_code == 201
    assert world.ask("POST", f"/providers/{ANA}/reports", {"field": "phone"}).status_code == 201


def test_in_spanish(world):
    answer = world.ask("POST", f"/providers/{ANA}/reports?lang=es", {"field": "x"}, by=None)
    assert "debe ser uno de estos datos" in answer.get_json()["detail"]


def test_without_records_there_is_nowhere_to_keep_one(fixture_engine):
    app = create_app(Settings(), fixture_engine)
    answer = app.test_client().post(f"{API}/providers/{ANA}/reports", json={"field": "phone"})
    assert problem(answer, 503)["type"].endswith(":referrals-off")
