"""The OIDC issuer's discovery document, and its public keys: kept, asked for seldom."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, OctKey, RSAKey

from service.access.errors import InvalidToken, IssuerUnavailable
from service.issuers import is_safe

from .issuer_http import DAMAGED, NO_ANSWER, IssuerHttp

_DISCOVERY = "/.well-known/openid-configuration"
_LEAST_RSA_BITS = 2048


@dataclass(frozen=True)
class Keeping:
    """In seconds: keys are asked for again when they are older than `fresh`, and not used when
    older than `most`, so that a key that the issuer took back is out within that time. No two
    questions are closer than `between`, however many unknown keys tokens name."""

    between: float = 30
    fresh: float = 600
    most: float = 3600


class IssuerKeys:
    def __init__(self, issuer: str, keeping: Keeping | None = None) -> None:
        self._issuer, self._keeping = issuer, keeping or Keeping()
        self._http = IssuerHttp()
        self._lock = threading.Lock()
        self._keys: list[Key] = []
        self._document: dict[str, Any] = {}
        self._read_at = self._asked_at = float("-inf")

    def key(self, kid: str | None) -> Key:
        """Raises InvalidToken for a key that the issuer does not have, IssuerUnavailable where it
        cannot be asked."""
        found = self._held(kid)
        if found is None or self._age() > self._keeping.fresh:
            self._ask(wait=found is None)
            found = self._held(kid)
        if found is not None:
            return found
        if self._asked_at > self._read_at:
            raise IssuerUnavailable("it cannot be asked; is OTMATCH_OIDC_ISSUER right?")
        raise InvalidToken("invalid_key_id")

    def endpoint(self, name: str) -> str:
        """Where the issuer offers what its document calls so; raises IssuerUnavailable."""
        url = self.told(name)
        if not (isinstance(url, str) and is_safe(url, self._issuer)):
            raise IssuerUnavailable(f"its discovery document names no {name}")
        return url

    def told(self, name: str) -> Any:
        """What the document says; raises IssuerUnavailable where it cannot be read."""
        if self._age() > self._keeping.fresh:
            self._ask(wait=self._age() > self._keeping.most)
        if self._age() > self._keeping.most:
            raise IssuerUnavailable("it cannot be asked; is OTMATCH_OIDC_ISSUER right?")
        return self._document.get(name)

    def _held(self, kid: str | None) -> Key | None:
        """A token may leave out which key it means only where there is but one."""
        if self._age() > self._keeping.most:
            return None
        if kid is None:
            return self._keys[0] if len(self._keys) == 1 else None
        return next((key for key in self._keys if key.kid == kid), None)

    def _age(self) -> float:
        return time.monotonic() - self._read_at

    def _ask(self, wait: bool) -> None:
        """One thread asks; others wait for it only if they have nothing to go on with."""
        if not self._lock.acquire(blocking=wait):
            return
        try:
            now = time.monotonic()
            if now - self._asked_at >= self._keeping.between:
                self._asked_at = now
                self._keys, self._read_at = self._read(), now
        except NO_ANSWER:
            pass  # told by _asked_at, which is then later than _read_at
        finally:
            self._lock.release()

    def _read(self) -> list[Key]:
        found = self._http.get(self._issuer.rstrip("/") + _DISCOVERY)
        if found["issuer"] != self._issuer or not is_safe(found["jwks_uri"], self._issuer):
            raise ValueError("not this issuer's")
        keys = list(_usable(self._http.get(found["jwks_uri"])["keys"]))
        self._document = found
        return keys


def _usable(told: list[dict[str, Any]]) -> Iterator[Key]:
    """Public keys for signatures that are strong enough. One that is damaged spoils no other."""
    for each in told:
        try:
            key = JWKRegistry.import_key(each)
        except (JoseError, *DAMAGED):
            continue
        weak = isinstance(key, RSAKey) and key.public_key.key_size < _LEAST_RSA_BITS
        if not (isinstance(key, OctKey) or weak or key.is_private or each.get("use") == "enc"):
            yield key
