"""Bad requests: each refusal names a parameter, its rule and an example, never what was sent.

The examples must work: `repaired` follows them until the search is answered.
"""

import time

import pytest

from tests.api_answers import PLAN, PROVIDERS, ask, problem, refused, repaired

LONG = "q" * 3000

# parameter at fault, the query (a tuple holds repeated values)
BAD = [
    ("nope", {"nope": "canary"}),
    ("Near", {"Near": "10001"}),
    ("near", {"near": ("10001", "10002")}),
    ("near", {"near": ""}),
    ("near", {"near": " "}),
    ("near", {"near": "canary\0"}),
    ("near", {"near": "10001\n"}),
    ("near", {"near": "canary\x1b[31m"}),
    ("near", {"near": "\x85canary"}),
    ("near", {"near": LONG}),
    ("near", {"near": "東京"}),
    ("near", {"near": "99999"}),
    ("near", {"near": "00000"}),
    ("near", {"near": "1000"}),
    ("near", {"near": "١٠٠٠١"}),
    ("near", {"near": "Albny, NY"}),
    ("near", {"near": "Zzqxcanary"}),
    ("near", {"near": "Zzqxcanary, NY"}),
    ("near", {"near": "Albany, Canary"}),
    ("near", {"near": "Springfield"}),
    ("near", {"near": "91,0"}),
    ("near", {"near": "-90.01,0"}),
    ("near", {"near": "0,181"}),
    ("near", {"near": "nan,nan"}),
    ("near", {"near": "1e1,1e1"}),
    ("near", {"near": "42.68;-73.85"}),
    *(("radius", {"near": "10001", "radius": value}) for value in (
        "-1", "nan", "inf", "-inf", "Infinity", "1e5", "1e1", "0", "0.0", "-0", "1_000", "٢٥",
        "２５", "0x19", "25,5", "25.", ".5", "+5", "500.1", "9" * 400, "", "25 miles", "25\u00a0",
        "2\x005", "0.0000001")),
    ("near", {"radius": "5"}),
    *(("limit", {"limit": value}) for value in (
        "0", "-1", "101", "1000000000", "9" * 400, "1.5", "1e1", "1_0", "٢", "", "ten", "0x1",
        "nan")),
    *((name, {name: value})
      for name in ("need", "service", "specialty", "credential", "language", "gender")
      for value in ("", "canary", "fatigue,balance", "fatigue\0", "☃", "fatigue☃", LONG, "é", "-")),
    ("need", {"need": ("fatigue", "canary")}),
    ("need", {"need": "fatigue" + " " * 93 + "canary"}),
    *((name, {name: value}) for name in ("plan", "payer")
      for value in ("", "  ", "canary\0", "canary\x7f", LONG, "---", "☃")),
    ("payer", {"plan": PLAN, "payer": "Canary Mutual"}),
    *((name, {name: value}) for name in ("accepting", "telehealth")
      for value in ("", "1", "yes", "True\0", "t", "on", "canary")),
    ("insurance_mode", {"insurance_mode": "canary", "plan": PLAN}),
    ("insurance_mode", {"insurance_mode": ("prefer", "require"), "plan": PLAN}),
    ("plan", {"insurance_mode": "require"}),
    ("patient_state", {"telehealth": "true"}),
    ("patient_state", {"telehealth": "true", "near": "0,0"}),
    ("patient_state", {"telehealth": "true", "patient_state": "ZZ"}),
    ("telehealth", {"patient_state": "NY"}),
    ("telehealth", {"patient_state": "NY", "telehealth": "false"}),
    ("setting", {"setting": "canary"}),
    ("setting", {"setting": ("clinic", "home")}),
    ("sort", {"sort": "canary", "near": "10001"}),
    ("near", {"sort": "distance"}),
    ("sort", {"sort": "distance", "near": "10001", "telehealth": "true"}),
    ("sort", {"sort": "distance", "near": "10001", "setting": "home"}),
    ("sort", {"sort": "distance", "near": "10001", "unknown": "near"}),
    ("unknown", {"unknown": "canary"}),
    ("unknown", {"unknown": "gender", "language": "es"}),
    *((name, {"unknown": name}) for name in ("near", "language", "accepting", "insurance_mode",
                                             "telehealth", "credential")),
    *(("cursor", {"cursor": value}) for value in (
        "", "canary", "====", "\0", "first ☃", LONG, "null", "W10", "e30", "é", "a b", "-", "0")),
]  # fmt: skip


