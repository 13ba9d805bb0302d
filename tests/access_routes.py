"""One row of the role x endpoint x ownership matrix, and the rows of the directory's routes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from service.access.actions import scopes
from service.referrals.desk import Desk
from service.referrals.shortlist_codes import EXAMPLE
from tests.access_actors import ACTORS, OT, principal
from tests.fixture_directory import FIXTURES

API = "/api/v1"
PROGRAMS = str(FIXTURES / "programs")
# Columns: public; clinicians of CLINIC, of another; OT, another; staff, with a grant; CLINIC's
# front desk, with a grant, another's; admin.
EVERYBODY = "y yy yy yy yyy y"


@dataclass(frozen=True)
class Route:
    """One method of one route, asked for something of CLINIC's that is addressed to OT.

    `expected` has one letter for each of ACTORS, in their order: y, an answer of status `ok`;
    n, refused (401 without a token, 403 with one); h, hidden (404). `also` is a further action
    that it takes besides the route's own. `state` names a referral of access_referrals.py, `there`
    makes what else the path is about, with its version; `root` is where the path begins. `form` is
    what is sent to a page of who signed in, {} where nothing is; it leads who did not to sign in.
    """

    action: str
    path: str
    expected: str
    ok: int = 200
    body: dict[str, Any] | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    also: str | None = None
    state: str | None = None
    root: str = API
    there: Callable[[Desk], dict[str, Any]] | None = None
    form: dict[str, str] | None = None

    @property
    def is_page(self) -> bool:
        """Of who signed in: asked with the cookie of a session, and with what its form holds."""
        return self.form is not None

    def letters(self) -> dict[str, str]:
        return dict(zip(ACTORS, self.expected.replace(" ", ""), strict=True))

    def status(self, actor: str) -> int:
        asked_in = 303 if self.is_page else 401
        refused = asked_in if actor == "public" else 403
        return {"y": self.ok, "n": refused, "h": 404}[self.letters()[actor]]

    def lacking(self, actor: str, further: bool = True) -> bool:
        """Whether the table does not give them the action, or what it takes besides."""
        needed = {self.action, self.also if further and self.also else self.action}
        return not all(scopes(principal(actor), action) for action in needed)


DIRECTORY = {
    f"GET {API}/providers": Route("directory.search", "/providers?near=12203", EVERYBODY),
    f"GET {API}/providers/<string:npi>": Route("directory.read", f"/providers/{OT}", EVERYBODY),
    f"GET {API}/providers/<string:npi>/why-not": Route(
        "directory.search", f"/providers/{OT}/why-not?near=12203", EVERYBODY
    ),
    f"GET {API}/providers/<string:npi>/similar": Route(
        "directory.search", f"/providers/{OT}/similar", EVERYBODY
    ),
    f"GET {API}/places": Route("directory.search", "/places?q=albu", EVERYBODY),
    f"GET {API}/plans": Route("directory.search", "/plans?q=aetna", EVERYBODY),
    f"GET {API}/changes": Route("directory.read", "/changes", EVERYBODY),
    f"POST {API}/matches": Route(
        "matches.find", "/matches", EVERYBODY, body={"place": "12203", "needs": ["fatigue"]}
    ),
    f"POST {API}/shortlists": Route(
        "shortlists.create", "/shortlists", EVERYBODY, ok=201, body={"npis": [OT]}
    ),
    # Of whoever holds the code, and nobody has one that was never given out.
    f"GET {API}/shortlists/<string:code>": Route(
        "shortlists.read", f"/shortlists/{EXAMPLE}", EVERYBODY, ok=404
    ),
    f"DELETE {API}/shortlists/<string:code>": Route(
        "shortlists.delete", f"/shortlists/{EXAMPLE}", EVERYBODY, ok=404
    ),
    f"POST {API}/eligibility/checks": Route(
        "eligibility.check", "/eligibility/checks", EVERYBODY, body={"facts": {"age": 44}}
    ),
    f"POST {API}/eligibility/coverage": Route(
        "eligibility.check", "/eligibility/coverage", EVERYBODY, body={"payer": "Medicare"}
    ),
    f"POST {API}/eligibility/matches": Route(
        "eligibility.check", "/eligibility/matches", EVERYBODY, body={"facts": {"age": 44}}
    ),
    f"GET {API}/chapters": Route("programs.read", "/chapters?near=12203", EVERYBODY),
    f"GET {API}/chapters/<string:chapter>": Route(
        "programs.read", "/chapters/example-capital-region", EVERYBODY, ok=404
    ),
    f"GET {API}/programs": Route("programs.read", "/programs", EVERYBODY),
    f"GET {API}/programs/<string:program>": Route(
        "programs.read", "/programs/example-bridge-visits", EVERYBODY
    ),
    f"POST {API}/providers/<string:npi>/claims": Route(
        "claims.make", f"/providers/{OT}/claims", EVERYBODY, ok=422, body={"channel": "letter"}
    ),
    f"POST {API}/providers/<string:npi>/reports": Route(
        "reports.make", f"/providers/{OT}/reports", EVERYBODY, ok=201, body={"field": "listing"}
    ),
    f"GET {API}/vocabulary": Route("directory.read", "/vocabulary", EVERYBODY),
    f"GET {API}/health/live": Route("service.health", "/health/live", EVERYBODY),
    f"GET {API}/health/ready": Route("service.health", "/health/ready", EVERYBODY),
}
