"""Searches that meet people of whom one thing is known or not: each filter's fact in words."""

from dataclasses import replace
from datetime import date

from msgspec import structs

from service.directory.person_name import Name
from service.directory.profile import (
    Credential,
    HomeVisits,
    License,
    Location,
    PlanEvidence,
    Profile,
    ProgramEvidence,
)
from service.directory.query import Query
from service.directory.vocabulary import Known
from tests.strategies import ALBANY, NO_STATE, TODAY

ANY = Query(on=TODAY)
NEAR = Query(on=TODAY, place=ALBANY)
VIDEO = Query(on=TODAY, telehealth=True, patient_state="NY")
HOME = Query(on=TODAY, place=ALBANY, setting="home")
SPECIALISTS = replace(ANY, credentials=("MSCS", "CHT"))
AT = Location(id="a", line1="1 Elm St", city="Albany", state="NY", lat=42.9, lon=-73.85)
OT = Profile(npi="1999900002")


def at(**facts) -> Profile:
    return structs.replace(OT, locations=(structs.replace(AT, **facts),))


def ot(**facts) -> Profile:
    return structs.replace(OT, **facts)


def holder(code: str = "MSCS", *, ended: date | None = None, checked: bool = True) -> Profile:
    held = Credential(code=code, expires_on=ended, checked_on=TODAY if checked else None)
    return ot(credentials=(held,))


def home(lat: float | None = 42.9, **area) -> Profile:
    return structs.replace(at(lat=lat), home_visits=HomeVisits(**area))


REFUSING = PlanEvidence(status="not-accepted", payer="Gem Health", as_of=TODAY)
BRIDGE, GRANT = "example-visits", "sample-grant"
PROGRAM = replace(ANY, programs=(BRIDGE,))


def taking(program: str = BRIDGE, accepts: str = "yes", day: date | None = TODAY) -> Profile:
    return at(programs=(ProgramEvidence(program=program, accepts=Known(accepts), as_of=day),))


