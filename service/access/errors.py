"""What can go wrong with a token, as a part of the tree of `service/errors.py`:

OTMatchError
├── Unauthenticated       401  this needs a token, and none was sent
│   ├── InvalidToken      401  the token is wrong, expired or revoked
│   └── NoBearer          401  the Authorization header cannot be read as one bearer token
└── IssuerUnavailable     503  the OIDC issuer, who vouches for tokens, cannot be asked
"""

from service.errors import OTMatchError


class Unauthenticated(OTMatchError):
    """`challenge` is what a client is told in WWW-Authenticate (RFC 6750)."""

    status = 401
    code = "unauthenticated"
    title = "This needs a token"
    challenge = 'Bearer realm="otmatch"'


class InvalidToken(Unauthenticated):
    """`reason` is for the operator: why, in words of the standards, with nothing of the token."""

    code = "invalid-token"
    title = "This token does not hold"
    challenge = 'Bearer realm="otmatch", error="invalid_token"'

    def __init__(self, reason: str = "") -> None:
        super().__init__()
        self.reason = reason


class NoBearer(Unauthenticated):
    code = "no-bearer"
    title = "The Authorization header cannot be read"
    challenge = 'Bearer realm="otmatch", error="invalid_request"'


class IssuerUnavailable(OTMatchError):
    """The message says what the operator should do."""

    status = 503
    code = "issuer-unavailable"
    title = "The sign-in service cannot be reached just now"
    retry_after = 30
