"""One invented OT in a loaded directory, of whom a referral finds out more."""

from datetime import UTC, datetime
from pathlib import Path

from service.directory.profile import Profile
from service.engines.protocol import Engine
from service.records.store import Store
from service.stewardship.doubts import open_doubt
from service.stewardship.outcomes import Outcome, doubt_of
from tests.indexer_files import npi, write

ANA, PLAN = npi(1), "11111NY0010001"
SAID = "2026-11-01"
WHO = {"by": "Staff member", "why": "called the office"}
THEN = datetime(2026, 11, 3, 20, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 20, tzinfo=UTC)
OFFICE = {
    "line1": "1 Main St", "city": "Albany", "state": "NY", "postal_code": "12203",
    "phone": "5185550100", "fax": "5185550101", "accepting_patients": "newpt",
    "plans": [{"status": "in-network", "plan_id": PLAN, "payer": "Gem Health"}],
}  # fmt: skip


def line(as_of: str = SAID, **facts) -> dict:
    at = OFFICE | facts
    return {"npi": ANA, "taxonomies": ["225X00000X"], "source": "chapter", "as_of": as_of,
            "locations": [at]}  # fmt: skip


def directory_file(folder: Path, *lines: dict) -> Path:
    return write(folder / "profiles.ndjson", lines or (line(),))


def opened(store: Store, engine: Engine, fact: str, **told) -> str:
    """The id of a doubt of Ana's, as the outcome of a referral opens it."""
    profile = engine.get(ANA)
    made = doubt_of(profile, Outcome(told.pop("why", "said-so"), fact, **told))
    with store.transaction() as session:
        return open_doubt(session, made)


def in_doubt(profile: Profile) -> set[str]:
    """What of the first location is."""
    at = profile.locations[0]
    found = {name for name, given in at.evidence.items() if given.doubted_on}
    return found | {f"plans.{row.plan_id}" for row in at.plans if row.doubted_on}
