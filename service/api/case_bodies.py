"""What staff send to do something with a case."""

from service.casework.acting import OVERRIDES

from .body import Body
from .body_fields import Day, Part, Prose
from .eligibility_bodies import FactsBody
from .fields import Code, YesNo


class CaseActionBody(Body):
    """What an action carries: `override` an outcome and a reason, `close` a reason, and that an
    award ends which can still be used; `recheck` what changed. What does not belong to the action
    is refused."""

    outcome = Code("What holds from now on, in an override.", choices=dict.fromkeys(OVERRIDES, ()),
                   example="eligible")  # fmt: skip
    reason = Prose("Why; it may tell of the person, and is sealed.", example="Income was halved.")
    on = Day("The day that it is decided for; today if left out.", example="2026-11-22")
    facts = Part(FactsBody, "All that is known now; the facts of before if left out.")
    recheck_on = Day("When to check again.", example="2027-05-01")
    end_awards = YesNo("With `close`: that its award ends too, and gives back what was not used. "
                       "Needed where one can still be used.", example="true")  # fmt: skip
