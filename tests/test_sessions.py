"""Sessions of signed-in pages in the store: what is kept of them, when they are over, and for whom
forms are kept; on SQLite and PostgreSQL."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from service.__main__ import main
from service.access.kept_forms import KEPT_FOR, KeptForm, KeptForms, purge_kept_forms
from service.access.opening import open_sessions
from service.access.principal import Principal
from service.access.sent_forms import SentForms, SentOtherwise
from service.access.sessions import Lasting, Sessions
from service.access.token_text import digest_of
from service.access.tokens import Tokens
from service.errors import WrongKey
from service.records.store import Store
from service.settings import Settings
from tests.access_actors import CLINIC, RIGHTS
from tests.referral_world import Clock

MINUTE = timedelta(minutes=1)
LASTING = Lasting(idle=30 * MINUTE, most=timedelta(hours=12))
PERSON = Principal(
    id="oidc:1f2e:abc",
    name="Dr. Ellis Harrow",
    roles=frozenset({"clinician"}),
    organization=CLINIC,
    person="Dr. Ellis Harrow",
)


@pytest.fixture
def clock():
    return Clock(datetime.now(UTC))


@pytest.fixture
def tokens(store):
    return Tokens(store)


@pytest.fixture
def sessions(store, tokens, clock):
    return Sessions(store, tokens, LASTING, clock)


@pytest.fixture
def clinician(tokens):
    made = tokens.create("Clinic", RIGHTS["clinician"], days=1)
    return tokens.principal_of(made.text)


def stored(store, table):
    with store.reading() as session:
        return str(session.execute(text(f"SELECT * FROM {table}")).all())


def test_a_session_is_known_by_its_text_alone_which_is_nowhere(store, sessions, clinician):
    held = sessions.begin(clinician)
    assert sessions.find(held).principal == clinician
    assert held not in stored(store, "web_sessions")
    assert "Clinic" not in stored(store, "web_sessions")
    digest = stored(store, "web_sessions").split("'")[1]
    for other in (held[:-1], held + "a", "", digest):
        assert sessions.find(other) is None
    assert sessions.begin(clinician) != held
    assert len(held) >= 43  # 256 bits


def test_who_does_nothing_for_half_an_hour_is_out(sessions, clinician, clock):
    held = sessions.begin(clinician)
    clock.at += LASTING.idle - timedelta(seconds=1)
    assert sessions.find(held).until == clock.at + LASTING.idle
    clock.at += LASTING.idle - timedelta(seconds=1)
    assert sessions.find(held)
    clock.at += LASTING.idle
    assert sessions.find(held) is None


def test_twelve_hours_end_it_in_any_case(sessions, clinician, clock):
    held, begun = sessions.begin(clinician), clock.at
    while clock.at - begun < LASTING.most - 20 * MINUTE:
        clock.at += 20 * MINUTE
        found = sessions.find(held)
        assert found.until <= found.last == begun + LASTING.most
    assert sessions.prolong(found).until == found.last
    clock.at = found.last
    assert sessions.find(held) is None


def test_a_token_ends_its_sessions_with_it(sessions, tokens, clinician, clock):
    held = sessions.begin(clinician)
    tokens.revoke(clinician.id.removeprefix("token:"))
    assert sessions.find(held) is None


def test_a_session_ends_no_later_than_its_token(store, tokens, clinician, clock):
    """Whose day is nearly over."""
    sessions = Sessions(store, tokens, replace(LASTING, most=timedelta(days=2)), clock)
    found = sessions.find(sessions.begin(clinician))
    token = tokens.held(clinician.id.removeprefix("token:"))
    assert found.last == token.expires_at


def test_what_an_issuer_said_opens_by_the_session_alone(store, sessions):
    held = sessions.begin(PERSON)
    assert sessions.find(held).principal == PERSON
    assert "Harrow" not in stored(store, "web_sessions")
    other = sessions.begin(PERSON)
    with store.transaction() as session:
        session.execute(
            text("UPDATE web_sessions SET sealed = (SELECT sealed FROM web_sessions "
                 "WHERE digest != :own LIMIT 1) WHERE digest = :own"),
            {"own": stored(store, "web_sessions").split("'")[1]},
        )  # fmt: skip
    with pytest.raises(WrongKey):
        for each in (held, other):
            sessions.find(each)


def test_signing_out_ends_one_or_all(sessions, clinician):
    here, there, others = (sessions.begin(who) for who in (clinician, clinician, PERSON))
    sessions.end(here)
    assert sessions.find(here) is None
    assert sessions.find(there)
    assert sessions.end_all(clinician.id) == 1
    assert sessions.find(there) is None
    assert sessions.end_all(clinician.id) == 0
    assert sessions.find(others)


def test_a_form_is_kept_for_an_hour_for_who_filled_it_in(store, clock):
    kept = KeptForms(store, clock)
    form = KeptForm("/referrals/new", {"given": ["Rosalinde"], "need": ["fatigue", "cooking"]})
    held = kept.keep(PERSON.id, form)
    assert kept.find(held, form.path, PERSON.id) == form
    assert kept.find(held, form.path, "token:another") is None
    assert kept.find(held, "/cases", PERSON.id) is None
    assert kept.find("another", form.path, PERSON.id) is None
    told = stored(store, "kept_forms")
    assert not [word for word in (held, "Rosalinde", "fatigue", "/referrals") if word in told]
    clock.at += KEPT_FOR
    assert kept.find(held, form.path, PERSON.id) is None
    kept.keep(PERSON.id, form)
    assert stored(store, "kept_forms").count("gAAAA") == 1  # what is over is gone


def test_a_kept_form_is_forgotten_on_demand_and_nobody_elses(store, clock):
    kept = KeptForms(store, clock)
    form = KeptForm("/cases", {})
    held = kept.keep(PERSON.id, form)
    kept.forget(held, "/cases", "another")
    kept.keep("another", form, held)
    assert kept.find(held, "/cases", PERSON.id) == form
    for whose in (PERSON.id, "another"):
        kept.forget(held, "/cases", whose)
    assert stored(store, "kept_forms") == "[]"


def test_a_form_of_several_pages_is_kept_longer_and_changed_as_it_is(store, clock):
    kept = KeptForms(store, clock)
    path = "/referrals/new/key"
    held = kept.keep(PERSON.id, KeptForm(path, {"given": ["R"]}), lasting=12 * KEPT_FOR)

    def more(form):
        return KeptForm(form.path, {**form.fields, "given": [form.fields["given"][0] + "o"]})

    def change(_):
        kept.change((held, PERSON.id), path, more)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, range(8)))
    assert kept.find(held, path, PERSON.id).fields == {"given": ["R" + 8 * "o"]}
    for opened_by, at in (
        ((held, "another"), path),
        (("another", PERSON.id), path),
        ((held, PERSON.id), "/cases"),
    ):
        kept.change(opened_by, at, lambda _: pytest.fail("it is not theirs"))
    clock.at += 12 * KEPT_FOR
    kept.change((held, PERSON.id), path, lambda _: pytest.fail("it is over"))
    assert kept.find(held, path, PERSON.id) is None
    with store.transaction() as session:
        purge_kept_forms(session, clock.at)
    assert stored(store, "kept_forms") == "[]"


def test_forms_of_several_pages_are_kept_beside_each_other_and_of_one_the_last(store, clock):
    kept = KeptForms(store, clock)
    held = kept.keep(PERSON.id, KeptForm("/cases", {"note": ["older"]}))
    last, other = KeptForm("/cases", {"note": ["newer"]}), KeptForm("/queue", {"note": ["other"]})
    assert [kept.keep(PERSON.id, form, held) for form in (last, other)] == [held, held]
    assert kept.find(held, "/cases", PERSON.id) == last
    assert kept.find(held, "/queue", PERSON.id) == other


def test_a_form_is_sent_once_and_a_second_click_learns_where_it_led(store, clock):
    sent = SentForms(store, clock)
    assert sent.begin("key", "words") is None
    assert sent.led("key") is None
    sent.done("key", "/referrals/r-1")
    assert sent.begin("key", "words") == sent.led("key") == "/referrals/r-1"
    assert sent.begin("another", "words") is None
    sent.undone("another")
    assert sent.begin("another", "words") is None
    clock.at += timedelta(days=1)
    assert sent.begin("key", "words") is None


def test_a_form_that_is_sent_again_with_other_words_is_told_from_the_same(store, clock):
    sent = SentForms(store, clock)
    sent.begin("key", "Rosalinde")
    sent.done("key", "/referrals/r-1")
    for ask in (sent.begin, sent.led):
        with pytest.raises(SentOtherwise) as told:
            ask("key", "Wilhelmina")
        assert told.value.location == "/referrals/r-1"
    sent.begin("another", "Rosalinde")
    rows = stored(store, "sent_forms")
    assert "Rosalinde" not in rows and digest_of("Rosalinde") not in rows
    assert len(set(re.findall("[0-9a-f]{64}", rows))) == 4  # the same words, not told as the same


def test_an_operator_sees_who_is_in_and_ends_it(tmp_path):
    url = f"sqlite:///{tmp_path}/records.db"

    def run(*words):
        return CliRunner(env={"OTMATCH_STORE": url}).invoke(main, ["sessions", *words])

    store = Store(url)
    sessions = open_sessions(Settings(), store)
    held, _ = sessions.begin(PERSON), sessions.begin(PERSON)
    found = run("list")
    assert (found.exit_code, len(found.output.splitlines())) == (0, 2)
    assert re.match(
        r"oidc:1f2e:abc  since \d{4}-\d\d-\d\d \d\d:\d\d UTC  used \d{4}-", found.output
    )
    assert "Harrow" not in found.output
    assert run("end", PERSON.id).output == "oidc:1f2e:abc: 2 ended\n"
    assert sessions.find(held) is None
    assert run("list").output == ""
    assert run("end", PERSON.id).output == "oidc:1f2e:abc: 0 ended\n"
    store.close()
