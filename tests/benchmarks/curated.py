"""What a chapter or an OT says beyond the registry: services, languages, home visits, access."""

import random
from datetime import date, timedelta
from functools import cache
from typing import Any

from service.directory.ms_center import MSCenter
from service.directory.profile import (
    AgesServed,
    Credential,
    HomeVisits,
    PlanEvidence,
    ProgramEvidence,
    Provenance,
)
from service.directory.services import SERVICES
from service.directory.vocabulary import ACCEPTING_PATIENTS, ACCESS_FACTS, Known
from service.directory.zip_table import PostalCode

TODAY = date(2026, 11, 22)
PAYERS = [f"Payer {number}" for number in range(40)]
PLANS_OF_A_PAYER = 5
PROGRAMS = [f"example-program-{number}" for number in range(60)]
LANGUAGES = ("es", "es", "es", "es", "zh", "vi", "ar", "tl", "fr", "ru", "ht", "ko")
_KNOWN = list(Known)
_SERVICES, _ACCESS, _ACCEPTING = list(SERVICES), list(ACCESS_FACTS), list(ACCEPTING_PATIENTS)
_CENTER = MSCenter(name="Example MS Center", recognised_by="Example MS Society", checked_on=TODAY)


def of_person(chance: random.Random, at: PostalCode) -> dict[str, Any]:
    """The fields of a profile that a chapter fills in."""
    services = chance.sample(_SERVICES, 6)
    others = chance.choices(LANGUAGES, k=chance.choice((0, 0, 1, 2)))
    return {
        "services": {code: chance.choice((Known.YES, Known.YES, Known.NO)) for code in services},
        "ages_served": AgesServed(adults=Known.YES, children=chance.choice(_KNOWN)),
        "languages": ("en", *dict.fromkeys(others)),
        "telehealth": chance.choice(_KNOWN),
        "home_visits": _home_visits(chance, at),
    }


def of_location(chance: random.Random) -> dict[str, Any]:
    """The fields of a location that a chapter fills in."""
    access = chance.sample(_ACCESS, chance.choice((0, 0, 1, 3)))
    return {
        "accepting_patients": chance.choice(("newpt", "newpt", *_ACCEPTING)),
        "accepting_as_of": _day(chance, 200),
        "wait_weeks": chance.choice((None, 1, 4, 9)),
        "settings": (chance.choice(("clinic", "clinic", "hospital", "rehab", "school")),),
        "access": {code: chance.choice((Known.YES, Known.YES, Known.NO)) for code in access},
        "ms_center": _CENTER if chance.random() < 0.02 else None,
        "programs": _programs(chance),
    }


def _programs(chance: random.Random) -> tuple[ProgramEvidence, ...]:
    """One location in six was asked about a program."""
    if chance.random() > 0.17:
        return ()
    accepts = chance.choice((Known.YES, Known.YES, Known.NO))
    return (
        ProgramEvidence(program=chance.choice(PROGRAMS), accepts=accepts, as_of=_day(chance, 300)),
    )


def credentials(chance: random.Random) -> tuple[Credential, ...]:
    """One in a hundred is an MSCS, current or lapsed; a few claim something else."""
    luck = chance.random()
    if luck < 0.01:
        return (Credential(code="MSCS", expires_on=date(chance.randint(2024, 2030), 12, 31)),)
    if luck < 0.05:
        until = date(chance.randint(2025, 2030), 6, 30)
        return (Credential(code=chance.choice(("BCPR", "BCG", "SCLV")), expires_on=until),)
    return (Credential(code=chance.choice(("CHT", "CBIS", "CLT"))),) if luck < 0.10 else ()


def plan_id(chance: random.Random, payer: int) -> str:
    return f"PLAN{payer:02d}{chance.randrange(PLANS_OF_A_PAYER)}"


def plan_evidence(chance: random.Random) -> PlanEvidence:
    payer = chance.randrange(len(PAYERS))
    return PlanEvidence(
        status=chance.choice(("in-network", "in-network", "accepts-payer", "not-accepted")),
        plan_id=plan_id(chance, payer),
        payer=PAYERS[payer],
        as_of=_day(chance, 300),
        source="qhp",
    )


def sources(chance: random.Random, given: dict[str, Any], curated: bool) -> dict[str, Provenance]:
    """Where each given fact comes from, as long as in a merged profile."""
    source = _source("Example MS Society" if curated else "nppes", chance.randrange(40))
    return {field: source for field, value in given.items() if value}


@cache
def _source(name: str, months: int) -> Provenance:
    return Provenance(source=name, as_of=TODAY - timedelta(days=30 * months), because="only")


def _home_visits(chance: random.Random, at: PostalCode) -> HomeVisits:
    """A third come home: within some miles, in their county, in their ZIP, or nobody says where."""
    if chance.random() > 0.35:
        return HomeVisits(offered=chance.choice((Known.NO, Known.UNKNOWN)))
    area = chance.choice((
        {"radius_miles": chance.choice((5, 10, 15, 25))},
        {"counties": (at.county,)},
        {"postal_codes": (at.code,)},
        {},
    ))  # fmt: skip
    return HomeVisits(offered=Known.YES, **area)


def _day(chance: random.Random, days: int) -> date:
    """One of the last days; few objects, since a country has millions of them."""
    return _days_ago(chance.randrange(days))


@cache
def _days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)
