"""Reasons of the insurance signal, as rows of evidence and questions of every kind make them."""

from datetime import date, timedelta
from itertools import product

from service.directory.insurance import MEDICAID_NUMBER
from service.directory.profile import PROVIDER, Location, PlanEvidence, Profile
from service.directory.query import Query
from service.directory.ranking import Reason, score
from service.directory.vocabulary import ASSIGNMENTS, PLAN_STATUSES

TODAY = date(2026, 11, 22)
DAYS = (TODAY, TODAY - timedelta(days=400), None)
PLAN = Query(on=TODAY, plan="P1", payer="Gem Health")


def payer_only(name: str) -> Query:
    return Query(on=TODAY, payer=name)


def insurance_reason(asked: Query, **row: object) -> Reason:
    """What one row of evidence gives to somebody who asks for a plan, or only for a payer."""
    at = Location(id="a", plans=(PlanEvidence(**row),))
    found = score(Profile(npi="1999900002"), at, asked).reasons
    return next(reason for reason in found if reason.signal == "insurance")


def insurance_reasons() -> list[Reason]:
    """Every status as of every kind of day: of a plan, of an insurer, and of each payer that has
    sentences of its own."""
    found = []
    for status, as_of in product(PLAN_STATUSES, DAYS):
        day = {"status": status, "as_of": as_of}
        found.append(insurance_reason(PLAN, plan_id="P1", **day))
        found.append(insurance_reason(PLAN, plan_id="P1", tier="Tier 1", **day))
        found.append(insurance_reason(PLAN, plan_id="P1", source=PROVIDER, **day))
        found.append(insurance_reason(PLAN, payer="Gem Health", **day))
        found.append(insurance_reason(payer_only("Gem Health"), **day))
        for name in ("Gem Health", "Original Medicare", "Self-pay", "VA Community Care"):
            found.append(insurance_reason(payer_only(name), payer=name, **day))
    for assignment, as_of in product(ASSIGNMENTS, DAYS):
        row = {"status": "accepts-payer", "payer": "Original Medicare", "assignment": assignment}
        found.append(insurance_reason(payer_only("Original Medicare"), as_of=as_of, **row))
    number = {"status": "accepts-payer", "payer": "New York Medicaid", "source": MEDICAID_NUMBER}
    found.append(insurance_reason(payer_only("New York Medicaid"), **number))
    return found
