"""A value that each fact can have, for whoever gave one that it cannot."""

import json
from typing import Any

_EXAMPLES: dict[str, Any] = {
    "accepting_patients": "nopt",
    "wait_weeks": 3,
    "plans": {"payer": "Medicare", "status": "not-accepted"},
    "phone": "5185550177",
    "fax": "5185550178",
    "email": "office@ot.example",
    "website": "https://ot.example",
    "direct_address": "name@direct.ot.example",
    "referral_channel": "fax",
    "gender": "F",
    "listing": "withdrawn",
}


def example_of(field: str) -> str:
    """As text: of a structure its JSON."""
    example = _EXAMPLES.get(field.partition(".")[0], "yes")
    return example if isinstance(example, str) else json.dumps(example)
