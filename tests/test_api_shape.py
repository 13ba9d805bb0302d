"""The answer of GET /providers has all names and types that the issue's example has."""

from collections.abc import Iterator

from tests.api_answers import PLAN
from tests.api_answers import ask as search

SEARCH = {"near": "12203", "need": "fatigue", "plan": PLAN}
# The names and types of the issue; a tuple is a choice of types, a list holds one kind of thing.
NULLABLE = (str, type(None))
NAMED = {"code": str, "name": str}
STEP = {"code": str, "text": str, "matches": int, "parameters": dict}
PAGE = {
    "query": {
        "place": {"label": str, "lat": float, "lon": float, "precision": str},
        "radius_miles": float,
        "on": str,
        "services": [{"code": str, "name": str, "because": [str]}],
    },
    "total": int,
    "left_out_unknown": [{"parameter": str, "count": int}],
    "matches": [
        {
            "npi": str,
            "name": str,
            "score": float,
            "reasons": [
                {
                    "signal": str,
                    "points": float,
                    "max_points": float,
                    "code": str,
                    "values": dict,
                    "text": str,
                }
            ],
            "distance_miles": float,
            "location": {"id": str, "line1": NULLABLE, "city": NULLABLE, "lat": float},
            "other_locations": int,
            "specialties": [NAMED],
            "credentials": [{"code": str, "status": str, "expires_on": NULLABLE}],
            "services": {"confirmed": [NAMED], "likely": [NAMED]},
            "insurance": {
                "status": str,
                "plan_id": NULLABLE,
                "payer": NULLABLE,
                "as_of": NULLABLE,
                "stale": bool,
                "text": str,
            },
            "accepting_patients": NULLABLE,
            "telehealth": NULLABLE,
            "languages": [str],
            "relaxed": type(None),
        }
    ],
    "facets": dict,
    "relaxations": [STEP],
    "suggestions": [STEP],
    "next": NULLABLE,
}


def conforms(found, wanted, at: str = "answer") -> Iterator[str]:
    """What in `found` is not as `wanted`; more names than wanted are allowed."""
    if isinstance(wanted, dict):
        for name, kind in wanted.items():
            if name not in found:
                yield f"{at}.{name} is missing"
            else:
                yield from conforms(found[name], kind, f"{at}.{name}")
    elif isinstance(wanted, list):
        for number, item in enumerate(found):
            yield from conforms(item, wanted[0], f"{at}[{number}]")
    elif type(found) not in (wanted if isinstance(wanted, tuple) else (wanted,)):
        yield f"{at} is {found!r}"


def ask(client, query: dict) -> dict:
    response = search(client, query)
    assert response.status_code == 200
    return response.get_json()


def test_the_shape_is_the_published_one(client):
    page = ask(client, SEARCH | {"language": "en", "limit": "1"})
    assert list(conforms(page, PAGE)) == []
    assert page["left_out_unknown"], "the search must show who is left out"
    assert len(page["matches"]) == 1 < page["total"]
    assert list(page["facets"]) == [
        "services", "credentials", "specialties", "payers", "programs", "languages",
        "settings", "accepting_patients", "access",
    ]  # fmt: skip
    assert page["relaxations"] == []
    assert page["query"]["on"] == "2026-11-22"
    assert page["query"]["place"]["label"] == "Albany, NY 12203"
    assert page["query"]["radius_miles"] == 25.0
    assert {s["code"]: s["because"] for s in page["query"]["services"]} == {
        "energy-conservation": ["fatigue"],
        "time-management": ["fatigue"],
    }
    best = page["matches"][0]
    assert best["insurance"]["status"] == "in-network"
    assert best["insurance"]["as_of"] == "2026-11-02"
    assert best["services"]["confirmed"]
    assert best["services"]["likely"]


def test_every_match_has_the_shape(client):
    page = ask(client, SEARCH | {"radius": "500", "limit": "100"})
    assert page["total"] == len(page["matches"]) > 20
    assert list(conforms(page, PAGE)) == []
