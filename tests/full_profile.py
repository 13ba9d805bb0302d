"""One person of whom everything is known that files say beside the person's own words, and others
of whom nothing is."""

from msgspec import structs

from service.directory.ms_center import MSCenter
from service.directory.profile import Conflict, Location, PlanEvidence, Profile, Provenance, Record
from tests.strategies import TODAY

CENTER = MSCenter(name="Example MS Center", recognised_by="Example Consortium", checked_on=TODAY)
HERE = Location(id="here", state="NY", lat=42.7, lon=-73.85)
LISTED = PlanEvidence(
    status="in-network", plan_id="11111NY0010001", tier="Tier 1", as_of=TODAY, source="issuer"
)
ASSIGNED = PlanEvidence(
    status="accepts-payer", payer="Original Medicare", assignment="sometimes", as_of=TODAY
)
FULL = Profile(
    npi="1900000009",
    gender="F",
    locations=(
        structs.replace(
            HERE,
            direct_address="ana.ruiz@direct.example",
            phone="5185550177",
            likely_settings={"rehab": "Example Rehab", "clinic": ""},
            ms_center=CENTER,
            plans=(LISTED, ASSIGNED),
            evidence={"phone": Provenance(source="nppes", as_of=TODAY, because="precedence")},
        ),
    ),
    evidence={"gender": Provenance(source="Example Chapter", because="only")},
    conflicts=(
        Conflict(field="locations.here.phone", value="5185550100", source="qhp", as_of=TODAY),
        Conflict(field="gender", value="X", source="qhp"),
    ),
    records=(Record(npi="1900000009", source="nppes", as_of=TODAY),),
)


def person(number: int, *locations: Location, taxonomy: str = "225X00000X") -> Profile:
    return Profile(npi=f"19{number:08d}", taxonomies=(taxonomy,), locations=locations or (HERE,))
