"""What is told of an OT who left."""

from typing import Any

from service.directory.departure import Tombstone
from service.wording.departures import departure_text
from service.wording.wording import Wording


def departure_data(tombstone: Tombstone, wording: Wording) -> dict[str, Any]:
    departure = tombstone.departure
    return {
        "reason": departure.reason,
        "text": departure_text(tombstone, wording),
        "as_of": departure.as_of,
        "removed_on": tombstone.removed_on,
        "replaced_by": departure.replaced_by,
    }
