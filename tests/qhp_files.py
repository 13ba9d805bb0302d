"""Issuers' JSON files for tests, made of what each test says; every person is invented."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.sources.reading import Reading, Source
from tests.indexer_files import npi, write

OT, OTHER_OT, STRANGER = npi(99_998_001), npi(99_998_002), npi(99_998_003)
BAD_NPI = OT[:-1] + str((int(OT[-1]) + 1) % 10)
PLAN, PLAN_2, PLAN_OF_ANOTHER = "11111NY0010001", "11111NY0010002", "22222NJ0010001"


def address(**told: Any) -> dict[str, Any]:
    return {
        "address": "1 MAIN ST", "city": "ALBANY", "state": "NY", "zip": "12203",
        "phone": "518-555-0100", **told,
    }  # fmt: skip


def entry(plan_id: str = PLAN, **told: Any) -> dict[str, Any]:
    return {
        "plan_id_type": "HIOS-PLAN-ID", "plan_id": plan_id, "network_tier": "PREFERRED", **told,
    }  # fmt: skip


def provider(**told: Any) -> dict[str, Any]:
    """An item about an OT; a field that is told as `...` is left out."""
    item = {
        "npi": OT, "type": "INDIVIDUAL", "name": {"first": "ANA", "last": "RUIZ"},
        "addresses": [address()], "specialty": ["Occupational Therapist"],
        "accepting": "accepting", "plans": [entry()], "last_updated_on": "2026-10-01", **told,
    }  # fmt: skip
    return {field: value for field, value in item.items() if value is not ...}


def plan(plan_id: Any = PLAN, **told: Any) -> dict[str, Any]:
    item = {
        "plan_id_type": "HIOS-PLAN-ID", "plan_id": plan_id, "marketing_name": "Example Silver",
        "last_updated_on": "2026-10-01", **told,
    }  # fmt: skip
    return {field: value for field, value in item.items() if value is not ...}


def json_file(folder: Path, content: Any) -> Path:
    """A text or bytes as they are, anything else as JSON."""
    as_is = isinstance(content, str | bytes)
    return write(folder / "file.json", content if as_is else json.dumps(content))


def readings(source: Source, wanted: Iterable[str] = (OT, OTHER_OT)) -> list[Reading]:
    """All readings; each has one fate and its own number."""
    source.wants = set(wanted).__contains__
    read = list(source.readings())
    assert len({reading.line for reading in read}) == len(read)
    for reading in read:
        fates = (reading.records, reading.plan, reading.benefit, reading.skipped, reading.rejected)
        assert len([fate for fate in fates if fate]) == 1, reading
    return read
