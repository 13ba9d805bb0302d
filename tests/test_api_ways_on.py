"""Ways on from a search that finds nobody, or few: each step finds just whom it promises."""

import pytest

from tests.api_answers import ask, refused
from tests.test_api_facets import answered, changed

# Eased to: a wider radius, video, any specialty; nothing helps.
EASED = [
    {"near": "00901", "radius": "3"},
    {"near": "30303", "radius": "1", "specialty": "225XH1200X"},
    {"near": "98101", "radius": "60", "access": "cool_room", "sort": "distance"},
    {"near": "59401", "radius": "120", "payer": "Medicare", "insurance_mode": "require"},
    {"near": "12203", "radius": "0.5", "setting": "hospital", "sort": "distance"},
    {"near": "90012", "radius": "3", "access": "step_free", "service": "energy-conservation"},
    {"near": "33130", "radius": "10", "specialty": "225XG0600X", "sort": "distance"},
    {"near": "98101", "radius": "10", "specialty": "225XP0200X"},
    {"near": "60601", "radius": "10", "specialty": ("225XH1200X",), "sort": "distance"},
    {"near": "90012", "radius": "120", "specialty": "225XH1200X", "service": "driving",
     "language": "es"},
    {"near": "30303", "radius": "25", "specialty": "225XG0600X", "telehealth": "true"},
    {"near": "12203", "telehealth": "true", "setting": "home"},
    {"near": "10001", "telehealth": "true", "access": ("cool_room", "step_free")},
]  # fmt: skip
# A name is offered the whole country, with the insurance that a place had told.
NAMED = [
    {"near": "08002", "radius": "73.5", "name": "j", "payer": "medicaid"},
    {"near": "08002", "radius": "73.5", "name": "j", "plan": "medicaid"},
    {"near": "90012", "radius": "1", "name": "ma", "payer": "Medi-Cal"},
    {"near": "Kansas City, MO", "radius": "100", "name": "ma", "payer": "MO HealthNet"},
    {"near": "12203", "radius": "1", "name": "ma", "plan": "Example Coast Gold PPO"},
    {"near": "12203", "radius": "1", "name": "ma", "plan": "No such plan", "payer": "Medicare"},
]
HOPELESS = [
    {"near": "99950", "radius": "5"},
    {"near": "59401", "radius": "1", "service": "driving", "specialty": "225XP0200X"},
    {"specialty": "225XP0019X", "language": "zh", "gender": "M"},
    {"near": "0,0", "radius": "10"},
]
FEW = [
    {"near": "12203", "radius": "3"},
    {"near": "12203", "radius": "10", "specialty": "225XN1300X", "need": "fatigue"},
    {"near": "10001", "radius": "1", "setting": "home", "payer": "Medicare"},
    {"near": "98101", "radius": "1", "accepting": "true", "sort": "distance"},
    {"near": "83702", "radius": "10", "specialty": "225XH1200X", "payer": "Medicare"},
]


def steps_hold(client, query: dict, steps: list[dict]) -> None:
    for step in steps:
        found = answered(client, changed(query, step["parameters"]) | {"limit": "1"})
        eased = any(tried["matches"] for tried in found["relaxations"])
        assert (0 if eased else found["total"]) == step["matches"], (query, step)


@pytest.mark.parametrize("query", EASED + HOPELESS + FEW + NAMED, ids=str)
def test_following_a_step_finds_as_many_as_it_says(client, query):
    page = answered(client, query)
    steps_hold(client, query, page["relaxations"] + page["suggestions"])
    assert all(step["text"] for step in page["relaxations"] + page["suggestions"])


def test_these_searches_take_and_offer_every_kind_of_step(client):
    pages = [answered(client, query) for query in EASED + FEW]
    taken = {match["relaxed"].split("-")[0] for page in pages[: len(EASED)]
             for match in page["matches"]}  # fmt: skip
    offered = {step["code"].split("-")[0] for page in pages for step in page["suggestions"]}
    assert taken == offered == {"radius", "video", "any"}


@pytest.mark.parametrize("query", NAMED, ids=str)
def test_a_name_is_offered_the_whole_country(client, query):
    (step,) = answered(client, query)["suggestions"]
    assert (step["code"], step["parameters"]["near"]) == ("anywhere", None)


@pytest.mark.parametrize("query", EASED, ids=str)
def test_the_first_step_that_finds_anyone_is_the_answer(client, query):
    page = answered(client, query)
    *before, step = page["relaxations"]
    assert [tried["matches"] for tried in before] == [0] * len(before)
    assert page["total"] == step["matches"] > 0
    assert {match["relaxed"] for match in page["matches"]} == {step["code"]}
    direct = answered(client, changed(query, step["parameters"]))
    for found in (page, direct):
        for match in found["matches"]:
            del match["relaxed"]
    assert page["matches"] == direct["matches"]
    assert page["facets"] == direct["facets"]


@pytest.mark.parametrize("query", HOPELESS, ids=str)
def test_where_nothing_helps_the_steps_tried_are_told(client, query):
    page = answered(client, query)
    assert (page["total"], page["matches"], page["suggestions"], page["next"]) == (0, [], [], None)
    assert page["relaxations"]
    assert {step["matches"] for step in page["relaxations"]} == {0}


@pytest.mark.parametrize("query", FEW, ids=str)
def test_suggestions_come_only_under_five_and_find_more(client, query):
    page = answered(client, query)
    assert (page["relaxations"], 0 < page["total"] < 5) == ([], True)
    assert page["suggestions"]
    assert all(step["matches"] > page["total"] for step in page["suggestions"])
    assert {match["relaxed"] for match in page["matches"]} <= {None}


@pytest.mark.parametrize("query", EASED, ids=str)
@pytest.mark.parametrize("limit", ["1", "3"])
def test_an_eased_search_pages_to_the_end_without_gap_or_repeat(client, query, limit):
    whole = answered(client, query | {"limit": "100"})
    npis, cursor = [], "first"
    while cursor:
        page = answered(client, query | {"limit": limit, "cursor": cursor})
        npis += [match["npi"] for match in page["matches"]]
        for part in ("total", "facets", "relaxations", "suggestions"):
            assert page[part] == whole[part]
        cursor = page["next"]
        assert len(npis) < whole["total"] or cursor is None
    assert npis == [match["npi"] for match in whole["matches"]]


def test_a_cursor_of_an_eased_search_fits_no_other(client):
    query = EASED[0] | {"limit": "1"}
    page = answered(client, query)
    (step,) = (tried for tried in page["relaxations"] if tried["matches"])
    asked = changed(query, step["parameters"]) | {"cursor": page["next"]}
    refused(ask(client, asked), "cursor")


@pytest.mark.parametrize(
    "query",
    [
        {"name": "Zzyzx Qwrtp"},
        {"name": "Zzyzx Qwrtp", "near": "12203", "specialty": "225XN1300X"},
        {"near": "99950", "radius": "5", "specialty": "225XH1200X", "unknown": "specialty"},
    ],
    ids=str,
)
def test_names_and_turned_filters_are_never_eased(client, query):
    page = answered(client, query)
    assert (page["total"], page["relaxations"], page["suggestions"]) == (0, [], [])
