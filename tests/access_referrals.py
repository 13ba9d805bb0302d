"""Referrals from CLINIC to OT in every state, and the matrix's rows of their routes and actions."""

from typing import Any

from service.api.referrals import ANY_ACTION, ONE
from service.referrals.attachments import Paper, attach
from service.referrals.consenting import record_consent
from service.referrals.consents import GivenConsent
from service.referrals.content import Addressee
from service.referrals.delivering import deliver_by_hand
from service.referrals.delivery import ByHand
from service.referrals.desk import Desk
from service.referrals.lifecycle import Party
from service.referrals.links import REPLY, STATUS
from service.referrals.reading import read
from tests.access_actors import CLINIC, OT, OTHER_OT
from tests.access_routes import API, Route
from tests.pdf_files import pdf_of
from tests.referral_world import NOON, clinician, draft, make, move, seen, therapist

PDF = pdf_of("Rosalinde")
# What says anything of the patient of `draft()`: nobody sees it who may not.
SECRETS = (
    "Rosalinde", "Quillfeather", "1979-03-02", "518-555-0142", "12203", "G35.A", "Evaluate",
    "energy-conservation", "cook dinner again", "MS fatigue", "came by taxi", "scan.pdf",
)  # fmt: skip
BODY = {
    "patient": {"given": "Rosalinde", "family": "Quillfeather", "birth_date": "1979-03-02",
                "phone": "518-555-0142", "postal_code": "12203", "state": "NY"},
    "recipient": {"npi": OT},
    "requester": {"name": "Dr. Ellis Harrow"},
    "order": {"text": "Evaluate and treat"},
    "services": ["energy-conservation"],
    "reason": "MS fatigue limits work",
    "diagnoses": ["G35.A"],
    "allow_duplicate": "for the other hand",
}  # fmt: skip
SENT = {"send": True, "order": BODY["order"] | {"signed_by": "Dr. Ellis Harrow"}}
# State -> how a referral gets there: from which one, by whom, by which action. "sent" waits for
# nobody of the service; "stuck" has not been delivered; what is declined is stuck as well.
_ROADS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "received": ("sent", "ot", "acknowledge", {}),
    "accepted": ("sent", "ot", "accept", {}),
    "declined": ("sent", "ot", "decline", {"status_reason": "at-capacity"}),
    "scheduled": ("accepted", "ot", "schedule", {"appointment": NOON}),
    "on-hold": ("accepted", "ot", "pause", {"status_reason": "waitlist"}),
    "cancelling": ("accepted", "office", "request-cancellation",
                   {"status_reason": "patient-declined"}),
}  # fmt: skip


def referral_in(desk: Desk, state: str) -> dict[str, Any]:
    """A new one in this state, with a paper and a consent."""
    if state in _ROADS:
        before, who, action, told = _ROADS[state]
        actor = therapist(OT) if who == "ot" else clinician(CLINIC)
        return move(desk, actor, referral_in(desk, before), action, **told)
    asked = draft(recipient=Addressee(OT), send=state != "draft", allow_duplicate="the matrix")
    made = make(desk, clinician(CLINIC), asked)
    if state == "sent":
        faxed = made["version"], ByHand("fax", "3 pages at 9:40", arrived=True)
        made = deliver_by_hand(desk, clinician(CLINIC), made["id"], faxed, seen)
    return made


def belongings(desk: Desk, referral: dict[str, Any]) -> dict[str, Any]:
    """It, with the ids of a paper and a consent that it has from now on."""
    office, identity = clinician(CLINIC), referral["id"]
    paper = attach(desk, office, identity, Paper("order", "scan.pdf", PDF))
    given = GivenConsent("status-page")
    consent = record_consent(desk, office, identity, given, lambda case: case.consents[-1].id)
    task = read(desk, office, identity, lambda case: case.task.id)
    links = {"reply": desk.links.token(REPLY, task), "status": desk.links.token(STATUS, identity)}
    version = referral["version"] + 2
    return {"id": identity, "paper": paper, "consent": consent, "version": version} | links


def _of(action: str, path: str, expected: str, state: str, **more: Any) -> Route:
    return Route(action, f"/referrals/{{id}}{path}", expected, state=state, **more)


