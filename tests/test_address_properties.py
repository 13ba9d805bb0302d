"""What holds of the key of any address: spelling does not matter, and nothing is lost."""

from hypothesis import example, given
from hypothesis import strategies as st

from service.directory.profile import Location
from service.merge.addresses import location_key


def key(line1, line2):
    return location_key(Location(line1=line1, line2=line2, postal_code="12203"))


# Each row: ways to write the same.
ENDINGS = [("Street", "ST", "St.", "str"), ("Avenue", "AVE", "Ave.", "Av"), ("Road", "RD", "Rd.")]
ENDINGS += [("Boulevard", "Blvd."), ("Drive", "DR"), ("Parkway", "PKWY", "Pkwy."), ("Lane", "Ln")]
DIRECTIONS = [("", ""), ("North ", "N ", "n. "), ("Southwest ", "SW ", "S.W. "), ("East ", "E. ")]
NAMES = [
    "Main",
    "Medical Center",
    "Saint Paul",
    "Fifth",
    "Oak Hill",
    "Forest",
    "Martin Luther King",
]
UNITS = ["Suite {}", "STE {}", "Ste. {}", "#{}", "# {}", "Unit {}", "Suite No. {}", "{}"]
streets = st.tuples(
    st.integers(1, 99999),
    st.sampled_from(DIRECTIONS),
    st.sampled_from(NAMES),
    st.sampled_from(ENDINGS),
)
unit_numbers = st.from_regex(r"[1-9][0-9]{0,3}[A-Z]?", fullmatch=True)


@st.composite
def spellings(draw, street, unit):
    """One way to write this street and unit, in one line or two, in any order."""
    number, direction, name, ending = street
    line = f"{number} {draw(st.sampled_from(direction))}{name} {draw(st.sampled_from(ending))}"
    suite = draw(st.sampled_from(UNITS)).format(unit)
    case = draw(st.sampled_from([str.upper, str.lower, str.title, str]))
    if draw(st.booleans()) and not suite[0].isdigit():
        lines = [
            f"{line}{draw(st.sampled_from([' ', ', ']))}{suite}",
            draw(st.sampled_from(["", None])),
        ]
    else:
        lines = [line, suite]
    lines = [case(text) if text else text for text in lines]
    return lines if draw(st.booleans()) else lines[::-1]


@given(streets, unit_numbers, st.data())
def test_spelling_does_not_tell_places_apart(street, unit, data):
    one, other = (data.draw(spellings(street, unit)) for _ in range(2))
    assert key(*one) == key(*other)
    assert key(*one)[1] == unit.lower()


@given(streets, st.tuples(unit_numbers, unit_numbers), st.data())
def test_units_tell_places_apart(street, units, data):
    one, other = (key(*data.draw(spellings(street, unit))) for unit in units)
    assert (one == other) == (units[0] == units[1])


@given(streets, st.integers(1, 99999), st.sampled_from(DIRECTIONS), unit_numbers, st.data())
def test_house_numbers_and_directions_tell_places_apart(street, number, direction, unit, data):
    changed = (number, direction, *street[2:])
    one, other = (key(*data.draw(spellings(written, unit))) for written in (street, changed))
    assert (one == other) == (changed == street)


WORDS = ["100", "5th", "one", "c/o", "attn", "ste", "#", "no", "fl", "urb", "calle", "po box", "st"]
WORDS += ["main", "n", "and", "200-b", "hospital", "½", "路", "bldg", "-", ",", "(", "é", "ß"]
lines = st.one_of(
    st.none(), st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
)


@given(lines, lines)
@example("100 Main St " * 400, "#" * 2000)
@example("1 Main St, Room 5 Floor 3", "Suite")  # the parser finds a label twice
@example("\x00\ud800", "\u2044")
def test_no_address_breaks_the_key(line1, line2):
    street, unit, place = key(line1, line2)
    assert street and place == "12203" and " " not in unit.strip()
    assert key(line1, line2) == key(line2, line1)


NUMBERED = ["100", "7", "5th", "ste", "#", "fl", "unit", "urb", "calle", "st", "ave", "main", "n"]
NUMBERED += [
    "and",
    "200-b",
    "hospital",
    "hwy",
    "rr",
    "bldg",
    ",",
    "2nd",
    "tower",
    "x",
    "rear",
    "12a",
]
numbered = st.lists(st.sampled_from(NUMBERED), max_size=7).map(" ".join)


@given(numbered, numbered)
def test_no_number_is_lost(line1, line2):
    street, unit, _ = key(line1, line2)
    numbers = sorted(filter(str.isdigit, line1 + line2))
    assert sorted(filter(str.isdigit, street + unit)) == numbers
