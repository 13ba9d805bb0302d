"""What chapter staff fill in on pages of eligibility, and cases that they made of it."""

import re
from itertools import count

from tests.cases_world import BRIDGE, FACTS
from tests.work_pages import Signed, World

_PEOPLE = count(1)
WHOM = {"given": "Rosalinde", "family": "Quillfeather", "born": "1979-03-02", "language": "es"}


def filled(**changes: str) -> dict[str, str]:
    """FACTS as fields hold them; an empty text leaves one out."""
    told = {name: str(value) for name, value in FACTS.items() if value != "none"}
    return {**told, "days_since_last_award_none": "yes", **changes}


def recorded(staff: Signed, program: str = BRIDGE, **changes: str) -> str:
    """The path of a new case."""
    sent = filled() | WHOM | changes
    answer = staff.post("/workbench", do="record", programs=program, **sent)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def case_path(world: World, *, used: bool = True) -> str:
    """Of one with an award of which one visit is left, and with an earlier decision; or without."""
    staff = world.client("staff")
    path = recorded(staff, given=f"Rosalinde {next(_PEOPLE)}")  # one award a person
    if not used:
        return path
    staff.post(f"{path}/recheck", version="1", **filled(age="48"))
    staff.post(f"{path}/awards", do="give", version="2", checked="yes")
    award = award_of(staff, path)
    told = {"do": f"use-{award}", "version": "3", "visits": "5", "checked": "yes"}
    used = staff.post(f"{path}/awards", **told)
    assert used.status_code == 303
    return path


def award_of(staff: Signed, path: str) -> str:
    """The id of its first award."""
    return re.search(r'<h2 id="(w-[0-9a-z]+)"', staff.get(f"{path}/awards").text)[1]
