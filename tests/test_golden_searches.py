"""The golden searches of fixtures/searches.yaml, asked over REST on both engines.

The file's head says what each expectation means; here each kind is one function. An unknown kind,
an unknown person and a key given twice are failures, never silence.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings
from tests.fixture_directory import PEOPLE, Answer, load_fixtures
from tests.fixture_directory import SEARCHES as TOLD

SEARCHES = TOLD["searches"]


# --- kinds of expectations ------------------------------------------------------------------


def expect_order(answer: Answer, wanted: list) -> None:
    groups = [group if isinstance(group, list) else [group] for group in wanted]
    rest = answer.people
    assert answer.body["total"] == len(rest)
    for group in groups:
        assert sorted(rest[: len(group)]) == sorted(group), answer.people
        rest = rest[len(group) :]
    assert rest == []
    for group in groups:
        assert_level(group, answer.score)
    assert_ahead([group[0] for group in groups], answer)


def expect_first(answer: Answer, wanted: str) -> None:
    assert answer.people[0] == wanted, answer.people
    assert_ahead(answer.people[:2], answer)


def expect_before(answer: Answer, chains: list[list[str]]) -> None:
    for chain in several(chains):
        assert_ahead(chain, answer)


def expect_equal(answer: Answer, groups: list[list[str]]) -> None:
    for group in several(groups):
        assert_level(group, answer.score)


def expect_contains(answer: Answer, wanted: list[str]) -> None:
    for person in wanted:
        answer.position(person)


def expect_excludes(answer: Answer, wanted: list[str]) -> None:
    assert answer.body["next"] is None, "matches are missing; say pages: all"
    for person in wanted:
        assert PEOPLE[person] not in {match["npi"] for match in answer.body["matches"]}, person


def expect_total(answer: Answer, wanted: int) -> None:
    assert answer.body["total"] == wanted


def expect_left_out(answer: Answer, wanted: dict[str, int]) -> None:
    left_out = {entry["parameter"]: entry["count"] for entry in answer.body["left_out_unknown"]}
    assert left_out == wanted


def expect_reasons(answer: Answer, wanted: dict[str, dict[str, str]]) -> None:
    for person, codes in wanted.items():
        found = {signal: answer.reason(person, signal)["code"] for signal in codes}
        assert found == codes, person


def expect_shows(answer: Answer, wanted: dict[str, Any]) -> None:
    for person, part in wanted.items():
        assert_holds(answer.match(person), part, person)


def expect_understood(answer: Answer, wanted: dict[str, Any]) -> None:
    assert_holds(answer.body["query"], wanted, "query")


def expect_miles(answer: Answer, wanted: dict[str, list[float] | None]) -> None:
    for person, bounds in wanted.items():
        miles = answer.match(person)["distance_miles"]
        assert (miles is None) == (bounds is None), (person, miles)
        assert bounds is None or bounds[0] <= miles <= bounds[1], (person, miles)


def expect_share(answer: Answer, wanted: dict[str, dict[str, list[float]]]) -> None:
    for person, signals in wanted.items():
        for signal, (least, most) in signals.items():
            share = answer.points(person, signal) / answer.reason(person, signal)["max_points"]
            assert least <= share <= most, (person, signal, share)


def expect_more_points(answer: Answer, wanted: dict[str, list[list[str]]]) -> None:
    for signal, chains in wanted.items():
        for chain in several(chains):
            points = [answer.points(person, signal) for person in chain]
            assert all(more > less for more, less in pairwise(points)), (signal, points)


def expect_same_points(answer: Answer, wanted: dict[str, list[list[str]]]) -> None:
    for signal, groups in wanted.items():
        for group in several(groups):
            assert_level(group, partial(answer.points, signal=signal))


def expect_wider(answer: Answer, wanted: list[list[list[str]]]) -> None:
    for wide, narrow in wanted:
        gaps = [
            answer.points(more, signal) - answer.points(less, signal)
            for signal, more, less in (wide, narrow)
        ]
        assert gaps[0] > gaps[1] > 0, gaps


def expect_relaxed(answer: Answer, wanted: str) -> None:
    assert {match["relaxed"] for match in answer.body["matches"]} == {wanted}
    assert answer.body["relaxations"][-1]["code"] == wanted


def expect_tried(answer: Answer, wanted: dict[str, int]) -> None:
    assert {step["code"]: step["matches"] for step in answer.body["relaxations"]} == wanted


def expect_suggested(answer: Answer, wanted: dict[str, int]) -> None:
    assert {step["code"]: step["matches"] for step in answer.body["suggestions"]} == wanted


def expect_facets(answer: Answer, wanted: dict[str, dict[str, int]]) -> None:
    for facet, counts in wanted.items():
        found = {bucket["code"]: bucket["count"] for bucket in answer.body["facets"][facet]}
        assert found == counts, facet


def expect_notes(answer: Answer, wanted: list[str]) -> None:
    assert [note["code"] for note in answer.body["query"]["notes"]] == wanted


def several(groups: list[list[str]]) -> list[list[str]]:
    """Groups of two people or more; of one alone nothing would be said."""
    assert groups and all(isinstance(group, list) and len(group) > 1 for group in groups), groups
    return groups


def assert_ahead(chain: list[str], answer: Answer) -> None:
    for ahead, behind in pairwise(chain):
        assert answer.position(ahead) < answer.position(behind), (ahead, behind, answer.people)
        if answer.body["query"]["sort"] == "best":  # more points, not the luck of a tie
            assert answer.score(ahead) > answer.score(behind), (ahead, behind)


def assert_level(group: list[str], worth: Callable[[str], float]) -> None:
    found = {person: worth(person) for person in group}
    assert len(set(found.values())) == 1, found


def assert_holds(found: Any, wanted: Any, where: str) -> None:
    """`wanted` is a part of `found`: named members of objects, all members of lists."""
    if isinstance(wanted, dict):
        for name, part in wanted.items():
            assert name in found, f"{where}.{name}"
            assert_holds(found[name], part, f"{where}.{name}")
    elif isinstance(wanted, list):
        assert len(found) == len(wanted), f"{where}: {found}"
        for number, (one, part) in enumerate(zip(found, wanted, strict=True)):
            assert_holds(one, part, f"{where}.{number}")
    else:
        assert found == wanted, where


EXPECTATIONS: dict[str, Callable[[Answer, Any], None]] = {
    name.removeprefix("expect_"): check
    for name, check in list(globals().items())
    if name.startswith("expect_")
}


# --- asking ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client_on(shared_engine) -> Callable[[date], FlaskClient]:
    """The REST client of a day, on the invented world."""
    load_fixtures(shared_engine)

    @cache
    def on(day: date) -> FlaskClient:
        app = create_app(Settings(), engine=shared_engine, today=lambda: day)
        return app.test_client()

    return on


def parameters(query: dict[str, Any]) -> list[tuple[str, str]]:
    """The query string: a list's values one by one, true and false as JSON writes them."""
    listed = {name: given if isinstance(given, list) else [given] for name, given in query.items()}
    return [
        (name, str(value).lower() if isinstance(value, bool) else str(value))
        for name, values in listed.items()
        for value in values
    ]


