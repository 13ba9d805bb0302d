"""What is sealed is sealed: by keys that can be exchanged, for records that can be erased."""

import re
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from service.errors import Erased, NotFound, WrongKey
from service.records.audit import Trail
from service.records.keys import Keys, new_key
from service.records.opening import KeyCheck, open_records, open_vault
from service.records.store import Store
from service.records.vault import RecordKey, Seal, Vault
from service.settings import Settings
from tests.record_files import append, entry, make, seal_of, side_by_side

ANYTHING = st.text(st.characters(), max_size=40)  # lone surrogates too
ROSA = ("Rosa Lind", "1979-03-02", "518-555-0142", "MS fatigue limits work")


@pytest.fixture
def vault(keys):
    return Vault(keys)


# --- keys -------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(value=ANYTHING, other=ANYTHING)
def test_blind_is_the_same_for_the_same_alone(keys, value, other):
    assert re.fullmatch("[0-9a-f]{64}", keys.blind("patient", value))
    assert (keys.blind("patient", value) == keys.blind("patient", other)) == (value == other)
    assert keys.blind("patient", value) != keys.blind("body", value)
    assert keys.blind("patient", value) != Keys(new_key(), new_key()).blind("patient", value)


def test_purpose_and_value_do_not_run_together(keys):
    assert keys.blind("ab", "c") != keys.blind("a", "bc")
    assert keys.blind("a", "") != keys.blind("", "a")


def test_a_newer_key_opens_what_an_older_one_wrapped():
    old, new, index = new_key(), new_key(), new_key()
    wrapped = Keys(old, index).wrap(b"key")
    both = Keys(f"{new},{old}", index)
    assert both.unwrap(wrapped) == b"key"
    assert Keys(new, index).unwrap(both.rewrap(wrapped)) == b"key"
    for held in (new_key(), new):
        with pytest.raises(WrongKey, match="OTMATCH_KEYS"):
            Keys(held, index).unwrap(wrapped)
    with pytest.raises(WrongKey):
        both.rewrap("nonsense")


def test_keys_are_told_apart_and_never_shown():
    old, new, index = new_key(), new_key(), new_key()
    both = Keys(f"{new},{old}", index)
    assert both.newest == both.ids[0] == Keys(new, index).newest != both.ids[1]
    with pytest.raises(WrongKey) as caught:
        both.unwrap(Fernet(new_key()).encrypt(b"x").decode())
    shown = " ".join([repr(both), repr(vars(both)["ids"]), str(caught.value),
                      repr(Settings(keys=f"{new},{old}", index_key=index))])  # fmt: skip
    assert not [key for key in (old, new, index) if key[:8] in shown]


@pytest.mark.parametrize(
    ("given", "index", "reason"),
    [
        ("", "other", "^OTMATCH_KEYS must be set"),
        ("own", "", "^OTMATCH_INDEX_KEY must be set"),
        ("own", "own", "^OTMATCH_INDEX_KEY must be a key of its own"),
    ],
)
def test_half_of_the_keys_is_refused(given, index, reason):
    held = {"": "", "own": new_key(), "other": new_key()}
    with pytest.raises(ValueError, match=reason):
        Keys(held[given], held[index])


# --- seals ------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(value=ANYTHING, data=st.binary(max_size=50))
def test_what_was_sealed_is_opened(value, data):
    seal, other = Seal("one", Fernet.generate_key()), Seal("one", Fernet.generate_key())
    assert seal.open(seal.seal(value)) == value
    assert seal.open_bytes(seal.seal_bytes(data)) == data
    assert seal.seal(value) != seal.seal(value)
    for attempt in (other.open, lambda sealed: seal.open(sealed[:-8])):
        with pytest.raises(WrongKey, match="another record"):
            attempt(seal.seal(value))


def test_a_record_has_a_key_of_its_own(store, vault):
    first, second = make(store, vault, "one"), make(store, vault, "two")
    sealed = first.seal("Rosa")
    assert seal_of(store, vault, "one").open(sealed) == "Rosa"
    for seal in (second, seal_of(store, vault, "two")):
        with pytest.raises(WrongKey):
            seal.open(sealed)
    with pytest.raises(NotFound):
        seal_of(store, vault, "three")


