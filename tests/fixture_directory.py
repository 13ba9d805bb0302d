"""The committed fixtures as a directory, loaded by the real pipeline."""

from io import StringIO
from pathlib import Path

import yaml

from indexer.pipeline import load
from indexer.report import Rejects, Report
from indexer.sources.mscs import open_mscs
from indexer.sources.nppes import open_nppes
from indexer.sources.profiles import open_profiles
from service.engines.protocol import Engine

FIXTURES = Path(__file__).parent.parent / "fixtures"


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


def people() -> dict[str, str]:
    """The keys of people.yaml with their NPIs."""
    told = yaml.safe_load((FIXTURES / "people.yaml").read_text(encoding="utf-8"))["people"]
    return {key: str(person["npi"]) for key, person in told.items()}
