"""Which OTs take which program that helps with cost: from a chapter's line to a search's answer."""

import json
from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from service.directory.profile import Conflict, Location, ProgramEvidence
from service.directory.programs import programs_taken, takes_program
from service.directory.query import Query
from service.directory.vocabulary import Known
from service.engines.protocol import Meta
from service.errors import InvalidQuery
from service.merge import merge
from service.search import check_programs
from service.stewardship.corrections import Corrections
from service.stewardship.decisions import Decisions, correcting
from tests.api_answers import ask, problem
from tests.indexer_files import load, npi, nppes_text, ot, write
from tests.merge_records import DAY, OLD, at

BRIDGE, GRANT = "example-bridge-visits", "example-equipment-grant"
MSCS, NEURO, HOME, VIDEO = "1999901022", "1999901030", "1999901048", "1999901055"
PLACE = {"line1": "1 Main St", "city": "Albany", "state": "NY", "postal_code": "12203"}


def word(accepts: str, day: date | None = DAY, source: str | None = None, program: str = BRIDGE):
    return ProgramEvidence(program=program, accepts=Known(accepts), as_of=day, source=source)


def search(client, **query) -> dict:
    response = ask(client, {"near": "12203", "radius": "50", **query})
    assert response.status_code == 200, response.get_json()
    return response.get_json()


# --- what a location's evidence says ----------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "takes"),
    [
        ((), "unknown"),
        ((word("no", OLD), word("yes")), "yes"),
        ((word("yes", OLD), word("no")), "no"),
        ((word("yes", None), word("no", OLD)), "no"),
        ((word("no"), word("yes")), "no"),  # of one day: the first
        ((word("yes", program=GRANT),), "unknown"),
    ],
)
def test_the_newest_word_on_a_program_counts(rows, takes):
    location = Location(programs=rows)
    assert takes_program(location, (BRIDGE,)) == takes
    assert (BRIDGE in programs_taken(location)) == (takes == "yes")


@pytest.mark.parametrize(
    ("bridge", "grant", "takes"),
    [
        ("yes", "no", "yes"),
        ("no", "no", "no"),
        ("no", None, "unknown"),
        ("yes", None, "yes"),
        (None, None, "unknown"),
    ],
)
def test_of_several_programs_any_will_do_and_no_means_none(bridge, grant, takes):
    told = {BRIDGE: bridge, GRANT: grant}
    rows = tuple(word(accepts, program=name) for name, accepts in told.items() if accepts)
    assert takes_program(Location(programs=rows), (BRIDGE, GRANT)) == takes


# --- from sources to a profile ----------------------------------------------------------------


def test_all_that_sources_say_is_kept_and_a_contradiction_is_told():
    profile = merge([
        at("profiles", OLD, "West", programs=(word("yes", OLD),)),
        at("profiles", DAY, "East", programs=(word("no"), word("yes", program=GRANT))),
    ])  # fmt: skip
    (location,) = profile.locations
    assert location.programs == (
        word("no", source="East"),
        word("yes", source="East", program=GRANT),
        word("yes", OLD, "West"),
    )
    field = f"locations.{location.id}.programs.{BRIDGE}"
    assert profile.conflicts == (Conflict(field=field, value="yes", source="West", as_of=OLD),)


def test_who_changes_their_own_word_contradicts_nobody():
    rows = (word("yes", OLD), word("no"))
    assert merge([at("profiles", DAY, "East", programs=rows)]).conflicts == ()


def line(*programs, **facts) -> str:
    places = [{**PLACE, "programs": list(programs)}]
    return json.dumps({"npi": npi(1), "as_of": "2026-10-01", "locations": places, **facts})


def loaded(folder, text: str):
    return load(
        folder,
        write(folder / "nppes.csv", nppes_text([ot(1)])),
        write(folder / "profiles.ndjson", text),
    )


def test_a_line_without_a_day_or_source_of_its_own_has_the_lines(tmp_path):
    told = {"program": BRIDGE, "accepts": "yes"}
    own = {"program": GRANT, "accepts": "no", "as_of": "2026-03-01", "source": "phone call"}
    profile = loaded(tmp_path, line(told, own, source="West")).profiles[npi(1)]
    found = {row.program: row for place in profile.locations for row in place.programs}
    assert found[BRIDGE] == word("yes", source="West")
    assert found[GRANT] == word("no", OLD, "phone call", GRANT)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"program": "Bridge visits", "accepts": "yes"}, "locations.0.programs.0.program: Must be"),
        ({"program": BRIDGE + "-" * 3, "accepts": "yes"}, "locations.0.programs.0.program: Must"),
        ({"program": BRIDGE}, "locations.0.programs.0.accepts: Missing data"),
        ({"program": BRIDGE, "accepts": "maybe"}, "locations.0.programs.0.accepts: Must be one of"),
        ({"program": BRIDGE, "accepts": "yes", "as_of": "soon"}, "locations.0.programs.0.as_of:"),
        (BRIDGE, "locations.0.programs.0: Invalid input type"),
    ],
)
def test_a_line_at_fault_is_rejected_with_its_place(tmp_path, told, reason):
    (rejected,) = loaded(tmp_path, line(told)).rejects
    assert rejected["reason"].startswith(reason)


