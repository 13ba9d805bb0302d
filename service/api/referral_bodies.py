"""Bodies of requests about referrals, as the data that `service.referrals` takes."""

from typing import Any

from marshmallow import post_load

from service.referrals.consents import SCOPES, WAYS, GivenConsent
from service.referrals.content import Addressee, Content, Order, Patient, Requester
from service.referrals.creating import Draft
from service.referrals.delivery import CHANNELS, ByHand
from service.referrals.reasons import REASONS
from service.referrals.shortlist_codes import EXAMPLE
from service.wording.languages import EveryName

from .body import Body
from .body_fields import CheckedNpi, Day, Line, Moment, Npi, Part, Prose, Several
from .fields import Code, Codes, Whole, YesNo
from .patient_fields import Diagnosis, Email, Phone, PostalCode

PRIORITIES = ("routine", "urgent", "asap", "stat")
_CODE = 40
_SECOND = "Why there is a second one for the same patient, service and OT."


def _codes(values: Any) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(values, ())


class PatientBody(Body):
    given = Line("Given names.", example="Rosa", required=True)
    family = Line("Family name.", example="Lind", required=True)
    birth_date = Day("Birth date.", example="1979-03-02", required=True)
    phone = Phone("Telephone.", most=_CODE, example="518-555-0142")
    email = Email("E-mail.", most=254, example="rosa@example.com")
    postal_code = PostalCode("ZIP code.", example="12203")
    state = Code("State.", choices=EveryName("states"), example="NY")
    language = Code("Language of letters, ISO 639-1; en if left out.",
                    choices=EveryName("languages"), example="es")  # fmt: skip
    member_id = Line("Number on the plan's card.", most=_CODE, example="W123456789")
    plan_id = Line(
        "The plan's id: one of this directory, or its HIOS id.",
        most=_CODE,
        example="11111NY0010001",
    )

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Patient:
        return Patient(**data)


class AddresseeBody(Body):
    npi = Npi("The OT's NPI.", example="1999901030", required=True)
    location_id = Line(
        "Which of the OT's locations; the only one if left out.", most=_CODE, example="5f1c"
    )

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Addressee:
        return Addressee(**data)


class RequesterBody(Body):
    name = Line("Who refers.", example="Dr. Ellis Harrow", required=True)
    npi = CheckedNpi("Their NPI.", example="1999999984")
    phone = Phone("Telephone of the office.", most=_CODE, example="518-555-0100")
    fax = Phone("Fax of the office.", most=_CODE, example="518-555-0101")
    email = Email("E-mail of the office, which is told what becomes of it.", most=254,
                  example="office@example.com")  # fmt: skip

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Requester:
        return Requester(**data)


class OrderBody(Body):
    text = Prose("What is ordered.", example="Evaluate and treat")
    visits = Whole("How many visits.", most=200, example="8")
    frequency = Line("How often.", example="twice a week")
    ordered_by = Line("Who prepared the order.", example="J. Moss, RN")
    signed_by = Line(
        "The person who signed it, whom a clinician alone may name; needed to send it, but where "
        "the sender's sign-in tells who they are.",
        example="Dr. Ellis Harrow",
    )
    signed_at = Moment("When it was signed.", example="2026-11-22T09:30:00-05:00")

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Order:
        return Order(**data)


class ConsentBody(Body):
    scope = Code("What is allowed.", choices=_codes(SCOPES), example="status-page", required=True)
    how = Code("How it was given.", choices=_codes(WAYS), example="verbal")
    recipients = Several(
        Npi("An OT's NPI.", example="1999901030"), "To whom; all that it needs if left out.",
        most=20,
    )  # fmt: skip
    given_at = Moment("When it was given; now if left out.", example="2026-11-22T09:30:00-05:00")
    expires_at = Moment("Until when it holds.", example="2027-11-22T00:00:00-05:00")

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> GivenConsent:
        return GivenConsent(**data | {"recipients": tuple(data.get("recipients", ()))})


