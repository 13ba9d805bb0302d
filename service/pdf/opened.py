"""PDFs that others made: counted and joined where a hostile one costs little time and memory."""

import json
import subprocess
import sys
from collections.abc import Sequence

from .limits import LENGTH_BYTES, LOCKED, TOO_LONG

_CHILD = [sys.executable, "-I", "-m", "service.pdf.child"]
_BEGINS = b"%PDF-"  # what is a PDF from later on only is something else as well
_SECONDS = 10
_WAITING_SECONDS = 20  # of a busy machine, for these ten
# A page of a scanner is unpacked to 25 MB, of which a few are held at once; a joined file is held
# as it was read, as it is and as it is written.
_BYTES, _TIMES = 512 * 1024 * 1024, 4


class UnreadablePdf(ValueError):
    """No PDF that can be opened, or one that takes too much to open."""


class LockedPdf(UnreadablePdf):
    """A password opens it, which we have not."""


class LongPdf(UnreadablePdf):
    """It has more pages than are taken."""


def count_pages(pdf: bytes) -> int:
    """Raises UnreadablePdf."""
    if not pdf.startswith(_BEGINS):
        raise UnreadablePdf
    return json.loads(_run("count", [pdf]))[0]


def join(first: bytes, following: Sequence[bytes]) -> bytes:
    """The first, tags and all, with the pages of the others behind its own. Raises
    UnreadablePdf."""
    return _run("join", [first, *following]) if following else first


def _run(wanted: str, pdfs: Sequence[bytes]) -> bytes:
    given = b"".join(part for pdf in pdfs for part in (len(pdf).to_bytes(LENGTH_BYTES), pdf))
    most = _BYTES + _TIMES * len(given)
    try:
        done = subprocess.run(  # noqa: S603 - no text from elsewhere
            [*_CHILD, wanted, str(most), str(_SECONDS)],
            input=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={},  # no key of ours
            timeout=_WAITING_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise UnreadablePdf from None
    if done.returncode:
        raise {LOCKED: LockedPdf, TOO_LONG: LongPdf}.get(done.returncode, UnreadablePdf)
    return done.stdout
