"""What the printed documents of a referral are made of: plain data, gathered by a face.

The envelope holds nothing of the patient, so that what is made of it alone can lie on any desk.
"""

from datetime import date

import msgspec

from service.referrals.content import Content, Requester


class _Private(msgspec.Struct, frozen=True, kw_only=True):
    """A structure that no log or error text can show."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Recipient(_Private):
    """The OT at the location that the referral goes to."""

    name: str
    npi: str
    location_name: str | None = None
    address: tuple[str, ...] = ()
    phone: str | None = None
    fax: str | None = None


class Reply(_Private):
    """How the OT answers: at `link` with the one-time `code`, or by calling the office."""

    link: str | None = None
    code: str | None = None


class Envelope(_Private):
    """`sent_on` is None until the referral is sent."""

    referral: str
    requester: Requester
    recipient: Recipient
    priority: str = "routine"
    sent_on: date | None = None
    reply: Reply = Reply()


class Letter(_Private):
    """`plan` is the name of the patient's plan, None where it is not known; `attachments` are
    names. By `status_link` the patient sees where it stands, if they consented."""

    envelope: Envelope
    content: Content
    plan: str | None = None
    attachments: tuple[str, ...] = ()
    status_link: str | None = None


class Disclosed(_Private):
    """Patient data that went to somebody: `kinds` and `purpose` are codes, `by` is who gave it;
    `to` is None for one whose name is not known any more."""

    on: date
    to: str | None
    npi: str | None
    kinds: tuple[str, ...]
    purpose: str
    by: str
