"""Staff of two chapters who decide on people, by programmes of the test's own."""

from datetime import date
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from service.access.opening import open_access
from service.access.principal import Actor, Principal
from service.access.rights import Rights
from service.app import create_app
from service.casework.casework import Casework
from service.eligibility.opening import open_rules
from service.referrals.desk import Desk
from service.settings import Settings
from tests.fixture_directory import FIXTURES
from tests.referral_world import CLINIC

CHECKS, CASES = "/api/v1/eligibility/checks", "/api/v1/eligibility/cases"
BRIDGE, CAREFUL = "example-bridge-visits", "example-careful"
NORTH, SOUTH = "example-north", "example-south"
DAY = date(2026, 11, 23)  # of the clock
PATIENT = {"given": "Rosalinde", "family": "Quillfeather", "birth_date": "1979-03-02",
           "language": "es"}  # fmt: skip
FACTS = {"diagnosis": "ms", "diagnosis_confirmed_by": "physician", "postal_code": "12203",
         "household_size": 3, "household_income": 41234, "age": 47,
         "days_since_last_award": "none", "insurance_status": "insured"}  # fmt: skip
# What tells of the person of a case: none of it may stand anywhere but sealed.
SECRETS = ("Rosalinde", "Quillfeather", "1979-03-02", "41234", "12203", "taxi")
_CAREFUL = """
id: example-careful
version: {version}
name: Careful grants (example)
sponsor: Example MS Chapter
effective: {{from: {begins}, to: 2027-12-31}}
source: {{text: "Example handbook p. 9", url: null, checked_on: 2026-10-01}}
chapters: [example-north]
funds: open
override: {{second_person: true}}
{more}
criteria:
  all:
    - {{fact: income_percent_of_poverty, at_most: {percent}}}
    - {{fact: veteran, is: true}}
"""


def write_careful(folder: Path, version: int = 1, **changes: Any) -> None:
    """A version of the programme whose overrides take two people."""
    told = {"begins": "2026-01-01", "percent": 200, "more": ""} | changes
    text = _CAREFUL.format(version=version, **told)
    (folder / f"careful-{version}.yaml").write_text(text)


def programs_in(folder: Path) -> Path:
    """The fixtures' example, and the careful one."""
    folder.mkdir()
    example = (FIXTURES / "programs" / f"{BRIDGE}.yaml").read_text()
    (folder / "bridge.yaml").write_text(example)
    write_careful(folder)
    return folder


def staff(name: str = "token:north", *chapters: str) -> Actor:
    held = frozenset(chapters or (NORTH,))
    who = Principal(id=name, name="Sam North", roles=frozenset({"staff"}), chapters=held)
    return Actor(who, "api 192.0.2.9")


class CasesWorld:
    """The service on one store; `north` and `colleague` are of one chapter, `south` of another."""

    def __init__(self, desk: Desk, programs: Path, **settings: Any) -> None:
        self.settings = Settings(requests_per_minute=100_000, programs=str(programs), **settings)
        self.desk = desk
        self.access = open_access(self.settings, desk.store, desk.keys.blind)
        self.client = self._client()
        self.north = self.token("north", "staff", chapters=frozenset({NORTH}))
        self.colleague = self.token("colleague", "staff", chapters=frozenset({NORTH}))
        self.south = self.token("south", "staff", chapters=frozenset({SOUTH}))
        self.clinician = self.token("clinician", "clinician", organization=CLINIC)

    def _client(self) -> Any:
        app = create_app(
            self.settings, self.desk.engine, lambda: DAY, access=self.access, desk=self.desk
        )
        return app.test_client()

    def reload(self) -> None:
        """As a restart does: programmes are read again."""
        self.client = self._client()

    @property
    def casework(self) -> Casework:
        return Casework(self.desk.records, open_rules(self.settings), self.desk.clock)

    def token(self, label: str, *roles: str, **more: Any) -> dict[str, str]:
        text = self.access.tokens.create(label, Rights(frozenset(roles), **more)).text
        return {"Authorization": f"Bearer {text}"}

    def check(self, who: dict[str, str] | None = None, **changes: Any) -> TestResponse:
        body = {"facts": FACTS, "programs": [BRIDGE], "record": True, "patient": PATIENT}
        headers = self.north if who is None else who
        return self.client.post(CHECKS, json=body | changes, headers=headers)

    def made(self, **changes: Any) -> dict[str, Any]:
        """A case, as it is read."""
        answer = self.check(**changes)
        assert answer.status_code == 200, answer.text
        (result,) = answer.get_json()["results"]
        who = changes.get("who") or self.north
        return self.get(f"{CASES}/{result['case']}", who).get_json()

    def get(self, path: str, who: dict[str, str] | None = None) -> TestResponse:
        return self.client.get(path, headers=who or self.north)

    def act(
        self, case: dict[str, Any], action: str, who: dict[str, str] | None = None, **told: Any
    ) -> TestResponse:
        headers = (who or self.north) | {"If-Match": f'W/"{case["version"]}"'}
        return self.client.post(f"{CASES}/{case['id']}/{action}", json=told, headers=headers)
