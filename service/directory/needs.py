"""Needs to services: what is hard for a person, and which sessions help with it, and why.

Reviewed data. Source of the vocabulary: the AOTA practice framework's areas of occupation and
the sixteen sessions that are usual in MS.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """Something that is hard: an everyday activity or an MS symptom."""

    code: str
    name: str
    kind: str  # "basic", "instrumental", "other" or "symptom"


_NEEDS = (
    Need("grooming", "Grooming", "basic"),
    Need("dressing", "Getting dressed, buttons and zips", "basic"),
    Need("feeding", "Eating and drinking", "basic"),
    Need("toileting", "Using the toilet", "basic"),
    Need("bathing", "Bathing and showering", "basic"),
    Need("finances", "Handling money and bills", "instrumental"),
    Need("travel", "Getting around, driving, transport", "instrumental"),
    Need("cooking", "Cooking", "instrumental"),
    Need("medication", "Taking medication on time", "instrumental"),
    Need("communication-devices", "Using phone, computer and other devices", "instrumental"),
    Need("childcare", "Caring for children", "instrumental"),
    Need("housework", "Housework", "instrumental"),
    Need("leisure", "Hobbies and free time", "other"),
    Need("social-life", "Seeing people", "other"),
    Need("work", "Work or study", "other"),
    Need("fatigue", "Fatigue", "symptom"),
    Need("balance", "Balance and walking", "symptom"),
    Need("weakness", "Weakness", "symptom"),
    Need("tremor", "Tremor and coordination", "symptom"),
    Need("spasticity", "Stiffness and spasms", "symptom"),
    Need("numbness", "Numb or tingling hands", "symptom"),
    Need("memory", "Memory and thinking", "symptom"),
    Need("vision", "Poor sight", "symptom"),
    Need("mood", "Low mood and stress", "symptom"),
    Need("heat", "Sensitivity to heat", "symptom"),
    Need("bladder", "Bladder urgency", "symptom"),
)
NEEDS: dict[str, Need] = {need.code: need for need in _NEEDS}


@dataclass(frozen=True)
class NeedRow:
    """One reviewed link from a need to a service, with its reason in one line."""

    need: str
    service: str
    reason: str


_TABLE: dict[str, dict[str, str]] = {
    "grooming": {
        "activities-of-daily-living": "Ways to brush, shave and wash with less effort.",
        "adaptive-devices": "Thick handles and long reachers replace grip and reach.",
    },
    "dressing": {
        "activities-of-daily-living": "An order of dressing that spares balance and strength.",
        "adaptive-devices": "Button hooks and sock aids do what numb fingers cannot.",
    },
    "feeding": {
        "activities-of-daily-living": "Posture and small bites make meals safer.",
        "adaptive-devices": "Weighted or thick-handled cutlery steadies the hand.",
    },
    "toileting": {
        "activities-of-daily-living": "Transfers and clothing are practised step by step.",
        "adaptive-devices": "A raised seat and rails make standing up safer.",
        "safety": "The way to the toilet at night is a common place of falls.",
    },
    "bathing": {
        "activities-of-daily-living": "Washing seated saves strength and balance.",
        "fall-prevention": "The bathroom is where many falls happen.",
        "adaptive-devices": "A shower chair and grab bars are chosen and tried out.",
    },
    "finances": {
        "money-management": "Bills and budgets are made simple and regular.",
        "organization-skills": "Papers get one place and one day.",
    },
    "travel": {
        "driving": "It is tested whether driving is safe, and with which controls.",
        "community-reintegration": "Trips by bus, taxi or on foot are planned and practised.",
    },
    "cooking": {
        "activities-of-daily-living": "Kitchen tasks are broken into safe steps.",
        "energy-conservation": "Sitting and preparing ahead save strength.",
        "safety": "Heat and knives need care when hands are weak or numb.",
    },
    "medication": {
        "medication-management": "Reminders and pill boxes are fitted to the day.",
    },
    "communication-devices": {
        "adaptive-devices": "Voice control, large keys and mounts make devices usable.",
    },
    "childcare": {
        "energy-conservation": "Lifting and carrying are planned around strength.",
        "time-management": "The family's day is arranged around rests.",
        "adaptive-devices": "Adapted cots and carriers make care safer.",
    },
    "housework": {
        "energy-conservation": "Tasks are spread, shared and done seated.",
        "clutter-management": "Fewer things in the way mean less work and fewer falls.",
        "activities-of-daily-living": "Cleaning and laundry are practised with less effort.",
    },
    "leisure": {
        "community-reintegration": "Hobbies and places are found again, adapted if needed.",
        "energy-conservation": "Strength is kept for what gives joy.",
    },
    "social-life": {
        "community-reintegration": "Meeting people is planned and practised.",
        "stress-management": "Worry about going out is made smaller.",
    },
    "work": {
        "vocational-rehabilitation": "The job, its tasks and its place are adapted.",
        "energy-conservation": "Breaks and pacing keep a working day possible.",
        "time-management": "Tasks are placed where energy is best.",
    },
    "fatigue": {
        "energy-conservation": "Planning and pacing are the best studied help for MS fatigue.",
        "time-management": "A day with planned rests lasts longer.",
    },
    "balance": {
        "fall-prevention": "Risks are found and balance is trained.",
        "safety": "Rooms and routes are made safe.",
    },
    "weakness": {
        "motor-exercises": "Movement is trained for the tasks that matter.",
        "upper-body-strengthening": "Arms and trunk get stronger and stay supple.",
        "adaptive-devices": "Tools take over what strength no longer does.",
    },
    "tremor": {
        "motor-exercises": "Coordination is trained in small steps.",
        "adaptive-devices": "Weighted and stabilising tools calm the hand.",
        "activities-of-daily-living": "Positions are found in which the tremor is least.",
    },
    "spasticity": {
        "upper-body-strengthening": "Regular stretching keeps joints moving.",
        "motor-exercises": "Movement patterns that loosen stiffness are trained.",
    },
    "numbness": {
        "motor-exercises": "Hands are trained to work with less feeling.",
        "adaptive-devices": "Thick grips and button hooks help where feeling is lost.",
        "safety": "Burns and cuts are prevented when hands do not feel them.",
    },
    "memory": {
        "organization-skills": "Fixed places and lists take load off memory.",
        "time-management": "Calendars and alarms keep the day together.",
        "medication-management": "Medication is not forgotten or taken twice.",
        "money-management": "Bills are paid once and on time.",
    },
    "vision": {
        "adaptive-devices": "Large print, light and magnifiers are tried out.",
        "safety": "Edges, steps and clutter are marked or removed.",
        "activities-of-daily-living": "Daily tasks are arranged by touch and contrast.",
    },
    "mood": {
        "stress-management": "Relaxation and coping skills are practised.",
        "community-reintegration": "Getting out and meeting people lifts mood.",
    },
    "heat": {
        "energy-conservation": "Heavy tasks move to cool hours and are done in parts.",
        "adaptive-devices": "Cooling vests and fans are chosen and tried out.",
    },
    "bladder": {
        "activities-of-daily-living": "Clothing and routines are made quick.",
        "time-management": "Outings and rests are planned around the toilet.",
        "community-reintegration": "Going out gets easier with a plan.",
    },
}

NEEDS_TO_SERVICES: tuple[NeedRow, ...] = tuple(
    NeedRow(need, service, reason)
    for need, services in _TABLE.items()
    for service, reason in services.items()
)


def services_for(needs: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Service codes that help with `needs`, each once, with the needs that ask for it.

    Every code in `needs` must be one of `vocabulary.NEEDS`.
    """
    because: dict[str, tuple[str, ...]] = {}
    for need in needs:
        for service in _TABLE[NEEDS[need].code]:
            because[service] = (*because.get(service, ()), need)
    return because
