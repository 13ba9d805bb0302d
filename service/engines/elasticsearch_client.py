"""The connection to Elasticsearch: a client of all its hosts that never asks for too long, and its
errors as ours."""

import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from elastic_transport import (
    BaseNode,
    ConnectionTimeout,
    NodeConfig,
    RoundRobinSelector,
    SerializationError,
    TlsError,
    Transport,
    TransportApiResponse,
    TransportError,
)
from elastic_transport import ConnectionError as LostConnection
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    BadRequestError,
    Elasticsearch,
    NotFoundError,
    UnsupportedProductError,
)

from service.errors import DirectoryUnavailable, NoDirectory
from service.settings import Settings

_BUSY = {429, 502, 503, 504}
# All tries of one request together, in time-outs: one host that hangs, and one that then answers.
_TIMEOUTS_IN_ALL = 2
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0  # seconds between two tries, doubled each time


def connect(hosts: list[str], settings: Settings) -> Elasticsearch:
    """A client of all the hosts; nothing is sent yet. Raises ValueError for a bad CA file."""
    options: dict[str, Any] = {}
    if settings.api_key:
        options["api_key"] = settings.api_key
    if settings.ca_certs:
        options["ssl_context"] = _trusting(settings.ca_certs, hosts)
    client = Elasticsearch(
        hosts,
        transport_class=_BoundedTransport,
        node_selector_class=_OtherHostFirst,
        **options,
    )
    return client.options(
        request_timeout=settings.timeout,
        max_retries=settings.retries,
        # One host that is slow once is slow again; another host may not be.
        retry_on_timeout=len(hosts) > 1,
    )


def _trusting(ca_certs: str, hosts: list[str]) -> ssl.SSLContext:
    if not all(host.startswith("https:") for host in hosts):
        raise ValueError("ELASTICSEARCH_CA_CERTS is set, so the directory's URL must be https")
    try:
        return ssl.create_default_context(cafile=ca_certs)
    except OSError:  # ssl's own errors are of this kind too
        raise ValueError(
            "ELASTICSEARCH_CA_CERTS must name a file with the CA's certificate (PEM)"
        ) from None


def make_index(client: Elasticsearch, name: str, **body: Any) -> None:
    """Create an index. That it is there already is no error: the request may have come twice."""
    try:
        client.indices.create(index=name, **body)
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise


def no_directory(alias: str) -> NoDirectory:
    return NoDirectory(
        f"Elasticsearch has no directory under {alias}; make one with otmatch-index load"
    )


@contextmanager
def translated(alias: str) -> Iterator[None]:
    """The client's errors as ours; never with the query or the key in them."""
    try:
        yield
    except NotFoundError as error:
        raise no_directory(alias) from error
    except (ApiError, TransportError) as error:
        raise DirectoryUnavailable(_advice(error, alias)) from error


def _advice(error: ApiError | TransportError, alias: str) -> str:
    match error:
        case TlsError():
            return (
                "no safe connection to Elasticsearch: its certificate cannot be verified, or it "
                "does not speak https; ELASTICSEARCH_CA_CERTS names the file of the CA to trust"
            )
        case LostConnection():
            return "Elasticsearch does not answer; is it running, and at this URL?"
        case ConnectionTimeout():
            return "Elasticsearch did not answer in time; is it overloaded? See OTMATCH_TIMEOUT"
        case AuthenticationException():
            return "Elasticsearch does not accept the API key; set ELASTICSEARCH_API_KEY"
        case AuthorizationException():
            return f"Elasticsearch forbids this (403); may the API key use {alias} and {alias}-*?"
        case UnsupportedProductError() | SerializationError():
            return "what answers at the directory's URL is not Elasticsearch"
        case _:
            kind = getattr(error, "status_code", type(error).__name__)
            return f"Elasticsearch could not answer ({kind})"


class _OtherHostFirst(RoundRobinSelector):
    """Hosts in turn; one that failed a request is asked for it again only if there is no other."""

    def __init__(self, node_configs: list[NodeConfig]) -> None:
        super().__init__(node_configs)
        self._request = threading.local()

    def begin(self) -> None:
        self._request.asked = set()

    def select(self, nodes: Sequence[BaseNode]) -> BaseNode:
        asked = self._request.asked
        chosen = super().select([node for node in nodes if node.config not in asked] or nodes)
        asked.add(chosen.config)
        return chosen


class _BoundedTransport(Transport):
    """Sends a request again after a lost connection or a busy answer, within a bound of time.

    So every request may arrive twice, and every write must be one that does no harm then.
    A host that failed rests for a second, then two, up to thirty (the client library's own rule).
    """

    def perform_request(  # type: ignore[override]
        self,
        method: str,
        target: str,
        *,
        request_timeout: float,
        max_retries: int,
        retry_on_timeout: bool,
        **options: Any,
    ) -> TransportApiResponse:
        self.node_pool.node_selector.begin()  # type: ignore[attr-defined]
        deadline = time.monotonic() + _TIMEOUTS_IN_ALL * request_timeout
        left, pause = request_timeout, _FIRST_PAUSE
        for tries_left in range(max_retries, -1, -1):
            options |= {"max_retries": 0, "request_timeout": min(request_timeout, left)}
            answer = error = None
            try:
                answer = super().perform_request(method, target, **options)
            except ConnectionTimeout as slow:
                error, again = slow, retry_on_timeout
            except LostConnection as lost:
                error, again = lost, True
            else:
                again = answer.meta.status in _BUSY
            left = deadline - time.monotonic() - pause
            if not (again and tries_left and left > 0):
                break
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        if answer is None:
            raise error
        return answer
