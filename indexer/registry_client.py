"""Asks the NPI Registry's API about one NPI at a time, no faster than it should be asked."""

import queue
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
import urllib3
from geopy.extra.rate_limiter import RateLimiter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry, Timeout

from service.errors import SourceUnreadable

from .files import written
from .progress import SECONDS_BETWEEN_LINES
from .silence import silence

VERSION = "2.1"
_BUSY = (429, 500, 502, 503, 504)
# Seconds. A service that asks for more patience than this is better asked another day.
LONGEST_WAIT = 60
MAX_RESPONSE = 5_000_000  # bytes; that of one NPI has some thousands


@dataclass(frozen=True)
class RegistrySetup:
    """Where the registry is, and how it is asked."""

    url: str
    limit: int  # questions in all
    pause: float = 1.0  # seconds between two questions, at least
    retries: int = 3
    back_off: float = 1.0  # seconds before the second retry; then twice as many, and so on
    timeout: float = 10.0  # seconds without a byte
    # Seconds for one answer, with all its retries: thrice the longest wait fits in it. A service
    # that sends a byte now and then keeps within `timeout` for ever.
    longest: float = 300.0
    told_every: float = SECONDS_BETWEEN_LINES  # seconds between two lines that say that it waits
    save: Path | None = None  # a folder that keeps the responses


class RegistryClient:
    """Each response becomes a file, which is read as saved ones are."""

    def __init__(self, setup: RegistrySetup, folder: Path) -> None:
        self._setup, self._folder = setup, folder
        self.asked = 0
        retry = Retry(
            total=setup.retries,
            redirect=0,
            status_forcelist=_BUSY,
            backoff_factor=setup.back_off,
            backoff_max=LONGEST_WAIT,
            retry_after_max=LONGEST_WAIT,
        )
        self._pool = urllib3.PoolManager(
            headers={"User-Agent": "otmatch-index", "Accept": "application/json"},
            retries=retry,
            timeout=Timeout(connect=setup.timeout, read=setup.timeout),
        )
        self._fetch = RateLimiter(
            self._awaited,
            min_delay_seconds=setup.pause,
            max_retries=0,
            error_wait_seconds=setup.pause,
            swallow_exceptions=False,
        )

    @property
    def spent(self) -> bool:
        """Whether no more may be asked."""
        return self.asked >= self._setup.limit

    def ask(self, npi: str) -> Path:
        """The file with the registry's response on an NPI. Raises SourceUnreadable."""
        self.asked += 1
        path = self._folder / f"{npi}.json"
        path.write_bytes(self._fetch(npi))
        return path

    def keep(self, path: Path) -> None:
        """Keep a response that could be read, if that is wanted."""
        if self._setup.save:
            with written(self._setup.save / path.name) as out:
                out.write(path.read_bytes())

    def close(self) -> None:
        self._pool.clear()

    def _awaited(self, npi: str) -> bytes:
        """The answer, if it is whole in time; tells of the wait meanwhile. A socket knows no limit
        of a whole answer, so a thread asks, and is left alone when the time is over."""
        answers: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
        threading.Thread(target=self._ask, args=(npi, answers), daemon=True).start()
        began, longest = time.monotonic(), self._setup.longest
        while (left := began + longest - time.monotonic()) > 0:
            try:
                answer = answers.get(timeout=min(left, self._setup.told_every))
            except queue.Empty:
                waited = time.monotonic() - began
                told = f"{self._host}: no answer for {waited:,.0f} of at most {longest:,.0f} s"
                click.echo(f"the NPI registry at {told}", err=True)
            else:
                if isinstance(answer, Exception):
                    raise answer
                return answer
        raise SourceUnreadable(
            f"the NPI registry at {self._host} sent no whole answer in {longest:,.0f} s; ask again "
            "later"
        )

    def _ask(self, npi: str, answers: "queue.SimpleQueue[bytes | Exception]") -> None:
        try:
            answers.put(self._get(npi))
        except Exception as error:  # of whatever kind: who waits for it raises it
            answers.put(error)

    @property
    def _host(self) -> str:
        return urlsplit(self._setup.url).netloc

    def _get(self, npi: str) -> bytes:
        try:
            with silence():
                response = self._pool.request(
                    "GET",
                    self._setup.url,
                    fields={"version": VERSION, "number": npi},
                    preload_content=False,
                )
                body = response.read(MAX_RESPONSE + 1)
            response.close()
        except HTTPError as error:
            reason = getattr(error, "reason", None) or error
            raise SourceUnreadable(
                f"the NPI registry at {self._host} cannot be asked ({reason}); ask again later"
            ) from error
        if response.status != 200:
            raise SourceUnreadable(
                f"the NPI registry at {self._host} answered {response.status}; "
                "is --registry-url right?"
            )
        if len(body) > MAX_RESPONSE:
            raise SourceUnreadable(f"the NPI registry at {self._host} answered without an end")
        return body


@contextmanager
def open_registry_client(setup: RegistrySetup) -> Iterator[RegistryClient]:
    """A client whose responses are gone at the end, but for those that are saved. Raises
    ValueError for an address that cannot be asked."""
    if not _can_be_asked(setup.url):
        raise ValueError("must be an address such as https://npiregistry.cms.hhs.gov/api/")
    if setup.save:
        setup.save.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        client = RegistryClient(setup, Path(folder))
        try:
            yield client
        finally:
            client.close()


def _can_be_asked(url: str) -> bool:
    try:
        parts = urlsplit(url)
        known_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_web and known_port and not parts.query
