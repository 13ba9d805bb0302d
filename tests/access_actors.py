"""People who ask, each with rights of their own: the columns of the access tests."""

from dataclasses import replace

from fixtures.npi import ORGANIZATIONS, THERAPISTS, valid_npi
from service.access.principal import PUBLIC, Principal
from service.access.rights import Rights

CLINIC, OTHER_CLINIC = valid_npi(ORGANIZATIONS + 90), valid_npi(ORGANIZATIONS + 91)
# Of the example directory, with a location each.
OT, OTHER_OT = valid_npi(THERAPISTS + 9), valid_npi(THERAPISTS + 10)
CHAPTER = "example-north"


def rights(*roles: str, **more) -> Rights:
    return Rights(roles=frozenset(roles), **more)


# Whoever they are to a referral from CLINIC to OT: its own side, its own recipient, or somebody
# else in the same role.
RIGHTS = {
    "clinician": rights("clinician", organization=CLINIC),
    "other clinician": rights("clinician", organization=OTHER_CLINIC),
    "ot": rights("ot", npi=OT),
    "other ot": rights("ot", npi=OTHER_OT),
    "staff": rights("staff", chapters=frozenset({CHAPTER})),
    "granted staff": rights("staff", grants=frozenset({"patient-data"})),
    "front desk": rights("staff", organization=CLINIC),
    "granted desk": rights("staff", organization=CLINIC, grants=frozenset({"patient-data"})),
    "other desk": rights("staff", organization=OTHER_CLINIC),
    "admin": rights("admin"),
}
ACTORS = ("public", *RIGHTS)


def principal(actor: str) -> Principal:
    if actor == "public":
        return PUBLIC
    held = RIGHTS[actor]
    told = {name: getattr(held, name) for name in held.__dataclass_fields__}
    return replace(PUBLIC, id=f"token:{actor}", name=actor, **told)
