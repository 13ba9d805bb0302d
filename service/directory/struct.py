"""The base of all that the directory keeps as documents."""

import msgspec


class Struct(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Frozen, and written without what is unknown."""
