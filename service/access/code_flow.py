"""Signing in at the OIDC issuer: authorization code with PKCE (RFC 7636), state, nonce, and the
issuer's own name in its answer (RFC 9207).

All three secrets of an attempt are made of one random text that the browser keeps in a cookie:
nothing is stored, and an answer that another browser asked for opens nothing.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote, urlencode

from service.access.errors import InvalidToken, IssuerUnavailable

from .issuer_http import NO_ANSWER, IssuerHttp
from .oidc import Issuer
from .principal import Principal

_ISS_TOLD = "authorization_response_iss_parameter_supported"


@dataclass(frozen=True)
class Client:
    """As the issuer has registered this service; without `secret` PKCE alone vouches for it."""

    identity: str
    secret: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True)
class CodeFlow:
    issuer: Issuer
    client: Client
    http: IssuerHttp = field(default_factory=IssuerHttp)

    def begin(self, language: str) -> tuple[str, str]:
        """Where the browser goes, and the text that it keeps until it is back. Raises
        IssuerUnavailable."""
        text = secrets.token_urlsafe(32)
        asked = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self.client.identity,
            "redirect_uri": self.client.redirect_uri,
            "state": _derived(text, "state"),
            "nonce": _derived(text, "nonce"),
            "code_challenge": _text_of(sha256(_derived(text, "verifier").encode()).digest()),
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        endpoint = self.issuer.keys.endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", text

    def finish(self, text: str, answer: Mapping[str, str]) -> Principal:
        """Who came back; without roles where the claim map knows none. Raises InvalidToken for an
        answer that was not asked for or is a refusal, IssuerUnavailable."""
        if not (text and _same(answer.get("state", ""), _derived(text, "state"))):
            raise InvalidToken("state of no attempt in this browser")
        needs_iss = self.issuer.keys.told(_ISS_TOLD) is True
        if answer.get("iss", "" if needs_iss else self.issuer.url) != self.issuer.url:
            # Of another issuer, who may want this one's code.
            raise InvalidToken("iss of the answer")
        if "code" not in answer or "error" in answer:
            raise InvalidToken("refused by the issuer")
        token = self._redeemed(answer["code"], _derived(text, "verifier"))
        return self.issuer.signed_in(token, self.client.identity, _derived(text, "nonce"))

    def _redeemed(self, code: str, verifier: str) -> str:
        """The ID token for a code, which the issuer gives once."""
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.client.redirect_uri,
            "code_verifier": verifier,
        }
        headers = {"Accept": "application/json"}
        if self.client.secret:
            headers["Authorization"] = _basic(self.client)
        else:
            asked["client_id"] = self.client.identity
        endpoint = self.issuer.keys.endpoint("token_endpoint")
        try:
            status, told = self.http.post(endpoint, asked, headers)
        except NO_ANSWER:
            raise IssuerUnavailable("its token endpoint gives no answer") from None
        if status >= 500:
            raise IssuerUnavailable("its token endpoint fails")
        token = told.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise InvalidToken(f"no ID token from the token endpoint, status {status}")
        return token


def _basic(client: Client) -> str:
    """Both parts are encoded as in a form first (RFC 6749, 2.3.1)."""
    pair = f"{quote(client.identity, safe='')}:{quote(client.secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _derived(text: str, purpose: str) -> str:
    return _text_of(hmac.digest(text.encode(), purpose.encode(), sha256))


def _text_of(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
