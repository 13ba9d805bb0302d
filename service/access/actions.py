"""The role x action table: what each role may do, how far, and why. Data; routes only name rows.

Roles inherit nothing: what a row does not give to a role, that role may not do.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from .principal import PATIENT_DATA, ROLES, Principal


class Scope(StrEnum):
    """Whose things a role reaches by an action."""

    ANY = "any"
    ORGANIZATION = "organization"  # their organisation's
    ADDRESSED = "addressed"  # addressed to their NPI
    CHAPTER = "chapter"  # their chapter's
    OWN = "own"  # what they made themselves, or hold the code of


_EVERYBODY = dict.fromkeys(ROLES, Scope.ANY)
_CODE_HOLDERS = dict.fromkeys(ROLES, Scope.OWN)
_SIGNED_IN = {role: Scope.OWN for role in ROLES if role != "public"}
_OFFICE = {"clinician": Scope.ORGANIZATION, "staff": Scope.ORGANIZATION}
_ADMIN = {"admin": Scope.ANY}
_STAFF = {"staff": Scope.ANY}
_CHAPTER = {"staff": Scope.CHAPTER}

_TABLE: dict[str, dict[str, Scope]] = {
    # Whoever watches over the service must see that it lives, also while tokens fail.
    "service.health": _EVERYBODY,
    # Who treats MS is public knowledge, and looking for help must not need a name.
    "directory.search": _EVERYBODY,
    "directory.read": _EVERYBODY,
    # Needs without an identity, and nothing is kept: the same as a search.
    "matches.find": _EVERYBODY,
    # Facts without an identity, and nothing is kept; what a programme asks is no secret.
    "eligibility.check": _EVERYBODY,
    "programs.read": _EVERYBODY,
    # A decision that is kept holds income and diagnosis: only the chapter that decides has it.
    "cases.record": _CHAPTER,
    "cases.read": _CHAPTER,
    "cases.move": _CHAPTER,
    "cases.award": _CHAPTER,
    # Counts, of which none tells of a person: admins run the service for all chapters.
    "chapters.report": {"staff": Scope.CHAPTER, "admin": Scope.ANY},
    # A patient makes one without an account; whoever was given its code may read or delete it.
    "shortlists.create": _EVERYBODY,
    "shortlists.read": _CODE_HOLDERS,
    "shortlists.delete": _CODE_HOLDERS,
    # Office staff prepare what a clinician signs.
    "referrals.draft": _OFFICE,
    # Sending is an order of care: it takes a signature, which only a clinician has.
    "referrals.send": {"clinician": Scope.ORGANIZATION},
    # Each side sees its own. Staff of the service find what is stuck, without patient data;
    # admins run the service, and need no referral for that.
    "referrals.list": {"clinician": Scope.ORGANIZATION, "ot": Scope.ADDRESSED, "staff": Scope.ANY},
    "referrals.read": {"clinician": Scope.ORGANIZATION, "ot": Scope.ADDRESSED, "staff": Scope.ANY},
    # Taking back and voiding need no signature, and must not wait for one.
    "referrals.move-as-requester": _OFFICE,
    # The code opens the referral to whoever has it: it is for those who see the patient anyway.
    "referrals.give-code": _OFFICE,
    # Only the OT who was asked answers; nobody answers for them.
    "referrals.move-as-recipient": {"ot": Scope.ADDRESSED},
    # Somebody must own each delivery by hand: the office itself, or staff of the service. What a
    # letter says of the patient needs "referrals.patient-data" besides.
    "referrals.deliver": {"clinician": Scope.ORGANIZATION, "staff": Scope.ANY},
    # How many wait where, and since when: numbers that tell of nobody.
    "referrals.counts": {
        "clinician": Scope.ORGANIZATION,
        "ot": Scope.ADDRESSED,
        "staff": Scope.ANY,
    },
    # Treatment needs it on both sides. Staff need it seldom: only whom it was granted to, and, of a
    # draft, who began it (`case_of`).
    "referrals.patient-data": {
        "clinician": Scope.ORGANIZATION,
        "ot": Scope.ADDRESSED,
        "staff": Scope.ANY,
    },
    # A patient may ask who was told what; the privacy office answers, and no health data is in it.
    "referrals.disclosures": {"clinician": Scope.ORGANIZATION, "admin": Scope.ANY},
    # Cannot be undone, and a record of care must be kept for years: not for who only works with it.
    "referrals.erase": _ADMIN,
    # The office asks the patient; both sides must know what they may share.
    "consents.record": _OFFICE,
    "consents.read": {
        "clinician": Scope.ORGANIZATION,
        "ot": Scope.ADDRESSED,
        "staff": Scope.ANY,
    },
    # A patient may tell anybody; a withdrawal must not wait until the right one is reached.
    "consents.withdraw": {
        "clinician": Scope.ORGANIZATION,
        "ot": Scope.ADDRESSED,
        "staff": Scope.ANY,
    },
    # The office attaches the order's papers, the OT returns the plan of care.
    "attachments.add": {**_OFFICE, "ot": Scope.ADDRESSED},
    # Papers are patient data throughout.
    "attachments.read": {
        "clinician": Scope.ORGANIZATION,
        "ot": Scope.ADDRESSED,
        "staff": Scope.ANY,
    },
    # Who prepares a draft may put in a wrong paper. What was sent belongs to the record: nobody
    # takes that out.
    "attachments.remove": _OFFICE,
    # Who checks the trail must not be who works in it.
    "audit.verify": _ADMIN,
    # Who gives out rights.
    "tokens.create": _ADMIN,
    "tokens.list": _ADMIN,
    "tokens.revoke": _ADMIN,
    # Who signs in is nobody yet; what they may do is decided by the token that they show.
    "sessions.begin": _EVERYBODY,
    # Their own one: the page that it begins with, prolonging it, ending it.
    "sessions.use": _SIGNED_IN,
    # An OT without an account: the link names the referral, a one-time code opens it.
    "pages.reply": _CODE_HOLDERS,
    # A patient has no account: the link names the referral, their birth date opens it.
    "pages.status": _CODE_HOLDERS,
    # How pages look, what they explain, and a list in the visitor's own browser.
    "pages.assets": _EVERYBODY,
    "pages.read": _EVERYBODY,
    # Whoever finds a listing wrong, finds it so without an account.
    "reports.make": _EVERYBODY,
    # A practice claims its listing without an account; what proves it is brought to its contact.
    "claims.make": _EVERYBODY,
    "claims.list": _STAFF,
    "claims.decide": _STAFF,
    "pages.confirm": _CODE_HOLDERS,
    # Their own one alone: what an OT says of themselves is their word, and nobody else's.
    "listings.confirm": {"ot": Scope.ADDRESSED},
    "campaigns.run": _STAFF,
    # Keeping the directory true is the staff's work.
    "reports.list": _STAFF,
    "reports.decide": _STAFF,
    # What was loaded, how much is known where: numbers for who keeps it, and who runs it.
    "stewardship.read": {**_STAFF, **_ADMIN},
    "rosters.apply": _STAFF,
    "corrections.make": _STAFF,
    "corrections.list": _STAFF,
    "corrections.undo": _STAFF,
}
ACTIONS: Mapping[str, Mapping[str, Scope]] = MappingProxyType(
    {action: MappingProxyType(row) for action, row in _TABLE.items()}
)

# Action and role that take a grant besides: these show who the patient is.
GRANTED: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (action, "staff"): PATIENT_DATA
        for action in (
            "referrals.patient-data",
            "referrals.give-code",
            "consents.read",
            "attachments.read",
        )
    }
)
# Whoever belongs to an organisation reaches no other's records, by whatever role: a clinic's
# front desk is staff, but not of the service.
CONFIDENTIAL = ("referrals.", "consents.", "attachments.")
# The directory is everybody's, and no organisation's: its staff have no part in keeping it.
OF_THE_SERVICE = (
    "reports.list", "reports.decide", "claims.list", "claims.decide", "campaigns.", "corrections.",
    "rosters.", "stewardship.",
)  # fmt: skip
# What anybody may do, but not without end: each writes something, or could be used to guess a code.
COUNTED_BY_ADDRESS = frozenset(
    {"shortlists.create", "shortlists.read", "shortlists.delete", "pages.reply", "pages.status",
     "reports.make", "claims.make", "pages.confirm", "sessions.begin"}
)  # fmt: skip
# And how often in an hour, from one address without a token: each of these is work for staff.
MOST_AN_HOUR: Mapping[str, int] = MappingProxyType({"reports.make": 20, "claims.make": 5})


def scopes(principal: Principal, action: str) -> frozenset[Scope]:
    """Whose things the principal reaches by this action; empty: it is not theirs to do."""
    row = ACTIONS[action]
    held = {
        _narrowed(row[role], principal, action)
        for role in principal.roles & row.keys()
        if GRANTED.get((action, role)) in (None, *principal.grants)
    }
    return frozenset(scope for scope in held if scope and _has_such(principal, scope))


def is_public(action: str) -> bool:
    return "public" in ACTIONS[action]


def _narrowed(scope: Scope, principal: Principal, action: str) -> Scope | None:
    if scope is Scope.ANY and principal.organization:
        if action.startswith(OF_THE_SERVICE):
            return None
        if action.startswith(CONFIDENTIAL):
            return Scope.ORGANIZATION
    return scope


def _has_such(principal: Principal, scope: Scope) -> bool:
    """An organisation's clinician without an organisation reaches nothing."""
    needed = {
        Scope.ORGANIZATION: principal.organization,
        Scope.ADDRESSED: principal.npi,
        Scope.CHAPTER: principal.chapters,
    }
    return bool(needed.get(scope, True))
