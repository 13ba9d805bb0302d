"""The text of an API token: otm_, the id of its row, 256 bits that nobody can guess, a checksum.

The prefix and the checksum let scanners of files and messages find a leaked one, and let us refuse
a mistyped one without asking the store.
"""

import hmac
import re
import secrets
import string
import zlib
from hashlib import sha256

PREFIX = "otm_"
_LETTERS = string.digits + string.ascii_letters
_ID_LETTERS = string.digits + string.ascii_lowercase
_ID_LENGTH, _CHECK_LENGTH = 8, 6
_SECRET_LENGTH = 43  # letters of 62 kinds: 256.03 bits
_FORM = re.compile(
    rf"{PREFIX}([0-9a-z]{{{_ID_LENGTH}}})_[0-9A-Za-z]{{{_SECRET_LENGTH + _CHECK_LENGTH}}}"
)
_NOBODYS = "0" * 64


def new_token() -> tuple[str, str]:
    """The id of a new token, and its text."""
    identity = _random(_ID_LETTERS, _ID_LENGTH)
    body = f"{PREFIX}{identity}_{_random(_LETTERS, _SECRET_LENGTH)}"
    return identity, body + _checksum(body)


def id_in(text: str) -> str | None:
    """The id of the row to look for; None for what cannot be a token of ours."""
    match = _FORM.fullmatch(text)
    if match is None or _checksum(text[:-_CHECK_LENGTH]) != text[-_CHECK_LENGTH:]:
        return None
    return match[1]


def digest_of(text: str) -> str:
    """What is kept. So much randomness needs no salt and no slow hash."""
    return sha256(text.encode()).hexdigest()


def is_text_of(digest: str | None, text: str) -> bool:
    """In the same time for a wrong token and for one that was never made."""
    return hmac.compare_digest(digest or _NOBODYS, digest_of(text))


def _random(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _ in range(length))


def _checksum(body: str) -> str:
    rest, written = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK_LENGTH):
        rest, letter = divmod(rest, len(_LETTERS))
        written = _LETTERS[letter] + written
    return written
