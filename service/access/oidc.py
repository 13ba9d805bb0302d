"""Bearer tokens of an OIDC issuer: a signature by one of its keys, claims that hold, rights."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from service.access.errors import InvalidToken

from .claims import ClaimMap
from .issuer_keys import IssuerKeys
from .principal import Principal

LEEWAY_SECONDS = 60  # clocks differ
_HASH_LENGTH = 8

Blind = Callable[[str, str], str]  # purpose and value -> a keyed hash


@dataclass(frozen=True)
class Issuer:
    url: str
    audience: str
    algorithms: tuple[str, ...]
    claims: ClaimMap
    keys: IssuerKeys
    blind: Blind

    def principal_of(self, text: str) -> Principal:
        """Raises InvalidToken for one that does not hold, IssuerUnavailable where that cannot be
        told. Somebody whom the claim map does not know is a principal without roles."""
        return self._principal(self._claims(text, _rules(self.url, self.audience)))

    def signed_in(self, text: str, client: str, nonce: str) -> Principal:
        """Of an ID token that this client asked for; raises as principal_of."""
        rules = _rules(self.url, client, nonce={"essential": True, "value": nonce})
        claims = self._claims(text, rules)
        if claims.get("azp", client) != client:
            raise InvalidToken("invalid_claim azp")
        return self._principal(claims)

    def _principal(self, claims: dict[str, Any]) -> Principal:
        rights = self.claims.rights(claims)
        issuer = sha256(self.url.encode()).hexdigest()[:_HASH_LENGTH]
        identity = f"oidc:{issuer}:{self.blind('subject', claims['sub'])[:32]}"
        person = self.claims.name_in(claims)
        return Principal(
            id=identity,
            name=person or identity,
            roles=rights.roles,
            organization=rights.organization,
            npi=rights.npi,
            chapters=rights.chapters,
            grants=rights.grants,
            person=person,
        )

    def _claims(self, text: str, rules: JWTClaimsRegistry) -> dict[str, Any]:
        # Issuers add parameters of their own to the header; the critical ones are still refused.
        registry = JWSRegistry(algorithms=self.algorithms, strict_check_header=False)
        try:
            token = jwt.decode(text, self._key, self.algorithms, registry)
            rules.validate(token.claims)
        except JoseError as error:
            raise InvalidToken(f"{error.error} {getattr(error, 'claim', '')}".strip()) from None
        except (ValueError, TypeError):
            raise InvalidToken("decode_error") from None
        return token.claims

    def _key(self, token: Any) -> Key:
        header = token.headers()
        kid = header.get("kid")
        if header.get("alg") not in self.algorithms or not isinstance(kid, str | None):
            raise InvalidToken("unsupported_algorithm")
        key = self.keys.key(kid)
        key.check_alg(header["alg"])
        return key


def _rules(issuer: str, audience: str, **more: Any) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        **more,
    )
