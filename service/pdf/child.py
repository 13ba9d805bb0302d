"""Opens PDFs from elsewhere, in a process of its own that holds nothing else: run by `opened.py`.

    python -I -m service.pdf.child count|join BYTES SECONDS

Reads PDFs, each after its length in eight bytes. `count` writes how many pages each has; `join`
writes the first with the pages of the others behind its own, as they look on paper. What a file
asks for beyond the limits ends this process.
"""

import json
import resource
import sys
from io import BytesIO

import pypdfium2

from .limits import LENGTH_BYTES, LOCKED, MOST_PAGES, TOO_LONG, UNREADABLE


class _Ended(Exception):
    """With the exit code."""


def _main(wanted: str, most_bytes: int, seconds: int) -> None:
    for limit, most in (
        (resource.RLIMIT_AS, most_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),  # its memory is a patient's
    ):
        resource.setrlimit(limit, (most, most))
    papers = [_open(body) for body in _read()]
    if wanted == "count":
        sys.stdout.write(json.dumps([len(paper) for paper in papers]))
        return
    first, *others = papers
    for other in others:
        _print_behind(first, other)
    made = BytesIO()
    first.save(made)
    sys.stdout.buffer.write(made.getbuffer())


def _print_behind(first: pypdfium2.PdfDocument, paper: pypdfium2.PdfDocument) -> None:
    """What can be seen of its pages, with what was filled in, and nothing that a page does: no
    scripts, links or files."""
    for number, page in enumerate(paper):
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
        drawn = paper.page_as_xobject(number, first).as_pageobject()
        copy = first.new_page(*page.get_size())
        copy.insert_obj(drawn)
        copy.gen_content()


def _read() -> list[bytes]:
    bodies = []
    while length := sys.stdin.buffer.read(LENGTH_BYTES):
        bodies.append(sys.stdin.buffer.read(int.from_bytes(length)))
    return bodies


def _open(body: bytes) -> pypdfium2.PdfDocument:
    """With every page: many a file is cut or damaged behind its first."""
    try:
        paper = pypdfium2.PdfDocument(body)
        if len(paper) > MOST_PAGES:
            raise _Ended(TOO_LONG)
        pages = [page.get_size() for page in paper]
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise _Ended(LOCKED if locked else UNREADABLE) from None
    if not pages:
        raise _Ended(UNREADABLE)
    return paper


if __name__ == "__main__":
    try:
        _main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    except _Ended as ended:
        sys.exit(ended.args[0])
