"""How long it takes to decide many programs for one person, in process.

python -m tests.benchmarks.eligibility [--programs 1000] [--rounds 20]
"""

import random
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click

from service.api.present_eligibility import checked_data
from service.directory.states import STATES
from service.eligibility.checks import check
from service.eligibility.facts import INSURANCE_STATUSES
from service.eligibility.opening import Rules, warm
from service.eligibility.outcomes import Outcome
from service.eligibility.person import read_person
from service.eligibility.programs import read_programs
from service.wording.languages import ENGLISH
from tests.eligibility_programs import DAY, text_of

WHOLE = {
    "diagnosis": "ms", "diagnosis_confirmed_by": "physician", "postal_code": "12203", "age": 44,
    "household_size": 3, "household_income": 41000, "insurance_status": "underinsured",
    "days_since_last_award": "none", "veteran": False, "referral_in_hand": True,
    "requested": "ot-visits", "plan_id": "none",
}  # fmt: skip
TOLD = ("diagnosis", "postal_code", "household_size", "household_income", "age")
PEOPLE = {
    "all facts": WHOLE,
    "five facts": {name: WHOLE[name] for name in TOLD},
    "no place": {name: value for name, value in WHOLE.items() if name != "postal_code"},
    "ZIP, income": {"postal_code": "12203", "household_income": 52_300},
    "income": {"diagnosis": "ms", "age": 44, "household_income": 52_300},
    "only income": {"household_income": 52_300},
    "only size": {"household_size": 3},
    "size, income": {"household_size": 3, "household_income": 52_300},
    "two facts": {name: WHOLE[name] for name in ("diagnosis", "age")},
    "nothing": {},
}


@click.command()
@click.option("--programs", default=1000, show_default=True, help="How many programs.")
@click.option("--rounds", default=20, show_default=True, help="How often each is decided.")
def main(programs: int, rounds: int) -> None:
    """Print milliseconds of processor time: the first time, and the median of all others. Who
    tells an income tells another one each time."""
    chance = random.Random(1)
    with TemporaryDirectory() as folder:
        for number in range(programs):
            write_program(Path(folder), number, chance)
        seconds, found = timed(lambda: read_programs(Path(folder)))
        click.echo(f"{programs} programs read in {seconds:.2f} s")
    rules = Rules(found)
    seconds, _ = timed(lambda: warm(rules, DAY))
    click.echo(f"made ready in {seconds:.2f} s")
    for name, facts in PEOPLE.items():
        report(name, facts, rules, rounds)


def report(name: str, facts: dict[str, Any], rules: Rules, rounds: int) -> None:
    def decide() -> Any:
        return check(rules.programs, read_person(next(people), DAY, rules.guidelines))

    people = (_with_income(facts, number) for number in count())
    first, checked = timed(decide)
    again = median(timed(decide)[0] for _ in range(rounds))
    person = read_person(facts, DAY, rules.guidelines)
    told, _ = timed(lambda: checked_data(checked, person, ENGLISH))
    counts = [sum(r.outcome is outcome for r in checked.results) for outcome in Outcome]
    click.echo(
        f"{name:12} first {first * 1000:6.1f} ms, again {again * 1000:6.1f} ms, in words "
        f"{told * 1000:6.1f} ms  ({counts[0]} eligible, {counts[1]} need more, {counts[3]} not)"
    )


def _with_income(facts: dict[str, Any], number: int) -> dict[str, Any]:
    if "household_income" not in facts:
        return facts
    return {**facts, "household_income": facts["household_income"] + 977 * number}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def write_program(folder: Path, number: int, chance: random.Random) -> None:
    """A programme like the examples: an area, and five to eight criteria on other bounds each."""
    area = {"states": chance.sample(list(STATES)[:51], chance.randint(1, 5))}
    if chance.random() < 0.5:
        area["states"].append("NY")
    area["states"] = sorted(set(area["states"]))
    if chance.random() < 0.3:
        area["counties"] = ["Albany, NY", "Berkshire, MA"]
    text = text_of({"all": list(criteria(chance))}, area, id=f"program-{number}")
    (folder / f"{number}.yaml").write_text(text)


def criteria(chance: random.Random) -> Iterator[dict[str, Any]]:
    yield {"fact": "diagnosis", "in": ["ms", *chance.sample(["nmo", "adem", "balo"], 2)]}
    yield {"fact": "diagnosis_confirmed_by", "is": "physician"}
    income = {"fact": "income_percent_of_poverty", "at_most": chance.randrange(100, 400)}
    if chance.random() < 0.2:
        income = {"fact": "household_income", "at_most": 1000 * chance.randrange(20, 90)}
    status = chance.sample(INSURANCE_STATUSES, 2)
    yield {"any": [income, {"fact": "insurance_status", "in": status}]}
    yield {"not": {"fact": "days_since_last_award", "at_most": chance.randrange(90, 800)}}
    yield {"fact": "age", "between": [chance.randrange(16, 30), chance.randrange(60, 120)]}
    if chance.random() < 0.5:
        yield {"any": [{"fact": "veteran", "is": True}, {"fact": "referral_in_hand", "is": True}]}
    if chance.random() < 0.5:
        yield {"fact": "household_size", "at_most": chance.randrange(3, 9)}
    if chance.random() < 0.3:
        yield {"not": {"fact": "plan_id", "in": ["11111NY0010001"]}}


if __name__ == "__main__":
    main()
