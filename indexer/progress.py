"""Progress of a long read: a bar on a terminal, plain lines otherwise; always on standard error."""

import sys
import time
from types import TracebackType

import click

from .sources.reading import Source

STEPS = 1000
CHECK_EVERY = 2048  # rows between looks at the clock
SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Shows how far one source has been read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._bar = None
        self._shown = 0
        self._last = time.monotonic()
        if sys.stderr.isatty():
            self._bar = click.progressbar(
                length=STEPS, label=f"{source.kind} {source.path.name}", file=sys.stderr
            )

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

    def step(self, read: int, kept: int) -> None:
        """After each row: how many were read and kept so far."""
        if read % CHECK_EVERY:
            return
        done = min(STEPS, int(self._source.progress() * STEPS))
        if self._bar and done > self._shown:
            self._bar.update(done - self._shown)
            self._shown = done
        elif not self._bar and time.monotonic() - self._last > SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            name = self._source.path.name
            click.echo(f"{name}: {read:,} rows read, {kept:,} kept ({done / 10:.0f} %)", err=True)