def test_an_erased_record_stays_erased(store, vault):
    make(store, vault, "one")
    for _ in range(2):
        with store.transaction() as session:
            vault.destroy(session, "one")
    with pytest.raises(Erased):
        seal_of(store, vault, "one")
    with store.transaction() as session:
        kept = session.get(RecordKey, "one")
        assert (kept.wrapped, kept.wrapped_by) == (None, None)
        assert kept.made_at <= kept.destroyed_at <= datetime.now(UTC)
        with pytest.raises(NotFound):
            vault.destroy(session, "two")


def test_a_destroyed_key_is_nowhere_in_the_file(tmp_path, vault):
    store = Store(f"sqlite:///{tmp_path}/records.db")
    make(store, vault, "one")
    with store.reading() as session:
        wrapped = session.get(RecordKey, "one").wrapped.encode()
    store.close()
    assert wrapped in (tmp_path / "records.db").read_bytes()
    store = Store(f"sqlite:///{tmp_path}/records.db")
    with store.transaction() as session:
        vault.destroy(session, "one")
    store.close()
    assert wrapped not in (tmp_path / "records.db").read_bytes()


def test_nothing_of_a_patient_stands_in_the_file(tmp_path, keys, vault):
    """Neither in the file nor in its log, while it is open and when it is closed."""
    store = Store(f"sqlite:///{tmp_path}/records.db")
    trail = Trail(keys)
    seal = make(store, vault, "one")
    append(store, trail, entry("one", secret=" ".join(ROSA)), seal)
    files = [tmp_path / "records.db", tmp_path / "records.db-wal"]
    written = b"".join(path.read_bytes() for path in files)
    store.close()
    written += files[0].read_bytes()
    assert b"203.0.113.7" in written  # of what is not about the patient
    # Shorter words stand in names of columns, or anywhere by chance.
    words = [word for each in ROSA for word in each.split() if len(word) > 4]
    assert words
    assert not [word for word in words if word.encode() in written]


# --- the store and its keys -------------------------------------------------------------------


def test_the_store_knows_its_keys(store, keys):
    for _ in range(2):
        open_vault(store, keys)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(KeyCheck)) == 1


def test_many_open_it_first(store, keys):
    found = side_by_side(lambda _: open_vault(store, keys), 4)
    assert {type(each) for each in found} == {Vault}


def test_other_keys_are_refused_by_the_setting_that_is_wrong(store):
    old, new, index = new_key(), new_key(), new_key()
    open_vault(store, Keys(old, index))
    with pytest.raises(WrongKey, match=r"^OTMATCH_KEYS does not hold"):
        open_vault(store, Keys(new, index))
    with pytest.raises(WrongKey, match=r"^OTMATCH_INDEX_KEY is not the one"):
        open_vault(store, Keys(old, new_key()))
    open_vault(store, Keys(f"{new},{old}", index))


def test_a_key_that_is_still_needed_cannot_be_left_out(store):
    """Even where the check itself was sealed anew, or is gone."""
    old, new, index = new_key(), new_key(), new_key()
    make(store, open_vault(store, Keys(old, index)), "one")
    with store.transaction() as session:
        session.execute(text("DELETE FROM key_check"))
    with pytest.raises(WrongKey, match="rotate"):
        open_vault(store, Keys(new, index))


def test_without_keys_there_are_no_referrals(tmp_path, store_url, store):
    assert open_records(Settings(store=store_url)) is None
    nowhere = tmp_path / "none.db"
    assert open_records(Settings(store=f"sqlite:///{nowhere}")) is None
    assert not nowhere.exists()


def test_a_store_with_keys_does_not_open_without(store_url):
    told = Settings(store=store_url, keys=new_key(), index_key=new_key())
    records = open_records(told)
    make(records.store, records.vault, "one")
    records.close()
    with pytest.raises(WrongKey, match="OTMATCH_KEYS and OTMATCH_INDEX_KEY are not set"):
        open_records(Settings(store=store_url))
    with pytest.raises(ValueError, match="OTMATCH_INDEX_KEY must be set"):
        open_records(Settings(store=store_url, keys=told.keys))
    with pytest.raises(WrongKey):
        open_records(Settings(store=store_url, keys=new_key(), index_key=told.index_key))
    again = open_records(told)
    seal_of(again.store, again.vault, "one")
    again.close()


def test_a_store_that_is_none_is_named_by_its_setting():
    with pytest.raises(ValueError, match=r"^OTMATCH_STORE: "):
        open_records(Settings(store="nonsense", keys=new_key(), index_key=new_key()))
