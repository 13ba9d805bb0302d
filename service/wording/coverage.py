"""What is known of who pays, as sentences: how it stands, each fact with its source, whom to
ask."""

from service.directory.profile import UNKNOWN
from service.eligibility.coverage import Coverage, Status
from service.eligibility.coverage_rules import FLAGS, CoverageFact

from .figures import day_text, number_text
from .sentences import sentence
from .wording import Wording


def status_text(coverage: Coverage, wording: Wording) -> str:
    told = sentence(f"coverage_status_{_standing(coverage)}", {}, wording)
    if coverage.status_as_of is None:
        return told
    day = day_text(coverage.status_as_of, wording.locale)
    return wording.sentences["coverage_status_as_of"].format(status=told, date=day)


def fact_text(fact: CoverageFact, wording: Wording) -> str:
    """One fact, its source, and since when it is in force, or when its text stood so."""
    code = f"fact_{fact.name}"
    if fact.name in FLAGS:
        code += "_yes" if fact.value else "_no"
    told = sentence(code, {"amount": number_text(float(fact.value), wording.locale)}, wording)
    day = day_text(fact.as_of or fact.effective.begins, wording.locale)
    form = wording.sentences["fact_sourced_as_of" if fact.as_of else "fact_sourced"]
    return form.format(fact=told, source=fact.source.text, date=day)


def whom_text(coverage: Coverage, wording: Wording) -> str:
    """Whom to ask; a payer that nobody knows has a card too."""
    whom = wording.names["whom_to_ask"]
    return whom.get(coverage.kind or "", whom["commercial"])


def _standing(coverage: Coverage) -> str:
    needed = coverage.flag("referral_needed")
    if coverage.status is Status.COVERED and coverage.referral_in_hand and needed != "no":
        return "covered_in_hand"
    if coverage.status is Status.WITH_REFERRAL and needed == UNKNOWN:
        return "referral_likely"
    return coverage.status.value
