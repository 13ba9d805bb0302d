"""The queue of staff: evidence side by side; decisions that are shown, kept, and in the trail."""

import pytest
from sqlalchemy import select

from service.engines.opening import open_engine
from service.errors import Erased
from service.settings import Settings
from service.stewardship.corrections import Corrections
from service.stewardship.doubts import apply_doubts, open_doubt
from service.stewardship.outcomes import Outcome, doubt_of
from service.stewardship.reports import Report
from tests.fixture_directory import load_fixtures
from tests.stewardship_world import ANA, own_world

QUEUE = "/stewardship/reports"
WHY = {"why": "called the office"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory, fixture_engine):
    with own_world(tmp_path_factory.mktemp("queue"), fixture_engine) as made:
        yield made


@pytest.fixture
def world(shared):
    """As it was before, whatever the test before decided."""
    yield shared
    for each in Corrections(shared.desk.store).every():
        if each.in_force:
            shared.stewardship.decisions.undo(each.id, "t", "the test is over", shared.engine)
    with shared.desk.store.transaction() as session:
        for row in session.scalars(select(Report)):
            session.delete(row)


def decide(world, told, action, status=200, **body):
    answer = world.ask("POST", f"{QUEUE}/{told['id']}/{action}", WHY | body,
                       If_Match=f'W/"{told.get("version", 1)}"')  # fmt: skip
    assert answer.status_code == status, answer.text
    return answer.get_json()


def problem_of(world, told, action, status, **body):
    answer = world.ask("POST", f"{QUEUE}/{told['id']}/{action}", WHY | body,
                       If_Match=f'W/"{told["version"]}"')  # fmt: skip
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    return answer.get_json()


def place(world, npi=ANA):
    (at,) = world.engine.get(npi).locations
    return at


def in_force(world):
    return [each for each in Corrections(world.desk.store).every() if each.in_force]


def doubt(world, fact="phone", **more):
    """One that an outcome of a referral opens."""
    made = doubt_of(world.engine.get(ANA), Outcome("wrong-contact", fact, **more))
    with world.desk.store.transaction() as session:
        open_doubt(session, made)
    assert apply_doubts(world.desk.store, world.engine)
    return made.id


def test_what_waits_stands_in_the_queue_oldest_first_with_its_evidence(world):
    first = world.report(field="phone", value="518-555-0177", note="moved", contact="a@b.example")
    second = world.report(field="phone")
    listed = world.get(QUEUE)
    assert (listed["total"], listed["next"]) == (2, None)
    assert {row["id"] for row in listed["reports"]} == {first["id"], second["id"]}
    row = next(row for row in listed["reports"] if row["id"] == first["id"])
    assert (row["kind"], row["value"], row["alike"], row["state"]) == (
        "report", "518-555-0177", 1, "open")  # fmt: skip
    assert row["location_id"] == place(world).id
    assert row["actions"] == ["accept", "reject", "ask"]
    assert "contact" not in row
    whole = world.get(f"{QUEUE}/{first['id']}")
    assert (whole["note"], whole["contact"]) == ("moved", "a@b.example")
    counting = [word for word in whole["evidence"] if word["counts"]]
    assert [word["value"] for word in counting] == [place(world).phone] * len(counting)
    assert all(word["source"] and word["as_of"] for word in counting)


def test_evidence_holds_what_other_sources_say_otherwise(world):
    told = next(c for p in world.engine.scan() for c in p.conflicts
                if c.field.endswith(".phone") and len(p.locations) == 1)  # fmt: skip
    npi = next(p.npi for p in world.engine.scan() if told in p.conflicts)
    whole = world.get(f"{QUEUE}/{world.report(npi, field='phone')['id']}")
    assert {word["counts"] for word in whole["evidence"]} == {True, False}
    others = {(w["value"], w["source"]) for w in whole["evidence"] if not w["counts"]}
    assert (told.value, told.source) in others
    assert whole["evidence"][0]["counts"]


def test_pages_follow_each_other_without_gap(world):
    made = {world.report(field="fax", value=str(n))["id"] for n in range(5)}
    seen, cursor = [], ""
    while cursor is not None:
        page = world.get(f"{QUEUE}?limit=2{cursor and '&cursor=' + cursor}")
        assert page["total"] == 5
        seen += [row["id"] for row in page["reports"]]
        cursor = page["next"]
    assert len(seen) == 5
    assert set(seen) == made
    assert world.ask("GET", f"{QUEUE}?cursor=x").status_code == 422


