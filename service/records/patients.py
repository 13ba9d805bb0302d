"""Who is the same patient: name and birth date, made comparable, as a blind index."""

from datetime import date

from service.directory.text import fold

from .keys import Keys


def blind_patient(keys: Keys, whose: str, family: str, given: str, birth_date: date) -> str:
    """`whose` record it is in: nobody learns whether somebody else knows a patient."""
    who = (whose, fold(family), fold(given), birth_date.isoformat())
    return keys.blind("patient", "|".join(who))
