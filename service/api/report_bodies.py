"""Bodies and published shapes of reports that a listing is wrong."""

from typing import Any

from marshmallow import fields, post_load

from service.stewardship.reports import (
    MOST_CONTACT,
    MOST_NOTE,
    MOST_VALUE,
    STATES,
    Aside,
    Told,
)

from .body import Body
from .body_fields import Line, Prose, no_markup
from .fields import Text
from .shapes import Shape, choice, string


class ReportBody(Body):
    """What is wrong, and what is right. Nothing here is about a patient."""

    field = Text("Which fact: `phone`, `address`, `accepting_patients`, `plans`, "
                 "`services.driving`, `access.parking`, ...; `listing` where the OT should not be "
                 "listed at all.", most=80, example="phone", required=True)  # fmt: skip
    location_id = Text("Of which location; may be left out where there is only one.", most=64,
                       example=None)  # fmt: skip
    value = Line("What is right, if that is known.", most=MOST_VALUE, example="518-555-0177",
                 validate=no_markup)  # fmt: skip
    note = Prose("What else staff should know; no word about a patient.", most=MOST_NOTE,
                 example="The office moved in May.", validate=no_markup)  # fmt: skip
    contact = Line("How staff may ask back: a phone number or an e-mail address. Sealed, and gone "
                   "once the report is decided.", most=MOST_CONTACT, example="518-555-0142",
                   validate=no_markup)  # fmt: skip

    @post_load
    def make_report(self, told: dict[str, Any], **_: Any) -> Told:
        aside = Aside(told.pop("note", None), told.pop("contact", None))
        return Told(**told, aside=aside)


class ReportedShape(Shape):
    """What whoever reported is told: that it was kept, under which number."""

    id = string()
    npi = string()
    field = string()
    state = choice(STATES)
    at = fields.AwareDateTime(required=True)
