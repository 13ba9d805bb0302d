"""How fast the look-ups of a search form are, in process, on a catalogue of a country's size.

python -m tests.benchmarks.lookups [--plans 20000] [--queries 500]
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime

import click

from service.directory.payers import COMMERCIAL, PAYERS
from service.directory.place_search import find_places
from service.directory.query import plan_key
from service.directory.states import STATES
from service.directory.zip_table import zip_table
from service.engines.census import Census
from service.engines.protocol import Meta, Plan
from service.plan_search import LatestChoices

from .curated import TODAY
from .timing import measured, report

INSURERS = [payer.name for payer in PAYERS.values() if payer.kind == COMMERCIAL]
PRODUCTS = ["Saver", "Choice", "Core", "Value", "Premier", "Essential", "Standard", "Copay"]
METALS = ["Bronze", "Silver", "Gold", "Platinum", "Catastrophic"]
NETWORKS = ["HMO", "PPO", "EPO", "POS"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@click.command()
@click.option("--plans", default=20_000, show_default=True, help="How many plans.")
@click.option("--queries", default=500, show_default=True, help="How many texts for each route.")
def main(plans: int, queries: int) -> None:
    """Print milliseconds at the 50th, 95th and 99th percentile."""
    chance = random.Random(1)
    places = [typed(chance, text) for text in place_texts(chance, queries)]
    run("places", lambda text: find_places(text, 10), places)
    meta = catalogue(chance, plans)
    texts = [typed(chance, text) for text in plan_texts(chance, queries, meta)]
    latest = LatestChoices()
    states = {text: chance.choice([None, *STATES]) for text in texts}
    run("plans", lambda text: latest.of(meta).find(text, states.get(text), 10), texts)


def run(name: str, find: Callable, texts: list[str]) -> None:
    start = time.perf_counter()
    find("first")
    click.echo(f"{name}: ready in {time.perf_counter() - start:.1f} s")
    found = sum(find(text).total > 0 for text in texts)
    report(f"{name}, {found} of {len(texts)} found", measured(find, texts))


def typed(chance: random.Random, text: str) -> str:
    """As it is being typed: all of it, its beginning, or with a typo in it."""
    at = chance.randrange(len(text))
    return chance.choice([
        text, text.lower(), text[: at + 1],
        text[:at] + text[at + 1 :] or text, text[:at] + chance.choice(LETTERS) + text[at:],
    ])  # fmt: skip


def place_texts(chance: random.Random, count: int) -> list[str]:
    codes = list(zip_table().by_code.values())
    forms = ("{0.code}", "{0.city}", "{0.city}", "{0.city} {0.state}", "{0.city}, {0.state}")
    return [chance.choice(forms).format(chance.choice(codes)) for _ in range(count)]


def plan_texts(chance: random.Random, count: int, meta: Meta) -> list[str]:
    plans = list(meta.plans.values())
    known = [name for payer in PAYERS.values() for name in (payer.name, *payer.aliases)]
    return [
        chance.choice([chance.choice(known), plan.name or "", plan.plan_id, plan.payer or "PPO"])
        for plan in chance.choices(plans, k=count)
    ]


def catalogue(chance: random.Random, count: int) -> Meta:
    plans = {}
    for number in range(count):
        state, issuer = chance.choice(list(STATES)), chance.randrange(300)
        plan_id = f"{10_000 + issuer}{state}{number:07d}"
        insurer = INSURERS[issuer % len(INSURERS)]
        name = " ".join((insurer.split()[0], chance.choice(PRODUCTS), chance.choice(METALS),
                         str(chance.randrange(0, 9000, 500)), chance.choice(NETWORKS)))  # fmt: skip
        payer = insurer if chance.random() < 0.8 else None
        plans[plan_key(plan_id)] = Plan(plan_id=plan_id, payer=payer, name=name)
    return Census().complete(Meta(loaded_at=datetime.now(UTC), date=TODAY, plans=plans), 0)


if __name__ == "__main__":
    main()
