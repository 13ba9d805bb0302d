"""Records of one invented OT as the sources that merge tests need would give them."""

from datetime import date

from service.directory.profile import Credential, Record
from tests.indexer_files import NPI

DAY = date(2026, 10, 1)


def nppes(**facts) -> Record:
    return Record(npi=NPI, source="nppes", as_of=date(2026, 9, 1), **facts)


def mscs(**credential) -> Record:
    held = Credential(code="MSCS", checked_on=DAY, source="roster", **credential)
    return Record(npi=NPI, source="mscs", label="roster", as_of=DAY, credentials=(held,))


def curated(**facts) -> Record:
    return Record(npi=NPI, source="profiles", label="chapter", as_of=DAY, **facts)
