"""One notification as it is asked for: to whom, which text, and ids; nothing about a patient."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from service.delivery_settings import LOOPBACK
from service.directory.languages import LANGUAGES

EMAIL, WEBHOOK = "email", "webhook"
# All that a notice can hold besides its codes. No pattern but that of the office which refers, in
# e-mail alone, lets a name, a date or a sentence pass.
VALUES = {
    "referral": re.compile(r"[A-Za-z0-9-]{1,64}"),
    "correction": re.compile(r"[A-Za-z0-9-]{1,64}"),
    "days": re.compile(r"[0-9]{1,3}"),
    "link": re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]*)*"),
    "office": re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,600}"),
}
# Whoever opens a link needs a code, and to know whom to ask for one.
_TO_OPEN = frozenset({"referral", "link", "office"})
# Every text of an e-mail, with the values that it needs; `service/wording` words them.
TEMPLATES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # to the OT's office
        "referral-arrived": _TO_OPEN,
        "reminder": _TO_OPEN | {"days"},
        "answered": _TO_OPEN,
        "cancelled": frozenset({"referral"}),
        "cancellation-requested": _TO_OPEN,
        "award-ending": _TO_OPEN,
        # to the referring office, which opens it in its own system: there is no page for it
        "plan-of-care-due": frozenset({"referral", "days"}),
        "award-ending-office": frozenset({"referral"}),
        "escalation": frozenset({"referral", "days"}),
        "recipient-left": frozenset({"referral"}),
        "next-offered": frozenset({"referral"}),
        "to-deliver": frozenset({"referral"}),
        "accepted": frozenset({"referral"}),
        "declined": frozenset({"referral"}),
        "scheduled": frozenset({"referral"}),
        "completed": frozenset({"referral"}),
        "not-contacted": frozenset({"referral"}),
        "another-asked": frozenset({"referral"}),
        # to the patient
        "patient-sent": frozenset({"referral", "link"}),
        "patient-news": frozenset({"referral", "link"}),
        # to the staff who keep the directory
        "directory-doubt": frozenset({"correction"}),
    }
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_MOST = {"template": 40, "to": 254, "link": 1000}


@dataclass(frozen=True)
class Notice:
    """Raises ValueError that names the field and what it must be, never what it was.

    `to` is an e-mail address or the name of a webhook; `sealed_to` says that it is a patient's.
    `event` is the id of the event that caused it: of the same event, kind, address and template
    one notice is written, and of a patient's one in all.
    """

    kind: str
    to: str = field(repr=False)
    template: str
    values: Mapping[str, str] = field(repr=False)
    event: str
    language: str = "en"
    sealed_to: bool = False

    def __post_init__(self) -> None:
        _must(self.kind in (EMAIL, WEBHOOK), "kind", f"must be {EMAIL} or {WEBHOOK}")
        _must(self.language in LANGUAGES, "language", f"must be one of {', '.join(LANGUAGES)}")
        _must(_ID.fullmatch(self.event), "event", "must be an id of letters, digits and hyphens")
        values = _clean_values(self.values)
        object.__setattr__(self, "values", values)
        if self.kind == EMAIL:
            object.__setattr__(self, "to", clean_email(self.to))
            _must(self.template in TEMPLATES, "template", f"must be one of {', '.join(TEMPLATES)}")
            needed = TEMPLATES[self.template]
            _must(values.keys() == needed, "values", f"must be {', '.join(sorted(needed))}")
        else:
            _must(is_name(self.to), "to", "must be the name of a webhook: small letters, digits")
            _must(is_name(self.template), "template", "must be a code such as referral-arrived")
        _must(not self.sealed_to or self.kind == EMAIL, "sealed_to", f"is for kind {EMAIL} alone")
        _must(self.kind == EMAIL or "office" not in values, "values.office", "must be left out")
        _must(not self.sealed_to or "referral" in values, "values", "must name the referral")


def clean_email(text: str, field: str = "to") -> str:
    """An address as SMTP servers everywhere take it: the part before the @ in ASCII, a domain of
    other letters in its xn-- form. Raises ValueError."""
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False).ascii_email
    except EmailNotValidError:  # its text holds the address
        raise ValueError(
            f"{field} must be one e-mail address such as office@clinic.example, in ASCII letters "
            "before the @"
        ) from None


def is_name(text: str) -> bool:
    return len(text) <= _MOST["template"] and bool(_SLUG.fullmatch(text))


def _clean_values(values: Mapping[str, str]) -> Mapping[str, str]:
    _must(values.keys() <= VALUES.keys(), "values", f"must be of {', '.join(VALUES)} only")
    for name, value in values.items():
        fits = isinstance(value, str) and VALUES[name].fullmatch(value)
        _must(fits and len(value) <= _MOST["link"], f"values.{name}", _RULES[name])
    if "link" in values:
        _must(_is_private(values["link"]), "values.link", _RULES["link"])
    return MappingProxyType(dict(values))


_RULES = {
    "referral": "must be an id of letters, digits and hyphens",
    "correction": "must be an id of letters, digits and hyphens",
    "days": "must be a whole number of days",
    "link": "must be an https address of host and path alone (http on loopback)",
    "office": "must be a name and a telephone number in one line",
}


def _is_private(link: str) -> bool:
    """Nobody on the way can read it."""
    try:
        url = urlsplit(link)
        return url.scheme == "https" or url.hostname in LOOPBACK
    except ValueError:  # brackets that hold no address
        return False


def _must(holds: object, field: str, rule: str) -> None:
    if not holds:
        raise ValueError(f"{field} {rule}")