_ONE = f"{API}/referrals/<string:identity>"
_KEY = {"Idempotency-Key": "matrix"}
_REPORT = "/attachments?kind=report"
_BY_FAX = {"channel": "fax", "how": "3 pages at 9:40", "arrived": True}
_PATIENT = "referrals.patient-data"
# Each route's rows: its referral is stuck, and where the answer is another one, it is not.
REFERRALS: dict[str, tuple[Route, ...]] = {
    f"GET {API}/referrals": (Route("referrals.list", "/referrals", "n yy yy yy yyy n"),),
    f"GET {API}/referrals/counts": (
        Route("referrals.counts", "/referrals/counts", "n yy yy yy yyy n"),
    ),
    f"POST {API}/referrals": (
        Route("referrals.draft", "/referrals", "n yy nn nn yyy n", 201, BODY, _KEY),
        Route("referrals.draft", "/referrals", "n yy nn nn nnn n", 201, BODY | SENT,
              {"Idempotency-Key": "sent"}, also="referrals.send"),
    ),
    f"GET {API}{ONE}": (
        _of("referrals.read", "", "n yh yh yy yyh n", "stuck"),
        _of("referrals.read", "", "n yh yh hy yyh n", "sent"),
        _of("referrals.read", "", "n yh hh hy yyh n", "draft"),
    ),
    f"PUT {API}{ONE}": (
        _of("referrals.draft", "", "n yh nn nn yyh n", "draft", body=BODY),
        _of("referrals.draft", "", "n yh nn nn nnh n", "sent", body=BODY, also="referrals.send"),
    ),
    f"POST {_ONE}/deliveries": (
        _of("referrals.deliver", "/deliveries", "n yh nn yy yyh n", "stuck", body=_BY_FAX),
        _of("referrals.deliver", "/deliveries", "n yh nn hy yyh n", "sent", body=_BY_FAX),
    ),
    f"POST {_ONE}/consents": (
        _of("consents.record", "/consents", "n yh nn nn yyh n", "stuck", ok=201,
            body={"scope": "messages", "how": "verbal"}),
    ),
    f"DELETE {_ONE}/consents/<string:part>": (
        _of("consents.withdraw", "/consents/{consent}", "n yh yh yy yyh n", "stuck"),
        _of("consents.withdraw", "/consents/{consent}", "n yh yh hy yyh n", "sent"),
    ),
    # The patient asks for nothing.
    f"POST {_ONE}/calls": (
        _of(Party.REQUESTER.value, "/calls", "n yh nn nn yyh n", "stuck", ok=409),
    ),
    f"POST {_ONE}/attachments": (
        _of("attachments.add", _REPORT, "n yh yh nn yyh n", "accepted", ok=201, body=PDF),
    ),
    f"GET {_ONE}/attachments/<string:part>": (
        _of("attachments.read", "/attachments/{paper}", "n yh yh ny nyn n", "stuck"),
    ),
    f"DELETE {_ONE}/attachments/<string:part>": (
        _of("attachments.remove", "/attachments/{paper}", "n yh nn nn yyh n", "draft", ok=204),
    ),
    f"POST {_ONE}/code": (
        _of("referrals.give-code", "/code", "n yh nn nn nyn n", "stuck", body={}),
    ),
    f"GET {_ONE}/letter": (_of(_PATIENT, "/letter", "n yh yh ny nyn n", "stuck"),),
    f"GET {_ONE}/cover-sheet": (
        _of("referrals.deliver", "/cover-sheet", "n yh nn ny nyh n", "stuck", also=_PATIENT),
        _of("referrals.deliver", "/cover-sheet", "n yh nn hy nyh n", "sent", also=_PATIENT),
    ),
    f"GET {_ONE}/fax": (
        _of("referrals.deliver", "/fax", "n yh nn ny nyh n", "stuck", also=_PATIENT),
        _of("referrals.deliver", "/fax", "n yh nn hy nyh n", "sent", also=_PATIENT),
    ),
    f"GET {_ONE}/patient-copy": (
        _of("referrals.move-as-requester", "/patient-copy", "n yh nn nn nyh n", "stuck",
            also=_PATIENT),
    ),
    f"GET {_ONE}/disclosures": (
        _of("referrals.disclosures", "/disclosures", "n yh nn nn nnn y", "sent"),
    ),
    f"GET {_ONE}/disclosures/print": (
        _of("referrals.disclosures", "/disclosures/print", "n yh nn nn nnn n", "sent",
            also=_PATIENT),
    ),
}  # fmt: skip

# Who may do what the route of actions does: the OT's part, the office's, and the clinician's; of
# one that is not stuck, of one that is, and of a draft, which no OT sees.
_OT, _OFFICE, _SIGNER = "n nh yh hn nnh n", "n yh nh hn yyh n", "n yh hh hn nnh n"
_STUCK_OT, _STUCK_OFFICE = "n nh yh nn nnh n", "n yh nh nn yyh n"
_DRAFT_OFFICE = "n yh hh hn yyh n"
_WHY, _NOTE = {"status_reason": "patient-declined"}, {"note": "came by taxi"}
_AT = {"appointment": "2026-12-01T10:00:00-05:00"}
_PARTS = {"send": "referrals.send"} | dict.fromkeys(
    ("discard", "withdraw", "request-cancellation", "void", "reroute", "revoke"),
    "referrals.move-as-requester",
)
_MOVES = (
    ("send", "draft", _SIGNER, {"signed_by": "Dr. Ellis Harrow"}),
    ("discard", "draft", _DRAFT_OFFICE, {}),
    ("void", "draft", _DRAFT_OFFICE, _WHY),
    ("acknowledge", "stuck", _STUCK_OT, {}),
    ("acknowledge", "sent", _OT, {}),
    ("accept", "stuck", _STUCK_OT, {}),
    ("accept", "received", _OT, {}),
    ("decline", "stuck", _STUCK_OT, _WHY),
    ("decline", "scheduled", _OT, _WHY),
    ("schedule", "accepted", _OT, _AT),
    ("no-show", "scheduled", _OT, {}),
    ("cancel-appointment", "scheduled", _OT, _WHY),
    ("visit", "scheduled", _OT, _NOTE),
    ("pause", "scheduled", _OT, _WHY),
    ("resume", "on-hold", _OT, {}),
    ("complete", "scheduled", _OT, _NOTE),
    ("fail", "scheduled", _OT, _WHY),
    ("confirm-cancellation", "cancelling", _OT, {}),
    ("withdraw", "stuck", _STUCK_OFFICE, _WHY),
    ("withdraw", "sent", _OFFICE, _WHY),
    ("request-cancellation", "accepted", _OFFICE, _WHY),
    ("void", "scheduled", _OFFICE, _WHY),
    (
        "reroute",
        "declined",
        _STUCK_OFFICE,
        {"recipient": {"npi": OTHER_OT}, "allow_duplicate": "for a test"},
    ),
    ("revoke", "declined", _STUCK_OFFICE, _WHY),
)
REFERRALS[f"POST {_ONE}/<{ANY_ACTION}:action>"] = tuple(
    _of("referrals.read", f"/{action}", expected, state, body=body,
        also=_PARTS.get(action, "referrals.move-as-recipient"))
    for action, state, expected, body in _MOVES
)  # fmt: skip
