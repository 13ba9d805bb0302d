"""What pages show of a programme and of what it says of a person."""

from collections.abc import Iterable
from typing import Any

from service.casework.awarding import VISITS
from service.eligibility.criteria import AnyLeaf, AreaLeaf
from service.wording.eligibility import wanted_text
from service.wording.figures import day_text, dollars_text, number_text
from service.wording.wording import Wording

FITS, AGAINST, OPEN = "fits", "against", "open"
# Steps of a criterion's path below which not every criterion must be met.
_SEVERAL = {"any", "at_least"}
Data = dict[str, Any]


def standing(outcome: str, is_ruled_out: bool) -> str:
    """Whether a criterion speaks for the person: what is ruled out does where it is not so."""
    if outcome == "unknown":
        return OPEN
    return FITS if (outcome == "yes") is not is_ruled_out else AGAINST


def criteria_values(criteria: list[Data], leaves: Iterable[AnyLeaf]) -> list[Data]:
    """Of a result's data, with where each stands; `one_of` ones need not all be met."""
    return [
        {
            "text": each["text"],
            "fact": each["fact"],
            "standing": standing(each["outcome"], leaf.ruled_out),
            "one_of": is_one_of(leaf.path),
        }
        for each, leaf in zip(criteria, leaves, strict=True)
    ]


def rule_text(leaf: AnyLeaf, wording: Wording) -> str:
    """What a criterion asks of anybody."""
    form = "rule_out" if leaf.ruled_out else "rule_in"
    if isinstance(leaf, AreaLeaf):
        form = "rule_area"
    values = {"fact": wording.names["facts"][leaf.fact], "wanted": wanted_text(leaf, wording)}
    return wording.pages[form].format(**values)


def is_one_of(path: str) -> bool:
    return not _SEVERAL.isdisjoint(path.split("/"))


def benefit_lines(benefits: list[Data], wording: Wording) -> list[str]:
    """What it gives: how much, within which time, how often."""
    return [_benefit(benefit, wording) for benefit in benefits]


def dates_text(effective: Data, wording: Wording) -> str:
    begins = day_text(effective["from"], wording.locale)
    if effective["to"] is None:
        return wording.pages["program_from"].format(begins=begins)
    ends = day_text(effective["to"], wording.locale)
    return wording.pages["program_from_to"].format(begins=begins, ends=ends)


def _benefit(benefit: Data, wording: Wording) -> str:
    said, name = wording.pages, benefit["name"]
    parts = [name[:1].upper() + name[1:]]
    if (amount := benefit["amount"]) is not None:
        if benefit["kind"] == VISITS:
            number = number_text(float(amount), wording.locale)
            parts = [said["benefit_visits"].format(amount=number, name=name)]
        else:
            dollars = dollars_text(float(amount), wording.locale)
            parts = [said["benefit_dollars"].format(amount=dollars, name=name)]
    for part in ("period_days", "once_per_days"):
        if benefit[part]:
            parts.append(said[f"benefit_{part}"].format(days=benefit[part]))
    return ", ".join(parts)
