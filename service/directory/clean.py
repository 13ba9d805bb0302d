"""One value at a time, made clean: each function takes a source's text and gives our form.

Raises Rejected, naming the field and the fix, where a record cannot be used without the value.
"""

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from unicodedata import normalize

from babel.core import get_global
from marshmallow import ValidationError
from marshmallow.validate import Email
from scourgify.address_constants import OCCUPANCY_TYPE_ABBREVIATIONS, STREET_TYPE_ABBREVIATIONS
from titlecase import titlecase

from service.clock import eastern_today
from service.directory.languages import languages
from service.directory.npi import is_npi, looks_like_npi
from service.directory.schema import MAX_TEXT
from service.directory.states import state_code
from service.directory.vocabulary import CREDENTIALS, GENDERS

_NOT_DIGITS = re.compile(r"[^0-9]")
_MASKED = re.compile(r"[$*_]+|<UNAVAIL>|NULL", re.IGNORECASE)
# Control characters, and the marks that hide text or turn its direction.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff]"
)
_CREDENTIAL_BREAK = re.compile(r"[,;&+|]|\s+AND\s+|/(?![A-Za-z](?![A-Za-z]))|\s{2,}", re.IGNORECASE)
_KEPT_UPPER = re.compile(
    r"(?:[NS]?[NSEW]|US|PO|P\.?O\.?|II|III|IV|LLC|PLLC|PC|PA|OT|MS|VA|[A-Z]?\d+[A-Z]?)\.?"
)
# "Blvd" and "Bldg" have no vowel, as an abbreviated name has none: "SSM".
_STREET_WORDS = frozenset(STREET_TYPE_ABBREVIATIONS.values()) | frozenset(
    OCCUPANCY_TYPE_ABBREVIATIONS.values()
)
_NAME_WORD = re.compile(r"[^\W\d_][\w'\u2019]*")
_BOX = re.compile(r"(?:p\.? ?o\.?|post office) ?box\b", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:x|ext\.?|extension)\s*[0-9]{1,6}$", re.IGNORECASE)
_PHONE = re.compile(r"[2-9][0-9]{9}")
_NO_PHONE = re.compile(r"(\d)\1{9}")  # 0000000000, 9999999999
# States and territories whose ZIP codes begin with zeros: how many a spreadsheet takes away.
_ZIP_ZEROS = dict.fromkeys(("CT", "MA", "ME", "NH", "NJ", "RI", "VT"), 1) | {"PR": 2, "VI": 2}
_is_address = Email()
_GENDERS = {"FEMALE": "F", "MALE": "M", "NONBINARY": "X", "NON-BINARY": "X"}
# Names of languages as directories write them, beside those of CLDR.
_LANGUAGES = {
    "brazilian portuguese": "pt", "cantonese": "zh", "castilian": "es", "creole haitian": "ht",
    "dari": "fa", "farsi": "fa", "filipino": "tl", "flemish": "nl", "haitian": "ht",
    "mandarin": "zh", "moldovan": "ro", "panjabi": "pa", "pilipino": "tl", "pushto": "ps",
}  # fmt: skip
# No source is older, and a later year is a slip of the keyboard ("3026").
_YEARS = range(1900, 2101)
AHEAD_DAYS = 31
_SPELLINGS = {
    re.sub(r"[^A-Z]", "", spelling.upper()): kind.code
    for kind in CREDENTIALS.values()
    for spelling in (kind.code, *kind.spellings)
}


# Each digit doubled, and the digits of that added up, as Luhn has it.


class Rejected(Exception):
    """A row that cannot be used; says which field, and what would be right."""


@lru_cache(maxsize=1 << 14)  # most texts of a big file are few words, again and again
def clean_text(value: str | None) -> str | None:
    """As `clean_line`, and None also for masks ($$$, ***, ___) and for NULL.

    Raises Rejected for a text that is longer than a profile may hold.
    """
    text = clean_line(value)
    if text and len(text) > MAX_TEXT:
        raise Rejected(f"a value: longer than {MAX_TEXT} characters; no name or address is")
    return None if text is None or _MASKED.fullmatch(text) else text


def clean_line(value: str | None) -> str | None:
    """Trimmed, on one line, inner blanks as one, nothing unseen in it; None for nothing."""
    text = " ".join(_UNSEEN.sub("", value or "").split())
    return (text if text.isascii() else normalize("NFC", text)) or None


def clean_npi(value: str | None) -> str:
    """Without blanks around it, and with the right check digit."""
    npi = (value or "").strip()
    if not looks_like_npi(npi):
        raise Rejected("npi: must be ten digits, the first 1 or 2")
    if not is_npi(npi):
        raise Rejected("npi: the check digit is wrong; compare it with the NPI registry")
    return npi


@lru_cache(maxsize=1 << 14)  # cities come again and again
def clean_name(value: str | None) -> str | None:
    """A name or address line in natural case, where the source writes one case only."""
    text = clean_text(value)
    if text is None or not (text.isupper() or text.islower()):
        return text
    return titlecase(text.lower(), callback=_keep_upper)


def _keep_upper(word: str, **_: bool) -> str | None:
    if _KEPT_UPPER.fullmatch(word.upper()):
        return word.upper()
    if word.upper().strip(".,") in _STREET_WORDS:
        return word.capitalize()
    if word.lower().startswith(("o'", "d'")) and len(word) > 3:
        return word[0].upper() + "'" + word[2:].capitalize()
    return None