ABROAD = at(lat=None, lon=None, country="CA", state=None)
UNNAMED_STATE = at(lat=None, lon=None)
MSCS = "Multiple Sclerosis Certified Specialist"
# A search, whom it meets, the filter, whether it passes, and its fact in English and Spanish.
CASES = [
    (replace(ANY, name="Smith"), ot(name=Name(first="Ana", last="Smith")), "name", "yes",
     "Is called Ana Smith", "Se llama Ana Smith"),
    (replace(ANY, name="Smith"), ot(name=Name(first="Ana", last="Ruiz")), "name", "no",
     "Is called Ana Ruiz; the search asks for Smith", "Se llama Ana Ruiz; la búsqueda pide Smith"),
    (replace(ANY, name="Smith"), OT, "name", "unknown",
     "The name is not known", "No se sabe su nombre"),
    (replace(ANY, specialties=("225XN1300X",)), ot(taxonomies=("225XN1300X",)), "specialty", "yes",
     "Specialty: neurorehabilitation", "Especialidad: neurorrehabilitación"),
    (replace(ANY, specialties=("225XN1300X",)), ot(taxonomies=("225XP0200X",)), "specialty", "no",
     "Specialty: pediatrics; the search asks for neurorehabilitation",
     "Especialidad: pediatría; la búsqueda pide neurorrehabilitación"),
    (replace(ANY, specialties=("225XN1300X",)), OT, "specialty", "unknown",
     "The specialty is not known", "No se sabe su especialidad"),
    (replace(ANY, languages=("es",)), ot(languages=("en", "es")), "language", "yes",
     "Speaks English and Spanish", "Habla inglés y español"),
    (replace(ANY, languages=("es", "zh")), ot(languages=("en",)), "language", "no",
     "Speaks English; the search asks for Spanish or Chinese",
     "Habla inglés; la búsqueda pide español o chino"),
    (replace(ANY, languages=("es",)), OT, "language", "unknown",
     "Languages are not known", "No se sabe qué idiomas habla"),
    (replace(ANY, genders=("F",)), ot(gender="F"), "gender", "yes",
     "Gender: female", "Género: femenino"),
    (replace(ANY, genders=("F",)), ot(gender="M"), "gender", "no",
     "Gender: male; the search asks for female", "Género: masculino; la búsqueda pide femenino"),
    (replace(ANY, genders=("F",)), OT, "gender", "unknown",
     "The gender is not known", "No se sabe su género"),
    (SPECIALISTS, holder(ended=date(2028, 12, 31)), "credential", "yes",
     f"Holds {MSCS}, valid to Dec 31, 2028",
     f"Tiene el certificado {MSCS}, válido hasta el 31 dic 2028"),
    (SPECIALISTS, OT, "credential", "no",
     f"Not on record as a holder of {MSCS} or Certified Hand Therapist",
     f"No consta que tenga el certificado {MSCS} o Certified Hand Therapist"),
    (SPECIALISTS, holder(checked=False), "credential", "unknown",
     f"States to hold {MSCS}; nobody has checked that yet",
     f"Dice tener el certificado {MSCS}; nadie lo ha verificado todavía"),
    (SPECIALISTS, holder(ended=date(2025, 12, 31)), "credential", "no",
     f"Held {MSCS}; it ended on Dec 31, 2025",
     f"Tenía el certificado {MSCS}, que fue válido hasta el 31 dic 2025"),
    (VIDEO, ot(telehealth="yes"), "telehealth", "yes",
     "Offers video visits", "Ofrece visitas por video"),
    (VIDEO, ot(telehealth="no"), "telehealth", "no",
     "Offers no video visits", "No ofrece visitas por video"),
    (VIDEO, OT, "telehealth", "unknown",
     "Not known whether video visits are offered; ask the office",
     "No se sabe si ofrece visitas por video; pregunte en el consultorio"),
    (VIDEO, ot(licenses=(License(state="NY"),)), "patient_state", "yes",
     "Licensed in New York", "Tiene licencia en Nueva York"),
    (VIDEO, ot(privileges=(License(state="NY"),)), "patient_state", "yes",
     "May practice in New York by a compact privilege",
     "Puede ejercer en Nueva York por un privilegio del acuerdo entre estados"),
    (VIDEO, ot(licenses=(License(state="NJ"),)), "patient_state", "no",
     "Licensed in New Jersey; not on record in New York",
     "Tiene licencia en Nueva Jersey; no consta que la tenga en Nueva York"),
    (VIDEO, OT, "patient_state", "unknown",
     "Not known where this therapist is licensed", "No se sabe dónde tiene licencia"),
    (HOME, home(offered="yes"), "setting", "yes", "Makes home visits", "Hace visitas a domicilio"),
    (HOME, home(offered="no"), "setting", "no",
     "Makes no home visits", "No hace visitas a domicilio"),
    (HOME, home(), "setting", "unknown",
     "Not known whether home visits are made; ask the office",
     "No se sabe si hace visitas a domicilio; pregunte en el consultorio"),
    (NEAR, at(), "near", "yes",
     "About 13.8 miles away; the radius is 25 miles",
     "A unas 13.8 millas de distancia; el radio es de 25 millas"),
    (replace(NEAR, radius_miles=10.0), at(), "near", "no",
     "About 13.8 miles away; the radius is 10 miles",
     "A unas 13.8 millas de distancia; el radio es de 10 millas"),
    (replace(NEAR, radius_miles=13.8), at(), "near", "no",  # 13.803 miles
     "About 13.9 miles away; the radius is 13.8 miles",
     "A unas 13.9 millas de distancia; el radio es de 13.8 millas"),
    (NEAR, UNNAMED_STATE, "near", "unknown",
     "Where this location lies is not known", "No se sabe dónde queda este consultorio"),
    (replace(NEAR, place=NO_STATE), UNNAMED_STATE, "near", "no",
     "Where this location lies is not known", "No se sabe dónde queda este consultorio"),
    (NEAR, at(lat=None, lon=None, state="NJ"), "near", "no",
     "This location is in New Jersey, not in New York; where exactly is not known",
     "Este consultorio está en Nueva Jersey, no en Nueva York; no se sabe dónde exactamente"),
    (NEAR, ABROAD, "near", "no",
     "This location is outside the United States",
     "Este consultorio está fuera de los Estados Unidos"),
    (HOME, home(offered="yes", radius_miles=20), "near", "yes",
     "Comes to your home", "Va a su casa"),
    (HOME, home(lat=44.0, offered="yes", radius_miles=20), "near", "no",
     "Makes home visits; you are about 69.8 miles outside their usual area; "
     "the radius is 25 miles",
     "Hace visitas a domicilio; usted está a unas 69.8 millas de su zona habitual; "
     "el radio es de 25 millas"),
    (HOME, home(), "near", "yes",
     "About 13.8 miles away; the radius is 25 miles",
     "A unas 13.8 millas de distancia; el radio es de 25 millas"),
    (HOME, home(lat=43.1, radius_miles=5), "near", "yes",
     "About 22.6 miles outside the area named for home visits; the radius is 25 miles",
     "A unas 22.6 millas de la zona indicada para visitas a domicilio; el radio es de 25 millas"),
    (HOME, home(radius_miles=20), "near", "yes",
     "In the area named for home visits", "En la zona indicada para visitas a domicilio"),
    (replace(ANY, setting="clinic"), at(settings=("clinic",)), "setting", "yes",
     "Setting: clinic or office", "Tipo de lugar: clínica o consultorio"),
    (replace(ANY, setting="clinic"), at(settings=("school",)), "setting", "no",
     "Setting: school; the search asks for clinic or office",
     "Tipo de lugar: escuela; la búsqueda pide clínica o consultorio"),
    (replace(ANY, setting="clinic"), at(), "setting", "unknown",
     "The setting of this location is not known",
     "No se sabe qué tipo de lugar es este consultorio"),
    (replace(ANY, accepting=True),
     at(accepting_patients="nopt", accepting_as_of=date(2026, 10, 2)), "accepting", "no",
     "Takes no patients now (checked Oct 2, 2026)",
     "No acepta pacientes por ahora (verificado el 2 oct 2026)"),
    (replace(ANY, accepting=True), at(accepting_patients="newpt"), "accepting", "yes",
     "Takes new patients (date not known; confirm with the office)",
     "Acepta pacientes nuevos (fecha desconocida; confirme con el consultorio)"),
    (replace(ANY, accepting=True), at(), "accepting", "unknown",
     "Not known whether new patients are taken", "No se sabe si acepta pacientes nuevos"),
    (replace(ANY, plan="P1", insurance_required=True), at(), "insurance_mode", "unknown",
     "Not known whether your plan is taken; ask the office",
     "No se sabe si acepta su plan; pregunte en el consultorio"),
    (replace(ANY, payer="Gem Health", insurance_required=True), at(plans=(REFUSING,)),
     "insurance_mode", "no", "Does not take Gem Health (checked Nov 22, 2026)",
     "No acepta Gem Health (verificado el 22 nov 2026)"),
    (PROGRAM, taking(), "program", "yes",
     "Takes patients of the program example-visits (checked Nov 22, 2026)",
     "Acepta pacientes del programa example-visits (verificado el 22 nov 2026)"),
    (PROGRAM, taking(day=date(2026, 8, 23)), "program", "yes",
     "Takes patients of the program example-visits (Aug 23, 2026; confirm with the office)",
     "Acepta pacientes del programa example-visits (23 ago 2026; confirme con el consultorio)"),
    (PROGRAM, taking(accepts="no", day=None), "program", "no",
     "Takes no patients of the program example-visits (date not known; confirm with the office)",
     "No acepta pacientes del programa example-visits (fecha desconocida; confirme con el "
     "consultorio)"),
    (PROGRAM, taking(GRANT, "no"), "program", "unknown",
     "Not known whether patients of the program example-visits are taken; ask the office",
     "No se sabe si acepta pacientes del programa example-visits; pregunte en el consultorio"),
    (replace(ANY, programs=(BRIDGE, GRANT)), taking(GRANT, "no"), "program", "unknown",
     "Not known whether patients of the program example-visits or sample-grant are taken; ask the "
     "office",
     "No se sabe si acepta pacientes del programa example-visits o sample-grant; pregunte en el "
     "consultorio"),
    (replace(ANY, access=("step_free", "parking")), at(access={"step_free": "yes"}), "access",
     "unknown", "Has: step-free entrance; Not known: parking close by",
     "Tiene: entrada sin escalones; No se sabe: estacionamiento cercano"),
    (replace(ANY, access=("step_free", "parking")),
     at(access={"step_free": "no", "parking": "no"}), "access", "no",
     "Does not have: step-free entrance and parking close by",
     "No tiene: entrada sin escalones y estacionamiento cercano"),
]  # fmt: skip
