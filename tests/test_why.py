"""Why a match may fit, in one sentence of either language, and how long one waits."""

from datetime import date

import pytest

from service.web.wait_view import wait_text
from service.wording.languages import ENGLISH
from service.wording.why import why_text
from tests.spanish import SPANISH
from tests.test_wording import IN_EVERY_LANGUAGE, all_reasons

YOURS = {"asked": "plan", "plan_id": "P1", "payer": None, "source": None, "tier": None}
SERVICES = {"yes": ("home-evaluation", "safety"), "unknown": ("driving",)}


def told(signal, code, **values):
    return {"signal": signal, "code": code, "values": values}


def test_what_speaks_for_somebody_is_one_sentence():
    reasons = [
        told("services", "services_yes", **SERVICES),
        told("ms_expertise", "mscs", credential="MSCS", until=date(2028, 1, 1)),
        told("insurance", "in_network", **YOURS, date=date(2026, 11, 2)),
    ]
    assert why_text(reasons, ENGLISH) == (
        "this therapist offers home evaluation and safety, is certified in MS care, and is listed "
        "by your plan"
    )
    assert why_text(reasons[1:], SPANISH) == (
        "esta persona tiene un certificado en EM y figura en la lista de su plan"
    )


def test_many_services_are_counted():
    some = SERVICES | {"yes": ("home-evaluation", "safety", "adaptive-devices")}
    assert "offers 3 of the 4 kinds" in why_text([told("services", "x", **some)], ENGLISH)
    every = {"yes": some["yes"]}
    assert "offers all 3 kinds" in why_text([told("services", "x", **every)], ENGLISH)


def test_what_is_old_is_told_as_past():
    listed = told("insurance", "in_network_stale", **YOURS, date=date(2026, 1, 2))
    taking = told("availability", "accepting_newpt", fresh=False, date=None)
    assert why_text([listed, taking], ENGLISH) == (
        "this therapist was listed by your plan and took new patients"
    )


@IN_EVERY_LANGUAGE
def test_whatever_earns_more_than_half_has_its_part(wording):
    signals = ("services", "ms_expertise", "insurance", "availability")
    telling = [r for r in all_reasons() if r.signal in signals and r.points > r.max_points / 2]
    assert {reason.signal for reason in telling} == set(signals)
    for reason in telling:
        said = why_text([told(reason.signal, reason.code, **reason.values)], wording)
        assert "{" not in said and "None" not in said


@pytest.mark.parametrize(
    ("weeks", "day", "text"),
    [
        (3, date(2026, 11, 3), "About 3 weeks, told on Nov 3, 2026"),
        (1, date(2026, 11, 3), "About 1 week, told on Nov 3, 2026"),
        (0, date(2026, 11, 3), "No wait, told on Nov 3, 2026"),
        (2.5, None, "About 2.5 weeks, told on an unknown day"),
        (None, date(2026, 11, 3), None),
    ],
)
def test_a_wait_says_when_it_was_told(weeks, day, text):
    assert wait_text({"wait_weeks": weeks, "wait_as_of": day}, ENGLISH) == text
