"""The OIG's CSV of exclusions, made of what a test says of each row."""

import csv
import io
from pathlib import Path

from fixtures.exclusions import COLUMNS
from tests.indexer_files import write

BORN = "19710203"
DEFAULTS = {
    "LASTNAME": "RUIZ", "FIRSTNAME": "ANA", "GENERAL": "IND- LIC HC SERV PRO",
    "SPECIALTY": "OCCUPATIONAL THERAPIS", "NPI": "0000000000", "DOB": BORN,
    "ADDRESS": "9 OTHER ST", "CITY": "ALBANY", "STATE": "NY", "ZIP": "12203",
    "EXCLTYPE": "1128b4", "EXCLDATE": "20240320", "REINDATE": "00000000",
    "WAIVERDATE": "00000000",
}  # fmt: skip


def exclusions(path: Path, *rows: dict[str, str]) -> Path:
    """The rows, each on top of the defaults; named so that `indexer_files.source` knows it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**dict.fromkeys(COLUMNS, ""), **DEFAULTS, **row} for row in rows)
    return write(path, out.getvalue())
