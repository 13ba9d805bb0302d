"""Facets over REST: choosing a value finds just as many people as its bucket says."""

from collections.abc import Iterator

import pytest

from tests.api_answers import PLAN, ask

SEARCHES = [
    {},
    {"near": "10001", "radius": "25"},
    {"near": "12203", "need": "fatigue", "plan": PLAN},
    {"near": "77002", "radius": "500", "accepting": "true", "setting": "home"},
    {"near": "60601", "radius": "100", "setting": "clinic", "language": ("es", "en")},
    {"near": "10001", "radius": "500", "sort": "distance", "access": "step_free"},
    {"near": "90012", "radius": "100", "payer": "Medicare", "insurance_mode": "require"},
    {"near": "10001", "payer": "self-pay", "insurance_mode": "require", "accepting": "true"},
    {"telehealth": "true", "patient_state": "NY", "specialty": "225X00000X"},
    {"telehealth": "true", "near": "33130", "access": ("parking", "step_free")},
    {"credential": "MSCS", "setting": "hospital"},
    {"name": "Ma", "near": "10001", "radius": "500", "accepting": "true"},
    {"near": "10001", "radius": "500", "language": "es", "unknown": "language"},
    {"near": "59401", "radius": "5", "specialty": "225XH1200X"},
]
# Facet -> its parameter, where a value is simply a code of it.
PLAIN = {
    "specialties": "specialty",
    "credentials": "credential",
    "languages": "language",
    "settings": "setting",
    "programs": "program",
}


def answered(client, query: dict) -> dict:
    response = ask(client, query)
    assert response.status_code == 200, (query, response.get_json())
    return response.get_json()


def changed(query: dict, change: dict) -> dict:
    """The request with some parameters set, and those of None left out."""
    return {name: value for name, value in (query | change).items() if value is not None}


def taken(query: dict, page: dict) -> dict:
    """The request that an answer is to: the eased one, where what was asked finds nobody."""
    eased = [step["parameters"] for step in page["relaxations"] if step["matches"]]
    return changed(query, eased[0]) if eased else query


def choosing(query: dict, facet: str, code: str) -> dict | None:
    """What asks for one value of a facet; None where no parameter filters by it."""
    if facet in PLAIN:
        parameter = PLAIN[facet]
        lifted = None if query.get("unknown") == parameter else query.get("unknown")
        sort = "best" if code == "home" else query.get("sort")
        return changed(query, {"unknown": lifted, "sort": sort, parameter: code})
    if facet == "accepting_patients" and code == "newpt":
        return query | {"accepting": "true"}
    if facet == "access":
        asked = query.get("access", ())
        return query | {"access": (*((asked,) if isinstance(asked, str) else asked), code)}
    if facet == "payers" and "plan" not in query:
        return query | {"payer": code, "insurance_mode": "require"}
    return None


def choices(client, query: dict) -> Iterator[tuple[str, dict, dict]]:
    page = answered(client, query | {"limit": "1"})
    asked = taken(query, page)
    for facet, buckets in page["facets"].items():
        for bucket in buckets:
            if chosen := choosing(asked, facet, bucket["code"]):
                yield facet, bucket, chosen


@pytest.mark.parametrize("query", SEARCHES, ids=str)
def test_choosing_a_value_finds_as_many_as_its_bucket_says(client, query):
    for facet, bucket, asked in choices(client, query):
        found = answered(client, asked | {"limit": "1"})
        assert found["total"] == bucket["count"], (facet, bucket, asked)


def test_every_facet_that_filters_is_chosen_from(client):
    seen = {facet for query in SEARCHES for facet, _, _ in choices(client, query)}
    facets = set(answered(client, {})["facets"])
    assert seen == facets - {"services"}


def test_buckets_have_names_in_both_languages_and_fall_by_count(client):
    for lang in ("en", "es"):
        for buckets in answered(client, {"lang": lang})["facets"].values():
            assert buckets
            assert all(bucket["name"] and bucket["count"] > 0 for bucket in buckets)
            order = [(-bucket["count"], bucket["code"]) for bucket in buckets]
            assert order == sorted(order)
            assert len({bucket["code"] for bucket in buckets}) == len(buckets)
