"""What to say when calling an office: one question a line, about what this search asked."""

from service.directory.query import plan_key
from service.search import Answer
from service.wording.figures import list_text
from service.wording.sentences import payer_name
from service.wording.wording import Wording

from .asked import Asked
from .preferences import WHO


def call_lines(asked: Asked, answer: Answer, wording: Wording) -> list[str]:
    told, query = wording.pages, answer.query
    lines = [told[f"call_{WHO.held()}"]]
    if query.needs:
        names = tuple(wording.names["needs"][need].lower() for need in query.needs)
        lines.append(told["call_needs"].format(needs=list_text(names, wording.locale)))
    if insurance := insurance_name(asked, answer, wording):
        lines.append(told["call_insurance"].format(insurance=insurance))
    lines += [told["call_new"], told["call_video" if query.telehealth else "call_access"]]
    return [*lines, told["call_referral"]]


def insurance_name(asked: Asked, answer: Answer, wording: Wording) -> str | None:
    """The plan as its catalogue calls it, else the insurer, else what the card says."""
    query = answer.query
    plan = answer.meta.plans.get(plan_key(query.plan)) if query.plan else None
    if plan and plan.name:
        return plan.name
    if query.payer:
        return payer_name(query.payer, wording)
    return query.plan or asked.get("plan") or None
