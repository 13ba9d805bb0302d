"""Names as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.directory.names import name_forms, name_matches, name_tokens, typing_errors
from service.directory.person_name import Name
from service.directory.text import fold
from tests.api_answers import ask

ANA = Name(first="Ana María", last="van den Berg-O'Brien", suffix="Jr.", credentials="OTR/L, MSCS")


@pytest.mark.parametrize(
    "asked",
    ["ana", "An", "MARIA", "maría", "Berg", "van den Berg", "vandenberg", "O'Brien", "obrien",
     "o brien", "O’Brien", "Berg, Ana", "ana obrein", "Anna Berg", "Dr. Ana Berg",
     "Ana Berg, OTR/L", "ana berg, OTR/L, MSCS", "anamaria", "bergh", "van den berg-obrien"],
)  # fmt: skip
def test_found(asked):
    assert name_matches(name_tokens(ANA), name_forms(asked))


@pytest.mark.parametrize("asked", ["bob", "ana smith", "a z", "obriain x", "xy", "otr", "mscs"])
def test_not_found(asked):
    assert not name_matches(name_tokens(ANA), name_forms(asked))


@pytest.mark.parametrize(
    ("asked", "name"),
    [("de la cruz", "Delacruz"), ("delacruz", "De La Cruz"), ("McDonald", "Mc Donald"),
     ("mac donald", "MacDonald"), ("Maria de la Cruz", "Maria Delacruz"), ("Ma", "Ma"),
     ("nunez", "Núñez"), ("Müller", "Muller"), ("Søren", "Soren")],
)  # fmt: skip
def test_small_words_and_foreign_letters(asked, name):
    first, _, last = name.rpartition(" ") if name.startswith("Maria") else ("", "", name)
    assert name_matches(name_tokens(Name(first=first, last=last)), name_forms(asked))


def test_short_words_allow_no_error():
    assert [typing_errors(word) for word in ("li", "lee", "smith", "obrien")] == [0, 1, 1, 2]


def test_a_name_that_looks_like_a_title_can_be_asked_for():
    for word in ("Ma", "Dr", "Ms", "L"):
        assert name_forms(word) == ((word.lower(),),)


@given(st.text(max_size=40), st.text(max_size=40))
def test_every_name_is_found_as_it_is_written(first, last):
    tokens = name_tokens(Name(first=first, last=last))
    asked = f"{first} {last}".replace(",", " ")
    if fold(asked).split()[:1] and fold(asked).split()[0] not in ("dr", "mr", "mrs", "ms", "miss"):
        assert name_matches(tokens, name_forms(asked))


def test_everybody_in_the_fixtures_is_found_as_it_is_shown(client):
    """Credentials are written in many ways; one has two given and two family names."""
    shown, cursor = {}, "first"
    while cursor:
        page = ask(client, {"limit": "100", "cursor": cursor}).get_json()
        shown |= {match["npi"]: match["name"] for match in page["matches"]}
        cursor = page["next"]
    assert max(len(fold(name.partition(",")[0]).split()) for name in shown.values()) > 8
    for npi, name in shown.items():
        found = ask(client, {"name": name, "limit": "100"}).get_json()["matches"]
        assert npi in {match["npi"] for match in found}, name
