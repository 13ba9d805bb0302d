"""open_access(): who sends this bearer token, and may they ask once more? All that it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from service.access.errors import InvalidToken
from service.records.store import Store
from service.settings import Settings

from .actions import COUNTED_BY_ADDRESS, MOST_AN_HOUR
from .claims import ClaimMap, read_claim_map
from .code_flow import Client, CodeFlow
from .counts import Counts
from .issuer_keys import IssuerKeys
from .limits import HourLimit, LockOut, RequestLimit
from .oidc import Blind, Issuer
from .principal import PUBLIC, Principal
from .sessions import Lasting, Sessions
from .token_text import PREFIX
from .tokens import Tokens

# Where the issuer leads back to, below OTMATCH_PUBLIC_URL; it has to be registered with it.
SIGNED_IN_AT_ISSUER = "/sign-in/issuer/back"


@dataclass(frozen=True)
class Access:
    tokens: Tokens
    issuer: Issuer | None
    code_flow: CodeFlow | None
    requests: RequestLimit
    hourly: HourLimit
    failures: LockOut
    sessions: Sessions
    blind: Blind

    def principal_of(self, bearer: str, address: str) -> Principal:
        """Raises InvalidToken, TooMany, IssuerUnavailable."""
        return self._counted(self._holder, bearer, address)

    def sign_in(self, token: str, address: str) -> str:
        """The text of a new session of whoever holds an API token; raises InvalidToken, TooMany."""
        return self.sessions.begin(self._counted(self.tokens.principal_of, token, address))

    def count(self, principal: Principal, action: str, address: str) -> None:
        """One request; raises TooMany. The public's searches are not counted: nothing is to be
        written because somebody looks for help."""
        if principal is not PUBLIC:
            self.requests.spend(principal.id)
        elif action in COUNTED_BY_ADDRESS:
            sender = self._sender(address)
            self.requests.spend(sender)
            if most := MOST_AN_HOUR.get(action):
                self.hourly.spend(f"{action}:{sender}", most)

    def _counted(self, find: Callable[[str], Principal], bearer: str, address: str) -> Principal:
        """A token that holds is taken at once, also from an address whose others failed too often:
        no number of tries finds one of 256 bits, and one script with an old token must not lock out
        the whole clinic behind the same address. What has to wait are tokens that do not hold.
        """
        try:
            return find(bearer)
        except InvalidToken:
            sender = self._sender(address)
            self.failures.check(sender)
            self.failures.failed(sender)
            raise

    def _holder(self, bearer: str) -> Principal:
        if bearer.startswith(PREFIX):
            return self.tokens.principal_of(bearer)
        if self.issuer is None:
            raise InvalidToken
        return self.issuer.principal_of(bearer)

    def _sender(self, address: str) -> str:
        """An address is personal: only its keyed hash is kept. Of IPv6 somebody has a whole /64."""
        try:
            parsed = ip_address(address)
        except ValueError:
            return self.blind("address", "")
        if isinstance(parsed, IPv6Address):
            parsed = parsed.ipv4_mapped or ip_network((parsed, 64), strict=False)
        return self.blind("address", str(parsed))


def open_access(settings: Settings, store: Store, blind: Blind) -> Access:
    """`blind` is the store's keyed hash. Raises ValueError where settings contradict each other."""
    counts, issuer = Counts(store), open_issuer(settings, blind)
    return Access(
        tokens=Tokens(store),
        issuer=issuer,
        code_flow=_code_flow(settings, issuer),
        requests=RequestLimit(counts, settings.requests_per_minute),
        hourly=HourLimit(counts),
        failures=LockOut(counts, "token"),
        sessions=open_sessions(settings, store),
        blind=blind,
    )


def _code_flow(settings: Settings, issuer: Issuer | None) -> CodeFlow | None:
    """None where nobody signs in at the issuer."""
    if issuer is None or not settings.oidc_client_id:
        return None
    back = f"{settings.public_url}{SIGNED_IN_AT_ISSUER}"
    return CodeFlow(issuer, Client(settings.oidc_client_id, settings.oidc_client_secret, back))


def open_sessions(settings: Settings, store: Store) -> Sessions:
    """Needs no keys."""
    idle = timedelta(minutes=settings.session_idle_minutes)
    return Sessions(store, Tokens(store), Lasting(idle, timedelta(hours=settings.session_hours)))


def open_issuer(settings: Settings, blind: Blind) -> Issuer | None:
    """None where no issuer is configured; nothing is asked of it yet."""
    claims = check_issuer(settings)
    if claims is None:
        return None
    return Issuer(
        url=settings.oidc_issuer,
        audience=settings.oidc_audience,
        algorithms=tuple(settings.oidc_algorithms.split(",")),
        claims=claims,
        keys=IssuerKeys(settings.oidc_issuer),
        blind=blind,
    )


def check_issuer(settings: Settings) -> ClaimMap | None:
    """The issuer's claim map, None where no issuer is configured; raises ValueError, which names
    the setting."""
    told = {
        "OTMATCH_OIDC_ISSUER": settings.oidc_issuer,
        "OTMATCH_OIDC_AUDIENCE": settings.oidc_audience,
        "OTMATCH_OIDC_CLAIMS": settings.oidc_claims,
    }
    if not any((*told.values(), settings.oidc_client_id)):
        return None
    if missing := [variable for variable, value in told.items() if not value]:
        raise ValueError(f"{missing[0]} must be set too: an issuer, an audience and a claim map")
    if settings.oidc_client_id and not settings.public_url:
        raise ValueError("OTMATCH_PUBLIC_URL must be set too: the issuer leads back to it")
    try:
        return read_claim_map(settings.oidc_claims)
    except ValueError as error:
        raise ValueError(f"OTMATCH_OIDC_CLAIMS {error}") from None
