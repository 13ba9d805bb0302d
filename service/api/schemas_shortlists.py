"""The body that makes a shortlist, and the published shape of one."""

from typing import Any

from marshmallow import fields, post_load

from service.directory.places import open_place
from service.errors import InvalidBody, InvalidQuery, Problem
from service.referrals.content import Addressee
from service.referrals.shortlists import MOST_OTS, Shortlist
from service.wording.languages import EveryName

from .body import Body
from .body_fields import NpiOrRecipient, Several, Zip
from .fields import Codes
from .referral_bodies import AddresseeBody
from .schemas_changes import DepartureShape
from .schemas_facts import LocationShape, NamedShape
from .shapes import Shape, choice, items, maybe, one, string

HERE, LOCATION_LEFT, LEFT = "here", "location-left", "left"


class ShortlistBody(Body):
    """OTs in the order of choice, and what they are for. No member says who the patient is."""

    npis = Several(
        NpiOrRecipient(AddresseeBody, "An OT's NPI; or a match's `recipient`, with the location."),
        "The OTs, the first choice first.",
        least=1,
        most=MOST_OTS,
        required=True,
    )
    needs = Codes("What is hard.", choices=EveryName("needs"), example="fatigue")
    services = Codes(
        "What is looked for.", choices=EveryName("services"), example="energy-conservation"
    )
    place = Zip("Where the patient is, as a ZIP code.", example="10001")

    @post_load
    def make_shortlist(self, told: dict[str, Any], **_: Any) -> Shortlist:
        place = told.pop("place", None)
        _check_place(place)
        recipients = tuple(told.pop("npis"))
        _check_repeated(recipients)
        return Shortlist(**told, recipients=recipients, postal_code=place)


def _check_place(postal_code: str | None) -> None:
    try:
        if postal_code:
            open_place(postal_code)
    except InvalidQuery as error:
        (problem,) = error.problems
        raise InvalidBody(Problem("place", problem.code, problem.values, problem.example)) from None


def _check_repeated(recipients: tuple[Addressee, ...]) -> None:
    for place, recipient in enumerate(recipients):
        if recipient in recipients[:place]:
            raise InvalidBody(Problem(f"npis.{place}", "repeated"))


class ListedShape(Shape):
    """One OT as the directory has them now. `locations` holds the one that was chosen, or all where
    none was or it is gone; `text` says what changed, null where nothing did."""

    npi = string()
    location_id = maybe()
    status = choice((HERE, LOCATION_LEFT, LEFT))
    text = maybe()
    name = maybe()
    locations = items(LocationShape)
    departure = one(DepartureShape, allow_none=True)


class ShortlistShape(Shape):
    """`code` is all that it takes to read or delete the list, in capitals or not, with the hyphen
    or without."""

    code = string()
    expires_at = fields.AwareDateTime(required=True)
    providers = items(ListedShape)
    needs = items(NamedShape)
    services = items(NamedShape)
    place = maybe()
