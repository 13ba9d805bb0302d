"""NPPES reports of deactivated NPIs for tests, as CMS writes them: a title, names, rows of text."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

TITLE = "NPPES Deactivated NPI Report as of Oct 12 2026"
NAMES = ("NPI", "NPPES Deactivation Date")


def workbook(rows: Iterable[tuple[Any, ...]], head: Iterable[tuple] = ((TITLE,), NAMES)) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (*head, *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def report_file(path: Path, rows: Iterable[tuple[Any, ...]]) -> Path:
    """A .zip with the workbook in it, or the workbook itself."""
    data = workbook(rows)
    if path.suffix != ".zip":
        path.write_bytes(data)
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(path.with_suffix(".xlsx").name, data)
    return path
