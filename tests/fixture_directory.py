"""The committed fixtures: a directory loaded by the real pipeline, and answers from it read by
the keys that people.yaml and searches.yaml give to people."""

import re
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import yaml

from indexer.__main__ import load as load_command
from indexer.options import sources_of
from indexer.pipeline import Terms, load
from indexer.report import Rejects, Report
from indexer.sources.reading import Source
from service.engines.protocol import Engine
from service.stewardship.staff import NOBODY, Staff

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
TRUTH = "tag:yaml.org,2002:bool"


def fixture_options() -> dict[str, Any]:
    """The options by which `make run` loads the fixtures, as the load command reads them."""
    told = re.search(r"^FIXTURES := ((?:.*\\\n)*.*)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    words = [
        str(ROOT / word) if word.startswith("fixtures/") else word
        for word in told[1].replace("\\\n", " ").split()
    ]
    return load_command.make_context("load", [*words, "--into", "-"]).params


def load_fixtures(engine: Engine, *more: Source, staff: Staff = NOBODY) -> Report:
    """Replace the engine's directory by the invented world, as staff decided; gives the load's
    report."""
    report = Report(Rejects(StringIO()))
    load(
        [*more, *sources_of(fixture_options())],
        engine,
        report,
        Terms(allow_shrink=True, staff=lambda: staff),
    )
    return report


class StrictLoader(yaml.SafeLoader):
    """Refuses a key given twice; takes only true and false for truths, so that `on` is a word."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, form) for tag, form in forms if tag != TRUTH]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(names) == len(set(names)), f"a key twice: {names}{node.start_mark}"
        return super().construct_mapping(node, deep)


StrictLoader.add_implicit_resolver(TRUTH, re.compile(r"(true|false)$"), ["t", "f"])


def read_strictly(path: Path) -> Any:
    """A YAML file in which nothing is dropped or reread in silence."""
    return yaml.load(path.read_text(encoding="utf-8"), StrictLoader)


SEARCHES = read_strictly(FIXTURES / "searches.yaml")


def _people() -> dict[str, str]:
    """Key -> NPI: everybody of people.yaml, and whom the golden searches name besides."""
    told = read_strictly(FIXTURES / "people.yaml")["people"]
    groups = ({key: str(person["npi"]) for key, person in told.items()},
              SEARCHES["people"], SEARCHES["gone"])  # fmt: skip
    named = [(key, npi) for group in groups for key, npi in group.items()]
    keys, npis = zip(*named, strict=True)
    assert len(named) == len(set(keys)) == len(set(npis)), "a key or an NPI twice"
    return dict(named)


PEOPLE: dict[str, str] = _people()
KEYS = {npi: person for person, npi in PEOPLE.items()}


class Answer:
    """The body of GET /providers, read by the keys of PEOPLE."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body
        self.people = [KEYS.get(match["npi"], match["npi"]) for match in body["matches"]]

    def position(self, person: str) -> int:
        assert person in self.people, f"{person} is not among {self.people}"
        return self.people.index(person)

    def match(self, person: str) -> dict[str, Any]:
        return self.body["matches"][self.position(person)]

    def score(self, person: str) -> float:
        return self.match(person)["score"]

    def reason(self, person: str, signal: str) -> dict[str, Any]:
        return {reason["signal"]: reason for reason in self.match(person)["reasons"]}[signal]

    def points(self, person: str, signal: str) -> float:
        return self.reason(person, signal)["points"]