def test_an_accepted_report_is_a_correction_that_is_shown_and_kept(world):
    told = world.report(field="phone", value="(518) 555-0177", contact="a@b.example")
    done = decide(world, told, "accept")
    assert (done["state"], done["shown"], done["version"]) == ("accepted", True, 2)
    at = place(world)
    assert (at.phone, at.evidence["phone"].source) == ("5185550177", "staff")
    (made,) = in_force(world)
    assert (made.id, made.by) == (done["correction"], "staff")
    assert told["id"] in made.why
    # By whoever reads the directory's file anew, as every worker does.
    other = open_engine(Settings(directory=f"sqlite:///{world.engine.path}"))
    assert other.get(ANA).locations[0].phone == "5185550177"


def test_what_was_decided_survives_a_reload(world):
    decide(world, world.report(field="accepting_patients", value="nopt"), "accept")
    load_fixtures(world.engine, staff=world.stewardship.decisions.staff())
    assert place(world).accepting_patients == "nopt"
    assert place(world).evidence["accepting_patients"].source == "staff"


def test_staff_may_find_otherwise_than_was_reported(world):
    told = world.report(field="phone", value="518-555-0177")
    decide(world, told, "accept", value="518-555-0188")
    assert place(world).phone == "5185550188"


def test_an_accepted_listing_withdraws_and_an_accepted_address_closes(world):
    decide(world, world.report(field="listing"), "accept", value="moved")
    assert world.engine.gone(ANA).departure.reason == "moved"
    several = next(p for p in world.engine.scan() if len(p.locations) > 1)
    gone, *others = several.locations
    decide(world, world.report(several.npi, field="address", location_id=gone.id), "accept")
    now = world.engine.get(several.npi)
    assert [at.id for at in now.locations] == [at.id for at in others]
    assert not [c for c in now.conflicts if gone.id in c.field]
    load_fixtures(world.engine, staff=world.stewardship.decisions.staff())
    assert [at.id for at in world.engine.get(several.npi).locations] == [at.id for at in others]
    made = in_force(world)[-1]
    world.stewardship.decisions.undo(made.id, "A", "open after all", world.engine)
    assert world.engine.get(several.npi).locations == several.locations


def test_a_rejected_report_changes_nothing_and_forgets_who_reported(world):
    told = world.report(field="phone", value="518-555-0177", note="n", contact="a@b.example")
    before = world.engine.get(ANA, with_records=True)
    done = decide(world, told, "reject")
    assert (done["state"], done["why"], done["decided_by"]) == (
        "rejected", "called the office", "staff")  # fmt: skip
    whole = world.get(f"{QUEUE}/{told['id']}")
    assert (whole["note"], whole["contact"], whole["actions"]) == (None, None, [])
    assert world.engine.get(ANA, with_records=True) == before
    assert world.get(QUEUE)["total"] == 0
    assert world.get(f"{QUEUE}?state=rejected")["total"] == 1
    with world.desk.store.reading() as session, pytest.raises(Erased):
        world.desk.vault.seal_of(session, told["id"])


def test_who_is_asked_can_still_be_read_and_decided(world):
    told = world.report(field="phone", contact="a@b.example")
    asked = decide(world, told, "ask")
    assert (asked["state"], asked["actions"]) == ("asked", ["accept", "reject"])
    assert world.get(f"{QUEUE}/{told['id']}")["contact"] == "a@b.example"
    assert world.get(QUEUE)["total"] == 1
    again = problem_of(world, asked, "ask", 409)
    assert again["type"].endswith(":asked-before")
    decide(world, asked, "accept", value="518-555-0177")
    assert place(world).phone == "5185550177"


def test_a_doubt_of_a_referral_stands_in_the_same_queue(world):
    identity = doubt(world)
    world.report(field="phone", value="518-555-0177")
    rows = {row["kind"]: row for row in world.get(QUEUE)["reports"]}
    told = rows["doubt"]
    assert (told["id"], told["reasons"], told["alike"]) == (identity, ["wrong-contact"], 1)
    assert told["value"] == place(world).phone
    assert world.get(f"{QUEUE}?kind=doubt")["total"] == 1
    assert problem_of(world, told, "accept", 422)["errors"][0]["parameter"] == "value"
    assert problem_of(world, told, "ask", 409)["type"].endswith(":nobody-to-ask")
    decide(world, told, "accept", value="518-555-0188")
    assert place(world).phone == "5185550188"
    assert world.get(f"{QUEUE}?kind=doubt")["total"] == 0


