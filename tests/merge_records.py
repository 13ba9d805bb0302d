"""Records of one invented OT as the sources that merge tests need would give them."""

from datetime import date

from msgspec import structs

from service.directory.profile import Credential, Location, PlanEvidence, Record
from tests.indexer_files import NPI

OLD, DAY = date(2026, 3, 1), date(2026, 10, 1)
PLACE = Location(line1="1 Main St", city="Albany", state="NY", postal_code="12203")
PLAN = "11111NY0010001"


def nppes(**facts) -> Record:
    return Record(npi=NPI, source="nppes", as_of=date(2026, 9, 1), **facts)


def mscs(**credential) -> Record:
    held = Credential(code="MSCS", checked_on=DAY, source="roster", **credential)
    return Record(npi=NPI, source="mscs", label="roster", as_of=DAY, credentials=(held,))


def curated(**facts) -> Record:
    return Record(npi=NPI, source="profiles", label="chapter", as_of=DAY, **facts)


def record(source: str, as_of: date | None = DAY, label: str | None = None, **facts) -> Record:
    return Record(npi=NPI, source=source, label=label, as_of=as_of, **facts)


def at(source: str, as_of: date | None = DAY, label: str | None = None, **facts) -> Record:
    """What one source says of the one place."""
    return record(source, as_of, label, locations=(structs.replace(PLACE, **facts),))


def told_plan(
    status: str, as_of: date, source: str, plan: str | None = PLAN, payer: str | None = "Gem Health"
) -> Record:
    """One row of plan evidence: an issuer's, or what somebody who knows the OT says."""
    row = PlanEvidence(status=status, plan_id=plan, payer=payer, as_of=as_of, source=source)
    return at("qhp" if source == "issuer" else "profiles", as_of, source, plans=(row,))
