"""Hypothesis strategies: random profiles in a small world, and random queries about it.

The world is small (one corner of a state, few codes) so that filters and ties often meet.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from service.directory.ms_center import MSCenter
from service.directory.person_name import Name
from service.directory.places import Place
from service.directory.profile import (
    AgesServed,
    Conflict,
    Credential,
    HomeVisits,
    License,
    Location,
    PlanEvidence,
    Profile,
    ProgramEvidence,
    Provenance,
)
from service.directory.query import Query
from service.directory.services import SERVICES
from service.directory.vocabulary import ACCESS_FACTS, CREDENTIALS, SETTINGS, TAXONOMIES, Known
from service.merge import likely_services

TODAY = date(2026, 11, 22)
LANGUAGES, STATES, CODES = ["en", "es", "zh"], ["NY", "NJ"], ["12203", "12205"]
COUNTIES = ["Albany County, NY", "Rensselaer County, NY"]
PLANS = [("11111NY0010001", "Example Health"), ("22222NY0020001", "Sample Mutual")]
PROGRAMS = ["example-visits", "sample-grant"]
LIKELY_SETTINGS = [{}, {}, {"school": "Sample School"}, {"clinic": "Example Clinic", "school": ""}]
CENTERS = [
    *[None] * 5,
    MSCenter(name="Sample MS Center"),
    MSCenter(name="Example MS Center", recognised_by="Example Consortium", checked_on=TODAY),
]
_NPPES = Provenance(source="nppes", as_of=TODAY, because="precedence")
_DOUBTED = Provenance(source="nppes", as_of=TODAY, doubted_on=TODAY)
EVIDENCE = [
    {},
    {"phone": _NPPES, "accepting_patients": _NPPES},
    {"phone": _DOUBTED, "accepting_patients": _DOUBTED},
]
CONFLICTS = [(), (Conflict(field="gender", value="X", source="nppes", as_of=TODAY),)]

FIRST = [None, "Ana", "Anna María", "Jo", "Zoë", "Li"]
LAST = [None, "O'Brien", "Obrian", "van den Berg", "Berg-Smith", "De La Cruz", "Lee", "Ruiz"]
ASKED_NAMES = [
    "ana", "an", "obrien", "O'Brian", "o brien", "berg", "vandenberg", "Berg, Ana", "delacruz",
    "de la cruz", "smth", "Dr. Ruiz, OTR/L", "rziu", "lea", "zoe", "zzz", "li lee", "x",
]  # fmt: skip

known = st.sampled_from(list(Known))
days = st.sampled_from(
    [None, *(TODAY - timedelta(days=n) for n in (-9, -1, 0, 1, 89, 90, 91, 400))]
)
ends = st.sampled_from([None, *(TODAY + timedelta(days=n) for n in (-400, -1, 0, 1, 90, 400))])


def some(values, most: int = 3):
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def plan_evidence(draw):
    plan_id, payer = draw(st.sampled_from(PLANS))
    status = draw(
        st.sampled_from(["in-network", "accepts-payer", "not-accepted", "self-pay-only", "unknown"])
    )
    plan_id = draw(st.sampled_from([plan_id, plan_id, None]))
    payer = draw(st.sampled_from([payer, payer, None]))
    tier, assignment = draw(st.sampled_from([(None, None), ("Tier 1", None), (None, "yes")]))
    return PlanEvidence(
        status=status,
        plan_id=plan_id,
        payer=payer,
        as_of=draw(days),
        tier=tier,
        assignment=assignment,
        doubted_on=draw(st.sampled_from([None, None, TODAY])),
    )


@st.composite
def program_evidence(draw):
    return ProgramEvidence(
        program=draw(st.sampled_from(PROGRAMS)), accepts=draw(known), as_of=draw(days)
    )


@st.composite
def locations(draw, number: int = 0):
    lat = draw(st.sampled_from([None, 42.7, 42.7, *(42.3 + n / 20 for n in range(20))]))
    lon = draw(st.sampled_from([-73.85, *(-74.4 + n / 20 for n in range(20))]))
    return Location(
        id=f"l{number}",
        state=draw(st.sampled_from([None, "NY", "NJ"])),
        country=draw(st.sampled_from([None, None, None, "CA"])),
        lat=lat,
        lon=None if lat is None else lon,
        accepting_patients=draw(st.sampled_from([None, "newpt", "newpt", "nopt", "existptfam"])),
        accepting_as_of=draw(days),
        wait_weeks=draw(st.sampled_from([None, 0, 2, 3.5, 6, 12, 30])),
        settings=draw(st.one_of(some(list(SETTINGS), 2), st.sampled_from([(), ("school",)]))),
        likely_settings=draw(st.sampled_from(LIKELY_SETTINGS)),
        ms_center=draw(st.sampled_from(CENTERS)),
        direct_address=draw(st.sampled_from([None, "ot@direct.example"])),
        evidence=draw(st.sampled_from(EVIDENCE)),
        plans=tuple(draw(st.lists(plan_evidence(), max_size=3))),
        programs=tuple(draw(st.lists(program_evidence(), max_size=3))),
        access=draw(st.dictionaries(st.sampled_from(list(ACCESS_FACTS)[:3]), known, max_size=3)),
    )


@st.composite
def credentials(draw):
    return Credential(
        code=draw(st.sampled_from(["MSCS", "MSCS", *CREDENTIALS])),
        expires_on=draw(ends),
        checked_on=draw(days),
    )


@st.composite
def home_visits(draw):
    return HomeVisits(
        offered=draw(known),
        radius_miles=draw(st.sampled_from([None, 5, 15])),
        counties=draw(some(COUNTIES, 1)),
        postal_codes=draw(some(CODES, 1)),
    )


@st.composite
def profiles(draw, number: int = 0):
    taxonomies = draw(some([*list(TAXONOMIES)[:3], "225XN1300X", "225XP0200X"], 2))
    held = draw(st.lists(credentials(), max_size=2, unique_by=lambda c: c.code))
    return Profile(
        npi=f"19{number:08d}",
        name=Name(first=draw(st.sampled_from(FIRST)), last=draw(st.sampled_from(LAST))),
        gender=draw(st.sampled_from([None, "F", "M"])),
        taxonomies=taxonomies,
        licenses=tuple(License(state=state) for state in draw(some(STATES, 1))),
        privileges=tuple(License(state=state) for state in draw(some(STATES, 1))),
        credentials=tuple(held),
        services=draw(st.dictionaries(st.sampled_from(list(SERVICES)), known, max_size=4)),
        ages_served=AgesServed(adults=draw(known)),
        languages=draw(some(LANGUAGES, 2)),
        telehealth=draw(known),
        home_visits=draw(home_visits()),
        locations=tuple(draw(locations(n)) for n in range(draw(st.integers(0, 3)))),
        likely=likely_services(taxonomies, held),
        conflicts=draw(st.sampled_from(CONFLICTS)),
    )


@st.composite
def directories(draw, most: int = 25):
    size = draw(st.integers(0, most))
    return [draw(profiles(number)) for number in range(size)]


ALBANY = Place(
    "Albany, NY 12203", 42.7003, -73.8575, "postal_code", "NY", "12203", "Albany County, NY"
)
TROY = Place("Troy, NY", 42.73, -73.68, "city", "NY", None, None)
NO_STATE = Place("", 42.6, -73.9, "point")


@st.composite
def queries(draw):
    place = draw(st.sampled_from([None, ALBANY, ALBANY, TROY, NO_STATE]))
    telehealth = draw(st.sampled_from([False, False, False, True]))
    state = draw(st.sampled_from([None, "NY", "NJ"]))
    if telehealth and not (place and place.state):
        state = "NY"
    setting = draw(st.sampled_from([None, None, None, *SETTINGS, "home"]))
    nearest = place and not telehealth and setting != "home"
    plan, payer = draw(st.sampled_from([(None, None), (None, None), (None, "Example Health"),
                                        *PLANS]))  # fmt: skip
    return Query(
        on=TODAY,
        place=place,
        name=draw(st.sampled_from([None, None, None, *ASKED_NAMES])),
        radius_miles=draw(st.sampled_from([5.0, 10.0, 25.0, 25.0, 60.0])),
        needs=draw(some(["fatigue", "memory", "travel"], 2)),
        services=draw(some(list(SERVICES), 2)),
        specialties=draw(st.sampled_from([(), (), ("225XN1300X",), ("225X00000X", "225XP0200X")])),
        credentials=draw(st.sampled_from([(), (), (), ("MSCS",), ("MSCS", "CHT")])),
        every_credential=draw(st.booleans()),
        languages=draw(st.sampled_from([(), (), (), ("es",), ("es", "zh")])),
        genders=draw(st.sampled_from([(), (), (), ("F",)])),
        setting=setting,
        plan=plan,
        payer=payer,
        insurance_required=draw(st.booleans()) and bool(plan or payer),
        programs=draw(st.sampled_from([(), (), ("example-visits",), tuple(PROGRAMS), ("none",)])),
        accepting=draw(st.sampled_from([False, False, True])),
        access=draw(some(["step_free", "accessible_toilet"], 2)) if draw(st.booleans()) else (),
        telehealth=telehealth,
        patient_state=state,
        sort=draw(st.sampled_from(["best", "best", "distance"])) if nearest else "best",
        limit=draw(st.sampled_from([1, 3, 20])),
    )
