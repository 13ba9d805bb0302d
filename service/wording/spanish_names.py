"""Every name in Spanish, by kind and code."""

from service.directory.languages import languages
from service.directory.payers import PAYERS
from service.directory.states import STATES
from service.directory.vocabulary import CREDENTIALS

from .spanish_coverage import STATUSES, WHOM
from .spanish_eligibility import (
    BENEFITS,
    DOCUMENTS,
    FACT_VALUES,
    FACTS,
    OUTCOMES,
    QUESTIONS,
)
from .spanish_letters import DIAGNOSES, DISCLOSED, PRIORITIES, PURPOSES
from .spanish_needs import NEED_KINDS, NEED_REASONS, NEEDS
from .spanish_parameters import MODES, PARAMETERS, ROLES, SORTS
from .spanish_referrals import STATUS_REASONS
from .spanish_services import SERVICES, VIDEO_REASONS
from .spanish_sources import FILES, SOURCES
from .wording import Table

_STATES: dict[str, str] = STATES | {
    "DC": "Distrito de Columbia",
    "HI": "Hawái",
    "LA": "Luisiana",
    "MI": "Míchigan",
    "MS": "Misisipi",
    "MO": "Misuri",
    "NH": "Nuevo Hampshire",
    "NJ": "Nueva Jersey",
    "NM": "Nuevo México",
    "NY": "Nueva York",
    "NC": "Carolina del Norte",
    "ND": "Dakota del Norte",
    "OR": "Oregón",
    "PA": "Pensilvania",
    "SC": "Carolina del Sur",
    "SD": "Dakota del Sur",
    "TX": "Texas",
    "WV": "Virginia Occidental",
    "AS": "Samoa Americana",
    "MP": "Islas Marianas del Norte",
    "VI": "Islas Vírgenes de los EE. UU.",
    "FM": "Estados Federados de Micronesia",
    "MH": "Islas Marshall",
    "PW": "Palaos",
}

# Proper names. Insurers' and most payers' names are what cards show; certificates are awarded in
# English and have no official Spanish names, so that of each stands here as its issuer writes it.
_PAYERS: dict[str, str] = {
    **{code: payer.name for code, payer in PAYERS.items()},
    **{
        code: f"Medicaid de {_STATES[payer.state]}" for code, payer in PAYERS.items() if payer.state
    },
    "medicare": "Medicare Original",
    "va": "Atención comunitaria del VA",
    "self-pay": "Pago por cuenta propia",
    "unknown": "No lo sé",
}
_CREDENTIALS: dict[str, str] = {code: kind.name for code, kind in CREDENTIALS.items()}
_ISSUERS: dict[str, str] = {
    **{code: kind.issuer for code, kind in CREDENTIALS.items()},
    "CLT": "institutos de formación",
}

_FIELDS: dict[str, str] = {
    "name": "Nombre",
    "gender": "Género",
    "telehealth": "Visitas por video",
    "services": "Servicio",
    "ages_served.adults": "Atiende a personas adultas",
    "ages_served.children": "Atiende a menores",
    "home_visits.offered": "Visitas a domicilio",
    "home_visits.radius_miles": "Millas que recorre para visitas a domicilio",
    "phone": "Teléfono",
    "address": "Dirección",
    "fax": "Fax",
    "email": "Correo electrónico",
    "website": "Sitio web",
    "direct_address": "Dirección Direct",
    "hours": "Horario",
    "referral_channel": "Cómo se envían las referencias médicas",
    "accepting_patients": "Pacientes nuevos",
    "wait_weeks": "Semanas de espera",
    "access": "Accesibilidad",
    "plans": "Seguro",
    "programs": "Programa que ayuda con el costo",
    "point": "Ubicación en el mapa",
}

_LEFT_OUT: dict[str, str] = {
    "near": "dónde trabajan exactamente",
    "specialty": "cuál es su especialidad",
    "credential": "si es válido el certificado que dicen tener",
    "insurance_mode": "si aceptan su seguro",
    "program": "si aceptan pacientes del programa",
    "accepting": "si aceptan pacientes nuevos",
    "telehealth": "si ofrecen visitas por video",
    "patient_state": "dónde tienen licencia",
    "setting": "en qué tipo de lugar trabajan",
    "language": "qué idiomas hablan",
    "gender": "cuál es su género",
    "name": "cómo se llaman",
    "access": "qué tan fácil es entrar y recibir atención allí",
}

