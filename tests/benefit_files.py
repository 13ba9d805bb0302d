"""CMS's Benefits and Cost Sharing file, made of what a test says of each row."""

import csv
import io
from pathlib import Path

from fixtures.benefits import BENEFIT, COLUMNS
from tests.indexer_files import write

PLAN = "12345NY0010001"
ROW = {
    "BusinessYear": "2026", "ImportDate": "2025-08-13", "StandardComponentId": PLAN,
    "PlanId": f"{PLAN}-01", "BenefitName": BENEFIT, "CopayInnTier1": "$40.00",
    "CoinsInnTier1": "Not Applicable", "IsCovered": "Covered", "QuantLimitOnSvc": "Yes",
    "LimitQty": "30.0", "LimitUnit": "Visit(s) per Year",
}  # fmt: skip


def benefits_text(*rows: dict[str, str], quoting: int = csv.QUOTE_MINIMAL) -> str:
    """The rows, each on top of the usual one."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, quoting=quoting, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**dict.fromkeys(COLUMNS, ""), **ROW, **row} for row in rows)
    return out.getvalue()


def benefits(path: Path, *rows: dict[str, str]) -> Path:
    return write(path, benefits_text(*rows))
