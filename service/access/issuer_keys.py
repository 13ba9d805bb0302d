"""The public keys of the OIDC issuer: found by its discovery document, kept, asked for seldom."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import urllib3
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, OctKey, RSAKey

from service.access.errors import InvalidToken, IssuerUnavailable
from service.issuers import is_safe

_DISCOVERY = "/.well-known/openid-configuration"
_TIMEOUT = urllib3.Timeout(connect=2, read=3)
_MOST_BYTES = 1_000_000
_LEAST_RSA_BITS = 2048
# A server may answer anything; what is no key set is no answer.
_DAMAGED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
_NO_ANSWER = (urllib3.exceptions.HTTPError, *_DAMAGED)


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
        self._http = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)
        self._lock = threading.Lock()
        self._keys: list[Key] = []
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
        raise InvalidToken

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
        except _NO_ANSWER:
            pass  # told by _asked_at, which is then later than _read_at
        finally:
            self._lock.release()

    def _read(self) -> list[Key]:
        found = self._get(self._issuer.rstrip("/") + _DISCOVERY)
        if found["issuer"] != self._issuer or not is_safe(found["jwks_uri"], self._issuer):
            raise ValueError("not this issuer's")
        return list(_usable(self._get(found["jwks_uri"])["keys"]))

    def _get(self, url: str) -> dict[str, Any]:
        response = self._http.request("GET", url, redirect=False, preload_content=False)
        try:
            body = response.read(_MOST_BYTES + 1)
        finally:
            response.release_conn()
        if response.status != 200 or len(body) > _MOST_BYTES:
            raise ValueError("no answer")
        return json.loads(body)


def _usable(told: list[dict[str, Any]]) -> Iterator[Key]:
    """Public keys for signatures that are strong enough. One that is damaged spoils no other."""
    for each in told:
        try:
            key = JWKRegistry.import_key(each)
        except (JoseError, *_DAMAGED):
            continue
        weak = isinstance(key, RSAKey) and key.public_key.key_size < _LEAST_RSA_BITS
        if not (isinstance(key, OctKey) or weak or key.is_private or each.get("use") == "enc"):
            yield key
