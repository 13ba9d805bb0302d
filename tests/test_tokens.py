"""API tokens: shown once, kept as hashes, ended by time or by revocation in every worker."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text, update

from service.__main__ import main
from service.access.errors import InvalidToken
from service.access.rights import Rights, check_rights
from service.access.token_text import id_in, new_token
from service.access.tokens import ApiToken, Tokens
from service.errors import InvalidQuery, NotFound
from service.records.store import Store
from tests.access_actors import CLINIC, OT, RIGHTS, principal, rights

LABEL = "Dr. A. Example"
CLINICIAN = RIGHTS["clinician"]
WRONG_NPI = OT[:-1] + str((int(OT[-1]) + 1) % 10)


@pytest.fixture
def tokens(store) -> Tokens:
    return Tokens(store)


@pytest.fixture
def command(tmp_path):
    """Runs otmatch token on a store of its own."""
    environment = {"OTMATCH_STORE": f"sqlite:///{tmp_path}/records.db"}

    def run(*words):
        return CliRunner(env=environment).invoke(main, ["token", *words])

    return run


def changed(store, identity, **values) -> None:
    with store.transaction() as session:
        session.execute(update(ApiToken).where(ApiToken.id == identity).values(**values))


# --- the text --------------------------------------------------------------------------------


def test_a_token_has_the_form_that_scanners_know():
    identity, token = new_token()
    assert re.fullmatch(r"otm_[0-9a-z]{8}_[0-9A-Za-z]{49}", token)
    assert id_in(token) == identity
    assert 62**43 > 2**256
    assert len({new_token() for _ in range(200)}) == 200


@given(st.data())
def test_a_token_with_one_letter_changed_is_none(data):
    _, token = new_token()
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="ascii").filter(lambda c: c != token[at]))
    assert id_in(token[:at] + letter + token[at + 1 :]) is None


@given(st.text(max_size=80))
def test_what_is_no_token_has_no_id(words):
    assert id_in(words) is None
    assert id_in(f"otm_{words}") is None


# --- the table -------------------------------------------------------------------------------


def test_who_sends_a_token_is_who_it_was_made_for(tokens):
    for actor, held in RIGHTS.items():
        made = tokens.create(actor, held)
        found = tokens.principal_of(made.text)
        assert found == replace(principal(actor), id=f"token:{made.id}")


def test_the_text_is_nowhere_but_in_the_answer(store, tokens):
    made = tokens.create(LABEL, CLINICIAN)
    with store.reading() as session:
        row = dict(session.execute(text("SELECT * FROM api_tokens")).mappings().one())
    secret = made.text.split("_")[2]
    assert secret not in str(row)
    assert secret not in repr(made)
    assert len(row["digest"]) == 64


def test_a_token_of_another_secret_does_not_hold(tokens):
    made = tokens.create(LABEL, CLINICIAN)
    other = tokens.create(LABEL, CLINICIAN)
    for wrong in (new_token()[1], "otm_", "", f"{made.text}0", made.text.upper()):
        with pytest.raises(InvalidToken):
            tokens.principal_of(wrong)
    assert tokens.principal_of(other.text).id != tokens.principal_of(made.text).id


def test_a_forged_secret_with_a_right_checksum_does_not_hold(store, tokens):
    made = tokens.create(LABEL, CLINICIAN)
    identity, forged = new_token()
    changed(store, made.id, id=identity)
    with pytest.raises(InvalidToken):
        tokens.principal_of(forged)


def test_a_token_ends_on_its_day(store, tokens):
    made = tokens.create(LABEL, CLINICIAN, days=1)
    assert made.expires_at - datetime.now(UTC) == pytest.approx(
        timedelta(days=1), abs=timedelta(seconds=30)
    )
    tokens.principal_of(made.text)
    changed(store, made.id, expires_at=datetime.now(UTC))
    with pytest.raises(InvalidToken):
        tokens.principal_of(made.text)


def test_a_revoked_token_holds_nowhere_from_now_on(store_url, tokens):
    made = tokens.create(LABEL, CLINICIAN)
    other = Store(store_url)
    elsewhere = Tokens(other)
    assert elsewhere.principal_of(made.text) == tokens.principal_of(made.text)
    tokens.revoke(made.id)
    for worker in (tokens, elsewhere):
        with pytest.raises(InvalidToken):
            worker.principal_of(made.text)
    (first,) = tokens.every()
    tokens.revoke(made.id)
    assert tokens.every()[0].revoked_at == first.revoked_at
    other.close()


def test_no_token_no_revocation(tokens):
    with pytest.raises(NotFound):
        tokens.revoke("zzzzzzzz")


def test_the_last_use_is_noted_once_a_minute(store, tokens):
    made = tokens.create(LABEL, CLINICIAN)
    assert tokens.every()[0].last_used_at is None
    tokens.principal_of(made.text)
    noted = tokens.every()[0].last_used_at
    tokens.principal_of(made.text)
    assert tokens.every()[0].last_used_at == noted
    changed(store, made.id, last_used_at=noted - timedelta(seconds=61))
    tokens.principal_of(made.text)
    assert tokens.every()[0].last_used_at >= noted


@pytest.mark.parametrize(
    ("wanted", "faults"),
    [
        (rights(), {"role": "not_among"}),
        (rights("public"), {"role": "not_among"}),
        (rights("clinician"), {"organization": "needed_with_role"}),
        (rights("ot"), {"npi": "needed_with_role"}),
        (rights("ot", "clinician"),
         {"organization": "needed_with_role", "npi": "needed_with_role"}),
        (rights("ot", npi=WRONG_NPI), {"npi": "npi_check_digit"}),
        (rights("clinician", organization="1"), {"organization": "npi_check_digit"}),
        (rights("staff", organization=""), {"organization": "npi_check_digit"}),
        (rights("staff", chapters=frozenset({"North Chapter"})), {"chapter": "not_a_chapter"}),
        (rights("staff", grants=frozenset({"everything"})), {"grant": "not_among"}),
        (rights("ot", npi=OT, grants=frozenset({"patient-data"})), {"grant": "only_with_role"}),
    ],
)  # fmt: skip
def test_rights_that_make_no_sense_are_refused(wanted: Rights, faults):
    with pytest.raises(InvalidQuery) as caught:
        check_rights(wanted)
    assert {p.parameter: p.code for p in caught.value.problems} == faults


def test_what_is_refused_leaves_no_token(tokens):
    for wanted, days in ((rights(), 1), (CLINICIAN, -1), (CLINICIAN, 0), (CLINICIAN, 401)):
        with pytest.raises(InvalidQuery, match="role" if days == 1 else "days"):
            tokens.create(LABEL, wanted, days)
    assert tokens.every() == []


# --- the command -----------------------------------------------------------------------------


def made_by(command, *words) -> str:
    result = command("create", "--label", LABEL, "--role", "clinician", "--organization", CLINIC,
                     *words)  # fmt: skip
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_a_token_stands_alone_on_standard_output(command):
    token = made_by(command)
    assert id_in(token)


def test_tokens_are_listed_without_their_text_and_revoked_by_id(command):
    token = made_by(command, "--days", "7")
    identity = id_in(token)
    listed = command("list").output
    assert all(word in listed for word in (identity, "clinician", CLINIC, LABEL, "never used"))
    assert token.split("_")[2] not in listed
    row = json.loads(command("list", "--format", "json").output)
    assert (row["standing"], row["roles"], row["organization"]) == ("active", ["clinician"], CLINIC)
    assert "digest" not in row
    assert command("revoke", identity).exit_code == 0
    assert command("list").output == ""
    assert "revoked" in command("list", "--all").output


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["create"], 2, "--label"),
        (["create", "--label", " ", "--role", "admin"], 2, "1 to 100 printable"),
        (["create", "--label", "x", "--role", "public"], 2, "--role"),
        (["create", "--label", "x", "--role", "clinician"], 2, "--organization is needed"),
        (["create", "--label", "x", "--role", "ot", "--npi", WRONG_NPI], 2, "check digit"),
        (["create", "--label", "x", "--role", "admin", "--days", "401"], 2, "1<=x<=400"),
        (["revoke", "zzzzzzzz"], 1, "ID: is of no token"),
    ],
)
def test_bad_usage_is_told_by_name_and_without_the_value(command, words, code, told):
    result = command(*words)
    assert (result.exit_code, told in result.output) == (code, True)
    assert WRONG_NPI not in result.output
