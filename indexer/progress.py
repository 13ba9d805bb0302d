"""Progress of a long step: a bar on a terminal, plain lines otherwise; always on standard error."""

import sys
import time
from collections.abc import Callable
from types import TracebackType

import click

STEPS = 1000
CHECK_EVERY = 2048  # steps between looks at the clock
SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Shows how far something is: `share` from 0 to 1, `words` such as "12 rows read"."""

    def __init__(self, label: str, share: Callable[[], float], words: Callable[[], str]) -> None:
        self._label, self._share, self._words = label, share, words
        self._bar = None
        self._taken = self._shown = self._checked = 0
        self._last = time.monotonic()
        if sys.stderr.isatty():
            self._bar = click.progressbar(length=STEPS, label=label, file=sys.stderr)

    def __enter__(self) -> "Progress":
        if self._bar:
            self._bar.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            if kind is None:
                self._bar.update(STEPS - self._shown)
            self._bar.__exit__(kind, error, trace)
        elif kind is None:
            click.echo(f"{self._label}: {self._words()}", err=True)

    def step(self, rows: int = 1) -> None:
        """After each row, or after several together."""
        self._taken += rows
        if self._taken - self._checked < CHECK_EVERY:
            return
        self._checked = self._taken
        done = min(STEPS, int(self._share() * STEPS))
        if self._bar and done > self._shown:
            self._bar.update(done - self._shown)
            self._shown = done
        elif not self._bar and time.monotonic() - self._last > SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            click.echo(f"{self._label}: {self._words()} ({done / 10:.0f} %)", err=True)
