"""CMS Marketplace Benefits and Cost Sharing public-use file: a row for each plan variant and
benefit, 1.5 million of them, of which one benefit is read."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from service.directory.benefits import CostShare, PlanBenefit
from service.directory.clean import Rejected, clean_line
from service.directory.text import fold
from service.directory.vocabulary import Known
from service.errors import SourceUnreadable

from .qhp import BenefitListing, day_of, plan_id_of
from .reading import Reading, Source, open_text, rejection
from .rows import Row, header_and_rows

SOURCE = "CMS Benefits and Cost Sharing file"
OTHER_BENEFIT = "another benefit"
LONGEST = 2_000  # characters of an issuer's words
CUT = f"texts of issuers longer than {LONGEST:,} characters, cut"
COLUMNS = (
    "BusinessYear", "ImportDate", "StandardComponentId", "PlanId", "BenefitName", "CopayInnTier1",
    "CoinsInnTier1", "IsCovered", "QuantLimitOnSvc", "LimitQty", "LimitUnit", "Exclusions",
    "Explanation",
)  # fmt: skip
_NEEDED = ("BusinessYear", "PlanId", "BenefitName", "IsCovered")
_HINT = "occupational"
_BENEFIT = {"rehabilitative", "occupational", "physical", "therapy"}
_SPELLINGS = {"rehabilitation": "rehabilitative", "rehab": "rehabilitative", "therapies": "therapy"}
_VARIANT = re.compile(r".{14}-?([0-9]{2})")
_COVERED = {"covered": Known.YES, "notcovered": Known.NO}
_LIMITED = {"yes": Known.YES, "no": Known.NO}
_FREE = re.compile(r"no charge(?P<after> after deductible)?", re.IGNORECASE)
DOLLARS = re.compile(
    r"\$\s*(?P<amount>[\d,]+(?:\.\d+)?)(?: copay)?(?P<after>(?: copay)? after deductible)?",
    re.IGNORECASE | re.ASCII,
)
PERCENT = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?)\s*%(?: coinsurance)?(?P<after> after deductible)?",
    re.IGNORECASE | re.ASCII,
)
Values = dict[str, str]


def open_benefits(path: Path) -> Source:
    return Source("benefits", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    with source.opened() as file, open_text(source, file, source.name) as text:
        header, rows = header_and_rows(text)
        known = {name.casefold(): name for name in COLUMNS}
        names = [known.get(re.sub("[^a-z0-9]", "", name.casefold()), name) for name in header]
        if absent := [name for name in _NEEDED if name not in names]:
            raise SourceUnreadable(
                f"{source.shown}: lacks the column {absent[0]}; "
                "give the unpacked Benefits and Cost Sharing CSV"
            )
        rows.uninteresting = _uninteresting
        for row in rows:
            yield _reading(source, row, names)


def _uninteresting(line: str) -> bool:
    """Whether a line is a whole row that does not name the benefit: far faster than parsing it."""
    return _HINT not in line.casefold() and line.count('"') % 2 == 0


def _reading(source: Source, row: Row, names: list[str]) -> Reading:
    if damage := row.damage(len(names)):
        return Reading(row.line, rejected=damage, raw=row.raw)
    values = dict(zip(names, row.values or (), strict=False))
    if not names_the_benefit(values.get("BenefitName", "")):
        return Reading(row.line, skipped=OTHER_BENEFIT)
    kept = {name: values[name] for name in COLUMNS if values.get(name)}
    try:
        return Reading(row.line, raw=kept, benefit=_listing(source, values))
    except Rejected as error:
        return rejection(row.line, error, kept)


def names_the_benefit(name: str) -> bool:
    """Rehabilitative occupational and physical therapy, however it is spelled; habilitation and
    speech therapy are benefits of their own."""
    words = {_SPELLINGS.get(word, word) for word in fold(name).split()}
    return words - {"and", "services", "outpatient"} == _BENEFIT


def _listing(source: Source, values: Values) -> BenefitListing:
    quantity = _quantity(values)
    limited = _known("QuantLimitOnSvc", values, _LIMITED, "Yes or No")
    benefit = PlanBenefit(
        year=_year(values["BusinessYear"]),
        covered=_known("IsCovered", values, _COVERED, "Covered or Not Covered"),
        limited=limited if quantity is None else Known.YES,
        limit=quantity,
        limit_unit=_words(source, values, "LimitUnit"),
        copay=cost_share(_words(source, values, "CopayInnTier1"), DOLLARS),
        coinsurance=cost_share(_words(source, values, "CoinsInnTier1"), PERCENT),
        exclusions=_words(source, values, "Exclusions"),
        explanation=_words(source, values, "Explanation"),
        variant=_variant(values["PlanId"]),
        as_of=_imported(values),
        source=SOURCE,
    )
    return BenefitListing(_plan_id(values), benefit)


def _plan_id(values: Values) -> str:
    """The plan of a row's variant. A plan's own id beside it must be the same."""
    ids = [_plan_id_in(values.get(name, "")) for name in ("PlanId", "StandardComponentId")]
    if ids[0] is None or ids[1] not in (None, ids[0]):
        raise Rejected(
            "PlanId: must be a HIOS id with its variant, such as 12345NY0010001-01, of the plan "
            "in StandardComponentId"
        )
    return ids[0]


def _plan_id_in(text: str) -> str | None:
    return plan_id_of({"plan_id": text.strip()})


def _variant(plan_id: str) -> str | None:
    found = _VARIANT.fullmatch(plan_id.strip())
    return found[1] if found else None


def _year(text: str) -> int:
    if not re.fullmatch(r"20[0-9]{2}", text.strip()):
        raise Rejected("BusinessYear: must be a year such as 2026")
    return int(text)


def _imported(values: Values) -> date | None:
    return day_of({"ImportDate": values.get("ImportDate", "")}, "ImportDate")


def _known(name: str, values: Values, codes: dict[str, Known], rule: str) -> Known:
    text = clean_line(values.get(name))
    if text is None:
        return Known.UNKNOWN
    known = codes.get(fold(text).replace(" ", ""))
    if known is None:
        raise Rejected(f"{name}: must be {rule}, or empty where it is not known")
    return known


def _quantity(values: Values) -> float | None:
    """How much of the limit's unit; nothing, and a zero, say that there is no number."""
    text = values.get("LimitQty", "").strip().replace(",", "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]{1,4})?", text):
        raise Rejected("LimitQty: must be a number such as 30")
    return float(text) or None


def _words(source: Source, values: Values, name: str) -> str | None:
    """A text in the issuer's own words."""
    text = clean_line(values.get(name))
    if text and len(text) > LONGEST:
        source.warn(CUT)
        text = text[: LONGEST - 1] + "\u2026"
    return text


def cost_share(words: str | None, form: re.Pattern[str]) -> CostShare | None:
    """Words such as "$45.00 Copay after deductible" with their amount. "Not Applicable" says that
    nothing of the kind is paid, or that it is paid otherwise: it says nothing by itself."""
    if words is None or fold(words) == "not applicable":
        return None
    found: Any = _FREE.fullmatch(words) or form.fullmatch(words)
    if found is None:
        return CostShare(words=words)
    amount = float(found.groupdict().get("amount", "0").replace(",", ""))
    return CostShare(words=words, amount=amount, after_deductible=bool(found["after"]))
