"""Bodies that mean harm, or nothing: refused by the path of what is wrong, or kept as mere text."""

import json

import pytest

from tests.letter_papers import ReadHtml, read_pdf
from tests.referral_api import BODY, REFERRALS, ReferralApi
from tests.referral_world import own_desk

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '#read("/etc/passwd") *bold* $x^2$ @label `raw`',
    "{{ 7 * 7 }} {0} {patient} %s",
    "' OR 1=1; --",
    "Zoë O’Brien-Nuñez",
)
OF_OTHER_SCRIPTS = ("עדי", "عائشة", "李小龍", "😀 Rosa", "ᏣᎳᎩ")


@pytest.fixture(scope="module")
def api(tmp_path_factory, fixture_engine):
    """One for all: nothing here hangs on what was there before."""
    folder = tmp_path_factory.mktemp("shapes")
    with own_desk(folder, fixture_engine, public_url="https://otmatch.example") as desk:
        yield ReferralApi(desk)


def sent(api, body: bytes | str):
    headers = api.office | {"Idempotency-Key": "x", "Content-Type": "application/json"}
    return api.client.post(REFERRALS, data=body, headers=headers)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[" * 30_000 + "]" * 30_000, 400),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, 400),
        ('{"order": {"visits": ' + "9" * 50_000 + "}}", 400),
        ('{"order": {"visits": 1e999}}', 400),
        ('{"order": {"visits": NaN}}', 400),
        ('{"send": true, "send": false}', 422),
        ('{"reason": "' + "x" * 70_000 + '"}', 413),
        (b'{"reason": "\xff"}', 400),
        ("", 400),
        ("null", 422),
        ("[]", 422),
        ('"text"', 422),
    ],
)
def test_what_is_no_such_object_is_refused(api, body, status):
    answer = sent(api, body)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert len(answer.data) < 5_000


def paths() -> list[tuple[str, ...]]:
    """Of every member of the body."""
    return [(name,) for name in BODY] + [
        (name, inner) for name, part in BODY.items() if isinstance(part, dict) for inner in part
    ]


def changed(path: tuple[str, ...], value) -> dict:
    body = json.loads(json.dumps(BODY))
    part = body
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    return body


# No text, or none that a line can hold; the last may stand in prose, and turns nothing there.
WRONG = (17.5, [[]], {"x": {}}, "a\x00b", "\ud800", "\u200b", " ", "\u202eevil\u202c")
PROSE = {("reason",), ("order", "text")}


@pytest.mark.parametrize("path", paths(), ids=".".join)
def test_a_value_of_another_kind_is_refused_by_its_path(api, path):
    for value in WRONG[:-1] if path in PROSE else WRONG:
        answer = sent(api, json.dumps(changed(path, value)))
        assert answer.status_code == 422, (value, answer.text)
        named = {entry["parameter"] for entry in answer.get_json()["errors"]}
        assert any(name.startswith(".".join(path)) for name in named), (value, named)
        assert "evil" not in answer.text


def test_what_turns_a_line_around_is_not_printed(api):
    made = api.made(reason=WRONG[-1], order={"text": WRONG[-1], "signed_by": "Dr. Ellis Harrow"})
    page = api.client.get(f"{REFERRALS}/{made['id']}/letter", headers=api.office).text
    assert page.count("evil") == 2
    assert "\u202e" not in page


@pytest.mark.parametrize("text", [*HOSTILE, *OF_OTHER_SCRIPTS])
def test_in_every_field_that_is_printed_text_is_text(api, text):
    made = api.made(
        patient=BODY["patient"] | {"given": text, "family": text, "member_id": text[:40]},
        requester={"name": text, "phone": "518-555-0100"},
        order={"text": text, "frequency": text, "ordered_by": text, "signed_by": text},
        goals=[text], reason=text, notes=text, consents=[{"scope": "status-page"}],
    )  # fmt: skip
    assert made["patient"]["family"] == text
    plain = api.made()
    for name in ("letter", "cover-sheet", "patient-copy"):  # of which a fax is made
        pages, pdf = (
            [api.client.get(f"{REFERRALS}/{one['id']}/{name}?format={form}",
                                     headers=api.office) for one in (made, plain)]
            for form in ("html", "pdf")
        )  # fmt: skip
        assert {answer.status_code for answer in (*pages, *pdf)} == {200}
        read = ReadHtml(pages[0].text)
        assert text in read.text
        assert not {"script", "img"} & set(read.tags)
        assert not [head for head, _ in read.attributes if head.startswith("on")]
        if text in HOSTILE:
            assert text in read_pdf(pdf[0].data).text


@pytest.mark.parametrize("part", ["requester", "patient"])
@pytest.mark.parametrize(
    "address",
    ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", '"x" <a@b.example>', "a@b",
     "a b@c.example", "a@[127.0.0.1]", "ünï@c.example", "@c.example", "a@b.example\n"],
    ids=ascii,
)  # fmt: skip
def test_an_address_is_one_address(api, part, address):
    answer = sent(api, json.dumps(changed((part, "email"), address)))
    assert answer.status_code == 422
    assert [entry["parameter"] for entry in answer.get_json()["errors"]] == [f"{part}.email"]
    assert address not in answer.text
