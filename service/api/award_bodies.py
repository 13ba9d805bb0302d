"""What staff send of awards."""

from .body import Body
from .body_fields import Day, Line, Prose
from .fields import Decimal, Whole

_MOST_DOLLARS = 999_999  # as many digits as a decimal has


class AwardBody(Body):
    """What is left out is as the program has it."""

    visits = Whole("Visits that are authorized.", most=500, example="6")
    amount = Decimal("Dollars; needed where the program has a budget.", most=_MOST_DOLLARS,
                     example="900")  # fmt: skip
    expires_on = Day("The last day on which it can be used.", example="2027-02-20")
    referral = Line("The id of a referral of the same person, whose visits use it.", most=20,
                    example="r-2b3c4d5e6f7g8h9j")  # fmt: skip


class AwardActionBody(Body):
    """What an action carries: `attach` a referral, `use` visits or an amount, `undo` a use and a
    reason, `revoke` a reason."""

    referral = Line("The id of a referral of the same person.", most=20,
                    example="r-2b3c4d5e6f7g8h9j")  # fmt: skip
    visits = Whole("How many visits more were made.", most=500, example="2")
    amount = Decimal("What they cost in dollars; their share of the award if left out.",
                     most=_MOST_DOLLARS, example="300")  # fmt: skip
    use = Line("With `undo`: the id of the use, as `uses` has it.", most=32,
               example="0f8fad5bd9cb469fa16570867728950e")  # fmt: skip
    reason = Prose("Why; it may tell of the person, and is sealed.", example="Moved away.")
