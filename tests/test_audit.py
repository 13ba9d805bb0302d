"""The trail: appended to by many at once, and whole only if nothing was changed behind its back."""

from datetime import timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import WrongKey
from service.records import verification
from service.records.audit import Trail
from service.records.events import READS, Chain
from service.records.store import Store
from service.records.vault import Vault
from tests.record_files import AT, append, broken, entry, side_by_side, states, tamper

ACTIONS = ("send", "acknowledge", "accept", "complete")


@pytest.fixture
def trail(keys):
    return Trail(keys)


@pytest.fixture
def told(store, trail):
    """A referral with four events, another with one, and one read."""
    for action in ACTIONS:
        append(store, trail, entry("one", action))
    append(store, trail, entry("two"))
    append(store, trail, entry(READS, "read", referral="one"))
    return store


def test_events_come_back_in_order_and_whole(told, trail):
    with told.reading() as session:
        events = trail.events(session, "one")
        assert [(each.number, each.action) for each in events] == list(enumerate(ACTIONS, 1))
        (first, *_) = events
        assert (first.actor, first.at, first.origin) == ("token 7", AT, "api 203.0.113.7")
        assert first.values == {"to": "requested", "version": 2}
        assert [each.action for each in trail.reads(session, "one")] == ["read"]
        assert trail.reads(session, "two") == []
    found = states(told, trail)
    assert {name: each.count for name, each in found.items()} == {"one": 4, "reads": 1, "two": 1}
    assert found["one"].head == events[-1].hash
    assert broken(told, trail) == {}


def test_times_of_another_zone_are_the_same_moment(store, trail):
    elsewhere = AT.astimezone(timezone(timedelta(hours=-5)))
    assert append(store, trail, entry("one", at=elsewhere)).at.isoformat() == AT.isoformat()
    assert broken(store, trail) == {}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    values=st.dictionaries(
        st.text(max_size=5).filter(lambda s: "\0" not in s),
        st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70),
                  st.floats(allow_nan=False, allow_infinity=False),
                  st.text(max_size=8), st.lists(st.integers(), max_size=3)),
        max_size=4,
    )
)  # fmt: skip
def test_any_values_come_back_as_the_chain_knows_them(store, trail, values):
    event = append(store, trail, entry("one", values=values))
    with store.reading() as session:
        kept = trail.events(session, "one")[-1]
        assert (kept.id, kept.values) == (event.id, values)
        assert trail.hash_of(kept) == kept.hash
        assert [each.broken_at for each in trail.verify(session)] == [None]


def test_many_append_at_once_and_none_forks_the_chain(store, trail):
    def work(number):
        for turn in range(5):
            append(store, trail, entry("one", actor=f"{number}.{turn}"))
            append(store, trail, entry(f"own {number}"))

    assert side_by_side(work, 6) == [None] * 6
    found = states(store, trail)
    assert broken(store, trail) == {}
    assert found.pop("one").count == 30
    assert {name: each.count for name, each in found.items()} == {f"own {n}": 5 for n in range(6)}
    with store.reading() as session:
        actors = [each.actor for each in trail.events(session, "one")]
    assert len(set(actors)) == 30
    for number in range(6):
        assert [a for a in actors if a[0] == f"{number}"] == [f"{number}.{t}" for t in range(5)]


def test_many_connections_begin_a_chain_at_once(store_url, trail):
    """Stores of their own, as processes have them."""
    Store(store_url).close()

    def work(_):
        opened = Store(store_url)
        append(opened, trail, entry("new"))
        opened.close()

    assert side_by_side(work, 6) == [None] * 6
    opened = Store(store_url)
    assert [(s.count, s.broken_at) for s in states(opened, trail).values()] == [(6, None)]
    opened.close()


def test_chains_in_either_order_get_on(store, trail):
    def work(number):
        order = ("one", READS) if number % 2 else (READS, "one")

        def both(session):
            for chain in order:
                trail.append(session, entry(chain, referral="one"))

        store.retrying(both)

    assert side_by_side(work, 4) == [None] * 4
    assert {name: each.count for name, each in states(store, trail).items()} == {
        "one": 4, "reads": 4}  # fmt: skip
    assert broken(store, trail) == {}


def test_an_append_that_is_taken_back_leaves_no_gap(told, trail):
    with pytest.raises(LookupError), told.transaction() as session:
        trail.append(session, entry("one"))
        trail.append(session, entry("newer"))
        raise LookupError
    append(told, trail, entry("one"))
    assert broken(told, trail) == {}
    assert states(told, trail)["one"].count == 5


def test_verifying_holds_few_events_at_once(store, trail, monkeypatch):
    """However many there are: read in lots, each forgotten when the next comes."""
    monkeypatch.setattr(verification, "_AT_ONCE", 10)
    with store.transaction() as session:
        for _ in range(100):
            trail.append(session, entry("one"))
    held = []
    with store.reading() as session:

        def hash_of(event):
            held.append(len(session.identity_map))
            return trail.hash_of(event)

        (state,) = verification.chain_states(session, hash_of)
    assert (state.count, state.broken_at) == (100, None)
    assert max(held) <= 20


# --- what is secret ---------------------------------------------------------------------------


@pytest.fixture
def sealed(store, keys, trail):
    """A referral with a secret, and the seal that it is closed with."""
    with store.transaction() as session:
        seal = Vault(keys).make(session, "one")
        trail.append(session, entry("one", secret="Rosa cannot be reached"), seal)
        trail.append(session, entry("one", secret="Rosa cannot be reached"), seal)
    return seal


def test_a_secret_is_opened_by_its_seal_alone(store, trail, sealed):
    with store.reading() as session:
        first, second = trail.events(session, "one")
        assert trail.open_secret(first, sealed) == "Rosa cannot be reached"
        assert "Rosa" not in first.secret
        # The same text twice does not show as the same.
        assert first.secret_hmac != second.secret_hmac
        other = append(store, trail, entry("two"))
        assert trail.open_secret(other, sealed) is None
    assert "Rosa" not in repr(entry("one", secret="Rosa"))


def test_a_secret_needs_a_seal(store, trail):
    with pytest.raises(ValueError, match="seal"), store.transaction() as session:
        trail.append(session, entry("one", secret="text"))


def test_a_secret_that_was_exchanged_is_noticed(store, trail, sealed):
    tamper(store, "UPDATE events SET secret = :other WHERE number = 2", other=sealed.seal("x" * 40))
    with store.reading() as session:
        first, second = trail.events(session, "one")
        assert trail.open_secret(first, sealed)
        with pytest.raises(WrongKey, match="exchanged"):
            trail.open_secret(second, sealed)


def test_a_chain_stays_whole_when_its_record_is_erased(store, keys, trail, sealed):
    before = states(store, trail)
    with store.transaction() as session:
        Vault(keys).destroy(session, "one")
    assert states(store, trail) == before
    assert broken(store, trail) == {}


def test_the_code_makes_no_chain_by_reading(store, trail):
    with store.reading() as session:
        assert trail.verify(session) == []
        assert trail.events(session, "one") == []
        assert session.get(Chain, "one") is None
