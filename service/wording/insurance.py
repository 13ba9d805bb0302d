"""Which sentence an insurance reason gets: by its code, who was asked for, and who says so."""

from collections.abc import Mapping
from typing import Any

from service.directory.insurance import MEDICAID_NUMBER
from service.directory.payers import MEDICARE, SELF_PAY, Payer, find_payer
from service.directory.profile import PROVIDER

# A Medicare clinician's assignment -> the sentence.
_ASSIGNED = {"yes": "assigned", "sometimes": "may_bill_more"}
_SELF_PAY = {
    "in_network": "self_pay_taken",
    "accepts_payer": "self_pay_taken",
    "not_accepted": "self_pay_refused",
    "unknown": "self_pay_unknown",
}
_WITHOUT_DATE = {"medicaid_number", "self_pay_unknown", "payer_unknown", "unknown"}


def insurance_code(code: str, values: Mapping[str, Any]) -> str:
    """The code of the sentence; `code` is the ranking's: a status, with `_stale` if not fresh. Of
    what is in doubt, that is said after it."""
    status = code.removesuffix("_stale")
    chosen = _chosen(status, values)
    in_doubt = values.get("doubted_on") and values.get("date")
    if status == code or chosen in _WITHOUT_DATE or in_doubt:
        return chosen
    return f"{chosen}_stale" if values.get("date") else f"{chosen}_undated"


def _chosen(status: str, values: Mapping[str, Any]) -> str:
    # A row on a plan speaks of that plan, whoever else was asked for beside it.
    payer = None if values.get("plan_id") else find_payer(values.get("payer") or "")
    if payer == SELF_PAY:
        return _SELF_PAY.get(status, status)
    if status in ("in_network", "accepts_payer"):
        return _taken(status, payer, values)
    if status == "not_accepted" and values.get("plan_id"):
        return "listed_out_of_network" if values.get("tier") else "out_of_network"
    if status == "unknown" and values.get("asked") == "payer":
        return "payer_unknown"
    return status


def _taken(status: str, payer: Payer | None, values: Mapping[str, Any]) -> str:
    if values.get("source") == MEDICAID_NUMBER:
        return "medicaid_number"
    if status == "in_network" and values.get("source") == PROVIDER:
        return "says_taken"
    if payer == MEDICARE:
        return _ASSIGNED.get(values.get("assignment") or "", "accepts_program")
    if status == "accepts_payer" and payer and payer.kind == "veterans":
        return "accepts_program"
    return status
