"""A real OIDC issuer on loopback: discovery document, keys that rotate, tokens that it signs."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from service.access.claims import Claim, ClaimMap
from service.access.errors import InvalidToken
from service.access.issuer_keys import IssuerKeys, Keeping
from service.access.oidc import Issuer
from service.issuers import ALGORITHMS
from tests.access_actors import CLINIC, OTHER_CLINIC

AUDIENCE = "https://otmatch.example.org/api"
MAKERS = {
    "RS256": (RSAKey, 2048),
    "PS256": (RSAKey, 2048),
    "ES256": (ECKey, "P-256"),
    "EdDSA": (OKPKey, "Ed25519"),
}
# How the clinic's operator maps the issuer's claims: as a file, and as it is read.
MAP = f"""
name: {{claim: display}}
roles: {{claim: [realm, roles], values: {{physicians: clinician, therapists: ot, desk: staff}}}}
organization: {{claim: org, values: {{north: "{CLINIC}", south: "{OTHER_CLINIC}"}}}}
npi: {{claim: "https://example.org/npi"}}
chapters: {{claim: chapters}}
grants: {{claim: [realm, roles], values: {{phi: patient-data}}}}
"""
_ROLES = ("realm", "roles")
MAPPED = ClaimMap(
    name=Claim(("display",)),
    roles=Claim(_ROLES, {"physicians": "clinician", "therapists": "ot", "desk": "staff"}),
    organization=Claim(("org",), {"north": CLINIC, "south": OTHER_CLINIC}),
    npi=Claim(("https://example.org/npi",)),
    chapters=Claim(("chapters",)),
    grants=Claim(_ROLES, {"phi": "patient-data"}),
)
HASTY = Keeping(between=0, fresh=60, most=120)


def new_key(algorithm: str, kid: str, size: Any = None, **more: str) -> Key:
    kind, usual = MAKERS[algorithm]
    return kind.generate_key(size or usual, {"kid": kid, **more})


KEY = new_key("ES256", "one")


def blind(purpose: str, value: str) -> str:
    return sha256(f"{purpose} {value}".encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """A request to the issuer."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Answer = tuple[int, dict[str, str], bytes]  # status, headers, body


class LocalIssuer:
    """`published` is what its key document holds, `discovery` what its discovery document says
    otherwise than it should."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.published: list[dict[str, Any]] = []
        self.discovery: dict[str, Any] = {}
        self.asked: list[str] = []
        self.status = 200

    def publish(self, *keys: Key) -> None:
        self.published = [key.as_dict(private=False) for key in keys]

    def claims(self, **other: Any) -> dict[str, Any]:
        """Those of a token that holds, but for what is said otherwise; None leaves one out."""
        now = int(time.time())
        usual = {"iss": self.url, "aud": AUDIENCE, "sub": "u-1", "iat": now, "exp": now + 300}
        return {name: value for name, value in {**usual, **other}.items() if value is not None}

    def token(self, key: Key, algorithm: str = "ES256", **claims: Any) -> str:
        header = {"alg": algorithm, "kid": key.kid}
        return jwt.encode(header, self.claims(**claims), key, [algorithm])

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked.path)
        if asked.path == "/clinic/.well-known/openid-configuration":
            told = {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **self.discovery}
        else:
            told = {"keys": self.published}
        where = {"Location": "/elsewhere"} if self.status == 302 else {}
        return self.status, where, json.dumps(told).encode()


Kind = TypeVar("Kind", bound=LocalIssuer)


@contextmanager
def local_issuer(kind: type[Kind] = LocalIssuer) -> Iterator[Kind]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.give(Asked("GET", self.path, self.headers, b""))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.give(Asked("POST", self.path, self.headers, body))

        def give(self, asked: Asked) -> None:
            status, headers, body = issuer.answer(asked)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """The server says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        issuer = kind(f"http://127.0.0.1:{http.server_port}/clinic")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield issuer
        finally:
            http.shutdown()
            thread.join()


def trusted(
    local: LocalIssuer, keeping: Keeping = HASTY, algorithms: tuple[str, ...] = ALGORITHMS
) -> Issuer:
    """The service's view of the local issuer."""
    return Issuer(local.url, AUDIENCE, algorithms, MAPPED, IssuerKeys(local.url, keeping), blind)


def refused(issuer: Issuer, token: str) -> None:
    """The token does not hold, and nothing of it is in the error."""
    with pytest.raises(InvalidToken) as caught:
        issuer.principal_of(token)
    assert not caught.value.args
