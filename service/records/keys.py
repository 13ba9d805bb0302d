"""The operator's keys: what wraps every record's own key, and what makes blind indexes."""

import base64
import hmac
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from service.errors import WrongKey

_ID_LENGTH = 16


def new_key() -> str:
    """Fit for OTMATCH_KEYS and for OTMATCH_INDEX_KEY."""
    return Fernet.generate_key().decode()


def key_id(key: str) -> str:
    """Tells keys apart, and tells nothing of them."""
    return hmac.digest(key.encode(), b"otmatch key id", sha256).hex()[:_ID_LENGTH]


class Keys:
    """Fernet keys, newest first, and the index key; both as their settings hold them."""

    def __init__(self, keys: str, index_key: str) -> None:
        """Raises ValueError, which names the setting."""
        each = keys.split(",")
        if not keys:
            raise ValueError("OTMATCH_KEYS must be set too; `otmatch keys new` prints a key")
        if not index_key:
            raise ValueError("OTMATCH_INDEX_KEY must be set too; `otmatch keys new` prints a key")
        if index_key in each:
            raise ValueError("OTMATCH_INDEX_KEY must be a key of its own, not one of OTMATCH_KEYS")
        self._wrapping = MultiFernet([Fernet(key) for key in each])
        self._index_key = base64.urlsafe_b64decode(index_key)
        self.ids = tuple(map(key_id, each))

    @property
    def newest(self) -> str:
        """The id of the key that wraps from now on."""
        return self.ids[0]

    def wrap(self, plain: bytes) -> str:
        return self._wrapping.encrypt(plain).decode()

    def unwrap(self, wrapped: str) -> bytes:
        """Raises WrongKey."""
        try:
            return self._wrapping.decrypt(wrapped)
        except InvalidToken:
            raise _wrong_keys() from None

    def rewrap(self, wrapped: str) -> str:
        """The same by the newest key; raises WrongKey."""
        try:
            return self._wrapping.rotate(wrapped).decode()
        except InvalidToken:
            raise _wrong_keys() from None

    def blind(self, purpose: str, value: str) -> str:
        """The same for the same value, and nothing that it could be read from. A purpose has a
        key of its own, so that what is blind for one says nothing of another."""
        key = hmac.digest(self._index_key, purpose.encode(), sha256)
        return hmac.digest(key, value.encode(errors="surrogatepass"), sha256).hex()


def _wrong_keys() -> WrongKey:
    return WrongKey(
        "OTMATCH_KEYS does not hold the key that these records were sealed with; set it to the "
        "keys in use before, the newest first"
    )