class ReferralBody(Body):
    patient = Part(PatientBody, "Whom it is about.", required=True)
    recipient = Part(AddresseeBody, "Whom it goes to; needed to send it.")
    shortlist = Several(Part(AddresseeBody, "An OT."), "Who is asked next, in order.", most=10)
    shortlist_code = Line(
        "A kept shortlist to start from: its first OT is the recipient, the others stand behind; "
        "with its needs and services.",
        most=_CODE,
        example=EXAMPLE,
    )
    shortlist_consent = YesNo("The patient allows to ask those of the shortlist.", example="true")
    consents = Several(Part(ConsentBody, "A consent."), "What the patient allows.", most=10)
    requester = Part(RequesterBody, "Who refers.", required=True)
    order = Part(OrderBody, "What is ordered, and who signed it.")
    services = Codes("Services looked for.", choices=EveryName("services"),
                     example="energy-conservation")  # fmt: skip
    needs = Codes("What is hard.", choices=EveryName("needs"), example="fatigue")
    goals = Several(Prose("A goal.", most=300, example="cook dinner again"),
                    "The patient's own goals.", most=10)  # fmt: skip
    reason = Prose("Why, in plain words.", example="MS fatigue limits work")
    diagnoses = Several(Diagnosis("An ICD-10-CM code.", example="G35.A"), "Diagnoses.", most=20)
    notes = Prose("Precautions, and what else helps.", most=5000, example="Heat makes it worse.")
    priority = Code("How soon; routine if left out.", choices=_codes(PRIORITIES), example="routine")
    allow_duplicate = Prose(_SECOND, most=300, example="for the other hand")
    send = YesNo("Send it at once; else it is a draft.", example="true")

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Draft:
        lists = ("services", "needs", "goals", "diagnoses")
        told = {name: tuple(data.pop(name)) for name in lists if name in data}
        for name in ("patient", "requester", "order", "reason", "notes"):
            if name in data:
                told[name] = data.pop(name)
        for name in ("shortlist", "consents"):
            data[name] = tuple(data.get(name, ()))
        return Draft(content=Content(**told), **data)


class ActionBody(Body):
    """What an action carries; which of it is needed hangs on the action."""

    status_reason = Code("Why.", choices=_codes(REASONS), example="at-capacity")
    text = Prose("The reason in words.", most=1000, example="Next free place in March.")
    note = Prose("A report.", most=10_000, example="First visit done.")
    appointment = Moment("When the appointment is; of a `no-show`, the one set, if left out; of a "
                         "`visit`, when it was, if not now.",
                         example="2026-12-01T10:00:00-05:00")  # fmt: skip
    proposed = Several(
        Moment("A date.", example="2026-12-01T10:00:00-05:00"), "Dates that are proposed.", most=5
    )
    visits = Whole("With `complete`: how many visits there were in all, which an award pays.",
                   most=500, example="6")  # fmt: skip
    filler = Line("The recipient's own number of it.", most=_CODE, example="R-2026-118")
    signed_by = Line("With `send`: the person who signs; else whom the order names.",
                     example="Dr. Ellis Harrow")  # fmt: skip
    recipient = Part(AddresseeBody, "Whom to ask; the next of the shortlist if left out.")
    allow_duplicate = Prose(_SECOND, most=300, example="for the other hand")


class ByHandBody(Body):
    channel = Code("By which channel.", choices=_codes(CHANNELS), example="fax", required=True)
    how = Line("What was done; no word about the patient.", most=200,
               example="3 pages at 9:40", required=True)  # fmt: skip
    arrived = YesNo("Whether it arrived.", example="true", required=True)
    wrong_contact = YesNo(
        "The number or address is not theirs: the directory's is put in doubt.", example="true"
    )

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> ByHand:
        return ByHand(**data)


class CodeBody(Body):
    new = YesNo("Give a new code: the one before is locked, or known to others.", example="true")
