"""How a test waits for a fact that another process or a browser brings about."""

import time
from collections.abc import Callable

MOST_SECONDS = 120  # what never comes to pass is told after these; a slow machine needs fewer


def until(holds: Callable[[], bool], told: Callable[[], str] = str, pause: float = 0.05) -> None:
    """Returns as soon as it holds; fails with what is `told` where it does not come to pass."""
    ends = time.monotonic() + MOST_SECONDS
    while not holds():
        assert time.monotonic() < ends, told()
        time.sleep(pause)
