"""Opening hours in the page's language, and names as on a door."""

import pytest

from service.directory.person_name import Name
from service.wording.hours import hours_text


@pytest.mark.parametrize(("hours", "english", "spanish"), [
    ("Mon-Fri 08:00-17:00", "Mon\u2013Fri, 8:00\u202fAM\u20135:00\u202fPM",
     "lun\u2013vie, 8:00\u202fa.m.\u20135:00\u202fp.m."),
    ("Mon 9:00-12:00; Wed 13:30-17:00", "Mon, 9:00\u202fAM\u201312:00\u202fPM; "
     "Wed, 1:30\u202fPM\u20135:00\u202fPM", "lun, 9:00\u202fa.m.\u201312:00\u202fp.m.; "
     "mi\u00e9, 1:30\u202fp.m.\u20135:00\u202fp.m."),
    ("by appointment", "by appointment", "by appointment"),
    ("Mon-Fri 08:00-17:00, not in May", "Mon-Fri 08:00-17:00, not in May",
     "Mon-Fri 08:00-17:00, not in May"),
])  # fmt: skip
def test_hours_are_read_where_they_are_written_in_one_way(hours, english, spanish):
    assert hours_text(hours, "en_US") == english
    assert hours_text(hours, "es_US") == spanish


@pytest.mark.parametrize(("held", "shown"), [
    ("OCCUPATIONAL THERAPI", "Ana Ruiz"), ("Occupational Therapist", "Ana Ruiz"),
    ("OTR/L", "Ana Ruiz, OTR/L"), (None, "Ana Ruiz"),
])  # fmt: skip
def test_a_profession_is_no_credential(held, shown):
    assert Name(first="Ana", last="Ruiz", credentials=held).display() == shown
