"""Why a program does not fit somebody, in the words of the questions that they answered."""

from service.eligibility.checks import Result
from service.eligibility.criteria import AreaLeaf
from service.eligibility.facts import IN, IS
from service.eligibility.findings import Finding, findings
from service.eligibility.person import Person
from service.eligibility.refusals import decisive
from service.wording.eligibility import finding_text, value_text, wanted_text
from service.wording.figures import any_of_text
from service.wording.wording import Wording


def refusal_texts(result: Result, person: Person, wording: Wording) -> list[str]:
    if result.program is None or result.decision is None:
        return []
    found = findings(result.program.rule, result.decision, person)
    return [_text(found[number], wording) for number in decisive(result)]


def label_of(fact: str, wording: Wording) -> str:
    return wording.pages.get(f"elig_label_{fact}") or wording.names["facts"][fact]


def _text(found: Finding, wording: Wording) -> str:
    if isinstance(found.leaf, AreaLeaf) or found.failed:
        return finding_text(found, wording)
    told = "told" if found.value is not None else "follows"
    asks = "not_for" if found.leaf.ruled_out else "asks_for"
    answered = wording.pages[f"elig_{told}"].format(
        fact=label_of(found.fact, wording), value=_value(found.fact, found.value, wording)
    )
    wanted = wording.pages[f"elig_{asks}"].format(wanted=_wanted(found, wording))
    return f"{answered} {wanted}"


def _wanted(found: Finding, wording: Wording) -> str:
    leaf = found.leaf
    if isinstance(leaf, AreaLeaf) or leaf.comparator not in (IS, IN):
        return wanted_text(leaf, wording)
    told = (_value(leaf.fact, operand, wording) for operand in leaf.operands)
    return any_of_text(tuple(told), wording.locale)


def _value(fact: str, value: object, wording: Wording) -> str:
    """As it was chosen, where it was one of several."""
    said = wording.pages.get(f"elig_{fact}_{value}")
    return f"“{said}”" if said else value_text(fact, value, wording)
