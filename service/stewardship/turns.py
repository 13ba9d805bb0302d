"""Whoever changes the served directory waits for their turn."""

import time
from collections.abc import Callable
from typing import TypeVar

from service.errors import LoadRunning

T = TypeVar("T")
# An update of a country takes 2 s, and so does the end of a load.
WAIT_SECONDS, PAUSE_SECONDS = 10.0, 0.2


def in_turn(change: Callable[[], T]) -> T:
    """What it gives, tried again for a while as somebody else changes the directory."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return change()
        except LoadRunning:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_SECONDS)
