"""What single resources of the National Provider Directory are read as, for tests."""

from datetime import date
from pathlib import Path

from indexer.sources import npd_named, npd_people
from indexer.sources.reading import Source
from tests.indexer_files import npi

DAY = date(2026, 9, 29)
NETWORK = "base-ext-network-reference"


def said_of(says, told, day=DAY, wants=frozenset()):
    source = Source("npd", Path("x"), iter, wants=lambda one: one in wants)
    return says(source, told, day)


def record(told, **options):
    (found,) = said_of(npd_people.practitioner, told, **options)["records"]
    return found


def role_of(told, day=DAY):
    (part,) = said_of(npd_people.practitioner_role, told, day, wants={npi(1)})["parts"]
    return part.role


def why_not(says, told, day=DAY):
    return said_of(says, told, day, wants={npi(1)})["skipped"]


def listed(told, day=DAY):
    return said_of(npd_named.insurance_plan, told, day)["resource"]
