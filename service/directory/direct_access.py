"""Where the law lets an OT begin without a doctor's referral: rules by state, each with its source.

A state that is not here may have such a law too; it is unknown, not none. Insurers mostly still
want a referral.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DirectAccess:
    """`code` is the sentence that says what `visits` and `days` limit: all treatment without a
    referral, or treatment that brings no progress."""

    state: str
    code: str
    visits: int
    days: int
    source: str
    in_force: date


_RULES = (
    DirectAccess(
        state="NY",
        code="direct_access_up_to",
        visits=10,
        days=30,
        source="New York Laws of 2022, chapter 601; 8 NYCRR 76.11",
        in_force=date(2023, 3, 31),
    ),
    DirectAccess(
        state="IL",
        code="direct_access_business_days",
        visits=10,
        days=15,
        source="225 ILCS 75/3.1, as amended by P.A. 103-0251",
        in_force=date(2024, 1, 1),
    ),
    DirectAccess(
        state="KS",
        code="direct_access_while_better",
        visits=10,
        days=30,
        source="K.S.A. 65-5422",
        in_force=date(2022, 7, 1),
    ),
)
DIRECT_ACCESS: dict[str, DirectAccess] = {rule.state: rule for rule in _RULES}


def direct_access(state: str | None, on: date) -> DirectAccess | None:
    """The rule of a state that holds on a day; None where none is known."""
    rule = DIRECT_ACCESS.get(state or "")
    return rule if rule and rule.in_force <= on else None
