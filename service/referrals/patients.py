"""Who is the same patient: name and birth date, made comparable, as a blind index."""

from service.directory.text import fold
from service.records.keys import Keys

from .content import Patient


def patient_index(keys: Keys, organization: str, patient: Patient) -> str:
    """One organization never learns whether another knows a patient."""
    who = (organization, fold(patient.family), fold(patient.given), patient.birth_date.isoformat())
    return keys.blind("patient", "|".join(who))
