"""The local issuer as people sign in there: a page with a button, codes that hold once, PKCE."""

import base64
import json
import secrets
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.oidc_issuer import KEY, Answer, Asked, LocalIssuer

CLIENT, SECRET = "otmatch at the clinic", "s3cret:with colon"
_AUTHORIZE, _TOKEN = "/clinic/authorize", "/clinic/token"
_PAGE = """<!doctype html><html lang="en"><title>Clinic</title><h1>The clinic's own page</h1>
<form method="post" action="?{query}"><button>Sign in as Dr. Harrow</button></form></html>"""


class SignInIssuer(LocalIssuer):
    """`person` has the claims of who signs in; `tampered` says ID tokens otherwise, `led_back` what
    the browser brings back otherwise."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.publish(KEY)
        self.secret: str | None = SECRET
        self.redirect_uri = ""
        self.person: dict[str, Any] = {}
        self.tampered: dict[str, Any] = {}
        self.led_back: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.discovery = {
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "authorization_response_iss_parameter_supported": True,
        }

    def answer(self, asked: Asked) -> Answer:
        path, query = urlsplit(asked.path).path, urlsplit(asked.path).query
        if path == _AUTHORIZE:
            return self._authorize(asked, query)
        if path == _TOKEN:
            return self._token(asked)
        return super().answer(asked)

    def _authorize(self, asked: Asked, query: str) -> Answer:
        told = dict(parse_qsl(query))
        wanted = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self.redirect_uri,
            "code_challenge_method": "S256",
        }
        if not (wanted.items() <= told.items() and "openid" in told["scope"].split()):
            return 400, {}, b"not registered so"
        if asked.method == "GET":
            html = {"Content-Type": "text/html; charset=utf-8"}
            return 200, html, _PAGE.format(query=escape(query)).encode()
        code = secrets.token_urlsafe(16)
        self.codes[code] = told
        back = {"code": code, "state": told["state"], "iss": self.url} | self.led_back
        back = {name: value for name, value in back.items() if value}
        return 302, {"Location": f"{self.redirect_uri}?{urlencode(back)}"}, b""

    def _token(self, asked: Asked) -> Answer:
        form = dict(parse_qsl(asked.body.decode()))
        told = self.codes.pop(form.get("code", ""), None)  # a code holds once
        if self.status >= 500:
            return self.status, {}, b"{}"
        if not self._knows(asked, form):
            return 401, {}, json.dumps({"error": "invalid_client"}).encode()
        if told is None or form["redirect_uri"] != self.redirect_uri or not _fits(told, form):
            return 400, {}, json.dumps({"error": "invalid_grant"}).encode()
        claims = {"aud": CLIENT, "nonce": told["nonce"], **self.person, **self.tampered}
        answer = {
            "access_token": "x",
            "token_type": "Bearer",
            "id_token": self.token(KEY, **claims),
        }
        return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()

    def _knows(self, asked: Asked, form: dict[str, str]) -> bool:
        if self.secret is None:
            return form.get("client_id") == CLIENT and "Authorization" not in asked.headers
        pair = urlencode({CLIENT: self.secret}).replace("=", ":").replace("+", "%20")
        basic = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return asked.headers.get("Authorization") == basic


def _fits(told: dict[str, str], form: dict[str, str]) -> bool:
    digest = sha256(form["code_verifier"].encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == told["code_challenge"]
