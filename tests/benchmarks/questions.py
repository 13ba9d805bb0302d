"""The searches that are timed, from dense metros to rural ZIPs, written as a client sends them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict

from service.api.query_schema import QuerySchema
from service.directory.needs import NEEDS, services_for
from service.directory.query import Query, needs_visit
from service.directory.zip_table import PostalCode, zip_table
from service.engines.protocol import Meta
from service.search import resolve

from .curated import LANGUAGES, PAYERS, TODAY, plan_id
from .names import FIRST_NAMES, SURNAMES, common
from .world import dense_codes

# What is asked for, and how often in a hundred searches.
KINDS = {"place and need": 40, "with a plan": 30, "with filters": 15, "by video": 8, "by name": 7}
WARM_UP_SEED, WARM_UP = 3, 50
_FILTERS = (
    ("accepting", "true"), ("accepting", "true"), ("access", "step_free"), ("gender", "F"),
    ("setting", "clinic"), ("setting", "home"), ("credential", "MSCS"), ("specialty", "225XN1300X"),
)  # fmt: skip
_BY_VIDEO = [need for need in NEEDS if not all(map(needs_visit, services_for((need,))))]
_SCHEMA = QuerySchema(today=lambda: TODAY)


@dataclass(frozen=True)
class Question:
    """One search by its REST parameters."""

    kind: str
    parameters: dict[str, str]

    @property
    def path(self) -> str:
        return f"/api/v1/providers?{urlencode(self.parameters)}"

    def query(self) -> Query:
        return _SCHEMA.load(MultiDictProxy(MultiDict(self.parameters), _SCHEMA))  # as Flask does

    def resolved(self, meta: Meta) -> Query:
        """As an engine takes it."""
        return resolve(meta, self.query())[0]


def questions(count: int, seed: int = 2) -> list[Question]:
    """Half from metros, half from any ZIP; each kind as often as KINDS says."""
    chance = random.Random(seed)
    codes, dense = list(zip_table().by_code.values()), dense_codes()
    kinds = chance.choices(list(KINDS), list(KINDS.values()), k=count)
    return [
        Question(kind, dict(_parameters(chance, kind, chance.choice(dense if n % 2 else codes))))
        for n, kind in enumerate(kinds)
    ]


def warm_up() -> list[Question]:
    """Others, to be asked before the first that counts."""
    return questions(WARM_UP, WARM_UP_SEED)


def _parameters(chance: random.Random, kind: str, at: PostalCode) -> Iterator[tuple[str, str]]:
    yield "near", at.code if chance.random() < 0.5 else f"{at.city}, {at.state}"
    yield "radius", chance.choice(("10", "25", "25", "50"))
    if kind == "by name":
        yield "name", _name(chance)
        return
    yield "need", chance.choice(_BY_VIDEO if kind == "by video" else list(NEEDS))
    if chance.random() < 0.1:
        yield "language", chance.choice(LANGUAGES)
    if kind == "with a plan":
        yield "plan", plan_id(chance, chance.randrange(len(PAYERS)))
        if chance.random() < 0.25:
            yield "insurance_mode", "require"
    if kind == "with filters":
        yield from chance.sample(_FILTERS, chance.choice((1, 2)))
    if kind == "by video":
        yield "telehealth", "true"


def _name(chance: random.Random) -> str:
    """A surname, some with the first name, some with a letter left out."""
    name = common(chance, SURNAMES)
    at = chance.randrange(1, len(name))
    typed = chance.choice((name, name.lower(), name[:at] + name[at + 1 :]))
    return f"{common(chance, FIRST_NAMES)} {typed}" if chance.random() < 0.3 else typed
