"""Bodies and published shapes of the queue of staff: reports and doubts."""

from typing import Any

from marshmallow import fields, post_load

from service.stewardship.queue import ACTIONS, KINDS
from service.stewardship.reports import STATES

from .body import Body
from .body_fields import Prose
from .fields import Typed
from .shapes import Shape, choice, items, maybe, string

MOST_WHY = 400


class AnyValue(Typed, fields.Raw):
    """A value of whatever type the fact has."""

    takes = (str, int, float, bool, dict, list)


class DecisionBody(Body):
    """What a decision is based on."""

    why = Prose("What it is based on: a call, a letter; with `ask`, what is asked.",
                most=MOST_WHY, example="Called the office on Nov 20.", required=True)  # fmt: skip
    value = AnyValue(
        metadata={
            "description": "With `accept`: what is right, where it is not what was reported; of "
            "`listing` the reason, `withdrawn` or `moved`. JSON as in profiles.ndjson.",
            "example": "518-555-0177",
        }
    )

    @post_load
    def plain(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        return told


class QueuedShape(Shape):
    """One thing to decide. `place` is the address that it is about, `location_id` the location
    there now; `value` what is right by a report, or what a doubt contradicts; `reasons` are codes
    of outcomes of referrals; `alike` counts others that wait on the same fact."""

    id = string()
    kind = choice(KINDS)
    npi = string()
    name = maybe()
    location_id = maybe()
    place = fields.Dict(keys=fields.String(), values=fields.String(), required=True,
                        allow_none=True)  # fmt: skip
    field = string()
    value = maybe()
    at = fields.AwareDateTime(required=True)
    state = choice(STATES)
    version = fields.Integer(required=True)
    alike = fields.Integer(required=True)
    reasons = items(fields.String())
    actions = items(choice(ACTIONS))


class QueueShape(Shape):
    total = fields.Integer(required=True)
    reports = items(QueuedShape)
    next = maybe()


class EvidenceShape(Shape):
    """What one source says; `counts`: what the directory shows. `field` names the plan of plans."""

    field = string()
    value = string()
    source = maybe()
    as_of = maybe(fields.Date)
    counts = fields.Boolean(required=True)


class WholeReportShape(QueuedShape):
    """With what to compare. `note` and `contact` are there until it is decided; `shown`: whether
    the directory shows the decision already, or will at the end of the load that runs."""

    note = maybe()
    contact = maybe()
    evidence = items(EvidenceShape)
    why = maybe()
    decided_by = maybe()
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    correction = maybe()
    shown = maybe(fields.Boolean)
