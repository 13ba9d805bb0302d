"""What plans and payers cover of occupational therapy, as laws and their own papers say: dated
facts, each with its source, read from files at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.directory.payer_names import KINDS
from service.directory.payers import PAYERS
from service.directory.query import plan_key

from . import checking as c
from .program import Effective, Source
from .programs import Flaw, read_file, yaml_files
from .reading import read_effective, read_source
from .yaml_text import BadYaml, Node

PUBLISHED = Path(__file__).with_name("coverage.yaml")
# Yes or no. `limited` is of the number of visits, `by_video` of care by video.
FLAGS = (
    "covered", "referral_needed", "prior_authorization", "plan_of_care", "limited", "by_video",
    "counted_with_physical_therapy",
)  # fmt: skip
AMOUNTS = ("visits_per_year", "copay_dollars", "coinsurance_percent")
_MOST = {"visits_per_year": 1000, "copay_dollars": 10_000, "coinsurance_percent": 100}


@dataclass(frozen=True)
class CoverageFact:
    """One fact, by whom it is said and since when it holds."""

    name: str
    value: bool | float
    source: Source
    effective: Effective


@dataclass(frozen=True)
class CoverageRule:
    """One entry of a file: facts of one source, and of which plans, payers or kinds of payers."""

    source: Source
    effective: Effective
    facts: Mapping[str, bool | float]
    plans: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def rank(self, plan: str | None, payer: str | None) -> int | None:
        """How closely it names a plan and a payer (its code), the lowest first; None if neither."""
        if plan and plan_key(plan) in map(plan_key, self.plans):
            return 0
        if payer in self.payers:
            return 1
        known = PAYERS.get(payer or "")
        return 2 if known and known.kind in self.kinds else None


@dataclass(frozen=True)
class CoverageRules:
    """`flaws` are of entries that could not be taken."""

    rules: tuple[CoverageRule, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    def facts(self, plan: str | None, payer: str | None, on: date) -> dict[str, CoverageFact]:
        """What holds on a day: of the plan before its payer, and that before its kind; then what is
        in force since the latest day, then what was checked last."""
        ranked = [(rule.rank(plan, payer), rule) for rule in self.rules]
        bearing = [(rank, rule) for rank, rule in ranked if rank is not None]
        bearing.sort(key=_order)
        found: dict[str, CoverageFact] = {}
        for _, rule in bearing:
            if rule.effective.covers(on):
                for name, value in rule.facts.items():
                    fact = CoverageFact(name, value, rule.source, rule.effective)
                    found.setdefault(name, fact)
        return found


def _order(ranked: tuple[int, CoverageRule]) -> tuple[int, int, int]:
    rank, rule = ranked
    return rank, -rule.effective.begins.toordinal(), -rule.source.checked_on.toordinal()


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
        "kinds": c.several(c.among(tuple(KINDS)), least=1),
    }
    rule = c.made(CoverageRule, node, readers, "source", "effective", "facts")
    if not (rule.plans or rule.payers or rule.kinds):
        raise c.bad(node, "coverage_of_nobody")
    return rule


def _facts(node: Node) -> dict[str, bool | float]:
    there = c.members(node, (), (*FLAGS, *AMOUNTS))
    if not there:
        raise c.bad(node, "coverage_without_facts")
    return {name: _value(name, member) for name, member in there.items()}


def _value(name: str, node: Node) -> bool | float:
    if name in FLAGS:
        return c.flag(node)
    found = c.amount(node)
    if found > _MOST[name]:
        raise c.bad(node, "fact_not_amount", most=_MOST[name])
    return found
