"""Who asks: what somebody proved to be, in words that say nothing of a person."""

from dataclasses import dataclass, field

ROLES = ("public", "clinician", "ot", "staff", "admin")
PATIENT_DATA = "patient-data"
GRANTS = (PATIENT_DATA,)


@dataclass(frozen=True)
class Principal:
    """`id` and the roles are all that may be logged: it is stable and holds no personal data.

    `organization` and `npi` are NPIs: of the referring organisation, and the OT's own. With the
    grant "patient-data" staff may see what others of their role may not. `name` is what history
    shows; `person` is the name of a person, None where that is not known: a token has a label.
    """

    id: str
    name: str = field(repr=False)
    roles: frozenset[str]
    organization: str | None = field(default=None, repr=False)
    npi: str | None = field(default=None, repr=False)
    chapters: frozenset[str] = field(default=frozenset(), repr=False)
    grants: frozenset[str] = field(default=frozenset(), repr=False)
    person: str | None = field(default=None, repr=False)

    @property
    def somebody(self) -> str:
        """Who this is where two people are needed. One person may hold several tokens, so that
        those of one label are one; whom an issuer names is known by their id."""
        return self.id if self.person else " ".join(self.name.split()).casefold()


PUBLIC = Principal(id="public", name="", roles=frozenset({"public"}))


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where: "api 203.0.113.7", "link", "cli", "tick". `let_in_by` gave them the
    code by which a link opened: whoever knows both could be in their place."""

    principal: Principal
    origin: str
    let_in_by: str | None = None
