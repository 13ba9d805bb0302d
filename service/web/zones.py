"""Time zones that an OT chooses from, and the one that most of a state lives by: a proposal, which
whoever fills in a form sees and can change."""

from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

_STATES = {
    "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
ZONES = tuple(_STATES)
_BY_STATE: Mapping[str, str] = MappingProxyType(
    {state: zone for zone, states in _STATES.items() for state in states.split()}
)


def zone_of(state: str | None) -> ZoneInfo:
    return ZoneInfo(_BY_STATE.get(state or "", ZONES[0]))
