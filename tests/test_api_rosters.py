"""An MSCS roster that staff upload: what it would change, then just that, kept by every load."""

from datetime import date

import pytest

from service.directory.profile import Credential
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import load_fixtures
from tests.stewardship_world import API, own_world
from tests.test_api_queue import in_force

ROUTE = "/stewardship/rosters"
HEADER = "npi,name,certified_on,expires_on,checked_on,source\n"
NOBODY = "1999999976"


@pytest.fixture(scope="module")
def shared(tmp_path_factory, fixture_engine):
    with own_world(tmp_path_factory.mktemp("rosters"), fixture_engine) as made:
        yield made


@pytest.fixture
def world(shared):
    yield shared
    for each in in_force(shared):
        shared.stewardship.decisions.undo(each.id, "t", "the test is over", shared.engine)
    load_fixtures(shared.engine, staff=shared.stewardship.decisions.staff())


def send(world, text, path=ROUTE + "/preview", kind="text/csv", by="staff"):
    headers = {"Authorization": f"Bearer {world.tokens[by]}"}
    data = text.encode() if isinstance(text, str) else text
    return world.app.test_client().post(API + path, data=data, content_type=kind, headers=headers)


def told(world, *rows):
    answer = send(world, HEADER + "\n".join(rows))
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def held(world, npi) -> list[Credential]:
    return [c for c in world.engine.get(npi).credentials if c.code == "MSCS"]


def holder(world, wanted):
    """The first OT of whom the MSCS is so: its status, or None for somebody without one."""
    return next(
        p for p in world.engine.scan()
        if p.name.last and ({c.status(GOLDEN_DAY) for c in p.credentials if c.code == "MSCS"}
                            or {None}) == {wanted}
    )  # fmt: skip


def row(profile, expires="", certified="", checked="2026-11-01"):
    return f"{profile.npi},{profile.name.last},{certified},{expires},{checked},Example consortium"


def test_a_preview_tells_what_each_row_would_do_and_changes_nothing(world):
    fresh, current = holder(world, None), holder(world, "current")
    until = max(c.until for c in held(world, current.npi))
    before = {p.npi: p for p in world.engine.scan()}
    found = told(
        world,
        row(fresh, "2030-12-31"),
        row(current, until.replace(year=until.year + 5).isoformat()),
        row(holder(world, "claimed"), "2025-12-31"),
        f"{NOBODY},Nobody,,2030-12-31,2026-11-01,x",
        f"{holder(world, 'expiring').npi},Zzyzx Quux,,2030-12-31,2026-11-01,x",
        row(fresh, "2031-12-31"),
        "123,Short,,2030-12-31,2026-11-01,x",
        f"{current.npi},{current.name.last},2030-01-01,,2026-11-01,x",
    )
    assert [each["outcome"] for each in found["rows"]] == [
        "added", "renewed", "expired", "unmatched", "unmatched", "repeated", "rejected", "rejected",
    ]  # fmt: skip
    assert found["counts"]["unmatched"] == 2
    assert (found["rows"][1]["before"], found["shown"]) == (until.isoformat(), None)
    texts = [each["text"] for each in found["rows"]]
    assert texts[:3] == [None] * 3
    assert all(texts[3:])
    assert "name" in texts[4]
    assert texts[6].startswith("npi:")
    assert {p.npi: p for p in world.engine.scan()} == before
    assert in_force(world) == []


def test_the_preview_is_applied_shown_and_kept_by_a_reload(world):
    fresh, current = holder(world, None), holder(world, "current")
    rows = (row(fresh, certified="2026-09-01"), row(current, "2033-12-31"))
    mark = told(world, *rows)["mark"]
    answer = send(world, HEADER + "\n".join(rows), f"{ROUTE}?mark={mark}")
    assert (answer.status_code, answer.get_json()["shown"]) == (200, True)
    for _ in range(2):
        (added,) = held(world, fresh.npi)
        assert (added.expires_on, added.source) == (date(2031, 12, 31), "Example consortium")
        assert {c.expires_on for c in held(world, current.npi)} == {date(2033, 12, 31)}
        load_fixtures(world.engine, staff=world.stewardship.decisions.staff())
    with world.desk.store.reading() as session:
        event = world.desk.trail.events(session, "stewardship")[-1]
    assert (event.action, event.values["added"], event.values["renewed"]) == ("roster", 1, 1)
    assert told(world, *rows)["counts"]["unchanged"] == 2


def test_a_newer_roster_of_a_load_holds_and_an_older_one_does_not(world):
    current = holder(world, "current")
    checked = max(c.checked_on for c in held(world, current.npi))
    for day, ends in (("2020-01-01", None), ("2026-11-20", date(2040, 12, 31))):
        text = row(current, "2040-12-31", checked=day)
        send(world, HEADER + text, f"{ROUTE}?mark={told(world, text)['mark']}")
        load_fixtures(world.engine, staff=world.stewardship.decisions.staff())
        found = {c.expires_on for c in held(world, current.npi)}
        assert (date(2040, 12, 31) in found) == (ends is not None)
    assert checked < date(2026, 11, 20)


def test_what_changed_since_the_preview_is_refused(world):
    text = row(holder(world, None), "2030-12-31")
    mark = told(world, text)["mark"]
    other = send(world, HEADER + text.replace("2030", "2031"), f"{ROUTE}?mark={mark}")
    assert (other.status_code, other.get_json()["type"][-15:]) == (409, "preview-changed")
    assert send(world, HEADER + text, f"{ROUTE}?mark={mark}").status_code == 200
    again = send(world, HEADER + text, f"{ROUTE}?mark={mark}")
    assert again.status_code == 409
    assert len(in_force(world)) == 1


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("", "text/csv", 422),
        ("npi,name\n1,x\n", "text/csv", 422),
        ('npi,expires_on\n"1,x\n', "text/csv", 422),
        (b"npi,expires_on\n\xff\xfe\n", "text/csv", 422),
        ("npi,expires_on\n" + "1,2030-12-31\n" * 20_001, "text/csv", 422),
        (b"a" * 2_000_001, "text/csv", 413),
        ("npi,expires_on\n", "application/json", 415),
        ("\ufeffNPI,Expires On\n", "text/csv; charset=utf-8", 200),
    ],
)
def test_what_is_no_roster(world, text, kind, status):
    assert send(world, text, kind=kind).status_code == status


def test_it_is_for_staff(world):
    assert send(world, HEADER, by="admin").status_code == 403
    assert send(world, HEADER, f"{ROUTE}?mark=x", by="ot").status_code == 403
    assert send(world, HEADER, ROUTE).status_code == 422
