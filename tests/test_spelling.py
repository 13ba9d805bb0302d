"""Names found as people type them: each way of finding, and typos as a plain comparison has it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from service.directory.spelling import Names, Words, typos_allowed

CITIES = ["albany", "albion", "albuquerque", "new albany", "albany", "troy"]
NAMES = Names((name, number) for number, name in enumerate(CITIES))
PLANS = ["aetna silver ppo 2000", "aetna gold hmo", "silver saver ppo 3000", "blue cross"]
WORDS = Words((name, number) for number, name in enumerate(PLANS))
texts = st.text(alphabet="ab1 ", min_size=1, max_size=8).map(lambda text: text.strip() or "a")
names = st.lists(texts, max_size=12)


def test_a_name_just_so():
    assert NAMES.exactly("albany").tolist() == [0, 4]
    assert NAMES.exactly("alban").tolist() == []


def test_names_that_begin_so():
    assert NAMES.beginning("alb").tolist() == [0, 1, 2, 4]
    assert NAMES.beginning("albany").tolist() == [0, 4]
    assert NAMES.beginning("z").tolist() == []


@pytest.mark.parametrize("text", ["albny", "albanyy", "alabny", "olbany"])
def test_one_typo(text):
    assert [found.tolist() for found in NAMES.misspelled(text, 1)] == [[0, 4]]


def test_a_name_with_fewer_typos_is_in_the_earlier_group():
    one, two = NAMES.misspelled("albiny", 2)
    assert (one.tolist(), two.tolist()) == ([0, 4], [1])


def test_a_beginning_with_a_typo_in_it():
    assert NAMES.beginning_misspelled("albuqer", 2).tolist() == [2]
    assert NAMES.beginning_misspelled("albuq", 2).tolist() == [], "too early to guess"


def test_words_in_any_order_each_by_its_beginning():
    assert WORDS.beginning("silver").tolist() == [0, 2]
    assert WORDS.beginning("ppo sil").tolist() == [0, 2]
    assert WORDS.beginning("silver aetna").tolist() == [0]
    assert WORDS.beginning("aetna bronze").tolist() == []


def test_words_with_typos_but_numbers_without():
    assert WORDS.beginning("atena silvr").tolist() == []
    assert WORDS.beginning("atena silvr", 1).tolist() == [0]
    assert WORDS.beginning("silver 2001", 2).tolist() == []


def test_short_texts_have_no_typos():
    assert [typos_allowed(text) for text in ("rim", "room", "rooms", "albany")] == [0, 1, 1, 2]


@settings(deadline=None)
@given(names, texts)
def test_ways_of_finding_are_what_they_say(known, text):
    found = Names((name, number) for number, name in enumerate(known))

    def numbers(holds) -> list[int]:
        return [number for number, name in enumerate(known) if holds(name)]

    assert found.exactly(text).tolist() == numbers(lambda name: name == text)
    assert found.beginning(text).tolist() == numbers(lambda name: name.startswith(text))
    for count, group in enumerate(found.misspelled(text, 2), 1):
        away = numbers(lambda name, count=count: OSA.distance(name, text) == count)
        assert group.tolist() == away


@settings(deadline=None)
@given(names, texts)
def test_words_are_what_they_say(known, text):
    found = Words((name, number) for number, name in enumerate(known))
    plain = [
        number
        for number, name in enumerate(known)
        if all(any(w.startswith(word) for w in name.split()) for word in text.split())
    ]
    assert found.beginning(text).tolist() == plain
    assert set(plain) <= set(found.beginning(text, 2).tolist())


def test_nothing_is_found_among_nothing():
    nobody = Names([])
    assert nobody.exactly("a").size == nobody.beginning("a").size == 0
    assert [group.size for group in nobody.misspelled("albany", 2)] == [0, 0]
    assert np.array_equal(Words([]).beginning("a", 2), [])
