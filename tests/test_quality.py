"""otmatch-index quality: its numbers equal a plain recount, and its tables fit a terminal."""

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from indexer.quality_report import _TABLES, scorecard_lines
from service.directory.freshness import BUDGETS
from service.directory.profile import Conflict, Credential, Location, Profile, Provenance
from service.stewardship.quality import MEASURES, Scorecard, scorecard_data
from tests.indexer_command import run_command
from tests.strategies import TODAY, days, locations, profiles

ZERO = {"count": 0, "share": 0.0}


def card_of(*people: Profile, on: date = TODAY) -> Scorecard:
    card = Scorecard(on)
    card.count(people)
    return card


# --- a plain recount ------------------------------------------------------------------------------


@st.composite
def placed(draw, number: int):
    """A location with a phone and a precision as well."""
    sourced = {"phone": Provenance(source="nppes", as_of=draw(days))}
    return structs.replace(
        draw(locations(number)),
        phone=draw(st.sampled_from([None, "5185550100"])),
        precision=draw(st.sampled_from([None, "address", "postal_code"])),
        evidence=draw(st.sampled_from([{}, sourced])),
    )


@st.composite
def people(draw):
    places = tuple(draw(placed(number)) for number in range(draw(st.integers(0, 3))))
    names = ["gender", "services.driving"]
    for at in places:
        names += [f"locations.{at.id}.phone", f"locations.{at.id}.plans.plan:P1"]
    told = draw(st.lists(st.sampled_from(names), max_size=3))
    disputed = tuple(Conflict(field=field, value="x", source="other") for field in told)
    return structs.replace(draw(profiles()), locations=places, conflicts=disputed)


def here(profile: Profile, state: str | None) -> list[Location] | None:
    """The person's locations that count in a state (None: the whole); None if they do not."""
    if state is None:
        return list(profile.locations)
    found = [at for at in profile.locations
             if ("abroad" if at.country else at.state or "unknown") == state]  # fmt: skip
    return found if found or (state == "unknown" and not profile.locations) else None


def fresh(day: date | None) -> bool:
    return day is not None and TODAY - timedelta(days=90) <= day <= TODAY + timedelta(days=1)


def kinds_in_conflict(person: Profile, places: list[Location]) -> set[str]:
    parts = [found.field.split(".") for found in person.conflicts]
    ids = {at.id for at in places}
    own = {part[0] for part in parts if part[0] != "locations"}
    return own | {part[2] for part in parts if part[0] == "locations" and part[1] in ids}


def measured(person: Profile, places: list[Location]) -> dict[str, bool]:
    """Every measure of one person, the long way."""
    best = [at.precision or "address" for at in places if at.lat is not None]
    place = "address" if "address" in best else "postal_code" if best else "none"
    plans = [row for at in places for row in at.plans if row.status != "unknown"]
    return {
        "coordinates_address": place == "address",
        "coordinates_postal_code": place == "postal_code",
        "coordinates_none": place == "none",
        "plan_evidence": bool(plans),
        "fresh_plan_evidence": any(fresh(row.as_of) and row.doubted_on is None for row in plans),
        "fresh_phone": any(
            at.phone is not None
            and (said := at.evidence.get("phone"))
            and fresh(said.as_of)
            and said.doubted_on is None
            for at in places
        ),
        "accepting_known": any(at.accepting_patients is not None for at in places),
        "confirmed_services": "yes" in person.services.values(),
        "current_mscs": any(
            held.code == "MSCS" and held.until is not None and held.until >= TODAY
            for held in person.credentials
        ),
        "in_conflict": bool(kinds_in_conflict(person, places)),
    }


def recount(directory: list[Profile], state: str | None) -> dict:
    """The scorecard's row of one state, or of the whole."""
    there = [(person, here(person, state)) for person in directory]
    there = [(person, places) for person, places in there if places is not None]
    held = [measured(*one) for one in there]
    fields = Counter(kind for one in there for kind in kinds_in_conflict(*one))
    row = {}
    for code in MEASURES:
        count = sum(one[code] for one in held)
        row[code] = {"count": count, "share": round(count / len(held), 4) if held else None}
    return {"profiles": len(held), **row, "conflicts": dict(fields)}


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(directory=st.lists(people(), max_size=8))
def test_its_numbers_are_those_of_a_plain_recount(directory):
    found = scorecard_data(card_of(*directory))
    assert found["whole"] == recount(directory, None)
    states = ["NJ", "NY", "abroad", "unknown"]
    counted = {state: recount(directory, state) for state in states}
    assert found["states"] == {s: row for s, row in counted.items() if row["profiles"]}
    assert list(found["states"]) == [state for state in states if state in found["states"]]