def test_a_rejected_doubt_is_over_and_shown_so(world):
    doubt(world)
    assert place(world).evidence["phone"].doubted_on
    told = world.get(f"{QUEUE}?kind=doubt")["reports"][0]
    decide(world, told, "reject")
    assert place(world).evidence["phone"].doubted_on is None
    assert world.ask("GET", f"{QUEUE}/{told['id']}").status_code == 404


def test_an_accepted_doubt_of_open_panels_says_that_they_are_full(world):
    single = (p for p in world.engine.scan() if len(p.locations) == 1)
    npi = next(p.npi for p in single if p.locations[0].accepting_patients == "newpt")
    made = doubt_of(world.engine.get(npi), Outcome("at-capacity", "accepting_patients"))
    with world.desk.store.transaction() as session:
        open_doubt(session, made)
    apply_doubts(world.desk.store, world.engine)
    told = world.get(f"{QUEUE}?npi={npi}")["reports"][0]
    decide(world, told, "accept")
    assert place(world, npi).accepting_patients == "nopt"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "12"), ("accepting_patients", "perhaps"), ("wait_weeks", "soon"),
        ("services.driving", "sometimes"), ("plans", "Aetna"), ("plans", {"payer": "Aetna"}),
        ("listing", "tired"), ("phone", {"a": 1}), ("telehealth", ["yes"]),
    ],
)  # fmt: skip
def test_a_value_that_the_fact_cannot_have_is_refused_with_one_that_it_can(world, field, value):
    told = world.report(field=field)
    body = problem_of(world, told | {"version": 1}, "accept", 422, value=value)
    (error,) = body["errors"]
    assert (error["parameter"], bool(error["example"])) == ("value", True)
    assert in_force(world) == []
    assert world.get(QUEUE)["reports"][0]["state"] == "open"


def test_only_the_version_that_was_read_is_decided_and_once(world):
    told = world.report(field="phone", value="518-555-0177")
    path = f"{QUEUE}/{told['id']}/reject"
    assert world.ask("POST", path, WHY).status_code == 428
    assert world.ask("POST", path, WHY, If_Match='W/"2"').status_code == 412
    assert world.ask("POST", path, {}, If_Match='W/"1"').status_code == 422
    done = decide(world, told, "reject")
    assert problem_of(world, done, "accept", 409)["type"].endswith(":report-decided")
    assert world.ask("POST", path, WHY, If_Match='W/"1"').status_code == 412


def test_each_step_is_in_the_trail(world):
    trail, before = world.desk.trail, len(_events(world))
    told = world.report(field="phone", value="518-555-0177", contact="a@b.example")
    world.get(f"{QUEUE}/{told['id']}")
    decide(world, told, "accept")
    events = _events(world)[before:]
    assert [(e.action, e.values["report"]) for e in events] == [
        ("report", told["id"]), ("accept-report", told["id"])]  # fmt: skip
    assert "a@b" not in str([e.values for e in events])
    with world.desk.store.reading() as session:
        reads = [e for e in trail.events(session, "reads") if e.action == "read-report"]
        assert reads[-1].values == {"report": told["id"]}
        assert all(state.broken_at is None for state in trail.verify(session))


def _events(world):
    with world.desk.store.reading() as session:
        return world.desk.trail.events(session, "stewardship")


@pytest.mark.parametrize("identity", ["e-2b3c4d5e6f7g8h9j", "nothing", "0123456789ab", "%00"])
def test_what_there_is_not(world, identity):
    assert world.ask("GET", f"{QUEUE}/{identity}").status_code == 404


@pytest.mark.parametrize("by", [None, "ot", "admin"])
def test_it_is_for_staff_alone(world, by):
    status = 403 if by else 401
    assert world.ask("GET", QUEUE, by=by).status_code == status
    told = world.report(field="phone")
    answer = world.ask("POST", f"{QUEUE}/{told['id']}/reject", WHY, by=by, If_Match='W/"1"')
    assert answer.status_code == status
