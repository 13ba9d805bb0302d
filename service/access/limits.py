"""How often somebody may ask, and how long who fails has to wait; counted in the store."""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.errors import TooMany

from .counts import Counts

Clock = Callable[[], datetime]
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_SHARES = 20


def utc_now() -> datetime:
    return datetime.now(UTC)


class RequestLimit:
    """So many requests a minute for each subject, over all workers.

    A worker takes a twentieth of a minute's requests out of the store at a time and spends them by
    itself: one write for each share, not for each request. So no more than the limit ever pass.
    What a worker took and did not spend is lost for that minute, and another worker may refuse
    that much early; a limit under forty is exact.
    """

    def __init__(self, counts: Counts, per_minute: int, now: Clock = utc_now) -> None:
        self._counts, self._per_minute, self._now = counts, per_minute, now
        self._share = max(1, per_minute // _SHARES)
        self._lock = threading.Lock()
        self._minute: datetime | None = None
        self._left: dict[str, int] = {}

    def spend(self, subject: str) -> None:
        """One request; raises TooMany."""
        now = self._now()
        minute = now.replace(second=0, microsecond=0)
        self._begin(minute)
        left = self._taken(subject) or self._take(subject, minute, now)
        if left < 0:
            raise TooMany(math.ceil((minute + _MINUTE - now).total_seconds()))

    def _begin(self, minute: datetime) -> None:
        with self._lock:
            if self._minute == minute:
                return
            self._minute, self._left = minute, {}
        self._counts.purge(minute)

    def _taken(self, subject: str) -> int:
        """What is left here before this request; negative once the store has no more to give."""
        with self._lock:
            left = self._left.get(subject, 0)
            if left > 0:
                self._left[subject] = left - 1
            return left

    def _take(self, subject: str, minute: datetime, now: datetime) -> int:
        key = f"requests:{subject}:{minute:%d%H%M}"
        taken = self._counts.add(key, self._share, now, minute + 2 * _MINUTE)
        given = min(self._share, self._per_minute - taken + self._share)
        with self._lock:
            self._left[subject] = self._left.get(subject, 0) + given - 1 if given > 0 else -1
        return given if given > 0 else -1


class HourLimit:
    """So few an hour that each of them is counted in the store, over all workers."""

    def __init__(self, counts: Counts, now: Clock = utc_now) -> None:
        self._counts, self._now = counts, now

    def spend(self, subject: str, most: int) -> None:
        """One of them; raises TooMany."""
        now = self._now()
        hour = now.replace(minute=0, second=0, microsecond=0)
        ends = hour + _HOUR
        self._counts.purge(now)
        if self._counts.add(f"hour:{subject}:{hour:%d%H}", 1, now, ends) > most:
            raise TooMany(math.ceil((ends - now).total_seconds()))


@dataclass(frozen=True)
class Patience:
    """`free` failures cost nothing; then the wait is `first`, twice that after the next failure,
    and so on up to `most`. All is forgotten `memory` after the last failure."""

    free: int
    first: timedelta
    most: timedelta
    memory: timedelta

    def wait(self, failures: int) -> timedelta:
        doublings = min(failures - self.free, 20)
        return min(self.first * 2**doublings, self.most) if doublings >= 0 else timedelta()


# Somebody who pastes a wrong token notices within ten tries. A script that was left behind with a
# revoked one settles at four tries an hour, and never waits longer than a quarter of one.
OF_TOKENS = Patience(
    free=10,
    first=timedelta(seconds=30),
    most=timedelta(minutes=15),
    memory=timedelta(hours=1),
)


class LockOut:
    """Who fails too often has to wait, longer each time. Failures while waiting are not counted:
    they cost no write, and do not lengthen the wait."""

    def __init__(
        self, counts: Counts, kind: str, patience: Patience = OF_TOKENS, now: Clock = utc_now
    ) -> None:
        self._counts, self._kind, self._patience, self._now = counts, kind, patience, now

    def check(self, subject: str) -> None:
        """Raises TooMany while the subject has to wait."""
        now = self._now()
        failures, last = self._counts.read(self._key(subject), now)
        left = last + self._patience.wait(failures) - now
        if left > timedelta():
            raise TooMany(math.ceil(left.total_seconds()))

    def failed(self, subject: str) -> None:
        now = self._now()
        self._counts.purge(now)  # addresses must not stay because nobody else asks
        self._counts.add(self._key(subject), 1, now, now + self._patience.memory)

    def succeeded(self, subject: str) -> None:
        self._counts.forget(self._key(subject))

    def _key(self, subject: str) -> str:
        return f"failed:{self._kind}:{subject}"
