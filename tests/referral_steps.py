"""A new referral filled in on its pages, step by step, as a browser without scripts does it."""

import re
from typing import Any

from werkzeug.test import TestResponse

from service.web.work.new_form import STEPS
from tests.work_pages import Signed

NEW = "/referrals/new"
PATIENT = {"given": "Wilhelmina", "family": "Featherstone", "birth_date": "1971-08-09",
           "postal_code": "12203", "needs": "fatigue", "language": "en"}  # fmt: skip
ORDER = {"text": "Evaluate and treat", "visits": "8", "diagnoses": "G35.A, r5383",
         "goals": "cook again\nwalk the dog", "requester_name": "Dr. Ellis Harrow",
         "signed_by": "Dr. Ellis Harrow", "priority": "urgent"}  # fmt: skip


def begin(client: Signed, above: str = NEW) -> str:
    """The address of the steps of a new one."""
    led = client.get(above)
    assert (led.status_code, led.location[-2:]) == (303, "/1"), led.text
    return led.location[:-2]


def send(client: Signed, base: str, step: str, go: str, **fields: Any) -> TestResponse:
    """A step's form, with the fields that stand on it and no others."""
    mine = {name: value for name, value in fields.items() if name in STEPS[step]}
    return client.post(f"{base}/{step}", do="new", go=go, **mine)


def led_to(client: Signed, answer: TestResponse) -> TestResponse:
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


def fill(client: Signed, base: str, *steps: str, **fields: Any) -> TestResponse:
    """The page that the last of these steps leads to; each leads on to the one after it."""
    order = list(STEPS)
    for step in steps:
        page = led_to(client, send(client, base, step, order[order.index(step) + 1], **fields))
    return page


def places(page: TestResponse, name: str = "recipient") -> list[str]:
    """Whom a page offers."""
    return re.findall(rf'type="(?:radio|checkbox)" name="{name}" value="([^"]+)"', page.text)


def named(family: str, **more: Any) -> dict[str, Any]:
    return PATIENT | ORDER | {"family": family} | more
