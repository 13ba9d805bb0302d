"""What plans and payers cover of occupational therapy, as laws and their own papers say: dated
facts, each with its source, read from files at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.directory.payer_names import KINDS
from service.directory.payers import PAYERS, Payer
from service.directory.query import plan_key

from . import checking as c
from .program import Effective, Source
from .programs import Flaw, read_file, yaml_files
from .reading import read_effective, read_source
from .yaml_text import BadYaml, Node

PUBLISHED = Path(__file__).with_name("coverage_data")
# Private plans in place of Original Medicare, where nobody names the insurer: a kind of no payer.
MEDICARE_ADVANTAGE = "medicare-advantage"
# Yes or no. `limited` is of the number of visits, `by_video` of care by video.
FLAGS = (
    "covered", "referral_needed", "prior_authorization", "plan_of_care", "limited", "by_video",
    "counted_with_physical_therapy",
)  # fmt: skip
# `visits_before_approval` are those after which the payer must approve more.
AMOUNTS = ("visits_per_year", "visits_before_approval", "copay_dollars", "coinsurance_percent")
_MOST = {
    "visits_per_year": 1000, "visits_before_approval": 1000, "copay_dollars": 10_000,
    "coinsurance_percent": 100,
}  # fmt: skip
# The flag that a number goes with: an entry need not say both, and no flag of another entry stands
# beside a number that it contradicts.
_FLAG_OF = {
    "visits_per_year": ("limited", True),
    "visits_before_approval": ("prior_authorization", False),
}


@dataclass(frozen=True)
class CoverageFact:
    """One fact, by whom it is said and since when it holds. `as_of` is the day of the text that it
    is from, where nobody has seen that it still holds on the day asked about."""

    name: str
    value: bool | float
    source: Source
    effective: Effective
    as_of: date | None = None


@dataclass(frozen=True)
class CoverageRule:
    """One entry of a file: facts of one source, and of which plans, payers or kinds of payers.

    `as_of` is the day of the text that was read, if it is not known to be in force today.
    """

    source: Source
    effective: Effective
    facts: Mapping[str, bool | float]
    plans: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    as_of: date | None = None

    def rank(self, plan: str | None, payer: str | None, kind: str | None) -> int | None:
        """How closely it names a plan, a payer (its code) or a kind, the lowest first; None if not
        at all."""
        if plan and plan_key(plan) in map(plan_key, self.plans):
            return 0
        if payer in self.payers:
            return 1
        return 2 if kind in self.kinds else None

    def unseen_since(self, on: date) -> date | None:
        """Its `as_of`, on the days after it."""
        return self.as_of if self.as_of and self.as_of < on else None


@dataclass(frozen=True)
class CoverageRules:
    """`flaws` are of entries that could not be taken."""

    rules: tuple[CoverageRule, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    def facts(
        self, plan: str | None, payer: Payer | None, kind: str | None, on: date
    ) -> dict[str, CoverageFact]:
        """What holds on a day: of the plan before its payer, and that before its kind; then what is
        known to hold before what an older text says, what is in force since the latest day, and
        what was checked last."""
        found: dict[str, CoverageFact] = {}
        for rule in self._bearing(plan, payer and payer.code, kind, on):
            for name, value in rule.facts.items():
                as_of = rule.unseen_since(on)
                fact = CoverageFact(name, value, rule.source, rule.effective, as_of)
                found.setdefault(name, fact)
        for amount, (flag, value) in _FLAG_OF.items():
            if amount in found and found[flag].value is not value:
                del found[amount]
        return found

    def _bearing(
        self, plan: str | None, payer: str | None, kind: str | None, on: date
    ) -> list[CoverageRule]:
        """The rules of a day that speak of them, the one that counts most first."""
        ranked = [(rule.rank(plan, payer, kind), rule) for rule in self.rules]
        bearing = [(rank, rule) for rank, rule in ranked if rank is not None]
        bearing.sort(key=lambda pair: (pair[0], *_order(pair[1], on)))
        return [rule for _, rule in bearing if rule.effective.covers(on)]


def _order(rule: CoverageRule, on: date) -> tuple[bool, int, int]:
    begins, checked = rule.effective.begins, rule.source.checked_on
    return rule.unseen_since(on) is not None, -begins.toordinal(), -checked.toordinal()


def read_coverage(*paths: Path) -> CoverageRules:
    """The rules that come along, and those of files and folders, each file a list; raises
    ValueError for a path that is none."""
    rules: list[CoverageRule] = []
    flaws: list[Flaw] = []
    for path in yaml_files((PUBLISHED, *paths)):
        for entry in _entries(path, flaws):
            try:
                rules.append(_rule(entry))
            except BadYaml as error:
                flaws.append(Flaw(path.stem, str(path), error.fault))
    return CoverageRules(tuple(rules), tuple(flaws))


def _entries(path: Path, flaws: list[Flaw]) -> list[Node]:
    try:
        return c.listed(read_file(path))
    except BadYaml as error:
        flaws.append(Flaw(path.stem, str(path), error.fault))
        return []


def _rule(node: Node) -> CoverageRule:
    readers: dict[str, Callable[[Node], Any]] = {
        "source": read_source,
        "effective": read_effective,
        "facts": _facts,
        "plans": c.several(c.text, least=1),
        "payers": c.several(c.among(tuple(PAYERS)), least=1),
        "kinds": c.several(c.among((*KINDS, MEDICARE_ADVANTAGE)), least=1),
        "as_of": c.day,
    }
    rule = c.made(CoverageRule, node, readers, "source", "effective", "facts")
    if not (rule.plans or rule.payers or rule.kinds):
        raise c.bad(node, "coverage_of_nobody")
    return rule


def _facts(node: Node) -> dict[str, bool | float]:
    there = c.members(node, (), (*FLAGS, *AMOUNTS))
    if not there:
        raise c.bad(node, "coverage_without_facts")
    found = {name: _value(name, member) for name, member in there.items()}
    flags = {flag: value for amount, (flag, value) in _FLAG_OF.items() if amount in found}
    return flags | found


def _value(name: str, node: Node) -> bool | float:
    if name in FLAGS:
        return c.flag(node)
    found = c.amount(node)
    if found > _MOST[name]:
        raise c.bad(node, "fact_not_amount", most=_MOST[name])
    return found
