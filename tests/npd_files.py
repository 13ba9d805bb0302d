"""Files of the National Provider Directory as tests need them: FHIR resources in CMS's own form,
about invented people, and releases of them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import zstandard

from tests.indexer_files import npi, write

BASE = "http://hl7.org/fhir/us/ndh/StructureDefinition/"
NPI_SYSTEM = "http://terminology.hl7.org/NamingSystem/npi"
TAXONOMY = "http://hl7.org/fhir/us/ndh/ValueSet/HealthcareIndividualTaxonomyVS"
NUMBERS = {
    "Organization": "01", "Location": "02", "Endpoint": "03", "InsurancePlan": "05",
    "Practitioner": "06", "PractitionerRole": "07",
}  # fmt: skip
Json = dict[str, Any]


def extension(name: str, **value: Any) -> Json:
    return {"url": BASE + name, **value}


def refers(kind: str, identity: object) -> Json:
    return {"reference": f"{kind}/{kind}-{identity}"}


def resource(kind: str, identity: object, **told: Any) -> Json:
    return {"resourceType": kind, "id": f"{kind}-{identity}",
            "meta": {"lastUpdated": "2026-09-29T04:34:00.724328Z"}, **told}  # fmt: skip


def address(line: str | list[str] = "1 Main St", **told: Any) -> Json:
    lines = [line] if isinstance(line, str) else line
    return {"line": lines, "city": "Albany", "state": "NY", "postalCode": "12203",
            "country": "US", "type": "physical", **told}  # fmt: skip


def person(number: int = 1, codes: Iterable[str] = ("225X00000X",), excluded: bool = False,
           **told: Any) -> Json:  # fmt: skip
    own = npi(number)
    return resource("Practitioner", own, **{
        "extension": [extension("base-ext-cms-identity-verified", valueBoolean=True),
                      extension("base-ext-hhs-in-exclusion-list", valueBoolean=excluded)],
        "identifier": [{"system": NPI_SYSTEM, "use": "official", "value": own}],
        "active": True,
        "name": [{"given": ["ANA"], "family": "RUIZ", "suffix": ["OTR/L"], "use": "official"}],
        "telecom": [{"system": "phone", "value": "5185550100", "use": "work"}],
        "address": [address(use="work")],
        "gender": "female",
        "qualification": [{"code": {"coding": [{"system": TAXONOMY, "code": code}]}}
                          for code in codes],
        **told,
    })  # fmt: skip


def role(
    identity: object = "r1",
    number: int = 1,
    at: Iterable[str] = ("l1",),
    networks: Iterable[str] = ("n1",),
    **told: Any,
) -> Json:
    """`panel` is the code for accepting patients."""
    panel = told.pop("panel", None)
    more = [extension("base-ext-network-reference", valueReference=refers("Organization", n))
            for n in networks]  # fmt: skip
    if panel:
        concept = {"coding": [{"code": panel}]}
        accepting = {"url": "acceptingPatients", "valueCodeableConcept": concept}
        more.append(extension("base-ext-newpatients", extension=[accepting]))
    return resource("PractitionerRole", identity, **{
        "active": True,
        "practitioner": refers("Practitioner", npi(number)),
        "location": [refers("Location", each) for each in at],
        "extension": more,
        **told,
    })  # fmt: skip


def place(identity: str = "l1", line: str | list[str] = "1 Main St", **told: Any) -> Json:
    return resource("Location", identity, **{
        "status": "active", "name": line if isinstance(line, str) else line[0],
        "address": address(line), "position": {"longitude": -73.8575, "latitude": 42.7003}, **told,
    })  # fmt: skip


def organization(identity: str, name: str, kind: str = "ntwk", **told: Any) -> Json:
    concept = {"coding": [{"code": kind}], "text": kind}
    return resource("Organization", identity, active=True, type=[concept], name=name, **told)


def plan(
    identity: str = "p1",
    alias: Iterable[str] = ("H7028-002-000", "H7028"),
    networks: Iterable[str] = ("n1",),
    owner: str = "o1",
    **told: Any,
) -> Json:
    return resource("InsurancePlan", identity, **{
        "status": "active", "name": "Example Choice (PPO)",
        "type": [{"text": "Medicare Advantage PPO Plan"}], "alias": [*alias],
        "period": {"start": "2026-01-01T00:00:00Z", "end": "2026-12-31T00:00:00Z"},
        "ownedBy": refers("Organization", owner),
        "network": [refers("Organization", each) for each in networks], **told,
    })  # fmt: skip


OWNER = organization("o1", "EXAMPLE CAPITAL HEALTH, INC.", "pay")
NETWORK = organization("n1", "EXAMPLE CHOICE NETWORK", partOf=refers("Organization", "o1"))


def lines(resources: Iterable[Json]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in resources)


def release(folder: Path, *resources: Json, packed: bool = True, day: str | None = "2026-09-29",
            more: dict[str, bytes] | None = None) -> Path:  # fmt: skip
    """A folder with a file of each kind of resource among them, and a manifest if a day is told.
    `more` adds raw lines to the file of a kind."""
    folder.mkdir(exist_ok=True)
    content: dict[str, bytes] = defaultdict(bytes)
    for each in resources:
        content[each["resourceType"]] += lines([each])
    for kind, raw in (more or {}).items():
        content[kind] += raw
    listed = {}
    for kind, raw in content.items():
        name = f"{NUMBERS[kind]}-{kind}.ndjson"
        data = zstandard.compress(raw) if packed else raw
        write(folder / (f"{name}.zst" if packed else name), data)
        listed[name] = {"compressed_bytes": len(data), "original_bytes": len(raw)}
    if day:
        manifest = {"compression_algorithm": "zstd", "files": listed, "generated_at": day}
        write(folder / "manifest.json", json.dumps(manifest))
    return folder


def skippable(size: int) -> bytes:
    """A zstd frame of so many bytes that hold nothing."""
    return b"\x50\x2a\x4d\x18" + size.to_bytes(4, "little") + bytes(size)