def test_staff_say_for_each_program_whether_it_is_taken(tmp_path, store):
    engine = loaded(tmp_path, line({"program": BRIDGE, "accepts": "no"})).engine
    (place,) = (p for p in engine.get(npi(1)).locations if p.programs)
    decisions = Decisions(lambda: Corrections(store))
    for program in (BRIDGE, GRANT):
        value = {"program": program, "accepts": "yes"}
        profile = engine.get(npi(1), with_records=True)
        made = correcting(profile, place.id, "programs", value, by="A. Staff", why="called")
        assert decisions.record(made, engine)
    (place,) = (p for p in engine.get(npi(1)).locations if p.programs)
    assert set(programs_taken(place)) == {BRIDGE, GRANT}


# --- in a search ------------------------------------------------------------------------------


def test_a_program_filters_and_the_unknown_are_counted_apart(client):
    page = search(client, program=BRIDGE)
    assert {match["npi"] for match in page["matches"]} == {MSCS, NEURO, VIDEO}
    assert page["query"]["programs"] == [BRIDGE]
    everybody = search(client)["total"]
    (left,) = (entry for entry in page["left_out_unknown"] if entry["parameter"] == "program")
    assert left["count"] == everybody - 4  # three who take it, one who does not
    assert "whether they take patients of the program" in left["text"]
    unknown = search(client, program=BRIDGE, unknown="program", limit="100")
    assert unknown["total"] == left["count"]
    assert not {m["npi"] for m in unknown["matches"]} & {MSCS, NEURO, HOME, VIDEO}
    assert {tuple(row.items()) for m in unknown["matches"] for row in m["programs"]} == {
        (("program", BRIDGE), ("accepts", None), ("as_of", None), ("stale", False),
         ("source", None), ("text", None))
    }  # fmt: skip


def test_each_match_says_who_told_so_and_when(client):
    told = {m["npi"]: m["programs"][0] for m in search(client, program=BRIDGE)["matches"]}
    assert told[NEURO] == {
        "program": BRIDGE, "accepts": "yes", "as_of": "2026-11-02", "stale": False,
        "source": "office", "text": None,
    }  # fmt: skip
    assert told[VIDEO]["stale"] is True
    assert told[VIDEO]["text"] == (
        "Program that helps with cost (example-bridge-visits): may be out of date (Mar 2, 2026); "
        "confirm with the office"
    )
    assert [m["programs"] for m in search(client, limit="3")["matches"]] == [[]] * 3


def test_a_certificate_and_a_program_together(client):
    page = search(client, program=BRIDGE, credential="MSCS")
    assert [match["npi"] for match in page["matches"]] == [MSCS]


def test_choosing_from_the_facet_finds_as_many(client):
    (bucket,) = search(client)["facets"]["programs"]
    assert bucket == {"code": BRIDGE, "name": "Bridge visits (example)", "count": 3}
    assert search(client, program=BRIDGE)["total"] == 3
    assert search(client, program=GRANT)["facets"]["programs"] == [bucket]


def test_a_program_of_which_nobody_spoke_is_said_to_be_so(client):
    page = search(client, program=(GRANT, BRIDGE))
    (note,) = page["query"]["notes"]
    assert note["code"] == "program_not_stated"
    assert GRANT in note["text"]
    assert page["total"] == 3


def test_an_id_of_no_program_is_refused_with_the_nearest(client):
    (error,) = problem(ask(client, {"program": "example-brige-visits"}), 422)["errors"]
    assert error["parameter"] == "program"
    assert error["problem"].startswith("is of no program here, and no office names it; nearest: ")
    assert error["example"] == BRIDGE
    body = {"place": "12203", "program": ["example-brige-visits"]}
    (error,) = problem(client.post("/api/v1/matches", json=body), 422)["errors"]
    assert error["parameter"] == "program"
    path = f"/api/v1/providers/{MSCS}/why-not?near=12203&program=example-brige-visits"
    assert client.get(path).status_code == 422
    page = client.get("/search?near=12203&program=example-brige-visits")
    assert BRIDGE in page.text
    assert page.status_code == 422


def test_programs_that_only_an_office_names_and_any_where_there_are_no_files_can_be_asked_for():
    silent, asked = Meta(datetime.now(UTC), DAY), Query(on=DAY, programs=(GRANT,))
    check_programs(structs.replace(silent, programs=(GRANT,)), asked, {BRIDGE})
    check_programs(silent, asked, ())
    with pytest.raises(InvalidQuery):
        check_programs(silent, asked, {BRIDGE})


@pytest.mark.parametrize("text", ["", "Bridge visits", "a" * 81, "-a", "a--b", "ñ"])
def test_what_is_no_id_is_refused_by_name(client, text):
    (error,) = problem(ask(client, {"program": text}), 422)["errors"]
    assert error["parameter"] == "program"
    assert error["problem"] == "must be a program's id: small letters, digits and hyphens"


def test_a_body_takes_one_or_a_list(client):
    one, several = (
        client.post("/api/v1/matches", json={"place": "12203", "radius": 50, "program": told})
        for told in (BRIDGE, [BRIDGE, GRANT])
    )
    assert one.get_json()["total"] == several.get_json()["total"] == 3


def test_why_not_tells_of_the_program(client):
    path = f"/api/v1/providers/{HOME}/why-not"
    told = ask(client, {"near": "12203", "program": BRIDGE}, path).get_json()["text"]
    assert "Takes no patients of the program example-bridge-visits (checked Oct 20, 2026)" in told


def test_the_whole_profile_lists_what_is_known(client):
    places = client.get(f"/api/v1/providers/{HOME}").get_json()["locations"]
    (told,) = (row for place in places for row in place["programs"])
    assert (told["program"], told["accepts"], told["source"]) == (BRIDGE, "no", "office")
