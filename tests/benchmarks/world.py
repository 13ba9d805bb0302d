"""A generated country of OTs, spread as ZIP codes are, and searches from dense to rural."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from indexer.merge import likely_services
from service.directory.needs import NEEDS
from service.directory.places import PostalCode, open_place, zip_table
from service.directory.profile import Credential, License, Location, Name, PlanEvidence, Profile
from service.directory.query import Query
from service.directory.vocabulary import SERVICES, TAXONOMIES, Known

TODAY = date(2026, 11, 22)
PAYERS = [f"Payer {number}" for number in range(40)]
TAXONOMY_WEIGHTS = [60, 1, 1, 1, 1, 2, 3, 1, 1, 2, 5, 18, 5]


def profiles(count: int, seed: int = 1) -> Iterator[Profile]:
    """`count` OTs by NPI, most with nothing but a taxonomy and one location."""
    chance = random.Random(seed)
    codes = list(zip_table().by_code.values())
    # A third live where ZIPs are thick: metros have many OTs to a ZIP.
    dense = [code for code in codes if len(zip_table().city(code.city, code.state)) > 15]
    for number in range(count):
        yield _profile(chance, 1_000_000_000 + number, codes, dense)


def _profile(
    chance: random.Random, npi: int, codes: list[PostalCode], dense: list[PostalCode]
) -> Profile:
    curated = chance.random() < 0.15
    code = chance.choice(dense if chance.random() < 0.4 else codes)
    taxonomies = tuple(dict.fromkeys(chance.choices(list(TAXONOMIES), TAXONOMY_WEIGHTS, k=2)))
    held = ()
    if chance.random() < 0.01:
        held = (Credential(code="MSCS", expires_on=date(chance.randint(2024, 2030), 12, 31)),)
    others = chance.choices(codes, k=chance.choice([0, 0, 1, 1, 2]))
    return Profile(
        npi=str(npi),
        name=Name(first=f"First{npi % 977}", last=f"Last{npi % 7919}", credentials="OTR/L"),
        gender=chance.choice(["F", "F", "F", "M"]),
        taxonomies=taxonomies,
        licenses=(License(state=code.state, number=str(npi % 100_000)),),
        credentials=held,
        services=_services(chance) if curated else {},
        languages=("en", *chance.sample(["es", "zh", "vi"], chance.randint(0, 1))) * curated,
        telehealth=chance.choice(list(Known)) if curated else Known.UNKNOWN,
        locations=tuple(_location(chance, at, n, curated) for n, at in enumerate([code, *others])),
        likely=likely_services(taxonomies, held),
    )


def _services(chance: random.Random) -> dict[str, Known]:
    return {
        c: chance.choice([Known.YES, Known.YES, Known.NO]) for c in chance.sample(list(SERVICES), 6)
    }


def _location(chance: random.Random, at: PostalCode, number: int, curated: bool) -> Location:
    plans = [_evidence(chance) for _ in range(chance.choice([0, 0, 0, 1, 2, 3, 4]))]
    return Location(
        id=f"{number}",
        line1=f"{chance.randint(1, 9999)} Main St",
        city=at.city,
        state=at.state,
        postal_code=at.code,
        phone=f"{chance.randint(200, 989)}5550{chance.randint(100, 199)}",
        lat=round(at.lat + chance.uniform(-0.02, 0.02), 4),
        lon=round(at.lon + chance.uniform(-0.02, 0.02), 4),
        precision="address",
        accepting_patients=chance.choice(["newpt", "newpt", "nopt"]) if curated else None,
        accepting_as_of=TODAY - timedelta(days=chance.randint(0, 200)) if curated else None,
        wait_weeks=chance.choice([None, 1, 4, 9]) if curated else None,
        settings=(chance.choice(["clinic", "hospital", "rehab"]),) * curated,
        plans=tuple(plans),
    )


def _evidence(chance: random.Random) -> PlanEvidence:
    payer = chance.randrange(len(PAYERS))
    return PlanEvidence(
        status=chance.choice(["in-network", "in-network", "accepts-payer", "not-accepted"]),
        plan_id=f"PLAN{payer:02d}{chance.randrange(5)}",
        payer=PAYERS[payer],
        as_of=TODAY - timedelta(days=chance.randint(0, 300)),
    )


def searches(count: int, seed: int = 2) -> list[tuple[Query, dict[str, str]]]:
    """`count` queries with their REST parameters: half from metros, half from any ZIP."""
    chance = random.Random(seed)
    codes = list(zip_table().by_code)
    dense = [c for c, row in zip_table().by_code.items()
             if len(zip_table().city(row.city, row.state)) > 15]  # fmt: skip
    found = []
    for number in range(count):
        near = chance.choice(dense if number % 2 else codes)
        need = chance.choice(list(NEEDS))
        asked = {"near": near, "need": need, "radius": chance.choice(["10", "25", "25", "50"])}
        query = Query(
            on=TODAY, place=open_place(near), radius_miles=float(asked["radius"]), needs=(need,)
        )
        found.append(_narrowed(chance, query, asked))
    return found


def _narrowed(
    chance: random.Random, query: Query, asked: dict[str, str]
) -> tuple[Query, dict[str, str]]:
    """Every third with a plan, every fifth with a language, as people ask."""
    if chance.random() < 0.33:
        payer = chance.randrange(len(PAYERS))
        asked["plan"] = f"PLAN{payer:02d}{chance.randrange(5)}"
        query = replace(query, plan=asked["plan"], payer=PAYERS[payer])
    if chance.random() < 0.2:
        asked["language"] = "es"
        query = replace(query, languages=("es",))
    return query, asked
