"""What a rule can say of a person."""

from enum import StrEnum


class Outcome(StrEnum):
    ELIGIBLE = "eligible"
    NEEDS_INFORMATION = "needs_information"
    INDETERMINATE = "indeterminate"  # the rule itself failed
    NOT_ELIGIBLE = "not_eligible"
