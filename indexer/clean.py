"""One value at a time, made clean: each function takes a source's text and gives our form.

Raises Rejected, naming the field and the fix, where a record cannot be used without the value.
"""

import re
from datetime import date, datetime

from titlecase import titlecase

from service.directory.states import state_code
from service.directory.vocabulary import CREDENTIALS

_NOT_DIGITS = re.compile(r"[^0-9]")
_MASKED = re.compile(r"[$*_]+|<UNAVAIL>|NULL", re.IGNORECASE)
_CREDENTIAL_BREAK = re.compile(r"[,;&+|]|\s+AND\s+|/(?![A-Za-z](?![A-Za-z]))|\s{2,}", re.IGNORECASE)
_KEPT_UPPER = re.compile(
    r"(?:[NS]?[NSEW]|US|PO|P\.?O\.?|II|III|IV|LLC|PLLC|PC|PA|OT|VA|[A-Z]?\d+[A-Z]?)\.?"
)
_DOUBLE = {" ".join(code.split()): code for code in CREDENTIALS if " " in code}
_SPELLINGS = {
    re.sub(r"[^A-Z]", "", spelling.upper()): kind.code
    for kind in CREDENTIALS.values()
    for spelling in (kind.code, *kind.spellings)
}


class Rejected(Exception):
    """A row that cannot be used; says which field, and what would be right."""


def clean_text(value: str | None) -> str | None:
    """Trimmed, inner blanks as one; None for nothing, for masks ($$$, ***, ___) and for NULL."""
    text = " ".join((value or "").replace("\x00", "").split())
    return None if not text or _MASKED.fullmatch(text) else text


def clean_npi(value: str | None) -> str:
    """Ten ASCII digits whose last is the Luhn digit over 80840 and the rest (ISO 7812, CMS)."""
    npi = (value or "").strip()
    if not re.fullmatch(r"[12][0-9]{9}", npi):
        raise Rejected("npi: must be ten digits, the first 1 or 2")
    if not _luhn("80840" + npi):
        raise Rejected("npi: the check digit is wrong; compare it with the NPI registry")
    return npi


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits)))
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def clean_name(value: str | None) -> str | None:
    """A name or address line in natural case, where the source writes capitals only."""
    text = clean_text(value)
    if text is None or not text.isupper():
        return text
    return titlecase(text.lower(), callback=_keep_upper)


def _keep_upper(word: str, **_: bool) -> str | None:
    if _KEPT_UPPER.fullmatch(word.upper()):
        return word.upper()
    if word.lower().startswith(("o'", "d'")) and len(word) > 3:
        return word[0].upper() + "'" + word[2:].capitalize()
    return None


def clean_person_name(value: str | None) -> str | None:
    """A person's name in natural case: every word starts with a capital ("Van Den Berg")."""
    text = clean_text(value)
    if text is None or not text.isupper():
        return text
    return re.sub(r"[^\s-]+", lambda word: _capital(word[0]), text)


def _capital(word: str) -> str:
    if re.fullmatch(r"[IVX]+", word) and len(word) > 1:
        return word
    name = word.capitalize()
    name = re.sub(r"^(O'|D'|Mc)(\w)", lambda m: m[1] + m[2].upper(), name)
    return name


def clean_credentials(text: str | None) -> tuple[str, ...]:
    """Codes of the certificates named in a credential text: "OTR/L,MSCS" -> ("MSCS",)."""
    found: list[str] = []
    for part in _CREDENTIAL_BREAK.split(clean_text(text) or ""):
        for word in (part, *part.split()):
            code = _SPELLINGS.get(re.sub(r"[^A-Z]", "", word.upper()))
            if code and code not in found:
                found.append(code)
    return tuple(found)


def clean_date(value: str | None, field: str) -> date | None:
    """MM/DD/YYYY (NPPES) or YYYY-MM-DD; None for nothing."""
    text = clean_text(value)
    if text is None:
        return None
    for form, pattern in (("%m/%d/%Y", r"\d{1,2}/\d{1,2}/\d{4}"), ("%Y-%m-%d", r"\d{4}-\d\d-\d\d")):
        if re.fullmatch(pattern, text, re.ASCII):
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                break
    raise Rejected(f"{field}: must be a date such as 2026-10-01")


def clean_postal_code(value: str | None) -> str | None:
    """The five-digit ZIP of a ZIP or ZIP+4; None if it is neither."""
    digits = _NOT_DIGITS.sub("", value or "")
    return digits[:5] if len(digits) in (5, 9) else None


def clean_phone(value: str | None) -> str | None:
    """Ten digits, or None."""
    digits = _NOT_DIGITS.sub("", value or "")
    digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    return digits if len(digits) == 10 else None


def clean_state(value: str | None) -> str | None:
    """A USPS state code, or None."""
    text = clean_text(value)
    return state_code(text) if text else None
