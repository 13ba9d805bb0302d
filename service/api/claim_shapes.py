"""Bodies and published shapes of claims and campaigns."""

from typing import Any

from marshmallow import fields, post_load

from service.directory.states import STATES
from service.stewardship.campaigns import MOST_ASKED
from service.stewardship.claims import CHANNELS, Wanted
from service.stewardship.claims import STATES as CLAIM_STATES

from .body import Body
from .body_fields import Line, Prose
from .fields import Code, Text, Whole
from .queue_shapes import MOST_WHY
from .shapes import Shape, choice, items, maybe, one, string

_CHANNELS = dict.fromkeys(CHANNELS, ())


class ClaimBody(Body):
    """Which listing, and by which of its listed contacts the code is to be brought."""

    channel = Code("How the code is brought: to a contact that the location lists already.",
                   choices=_CHANNELS, example="phone", required=True)  # fmt: skip
    location_id = Text("Which location; may be left out where there is only one.", most=64,
                       example=None)  # fmt: skip

    @post_load
    def make_wanted(self, told: dict[str, Any], **_: Any) -> Wanted:
        return Wanted(**told)


class ClaimDecisionBody(Body):
    why = Prose("What it is based on.", most=MOST_WHY, example="I know their office.",
                required=True)  # fmt: skip


class CampaignBody(Body):
    """Whom to ask."""

    name = Line("What staff call it.", most=100, example="Albany, autumn", required=True)
    state = Code("Of locations in this state.", example="NY",
                 choices={code: (name,) for code, name in STATES.items()})  # fmt: skip
    county = Text("Of locations in this county.", most=80, example="Albany County, NY")
    channel = Code("How they are reached.", choices=_CHANNELS, example="postal", required=True)
    most = Whole(f"Most listings that are asked; {MOST_ASKED} if left out.", most=MOST_ASKED,
                 example="50")  # fmt: skip


class ClaimedShape(Shape):
    """What whoever claims is told: `page` is where the code, which is brought to the listed
    contact, opens the listing."""

    id = string()
    npi = string()
    channel = choice(CHANNELS)
    state = choice(CLAIM_STATES)
    expires_at = fields.AwareDateTime(required=True)
    page = string()


class ClaimShape(ClaimedShape):
    """`is_locked`: too many wrong codes; staff approve or refuse it."""

    name = maybe()
    place = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    campaign = maybe()
    at = fields.AwareDateTime(required=True)
    version = fields.Integer(required=True)
    is_locked = fields.Boolean(required=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by = maybe()
    why = maybe()


class ClaimsShape(Shape):
    claims = items(ClaimShape)


class ResponseShape(Shape):
    """`rate`: answered of asked."""

    asked = fields.Integer(required=True)
    opened = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    rate = maybe(fields.Float)


class CampaignShape(Shape):
    id = string()
    name = string()
    state = maybe()
    county = maybe()
    channel = choice(CHANNELS)
    by = string()
    at = fields.AwareDateTime(required=True)
    response = one(ResponseShape)


class CampaignsShape(Shape):
    campaigns = items(CampaignShape)


class WholeCampaignShape(CampaignShape):
    claims = items(ClaimShape)