@pytest.mark.parametrize(("parameter", "query"), BAD)
def test_a_bad_request_is_refused_and_its_examples_work(client, parameter, query):
    response = ask(client, query)
    refused(response, parameter)
    assert "canary" not in response.get_data(as_text=True).lower()
    assert LONG[:50] not in response.get_data(as_text=True)
    repaired(client, query)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("near=%FF%FE", "near"),
        ("near=%ED%A0%80", "near"),  # half of a surrogate pair
        ("need=%C3", "need"),
        ("plan=%C0%AF", "plan"),
        ("%FF=1", "(unreadable)"),
        ("%00=1", "(unreadable)"),
        ("=5", "(unreadable)"),
        ("<script>=1", "(unreadable)"),
        ("near[]=10001", "(unreadable)"),
        (f"{'a' * 3000}=1", "(unreadable)"),
    ],
)
def test_bytes_that_are_no_text_and_names_that_are_no_names(client, query, parameter):
    refused(client.get(f"{PROVIDERS}?{query}"), parameter)


def test_every_parameter_at_fault_is_named_known_ones_first(client):
    response = client.get(f"{PROVIDERS}?nope=1&radius=-1&limit=0&near=&also=2")
    refused(response, "limit", "near", "radius", "also", "nope")


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"p{n}=1" for n in range(2000)),
        "&".join("near=10001" for _ in range(2000)),
        "&".join(f"need=canary{n}" for n in range(2000)),
        "need=" + "x" * 1_000_000,
        "&" * 100_000 + "nope=1",
    ],
)
def test_a_flood_is_refused_briefly_and_soon(client, query):
    began = time.thread_time()  # a machine that is busy with something else is not held against it
    response = client.get(f"{PROVIDERS}?{query}")
    assert time.thread_time() - began < 2
    problem(response, 422)
    assert len(response.data) < 20_000


@pytest.mark.parametrize(
    ("near", "guess"),
    [
        ("99999", "99950"),
        ("Albny, NY", "Albany, NY"),
        ("Springfeild, IL", "Springfield, IL"),
        ("Springfield", "Springfield, IL"),
        ("San Fransisco", "San Francisco, CA"),
        ("Nueva York", "New York, NY"),
        ("Filadelfia, PA", "Philadelphia, PA"),
    ],
)
def test_an_unknown_place_is_refused_with_the_nearest_guess(client, near, guess):
    body = refused(ask(client, {"near": near}), "near")
    assert guess in body["errors"][0]["problem"]
    assert ask(client, {"near": body["errors"][0]["example"]}).status_code == 200


@pytest.mark.parametrize("near", ["zzzz", "qwerty", "Xyzzy, OH"])
def test_nothing_far_fetched_is_guessed(client, near):
    (error,) = refused(ask(client, {"near": near}), "near")["errors"]
    assert "nearest" not in error["problem"]
    page = client.get("/search", query_string={"near": near})
    assert "Did you mean" not in page.text
    assert "a city and its state, such as Albany, NY." in page.text


def test_an_almost_right_code_is_refused_with_the_nearest_guesses(client):
    body = refused(ask(client, {"need": "fatige"}), "need")
    assert "nearest: fatigue" in body["errors"][0]["problem"]


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ({"radius": " 25 ", "near": " 10001 "}, {"radius_miles": 25.0}),
        ({"limit": "007"}, {"limit": 7}),
        ({"telehealth": "TRUE", "patient_state": "ny"}, {"telehealth": True}),
        ({"need": ("fatigue", "fatigue")}, {"needs": ["fatigue"]}),
        ({"accepting": "false"}, {"accepting": False}),
    ],
)
def test_what_is_clear_is_not_refused(client, query, understood):
    response = ask(client, query)
    assert response.status_code == 200
    assert understood.items() <= response.get_json()["query"].items()