def clean_person_name(value: str | None) -> str | None:
    """A person's name in natural case: every word starts with a capital ("Van Den Berg")."""
    text = clean_text(value)
    if text is None or not (text.isupper() or text.islower()):
        return text
    return _NAME_WORD.sub(lambda word: _capital(word[0]), text)


def clean_last_name(value: str | None, first: str | None) -> str | None:
    """As `clean_person_name`; beside a first name "NULL" is a surname, and some people's own."""
    if first and (value or "").strip().upper() == "NULL":
        return "Null"
    return clean_person_name(value)


def _capital(word: str) -> str:
    if word in ("II", "III", "IV"):
        return word
    return re.sub(
        r"^(\w['\u2019]|Mc)(\w)", lambda found: found[1] + found[2].upper(), word.capitalize()
    )


def clean_credentials(text: str | None) -> tuple[str, ...]:
    """Codes of the certificates named in a credential text: "OTR/L,MSCS" -> ("MSCS",)."""
    found: list[str | None] = []
    for part in _CREDENTIAL_BREAK.split(clean_text(text) or ""):
        whole = _certificate(part)
        # The words of "CLT-LANA" or "OTR MSCS" only where the whole is none: BCP-R is no BCP.
        found += [whole] if whole else map(_certificate, re.split(r"[\s-]+", part))
    return tuple(dict.fromkeys(filter(None, found)))


def _certificate(text: str) -> str | None:
    return _SPELLINGS.get(re.sub(r"[^A-Z]", "", text.upper()))


@lru_cache(maxsize=1 << 14)  # twenty years have 7,305 days
def clean_date(value: str | None, field: str) -> date | None:
    """MM/DD/YYYY (NPPES) or YYYY-MM-DD; None for nothing."""
    text = clean_text(value)
    if text is None:
        return None
    for form, pattern in (("%m/%d/%Y", r"\d{1,2}/\d{1,2}/\d{4}"), ("%Y-%m-%d", r"\d{4}-\d\d-\d\d")):
        if re.fullmatch(pattern, text, re.ASCII):
            try:
                day = datetime.strptime(text, form).date()
            except ValueError:
                break
            if day.year in _YEARS:
                return day
    raise Rejected(f"{field}: must be a date such as 2026-10-01")


def clean_past_date(value: str | None, field: str) -> date | None:
    """The day of which a source's word is: of two words the newer counts, so that one of 2099 would
    stand against all that follow for good."""
    day = clean_date(value, field)
    refuse_to_come(day, field)
    return day


def refuse_to_come(day: date | None, field: str) -> None:
    """Raises Rejected for a day that no word can be of; one of next month does no lasting harm."""
    if day and day > eastern_today() + timedelta(days=AHEAD_DAYS):
        raise Rejected(f"{field}: must not be a day that is to come")


def street_lines(line1: str | None, line2: str | None) -> tuple[str | None, str | None]:
    """Both lines of an address without a post office box, in which nobody is treated."""
    kept = [line for line in (line1, line2) if line and not _BOX.match(line)]
    return (line1, line2) if len(kept) == 2 else (kept[0] if kept else None, None)


def clean_postal_code(value: str | None) -> str | None:
    """The five-digit ZIP of a ZIP or ZIP+4; None if it is neither."""
    digits = _NOT_DIGITS.sub("", value or "")
    return digits[:5] if len(digits) in (5, 9) else None


def clean_postal_code_of(value: str | None, state: str | None) -> str | None:
    """As `clean_postal_code`; where the state's ZIP codes begin with zeros, they are put back."""
    digits = _NOT_DIGITS.sub("", value or "")
    lost = _ZIP_ZEROS.get(state or "", 0)
    return clean_postal_code("0" * lost + digits if len(digits) + lost in (5, 9) else digits)


def clean_phone(value: str | None) -> str | None:
    """Ten digits, without an extension; None if it is no US number: no area code of ours begins
    with 0 or 1, as Berlin's does."""
    digits = _NOT_DIGITS.sub("", _EXTENSION.sub("", (value or "").strip()))
    digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    return digits if _PHONE.fullmatch(digits) and not _NO_PHONE.fullmatch(digits) else None


def clean_direct_address(value: str | None, field: str) -> str:
    """An address of Direct secure messaging, which looks like one of e-mail."""
    address = clean_line(value) or ""
    try:
        _is_address(address)
    except ValidationError:
        raise Rejected(
            f"{field}: must be a Direct address such as name@direct.example.org"
        ) from None
    return address


def clean_state(value: str | None) -> str | None:
    """A USPS state code, or None."""
    text = clean_text(value)
    return state_code(text) if text else None


def clean_gender(value: str | None) -> str | None:
    """F, M or X of a code or a word; None for any other, as for CMS's "U"."""
    text = (clean_text(value) or "").upper()
    code = _GENDERS.get(text, text)
    return code if code in GENDERS else None


def clean_language(value: str | None) -> str | None:
    """The ISO 639-1 code of a language by its code, three-letter code or English name."""
    text = (clean_text(value) or "").casefold()
    named = _language_names().get(text) or _language_names().get(text.partition("(")[0].strip())
    code = named or get_global("language_aliases").get(text, text)
    return code if code in languages() else None


@cache
def _language_names() -> dict[str, str]:
    return {name.casefold(): code for code, name in languages().items()} | _LANGUAGES
