"""The connection to Elasticsearch: its client from the settings, and its errors as ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import ConnectionError as LostConnection
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from service.errors import DirectoryUnavailable, NoDirectory
from service.settings import Settings


def connect(hosts: list[str], settings: Settings) -> Elasticsearch:
    """A client of all the hosts; nothing is sent yet."""
    options: dict[str, Any] = {}
    if settings.api_key:
        options["api_key"] = settings.api_key
    if settings.ca_certs:
        options["ca_certs"] = settings.ca_certs
    return Elasticsearch(
        hosts,
        request_timeout=settings.timeout,
        # One host that is slow once is slow again; another host may not be.
        retry_on_timeout=len(hosts) > 1,
        max_retries=len(hosts),
        **options,
    )


def no_directory(alias: str) -> NoDirectory:
    return NoDirectory(
        f"Elasticsearch has no directory under {alias}; make one with otmatch-index load"
    )


@contextmanager
def translated(alias: str) -> Iterator[None]:
    """The client's errors as ours; never with the query in them."""
    try:
        yield
    except NotFoundError as error:
        raise no_directory(alias) from error
    except LostConnection as error:
        raise DirectoryUnavailable("Elasticsearch does not answer; is it running?") from error
    except (ApiError, TransportError) as error:
        kind = getattr(error, "status_code", type(error).__name__)
        raise DirectoryUnavailable(f"Elasticsearch could not answer ({kind})") from error
