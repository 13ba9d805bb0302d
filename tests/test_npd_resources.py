"""Single resources of the National Provider Directory: every spelling that its releases know."""

from datetime import date

import pytest

from indexer.clean import Rejected
from indexer.sources import npd_named, npd_people
from indexer.sources.fhir import holds_key, resource_of
from indexer.sources.reading import Source
from tests.indexer_files import npi
from tests.npd_files import (
    TAXONOMY,
    address,
    extension,
    lines,
    organization,
    person,
    place,
    plan,
    refers,
    resource,
    role,
)

DAY = date(2026, 9, 29)
