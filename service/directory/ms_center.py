"""What is known of MS centers, at the places where they are."""

from datetime import date

from .struct import Struct


class MSCenter(Struct):
    """An MS center at a location's address, and who recognised it as one."""

    name: str
    recognised_by: str | None = None
    checked_on: date | None = None