NAMES: dict[str, Table] = {
    "status_reasons": STATUS_REASONS,
    "services": SERVICES,
    "video_reasons": VIDEO_REASONS,
    "needs": NEEDS,
    "need_kinds": NEED_KINDS,
    "need_reasons": NEED_REASONS,
    "specialties": {
        "225X00000X": "Terapeuta ocupacional",
        "225XR0403X": "Conducción y movilidad en la comunidad",
        "225XE0001X": "Adaptación del entorno",
        "225XE1200X": "Ergonomía",
        "225XF0002X": "Alimentación y deglución",
        "225XG0600X": "Gerontología",
        "225XH1200X": "Mano",
        "225XH1300X": "Factores humanos",
        "225XL0004X": "Baja visión",
        "225XM0800X": "Salud mental",
        "225XN1300X": "Neurorrehabilitación",
        "225XP0200X": "Pediatría",
        "225XP0019X": "Rehabilitación física",
    },
    "credentials": _CREDENTIALS,
    "issuers": _ISSUERS,
    "validities": {
        "MSCS": "Cinco años, hasta el 31 de diciembre del quinto año; vence al día siguiente.",
    },
    "credential_statuses": {
        "current": "Vigente",
        "expiring": "Vigente, termina en menos de 90 días",
        "claimed": "Lo dice la persona, sin verificar",
        "lapsed": "Vencido",
    },
    "settings": {
        "rehab": "Centro de rehabilitación",
        "hospital": "Hospital",
        "clinic": "Clínica o consultorio",
        "home": "Visitas a domicilio",
        "school": "Escuela",
        "workplace": "Lugar de trabajo",
    },
    "accepting_patients": {
        "newpt": "Acepta pacientes nuevos",
        "existptonly": "Atiende solo a quienes ya son sus pacientes",
        "existptfam": "Atiende a quienes ya son sus pacientes y a sus familias",
        "nopt": "No acepta pacientes por ahora",
    },
    "plan_statuses": {
        "in-network": "Este plan incluye a esta persona",
        "accepts-payer": "Acepta esta aseguradora; no se sabe si acepta el plan",
        "not-accepted": "No lo acepta",
        "self-pay-only": "No acepta seguros",
        "unknown": "No se sabe",
    },
    "payers": _PAYERS,
    "payer_kinds": {
        "medicare": "Medicare, del gobierno federal",
        "medicaid": "Medicaid, de un estado",
        "military": "Plan de salud de las fuerzas armadas",
        "veterans": "Atención que paga el Departamento de Asuntos de los Veteranos",
        "commercial": "Aseguradora privada",
        "self-pay": "Sin seguro",
        "unknown": "Todavía no se sabe",
    },
    "assignments": {
        "yes": "Acepta el monto aprobado por Medicare como pago total",
        "sometimes": "Puede cobrar más que el monto aprobado por Medicare",
    },
    "access": {
        "step_free": "Entrada sin escalones",
        "accessible_toilet": "Baño accesible",
        "parking": "Estacionamiento cercano",
        "public_transport": "Transporte público cercano",
        "cool_room": "Sala fresca",
        "short_sessions": "Sesiones cortas o divididas",
    },
    "referral_channels": {
        "portal": "Portal en línea",
        "email": "Correo electrónico",
        "direct": "Mensaje Direct",
        "fax": "Fax",
        "phone": "Teléfono",
    },
    "genders": {"F": "Femenino", "M": "Masculino", "X": "Otro género"},
    "known": {"yes": "Sí", "no": "No", "unknown": "No se sabe"},
    "languages": languages("es_US"),
    "states": _STATES,
    "insurance_modes": MODES,
    "sorts": SORTS,
    "signals": {
        "distance": "Qué tan cerca están",
        "services": "Si ofrecen lo que usted busca",
        "ms_expertise": "Experiencia con la esclerosis múltiple",
        "insurance": "Si aceptan el plan o la aseguradora",
        "availability": "Si aceptan pacientes nuevos, y qué tan pronto",
        "ages": "Si atienden a personas adultas",
    },
    "roles": ROLES,
    "parameters": PARAMETERS,
    "fields": _FIELDS,
    "left_out": _LEFT_OUT,
    "sources": SOURCES,
    "files": FILES,
    "departures": {
        "excluded": "la OIG excluyó a esta persona de los programas federales de salud",
        "deactivated": "el NPI está desactivado en NPPES",
        "merged": "otro NPI ocupa su lugar",
        "moved": "ya no ejerce en los Estados Unidos",
        "withdrawn": "a petición de la persona o por decisión del personal",
        "not-listed": "ninguna fuente nombra ya a un terapeuta ocupacional con este NPI",
    },
    "priorities": PRIORITIES,
    "diagnoses": DIAGNOSES,
    "disclosed": DISCLOSED,
    "purposes": PURPOSES,
    "facts": FACTS,
    "questions": QUESTIONS,
    "whom_to_ask": WHOM,
    "coverage_statuses": STATUSES,
    "fact_values": FACT_VALUES,
    "documents": DOCUMENTS,
    "program_benefits": BENEFITS,
    "outcomes": OUTCOMES,
}
