"""Places for a text being typed: ZIPs and cities, the likeliest first, each accepted by `near`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.directory.place_search import Cities, find_places
from service.directory.places import open_place
from service.directory.zip_table import zip_table
from service.errors import InvalidQuery


def found(text: str, limit: int = 10) -> list[str]:
    return [row.near for row in find_places(text, limit).places]


# --- ZIP codes ------------------------------------------------------------------------------------


def test_zips_that_begin_so_by_number():
    assert found("122", 3) == ["12201", "12202", "12203"]
    assert find_places("122", 3).total == sum(
        code.startswith("122") for code in zip_table().by_code
    )


@pytest.mark.parametrize(
    "text", ["12203", " 12203 ", "12203-", "12203-12", "122031", "122031234", "12203-1234",
             "Albany, NY 12203", "12203 albany", "albany ny 12203-1234"],
)  # fmt: skip
def test_a_whole_zip_is_that_one(text):
    (row,) = find_places(text, 10).places
    assert (row.near, row.place.precision) == ("12203", "postal_code")
    assert row.place.label == "Albany, NY 12203"


@pytest.mark.parametrize(
    "text", ["99999", "00000", "1220312345", "42.68,-73.85", "-12203", "1-2", "12203 10001"]
)
def test_numbers_that_are_no_zip_find_nothing(text):
    assert find_places(text, 10).total == 0


# --- cities ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Albany", "Albany, NY"),
        ("albany ny", "Albany, NY"),
        ("ALBANY NEW YORK", "Albany, NY"),
        ("Albany, New York", "Albany, NY"),
        ("Albany,NY", "Albany, NY"),
        ("Albany, N.Y.", "Albany, NY"),
        ("Albany, N", "Albany, NY"),
        ("Albany, new yrok", "Albany, NY"),
        ("Albany, NY, USA", "Albany, NY"),
        ("Albany, NY 122", "Albany, NY"),
        ("albany ny 122", "Albany, NY"),
        ("Albany, ", "Albany, NY"),
        ("albu", "Albuquerque, NM"),
        ("St. Paul", "Saint Paul, MN"),
        ("st paul mn", "Saint Paul, MN"),
        ("Saint Paul, Minn", "Saint Paul, MN"),
        ("ft worth", "Fort Worth, TX"),
        ("Albny", "Albany, NY"),
        ("Pittsburg PA", "Pittsburgh, PA"),
        ("springfeld il", "Springfield, IL"),
        ("phildel", "Philadelphia, PA"),
        ("los angelas", "Los Angeles, CA"),
        ("newyork", "New York, NY"),
        ("nyc", "New York, NY"),
        ("Peñasco", "Penasco, NM"),
        ("Mayagüez", "Mayaguez, PR"),
        ("coeur d'alene", "Coeur D Alene, ID"),
        ("washington dc", "Washington, DC"),
        ("Washington, D.C.", "Washington, DC"),
        ("winston-salem", "Winston Salem, NC"),
        ("new york", "New York, NY"),
        ("port washington", "Port Washington, NY"),
        ("Kansas City, K", "Kansas City, KS"),
        ("kansas city mo", "Kansas City, MO"),
        ("shaker h", "Shaker Heights, OH"),
    ],
)
def test_the_first_place_is_the_one_meant(text, near):
    assert found(text)[0] == near


def test_a_city_of_many_states_is_listed_with_each_the_biggest_first():
    places = [near for near in found("Springfield", 50) if near.startswith("Springfield,")]
    assert places[:3] == ["Springfield, IL", "Springfield, MA", "Springfield, MO"]
    named = {state for name, state in zip_table().by_city if name == "springfield"}
    assert {near.split(", ")[1] for near in places} >= named
    assert len(set(places)) == len(places)


def test_a_state_leaves_its_own_places():
    for text in ("albany ny", "Albany, NY", "bufalo, ny", "s, new york"):
        rows = find_places(text, 50).places
        assert {row.place.state for row in rows} == {"NY"}


def test_just_so_comes_before_beginning_so_and_that_before_typos():
    names = [near.rsplit(",", 1)[0] for near in found("pitsburg", 50)]
    assert names[0] == "Pitsburg"
    assert "Pittsburgh" in names
    names = [near.rsplit(",", 1)[0] for near in found("washingto", 50)]
    assert names == sorted(names, key=lambda name: not name.startswith("Washingto"))


def test_a_state_alone_lists_its_cities_behind_those_of_that_name():
    assert found("ny")[0] == "New York, NY"
    assert "Columbus, OH" in found("ohio", 50)
    everywhere = find_places("Rhode Island", 50)
    assert "Providence, RI" in [row.near for row in everywhere.places]


def test_names_of_firms_and_offices_are_no_places():
    assert "Ny Telephone, NY" not in found("ny tel", 50)
    assert "Los Angeles Dodgers, CA" not in found("los angeles d", 50)


@pytest.mark.parametrize("text", ["zzzzzzzz", "東京", ",", "Albany, 東京", "a" * 100])
def test_what_is_not_found_is_an_empty_list(text):
    assert find_places(text, 10).total == 0


def test_the_total_does_not_depend_on_the_limit():
    few, many = find_places("sa", 3), find_places("sa", 50)
    assert few.total == many.total > 50
    assert few.places == many.places[:3]


# --- what near takes ------------------------------------------------------------------------------


def test_every_city_that_can_be_listed_is_accepted_and_is_that_place():
    table = zip_table()
    for name, state in Cities(table).keys:
        near = table.title(name, state)
        place = open_place(near)
        assert (place.label, place.state, place.precision) == (near, state, "city")


def test_every_zip_is_accepted():
    for code in list(zip_table().by_code)[::50]:
        assert open_place(code).postal_code == code


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_has_an_answer_whose_places_near_accepts(text):
    for row in find_places(text, 50).places:
        assert open_place(row.near) == row.place


some_city = st.sampled_from(sorted(zip_table().by_city)).map(
    lambda key: zip_table().title(*key)
)  # fmt: skip


@settings(deadline=None)
@given(some_city)
def test_what_near_accepts_is_found(near):
    assert open_place(near) in [row.place for row in find_places(near, 50).places]


@settings(deadline=None)
@given(some_city, st.data())
def test_one_typo_in_a_long_name_still_finds_it(near, data):
    name, state = near.rsplit(", ", 1)
    at = data.draw(st.integers(1, len(name) - 1)) if len(name) > 5 else 0
    typed = name[:at] + name[at + 1 :] if at else name
    meant = open_place(near)
    places = [row.place for row in find_places(f"{typed}, {state}", 2000).places]
    # Some of the table's names are another's of the same place with a typo: "Alburg" and "Alburgh".
    assert (meant.lat, meant.lon) in [(place.lat, place.lon) for place in places]


def test_saint_is_found_by_its_short_form_too():
    with pytest.raises(InvalidQuery) as refusal:
        open_place("St. Paul")
    (problem,) = refusal.value.problems
    assert "Saint Paul, MN" in problem.values["places"]
    assert open_place("Shaker Heights, OH").label == "Shaker Heights, OH"