def assert_adds_up(match: dict[str, Any]) -> None:
    points = sum(reason["points"] for reason in match["reasons"])
    ceilings = sum(reason["max_points"] for reason in match["reasons"])
    assert points == pytest.approx(match["score"], abs=0.001)
    assert ceilings == pytest.approx(100, abs=0.001)


def ask(client: FlaskClient, query: dict[str, Any]) -> dict[str, Any]:
    """The body of one page."""
    response = client.get("/api/v1/providers", query_string=parameters(query))
    assert response.status_code == 200, response.get_json()
    return response.get_json()


def ask_to_the_end(client: FlaskClient, query: dict[str, Any]) -> dict[str, Any]:
    """The body with the matches of all pages."""
    body = ask(client, query)
    while body["next"]:
        further = ask(client, query | {"cursor": body["next"]})
        body["matches"] += further["matches"]
        body["next"] = further["next"]
    assert body["total"] == len({match["npi"] for match in body["matches"]})
    return body


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search["id"])
def test_golden_search(client_on, search):
    day = search.get("on", TOLD["on"])
    asking = ask_to_the_end if "pages" in search else ask
    answer = Answer(asking(client_on(day), search["query"]))
    assert answer.body["query"]["on"] == day.isoformat()
    for match in answer.body["matches"]:
        assert_adds_up(match)
    for kind, wanted in search["expect"].items():
        EXPECTATIONS[kind](answer, wanted)
