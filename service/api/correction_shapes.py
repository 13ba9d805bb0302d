"""Bodies and published shapes of corrections by staff, and of overdue facts."""

from typing import Any

from marshmallow import fields, post_load

from service.directory.departure import OF_STAFF
from service.stewardship.correcting import KINDS, Said, Told
from service.stewardship.corrections import SAY

from .body import Body
from .body_fields import Day, Npi, Part, Prose, Several
from .fields import Code, Text
from .queue_shapes import MOST_WHY, AnyValue
from .shapes import Shape, choice, items, maybe, string

MOST_FACTS = 20


class SaidBody(Body):
    """One fact."""

    field = Text("Which fact: `phone`, `services.driving`, `access.parking`, ...", most=80,
                 example="phone", required=True)  # fmt: skip
    value = AnyValue(
        metadata={
            "description": "What is right, as in profiles.ndjson; left out: what is known is "
            "confirmed.",
            "example": "518-555-0177",
        }
    )

    @post_load
    def make_said(self, told: dict[str, Any], **_: Any) -> Said:
        return Said(**told)


class CorrectionBody(Body):
    """What staff decide of one OT."""

    npi = Npi("The OT.", example="1999901014", required=True)
    kind = Code("`correct` says or confirms facts; `close` takes a location out, where this OT "
                "treats nobody any more; `hide` shows only its city and ZIP; `withdraw` takes the "
                "OT out.", choices=dict.fromkeys(KINDS, ()), example="correct",
                required=True)  # fmt: skip
    location_id = Text("The location that it is of; of the person if left out.", most=64,
                       example=None)  # fmt: skip
    facts = Several(Part(SaidBody, "One fact."), "With `correct`: what was said or confirmed.",
                    least=1, most=MOST_FACTS)  # fmt: skip
    reason = Code("With `withdraw`: what the directory says of it; `withdrawn` if left out.",
                  choices=dict.fromkeys(OF_STAFF, ()), example="moved")  # fmt: skip
    on = Day("The day of the call or letter; today if left out.", example="2026-11-20")
    why = Prose("What it is based on: a call, a letter.", most=MOST_WHY,
                example="Called the office.", required=True)  # fmt: skip

    @post_load
    def make_told(self, told: dict[str, Any], **_: Any) -> Told:
        return Told(**told | {"facts": tuple(told.get("facts", ()))})


class UndoBody(Body):
    why = Prose("Why it is taken back.", most=MOST_WHY, example="It was another office.",
                required=True)  # fmt: skip


class CorrectionShape(Shape):
    """One decision of staff, or (`say`) what a roster or the OT told this service, whose source is
    the `field`. `place` is the address that it is about, null of the person."""

    id = string()
    npi = string()
    kind = choice((*KINDS, SAY))
    place = fields.Dict(keys=fields.String(), values=fields.String(), required=True,
                        allow_none=True)  # fmt: skip
    field = maybe()
    value = fields.Raw(required=True, allow_none=True)
    by = string()
    why = string()
    at = fields.AwareDateTime(required=True)
    undone_by = maybe()
    undone_why = maybe()
    undone_at = fields.AwareDateTime(required=True, allow_none=True)


class CorrectionsShape(Shape):
    total = fields.Integer(required=True)
    corrections = items(CorrectionShape)


class RecordedShape(Shape):
    """`shown`: the directory shows it; else the next tick will."""

    corrections = items(CorrectionShape)
    shown = fields.Boolean(required=True)


class OverdueFactShape(Shape):
    """`days_over` is null for a fact of no known day, or one that is only in doubt."""

    npi = string()
    name = string()
    location_id = string()
    field = string()
    value = string()
    source = maybe()
    as_of = maybe(fields.Date)
    confirmed_on = maybe(fields.Date)
    doubted_on = maybe(fields.Date)
    days_over = maybe(fields.Integer)


class OverdueFactsShape(Shape):
    total = fields.Integer(required=True)
    facts = items(OverdueFactShape)
    next = maybe()
