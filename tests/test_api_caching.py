"""ETags: a 304 only for the same question, language, day and directory; never a wrong one."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from service.app import create_app
from service.settings import Settings
from tests.api_answers import PROVIDERS, problem
from tests.conftest import GOLDEN_DAY, new_engine
from tests.full_profile import FULL, HERE, person

SEARCH = f"{PROVIDERS}?near=12203&need=fatigue&limit=2"
TAGGED = [
    SEARCH,
    f"{PROVIDERS}?name=Ruiz",
    f"{PROVIDERS}/1999901030",
    f"{PROVIDERS}/1999901030/why-not?near=12203",
    f"{PROVIDERS}/1999901030/similar",
]


def tag(client, path: str, **headers: str) -> str:
    response = client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    assert response.status_code == 200
    return response.headers["ETag"]


def status(client, path: str, tags: str, **headers: str) -> int:
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    return client.get(path, headers={"If-None-Match": tags, **named}).status_code


@pytest.mark.parametrize("path", TAGGED)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_the_answer_gets_no_body(client, path, method):
    whole = client.get(path)
    response = client.open(path, method=method, headers={"If-None-Match": whole.headers["ETag"]})
    assert (response.status_code, response.data) == (304, b"")
    for header in ("ETag", "Cache-Control", "Vary"):
        assert response.headers[header] == whole.headers[header], header
    assert response.headers["Cache-Control"] == "private"
    assert "Accept-Language" in response.headers["Vary"]
    assert "Content-Type" not in response.headers


@pytest.mark.parametrize("path", TAGGED)
def test_head_has_the_tag_of_get(client, path):
    head = client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == tag(client, path)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", {tag}', 304),
        ('"other",W/"more" , W/{tag},"last"', 304),
        ("*", 304),
        ('"other"', 200),
        ("", 200),
        (",,,", 200),
        ('"', 200),
        ("W/", 200),
        ('"*"', 200),
        ("{bare}x", 200),
        ('"{bare}', 200),
        ('"\u00e9\u00ff"', 200),
        ('"x", ' * 2000, 200),
        ("\\" * 5000, 200),
    ],
)
def test_tags_as_clients_send_them(client, header, expected):
    own = tag(client, SEARCH)
    assert status(client, SEARCH, header.format(tag=own, bare=own.strip('"'))) == expected


@pytest.mark.parametrize(
    "other",
    ["limit=3", "radius=24", "need=memory", "lang=es", "name=Ruiz", "access=step_free", "sort=best&"
     "unknown=near", "cursor=first&gender=F"],
)  # fmt: skip
def test_another_question_has_another_tag(client, other):
    asked = SEARCH.replace("limit=2&", "").replace("&limit=2", "") if "limit" in other else SEARCH
    path = f"{asked.replace('need=fatigue&', '')}&{other}"
    assert status(client, path, tag(client, SEARCH)) == 200


@pytest.mark.parametrize(
    "same",
    [
        "need=fatigue&limit=2&near=12203",
        "near=%2012203%20&need=Fatigue&limit=02",
        "near=12203&need=fatiga&limit=2&radius=25.0&accepting=false&cursor=first",
    ],
)
def test_the_same_question_in_other_words_has_the_same_tag(client, same):
    assert status(client, f"{PROVIDERS}?{same}", tag(client, SEARCH)) == 304


def test_each_language_has_its_tag_however_it_is_asked_for(client):
    english, spanish = tag(client, SEARCH), tag(client, f"{SEARCH}&lang=es")
    assert english != spanish
    assert status(client, SEARCH, english, Accept_Language="es") == 200
    assert status(client, SEARCH, spanish, Accept_Language="es-MX") == 304
    assert status(client, f"{SEARCH}&lang=en", english, Accept_Language="es") == 304


def test_another_day_has_another_tag(fixture_engine):
    days = [GOLDEN_DAY]
    client = create_app(Settings(), fixture_engine, today=lambda: days[-1]).test_client()
    tags = {path: tag(client, path) for path in TAGGED}
    days.append(GOLDEN_DAY + timedelta(days=1))
    assert {status(client, path, own) for path, own in tags.items()} == {200}


def test_a_reload_changes_the_tag_if_anything_changed(request, meta):
    engine = new_engine("embedded", request)
    client = create_app(Settings(), engine, today=lambda: GOLDEN_DAY).test_client()
    path = f"{PROVIDERS}?near=12203"
    engine.replace([FULL], meta)
    first = tag(client, path)
    engine.replace([FULL, person(8, HERE)], meta)
    assert status(client, path, first) == 200
    later = structs.replace(meta, loaded_at=datetime(2026, 11, 16, tzinfo=UTC))
    second = tag(client, path)
    engine.replace([FULL], later)
    assert status(client, path, second) == 200


def test_every_page_has_its_own_tag(client):
    first = client.get(SEARCH)
    further = f"{SEARCH}&cursor={first.get_json()['next']}"
    assert status(client, further, first.headers["ETag"]) == 200
    assert status(client, further, tag(client, further)) == 304


def test_errors_have_no_tag_and_are_never_unchanged(client):
    for path, expected in ((f"{PROVIDERS}?nope=1", 422), (f"{PROVIDERS}/1", 422)):
        response = client.get(path, headers={"If-None-Match": "*"})
        problem(response, expected)
        assert "ETag" not in response.headers


@pytest.mark.parametrize("rest", ["", "/why-not", "/similar"])
def test_who_is_not_there_is_not_unchanged(client, rest):
    """A star stands for any answer that there is; here there is none."""
    problem(client.get(f"{PROVIDERS}/1234567893{rest}", headers={"If-None-Match": "*"}), 404)
