"""The square by which a camera opens an address from paper."""

from itertools import groupby

import segno

_QUIET = 4  # modules around it that stay white, by the standard


def qr_path(address: str) -> tuple[int, str]:
    """How many modules its side has, and the dark ones as an SVG path of that size. A quarter of it
    may be lost on a fax."""
    code = segno.make_qr(address, error="q")
    side, _ = code.symbol_size(border=_QUIET)
    return side, "".join(
        _row(y, row) for y, row in enumerate(code.matrix_iter(border=_QUIET)) if any(row)
    )


def _row(y: int, row: bytearray) -> str:
    """Dark modules beside each other are one bar."""
    path, x = "", 0
    for dark, run in groupby(row):
        width = len(list(run))
        if dark:
            path += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return path
