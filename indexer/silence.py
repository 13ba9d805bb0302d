"""Keeps libraries from printing what they ask a service."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

# They write what is looked up into their messages.
_TALKATIVE = ("geopy", "urllib3")


@contextmanager
def silence() -> Iterator[None]:
    """Without messages of theirs."""
    levels = {name: logging.getLogger(name).level for name in _TALKATIVE}
    try:
        for name in levels:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
