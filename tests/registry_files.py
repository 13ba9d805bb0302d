"""Results of the NPI Registry's API, made of what a test says of each."""

import json
from pathlib import Path
from typing import Any

from tests.indexer_files import npi, write

ADDRESS = {
    "address_1": "1 MAIN ST", "address_type": "DOM", "city": "ALBANY", "state": "NY",
    "postal_code": "122031234", "country_code": "US", "telephone_number": "518-555-0100",
}  # fmt: skip


def result(number: int = 1, basic: dict[str, Any] | None = None, **told: Any) -> dict[str, Any]:
    """An OT of today's shape; `basic` is put on top of the usual."""
    usual = {
        "first_name": "ANA", "last_name": "RUIZ", "credential": "OTR/L", "name_prefix": "--",
        "name_suffix": "--", "sex": "F", "status": "A", "last_updated": "2026-10-01",
    }  # fmt: skip
    return {
        "number": npi(number), "enumeration_type": "NPI-1", "last_updated_epoch": "1790812800000",
        "basic": usual | (basic or {}),
        "addresses": [ADDRESS | {"address_purpose": "MAILING", "address_1": "PO BOX 9"},
                      ADDRESS | {"address_purpose": "LOCATION"}],
        "taxonomies": [{"code": "225X00000X", "desc": "Occupational Therapist",
                        "license": "012345", "primary": True, "state": "NY"}],
        **told,
    }  # fmt: skip


def response(*results: dict[str, Any]) -> str:
    return json.dumps({"result_count": len(results), "results": results})


def saved(path: Path, *results: dict[str, Any]) -> Path:
    return write(path, response(*results))


ERROR = json.dumps(
    {"Errors": [{"description": "NPI must be 10 digits", "field": "number", "number": "06"}]}
)
