"""The API of referrals as offices and OTs ask it, on a desk of its own."""

from typing import Any

from werkzeug.test import TestResponse

from service.access.opening import open_access
from service.access.rights import Rights
from service.app import create_app
from service.referrals.desk import Desk
from service.settings import Settings
from tests.referral_world import ANA, CLINIC

REFERRALS = "/api/v1/referrals"
BODY = {
    "patient": {"given": "Rosalinde", "family": "Quillfeather", "birth_date": "1979-03-02",
                "phone": "518-555-0142", "postal_code": "12203", "state": "NY", "language": "es",
                "member_id": None, "plan_id": None},
    "recipient": {"npi": ANA},
    "requester": {"name": "Dr. Ellis Harrow", "phone": "518-555-0100"},
    "order": {"text": "Evaluate and treat", "visits": 8, "signed_by": "Dr. Ellis Harrow",
              "signed_at": "2026-11-22T09:30:00-05:00"},
    "goals": ["cook dinner again"],
    "services": ["energy-conservation"],
    "reason": "MS fatigue limits work",
    "diagnoses": ["G35.A"],
    "priority": "routine",
    "send": True,
}  # fmt: skip


class ReferralApi:
    """`office` and `ot` are headers: of a clinician of CLINIC, and of Ana."""

    def __init__(self, desk: Desk) -> None:
        settings = Settings(requests_per_minute=100_000)
        self.desk = desk
        self.access = open_access(settings, desk.store, desk.keys.blind)
        self.app = create_app(settings, desk.engine, access=self.access, desk=desk)
        self.client = self.app.test_client()
        self.office = self.token("clinician", organization=CLINIC)
        self.ot = self.token("ot", npi=ANA)
        self._keys = 0

    def token(self, *roles: str, **more: Any) -> dict[str, str]:
        rights = Rights(frozenset(roles), **more)
        return {"Authorization": f"Bearer {self.access.tokens.create('a desk', rights).text}"}

    def create(self, key: str | None = None, who: dict | None = None, **changes: Any):
        """A referral of BODY with these changes; with a key of its own where none is given."""
        self._keys += 1
        headers = (who or self.office) | {"Idempotency-Key": key or f"key-{self._keys}"}
        return self.client.post(REFERRALS, json=BODY | changes, headers=headers)

    def made(self, **changes: Any) -> dict[str, Any]:
        """One more, however many there are."""
        answer = self.create(**{"allow_duplicate": "for a test"} | changes)
        assert answer.status_code == 201, answer.text
        return answer.get_json()

    def act(
        self, referral: dict[str, Any], action: str, who: dict | None = None, **told: Any
    ) -> TestResponse:
        """By the office, unless somebody is named, on the version that is in `referral`."""
        headers = (who or self.office) | {"If-Match": f'W/"{referral["version"]}"'}
        path = f"{REFERRALS}/{referral['id']}/{action}"
        return self.client.post(path, json=told, headers=headers)
