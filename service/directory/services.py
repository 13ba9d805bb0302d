"""The treatment sessions that can be searched, and what video does for each. Source: AOTA.

Codes are what URLs, files and facets carry; names are what people read.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """A treatment session that can be searched. `by_video` is yes, partly or no, with a reason."""

    code: str
    name: str
    by_video: str
    video_reason: str


_SERVICES = (
    Service(
        "fall-prevention",
        "Fall prevention",
        "partly",
        "Advice and home safety work by video; balance is first tested in person.",
    ),
    Service(
        "energy-conservation",
        "Energy conservation",
        "yes",
        "Planning, pacing and resting are taught in conversation.",
    ),
    Service(
        "motor-exercises",
        "Motor exercises",
        "partly",
        "Known exercises can be followed by video; the first assessment is hands-on.",
    ),
    Service(
        "upper-body-strengthening",
        "Upper-body strengthening and stretching",
        "partly",
        "Known exercises can be followed by video; strength is first measured in person.",
    ),
    Service(
        "stress-management",
        "Stress management",
        "yes",
        "Relaxation and coping skills are taught in conversation.",
    ),
    Service(
        "medication-management",
        "Medication management",
        "yes",
        "Routines, reminders and pill boxes can be shown on camera.",
    ),
    Service(
        "money-management",
        "Money management",
        "yes",
        "Budgeting and paying bills can be practised on a shared screen.",
    ),
    Service(
        "activities-of-daily-living",
        "Activities of daily living",
        "partly",
        "Many tasks can be shown at home on camera; bathing and transfers need a visit.",
    ),
    Service(
        "community-reintegration",
        "Getting back into the community",
        "partly",
        "Outings can be planned by video; practising them happens outside.",
    ),
    Service(
        "vocational-rehabilitation",
        "Vocational rehabilitation",
        "partly",
        "Job tasks can be talked through by video; a workplace is best seen.",
    ),
    Service(
        "time-management",
        "Time management",
        "yes",
        "Calendars and routines can be planned on a shared screen.",
    ),
    Service(
        "organization-skills",
        "Organization skills",
        "yes",
        "Systems and reminders can be set up on a shared screen.",
    ),
    Service(
        "clutter-management",
        "Clutter management",
        "partly",
        "A camera can go through the rooms; lifting and sorting may need a visit.",
    ),
    Service("driving", "Driving evaluation and rehabilitation", "no", "It needs a car and a road."),
    Service(
        "adaptive-devices",
        "Training on adaptive devices and durable medical equipment",
        "partly",
        "Using a device can be coached by video; fitting it needs a visit.",
    ),
    Service(
        "safety",
        "Safety",
        "partly",
        "Hazards can be found on camera; some must be tried out in person.",
    ),
    Service(
        "care-partner-guidance",
        "Guidance for care partners",
        "yes",
        "Advice and coaching work in conversation.",
    ),
    Service(
        "home-evaluation",
        "Home evaluation",
        "partly",
        "A first look by camera is possible; measuring mostly needs a visit.",
    ),
)
SERVICES: dict[str, Service] = {service.code: service for service in _SERVICES}