def test_two_states_count_a_person_each_and_the_whole_once():
    places = (Location(id="a", state="NY", lat=42.7, lon=-73.8, precision="address"),
              Location(id="b", state="NJ", phone="2015550100"))  # fmt: skip
    disputed = (Conflict(field="locations.b.phone", value="x", source="nppes"),)
    card = card_of(Profile(npi="1", locations=places, conflicts=disputed))
    assert card.whole.profiles == card.states["NY"].profiles == card.states["NJ"].profiles == 1
    assert card.states["NY"].measures["coordinates_address"] == 1
    assert card.states["NJ"].measures["coordinates_none"] == 1
    assert card.whole.measures["coordinates_none"] == 0
    assert (card.states["NY"].conflicts, card.states["NJ"].conflicts) == ({}, {"phone": 1})


def test_a_certificate_counts_to_its_last_day():
    held = Profile(npi="1", credentials=(Credential(code="MSCS", expires_on=date(2026, 12, 31)),))
    for on, count in ((date(2026, 12, 31), 1), (date(2027, 1, 1), 0)):
        assert card_of(held, on=on).whole.measures["current_mscs"] == count


# --- as it is printed -----------------------------------------------------------------------------


def test_every_measure_has_its_column():
    assert sorted(code for _, columns in _TABLES for code in columns) == sorted(MEASURES)


@pytest.mark.parametrize("size", [0, 1, 9_800_000])
def test_the_tables_fit_a_terminal_and_are_aligned(size):
    card = card_of(Profile(npi="1", locations=(Location(state="NY"), Location(country="CA"))))
    for tally in (card.whole, *card.states.values()):
        tally.profiles = min(size, 999_999)
        tally.measures.update(dict.fromkeys(MEASURES, min(size, 150_000)))
        tally.conflicts["accepting_patients"] = size
    lines = list(scorecard_lines(card))
    assert max(map(len, lines)) <= 80
    rows = [line for line in lines if line.startswith(("state", "all", "NY", "abroad"))]
    assert len(rows) == 8 and len({len(row) for row in rows}) == 1


def test_an_empty_directory_has_no_shares():
    found = scorecard_data(card_of())
    assert found["whole"]["plan_evidence"] == {"count": 0, "share": None}
    assert found["states"] == {}
    assert "all           0" in "\n".join(scorecard_lines(card_of()))


def test_text_and_json_of_the_examples_agree(fixture_engine):
    url = f"sqlite:///{fixture_engine.path}"
    told = json.loads(
        run_command("quality", "--from", url, "--on", "2026-11-22", "--format", "json").stdout
    )
    assert (told["on"], told["budgets"]) == ("2026-11-22", BUDGETS)
    assert told["whole"]["profiles"] == fixture_engine.meta().profiles
    assert told["whole"]["in_conflict"]["count"] > 0
    text = run_command("quality", "--from", url, "--on", "2026-11-22").stdout
    for state, row in told["states"].items():
        cells = [line.split()[1:] for line in text.splitlines() if line.split()[:1] == [state]]
        profiles = {found[0] for found in cells}
        assert len(cells) == 2 and profiles == {str(row["profiles"])}
    assert f"accepting_patients {told['whole']['conflicts']['accepting_patients']:>15}" in text


def test_the_day_makes_facts_old(fixture_engine):
    url = f"sqlite:///{fixture_engine.path}"

    def fresh(day: str) -> dict:
        found = run_command("quality", "--from", url, "--on", day, "--format", "json").stdout
        return json.loads(found)["whole"]["fresh_plan_evidence"]

    assert fresh("2026-11-22")["count"] > 0
    assert fresh("2028-11-22") == ZERO
