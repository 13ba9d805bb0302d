"""The committed fixtures: a directory loaded by the real pipeline, and answers from it read by
the keys of people.yaml."""

import re
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import yaml

from indexer.pipeline import load
from indexer.report import Rejects, Report
from indexer.sources.mscs import open_mscs
from indexer.sources.nppes import open_nppes
from indexer.sources.profiles import open_profiles
from service.engines.protocol import Engine

FIXTURES = Path(__file__).parent.parent / "fixtures"
TRUTH = "tag:yaml.org,2002:bool"


def load_fixtures(engine: Engine) -> Report:
    """Replace the engine's directory by the invented world; gives the load's report."""
    sources = [
        open_nppes(FIXTURES / "nppes.csv"),
        open_mscs(FIXTURES / "mscs_roster.csv"),
        open_profiles(FIXTURES / "profiles.ndjson"),
    ]
    report = Report(Rejects(StringIO()))
    load(sources, engine, report, allow_shrink=True)
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


PEOPLE: dict[str, str] = {
    key: str(person["npi"])
    for key, person in read_strictly(FIXTURES / "people.yaml")["people"].items()
}
KEYS = {npi: person for person, npi in PEOPLE.items()}


class Answer:
    """The body of GET /providers, read by the keys of people.yaml."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body
        self.people = [KEYS[match["npi"]] for match in body["matches"]]

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
