"""Shortlists: kept without an identity, sealed, opened by a code that forgives no wrong letter."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.records.keys import Keys, new_key
from service.referrals.content import Addressee
from service.referrals.shortlist_codes import EXAMPLE, new_code, read_code, shown
from service.referrals.shortlists import (
    Shortlist,
    ShortlistRow,
    Shortlists,
    purge_shortlists,
    shortlist_of,
)
from tests.new_store import store_in

OT, OTHER = "1999901030", "1999901014"
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
LIST = Shortlist(
    recipients=(Addressee(OT, "here"), Addressee(OTHER)),
    needs=("fatigue",),
    services=("driving",),
    postal_code="12203",
)
LETTERS = st.sampled_from("23456789ABCDEFGHJKMNPQRTUVWXY")
CODES = st.text(LETTERS, min_size=7, max_size=7).map(
    lambda free: next(free + last for last in "23456789ABCDEFGHJKMNPQRTUVWXY" if right(free + last))
)


def right(code: str) -> bool:
    try:
        return read_code(code) == code
    except ValueError:
        return False


# --- codes ---------------------------------------------------------------------------------------


@given(CODES, st.integers(0, 7), LETTERS)
def test_one_wrong_letter_is_never_another_code(code, place, letter):
    assume(code[place] != letter)
    assert not right(code[:place] + letter + code[place + 1 :])


@given(CODES, st.integers(0, 7), st.integers(0, 7))
def test_two_letters_that_changed_places_are_never_another_code(code, one, other):
    assume(code[one] != code[other])
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    assert not right("".join(letters))


@given(CODES)
def test_a_code_is_read_however_it_is_written(code):
    for written in (code, code.lower(), shown(code), f" {shown(code).lower()} ", " ".join(code)):
        assert read_code(written) == code
    assert read_code(code.replace("5", "S").replace("2", "z")) == code


@pytest.mark.parametrize("text", ["", "ABCD-EFG", "ABCD-EFGR2", "0BCD-EFGR", "ABCD-EFGR" * 99, "☃"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError):
        read_code(text)


def test_new_codes_differ_and_are_right():
    made = {new_code() for _ in range(2000)}
    assert len(made) == 2000
    assert all(right(code) for code in made)
    assert shown(read_code(EXAMPLE)) == EXAMPLE


# --- the store -----------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(store, keys, clock) -> Shortlists:
    return Shortlists(store, keys, clock=clock)


def test_what_is_kept_is_read_by_its_code_alone(kept):
    code, made = kept.keep(LIST)
    other, _ = kept.keep(Shortlist(recipients=(Addressee(OTHER),)))
    assert made.expires_at == NOW + timedelta(days=30)
    assert kept.read(code) == made
    assert shortlist_of(kept, shown(code).lower()) == made
    assert kept.read(other).recipients == (Addressee(OTHER),)
    assert kept.read(new_code()) is None


def test_a_list_ends_after_its_days(kept, clock):
    code, made = kept.keep(LIST)
    clock.now = made.expires_at - timedelta(seconds=1)
    assert kept.read(code)
    clock.now = made.expires_at
    assert kept.read(code) is None
    assert not kept.delete(code)


def test_what_is_over_is_dropped_when_another_is_made_or_by_the_purge(kept, store, clock):
    kept.keep(LIST)
    clock.now += timedelta(days=31)
    code, _ = kept.keep(LIST)
    with store.transaction() as session:
        assert session.query(ShortlistRow).count() == 1
        assert purge_shortlists(session, clock.now) == 0
        assert purge_shortlists(session, clock.now + timedelta(days=31)) == 1
    assert kept.read(code) is None


def test_who_holds_the_code_deletes_once(kept):
    code, _ = kept.keep(LIST)
    assert kept.delete(code)
    assert not kept.delete(code)
    assert kept.read(code) is None


def test_the_store_alone_tells_nothing(tmp_path, keys):
    store = store_in(tmp_path)
    code, _ = Shortlists(store, keys).keep(LIST)
    store.close()
    with sqlite3.connect(tmp_path / "records.db") as database:
        everything = "\n".join(database.iterdump())
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (code, shown(code), OT, OTHER, "12203", "fatigue", "driving"):
        assert secret not in everything
        assert secret.encode() not in raw


def test_a_code_alone_opens_nothing(kept, store):
    code, _ = kept.keep(LIST)
    assert Shortlists(store, Keys(new_key(), new_key())).read(code) is None


def test_a_list_shows_nothing_of_itself():
    assert repr(LIST) == "<Shortlist of 2>"
