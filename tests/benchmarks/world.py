"""A generated country of OTs, spread as ZIP codes are: the same one for the same seed."""

import random
from collections.abc import Iterator
from typing import Any

from service.directory.profile import License, Location, Profile
from service.directory.vocabulary import TAXONOMIES
from service.directory.zip_table import PostalCode, zip_table
from service.merge import likely_services

from .curated import credentials, of_location, of_person, plan_evidence, sources
from .names import person_name

CURATED = 0.15  # how many say more of themselves than the registry does
TAXONOMY_CODES = list(TAXONOMIES)
TAXONOMY_WEIGHTS = [60, 1, 1, 1, 1, 2, 3, 1, 1, 2, 5, 18, 5]


def profiles(count: int, seed: int = 1) -> Iterator[Profile]:
    """`count` OTs by NPI, most with nothing but a taxonomy and one location."""
    chance = random.Random(seed)
    codes, dense = list(zip_table().by_code.values()), dense_codes()
    for number in range(count):
        yield _profile(chance, 1_000_000_000 + number, codes, dense)


def dense_codes() -> list[PostalCode]:
    """ZIPs of cities with many of them: metros have many OTs to a ZIP."""
    codes = zip_table().by_code.values()
    return [code for code in codes if len(zip_table().city(code.city, code.state)) > 15]


def _profile(
    chance: random.Random, npi: int, codes: list[PostalCode], dense: list[PostalCode]
) -> Profile:
    curated = chance.random() < CURATED
    home = chance.choice(dense if chance.random() < 0.4 else codes)
    taxonomies = tuple(dict.fromkeys(chance.choices(TAXONOMY_CODES, TAXONOMY_WEIGHTS, k=2)))
    held = credentials(chance)
    others = chance.choices(codes, k=chance.choice((0, 0, 1, 1, 2)))
    given: dict[str, Any] = {
        "name": person_name(chance),
        "gender": chance.choice("FFFM"),
        "taxonomies": taxonomies,
        "licenses": (License(state=home.state, number=str(npi % 100_000)),),
        **(of_person(chance, home) if curated else {}),
    }
    return Profile(
        npi=str(npi),
        credentials=held,
        locations=tuple(_location(chance, at, n, curated) for n, at in enumerate([home, *others])),
        likely=likely_services(taxonomies, held),
        evidence=sources(chance, given, curated),
        **given,
    )


def _location(chance: random.Random, at: PostalCode, number: int, curated: bool) -> Location:
    given: dict[str, Any] = {
        "line1": f"{chance.randint(1, 9999)} Main St",
        "city": at.city,
        "state": at.state,
        "postal_code": at.code,
        "phone": f"{chance.randint(200, 989)}5550{chance.randint(100, 199)}",
        **(of_location(chance) if curated else {}),
    }
    return Location(
        id=str(number),
        lat=round(at.lat + chance.uniform(-0.02, 0.02), 4),
        lon=round(at.lon + chance.uniform(-0.02, 0.02), 4),
        precision="address",
        plans=tuple(plan_evidence(chance) for _ in range(chance.choice((0, 0, 0, 1, 2, 3, 4)))),
        evidence=sources(chance, given, curated),
        **given,
    )
