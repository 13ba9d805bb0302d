"""Who is the same patient to an organization."""

from service.records.keys import Keys
from service.records.patients import blind_patient

from .content import Patient


def patient_index(keys: Keys, organization: str, patient: Patient) -> str:
    """One organization never learns whether another knows a patient."""
    return blind_patient(keys, organization, patient.family, patient.given, patient.birth_date)
