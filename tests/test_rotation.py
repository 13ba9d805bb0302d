"""Keys are exchanged while records come and go, and none is lost."""

import pytest
from sqlalchemy import func, select

from service.errors import Erased, WrongKey
from service.records import rotation
from service.records.keys import Keys, new_key
from service.records.opening import open_vault
from service.records.rotation import rotate
from service.records.vault import RecordKey, Vault
from tests.record_files import make, seal_of, side_by_side


def wrapped_by(store):
    with store.reading() as session:
        asked = select(RecordKey.wrapped_by, func.count()).group_by(RecordKey.wrapped_by)
        return dict(tuple(row) for row in session.execute(asked))


@pytest.fixture
def rotated(monkeypatch):
    """In batches of five."""
    monkeypatch.setattr(rotation, "_AT_ONCE", 5)
    old, new, index = new_key(), new_key(), new_key()
    return Keys(old, index), Keys(f"{new},{old}", index), Keys(new, index)


def test_after_rotation_the_old_key_is_not_needed(store, rotated):
    old, both, new = rotated
    vault = open_vault(store, old)
    sealed = {name: make(store, vault, name).seal("Rosa") for name in map(str, range(12))}
    with store.transaction() as session:
        vault.destroy(session, "3")
    told = []
    assert rotate(store, both, told.append) == 11
    assert told == [5, 10, 11]
    assert rotate(store, both) == 0
    vault = open_vault(store, new)
    for name in sealed.keys() - {"3"}:
        assert seal_of(store, vault, name).open(sealed[name]) == "Rosa"
    with pytest.raises(Erased):
        seal_of(store, vault, "3")
    with pytest.raises(WrongKey):
        open_vault(store, old)


def test_a_rotation_that_was_stopped_goes_on(store, rotated):
    old, both, new = rotated
    vault = open_vault(store, old)
    for name in map(str, range(12)):
        make(store, vault, name)

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(store, both, stop)
    assert wrapped_by(store) == {both.newest: 5, old.newest: 7}
    with pytest.raises(WrongKey, match="rotate"):
        open_vault(store, new)
    assert rotate(store, both) == 7


def test_rotation_while_records_come_and_go(store, rotated):
    """By workers that have both keys, and one that still wraps by the old one."""
    old, both, new = rotated
    vaults = [open_vault(store, old), *(Vault(both) for _ in range(3))]
    for number in range(20):
        make(store, vaults[0], f"before {number:02}")

    def work(number):
        if number == 0:
            return rotate(store, both)
        vault = vaults[number % 2]
        for turn in range(8):
            name = f"{number} {turn}"
            sealed = make(store, vault, name).seal(name)
            assert seal_of(store, Vault(both), name).open(sealed) == name
        with store.transaction() as session:
            vault.destroy(session, f"before {number:02}")
        return 0

    found = side_by_side(work, 4)
    assert found[1:] == [0, 0, 0]
    rotate(store, both)
    assert wrapped_by(store) == {None: 3, both.newest: 41}
    assert wrapped_by(store).keys() == {None, new.newest}
    open_vault(store, new)
