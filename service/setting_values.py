"""What one setting is, and how its text is read: each reader raises ValueError with its rule."""

import math
import re
from collections.abc import Callable
from dataclasses import field
from datetime import date
from typing import Any


def setting(
    variable: str, default: Any, meaning: str, read: Callable[[str], Any] = str, **more: Any
) -> Any:
    """`read` makes the value of the text, or raises ValueError with the rule that it breaks."""
    metadata = {"variable": variable, "meaning": meaning, "read": read}
    return field(default=default, metadata=metadata, **more)


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number from `least` to `most`."""
    rule = f"must be a whole number from {least} to {most}"

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(rule)
        return int(text)

    return read


def seconds(text: str) -> float:
    rule = "must be a number of seconds from 0.1 to 600, for example 5"
    try:
        found = float(text)
    except ValueError:
        raise ValueError(rule) from None
    if math.isnan(found) or not 0.1 <= found <= 600:
        raise ValueError(rule)
    return found


def line(text: str) -> str:
    if not re.fullmatch(r"[ -~]+", text):
        raise ValueError("must be one line of ASCII letters, digits, signs and spaces")
    return text


def days(text: str) -> frozenset[date]:
    """Reads ISO dates with commas between them."""
    try:
        return frozenset(date.fromisoformat(day.strip()) for day in text.split(",") if day.strip())
    except ValueError:
        raise ValueError("must be dates such as 2026-11-27,2026-12-24") from None


def checked(read: Callable[[str], Any]) -> Callable[[str], str]:
    """Keeps the text of what `read` can read; whoever uses it reads it again."""

    def keep(text: str) -> str:
        read(text)
        return text

    return keep
