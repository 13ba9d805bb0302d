"""The one-time code of a referral: the office that refers gets it, and nobody else."""

import pytest

from service.access.opening import open_access
from service.access.rights import Rights
from service.app import create_app
from service.referrals.replying import MOST_FAILURES, enter
from service.settings import Settings
from tests.page_world import code_of, door_of, row, send, wrong_code
from tests.referral_world import ANA, CLINIC, OTHER_CLINIC, clinician, move, own_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory, fixture_engine):
    folder = tmp_path_factory.mktemp("code")
    with own_desk(folder, fixture_engine, public_url="https://otmatch.example") as desk:
        yield desk


@pytest.fixture(scope="module")
def ask(desk):
    """Asks for the code of a referral by REST, with these rights."""
    access = open_access(Settings(), desk.store, desk.keys.blind)
    client = create_app(Settings(), desk.engine, access=access, desk=desk).test_client()

    def asked(identity, roles="clinician", body=None, **rights):
        rights = rights or {"organization": CLINIC}
        token = access.tokens.create("a desk", Rights(frozenset({roles}), **rights)).text
        headers = {"Authorization": f"Bearer {token}"}
        return client.post(f"/api/v1/referrals/{identity}/code", json=body or {}, headers=headers)

    return asked


def lock(desk, sent):
    for _ in range(MOST_FAILURES):
        enter(desk, door_of(desk, sent), wrong_code(desk, sent))


@pytest.mark.parametrize("role", ["clinician", "staff"])
def test_the_office_gets_the_code_that_opens_it_now(desk, ask, role):
    sent = send(desk)
    grants = {"grants": frozenset({"patient-data"})} if role == "staff" else {}
    answer = ask(sent["id"], role, organization=CLINIC, **grants)
    assert (answer.status_code, answer.get_json()) == (200, {"code": code_of(desk, sent)})
    assert answer.headers["Cache-Control"] == "no-store"
    with desk.store.reading() as session:
        told = desk.trail.events(session, sent["id"])[-1]
        assert (told.action, told.values["new"]) == ("give-code", False)
        assert answer.get_json()["code"] not in str(told.values)


@pytest.mark.parametrize(
    ("role", "rights", "status"),
    [
        ("clinician", {"organization": OTHER_CLINIC}, 404),
        ("ot", {"npi": ANA}, 403),
        ("staff", {"organization": CLINIC}, 403),  # the code would show them the patient
        ("staff", {"grants": frozenset({"patient-data"})}, 403),
        ("admin", {"chapters": frozenset()}, 403),
    ],
)
def test_nobody_else_gets_it(desk, ask, role, rights, status):
    sent = send(desk)
    answer = ask(sent["id"], role, **rights)
    assert (answer.status_code, code_of(desk, sent) in answer.text) == (status, False)


def test_a_locked_one_needs_a_new_code(desk, ask):
    sent = send(desk)
    lock(desk, sent)
    refused = ask(sent["id"])
    assert (refused.status_code, refused.get_json()["type"]) == (
        409, "urn:otmatch:problem:code-locked",
    )  # fmt: skip
    answer = ask(sent["id"], body={"new": True})
    task = row(desk, sent["id"]).task
    assert (answer.status_code, task.code_number, task.code_failures) == (200, 1, 0)
    assert answer.get_json()["code"] == desk.links.code(task.id, 1)


def test_what_cannot_be_opened_has_no_code(desk, ask):
    kept, over = send(desk, send=False), send(desk)
    move(desk, clinician(), over, "withdraw", status_reason="other")
    assert ask(kept["id"], body={"new": True}).status_code == 409
    assert ask(over["id"], body={"new": True}).status_code == 409


def test_what_is_not_asked_for_is_named(desk, ask):
    answer = ask(send(desk)["id"], body={"fresh": True})
    assert (answer.status_code, answer.get_json()["errors"][0]["parameter"]) == (422, "fresh")
