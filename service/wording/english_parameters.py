"""What every query parameter is for, in English, and the names of the choices that some offer."""

from service.directory.query import DEFAULT_LIMIT, DEFAULT_RADIUS_MILES

PARAMETERS: dict[str, str] = {
    "lang": "The language of the answer; if left out, that of the Accept-Language header.",
    "near": 'Where the patient is: a ZIP code, "City, ST", or latitude,longitude. Only locations '
    "within `radius` appear; the distance signal puts nearer ones first.",
    "radius": f"Miles around `near`; {DEFAULT_RADIUS_MILES:g} if left out.",
    "name": "Only OTs of this name: its words in any order, begun or nearly right; alone it "
    "searches the whole country.",
    "need": "What is hard: an activity or a symptom.",
    "service": "A service that is looked for.",
    "specialty": "Only these specialties (NUCC taxonomies).",
    "credential": "Only holders of this certificate, current on the day.",
    "plan": "The patient's plan, by its id; if only the card's words are known, write those.",
    "payer": "The patient's insurer, by any of its names or by its code (payers in /vocabulary); "
    "Medicaid is that of the patient's state; self-pay and unknown are answers too.",
    "insurance_mode": "prefer ranks by plan or payer; require also filters by it.",
    "program": "Only locations that take patients of this program that helps with cost, by its id.",
    "accepting": "true: only locations that take new patients.",
    "access": "Only locations of which this is known; of several, all.",
    "telehealth": "true: only video visits, by OTs who may treat in `patient_state`.",
    "patient_state": "Where the patient is during a video visit; the state of `near` if left out.",
    "setting": "Only this setting; home means that the OT comes to the patient.",
    "language": "Only OTs who speak it (ISO 639-1).",
    "gender": "Only OTs of this gender.",
    "unknown": "Shows those whom this filter, which must be in use, leaves out for want of a fact.",
    "sort": "best, or distance (nearest first).",
    "limit": f"Matches on a page; {DEFAULT_LIMIT} if left out.",
    "cursor": "The `next` of the page before, all other parameters the same; first is the first "
    "page.",
}

MODES: dict[str, str] = {
    "prefer": "Prefer those who take the plan",
    "require": "Only those who take the plan",
}

SORTS: dict[str, str] = {"best": "Best match first", "distance": "Nearest first"}

ROLES: dict[str, str] = {
    "filter": "Decides who appears",
    "signal": "Decides who comes first",
    "order": "Chooses the order",
    "page": "Chooses the part of the answer",
    "language": "Chooses the language",
}
