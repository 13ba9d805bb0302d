"""The claim map: a user whom it knows gets what it says, everybody else gets nothing."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from service.__main__ import main
from service.access.claims import Claim, ClaimMap, read_claim_map
from service.access.opening import check_issuer
from service.settings import Settings
from tests.access_actors import CHAPTER, CLINIC, OT
from tests.oidc_issuer import AUDIENCE, KEY, MAP, MAPPED, local_issuer, trusted


@pytest.fixture
def local():
    with local_issuer() as issuer:
        issuer.publish(KEY)
        yield issuer


def written(folder, text: str) -> str:
    path = folder / "claims.yaml"
    path.write_text(text)
    return str(path)


def test_the_file_is_read_as_it_says(tmp_path):
    assert read_claim_map(written(tmp_path, MAP)) == MAPPED


def test_a_mapped_user_is_a_principal(local):
    told = {
        "display": "Dr. A.  Example",
        "realm": {"roles": ["physicians", "phi", "admin", "offline_access"]},
        "org": "north",
        "https://example.org/npi": int(OT),
        "chapters": [CHAPTER, "Not A Chapter", 7.5],
    }
    who = trusted(local).principal_of(local.token(KEY, **told))
    assert who.id.startswith("oidc:") and "u-1" not in who.id
    assert (who.name, who.roles, who.organization, who.npi, who.chapters, who.grants) == (
        "Dr. A. Example", {"clinician"}, CLINIC, OT, {CHAPTER}, {"patient-data"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"realm": "physicians"},
        {"realm": {"roles": ["clinician", "admin", "staff"]}},
        {"roles": ["physicians"]},
        {"realm": {"roles": {"physicians": True}}},
        {"realm": [["physicians"]]},
    ],
)
def test_an_unmapped_user_has_no_roles(local, told):
    assert trusted(local).principal_of(local.token(KEY, **told)).roles == frozenset()


@pytest.mark.parametrize("role", ["physicians", "therapists", "desk"])
@pytest.mark.parametrize("org", ["west", ["north", "south"], CLINIC, {"north": 1}, True])
def test_of_an_organisation_that_is_not_clear_nobody_gets_anything(local, role, org):
    told = {"realm": {"roles": [role, "phi"]}, "org": org, "chapters": [CHAPTER], "npi": OT}
    who = trusted(local).principal_of(local.token(KEY, **told))
    assert (who.roles, who.organization, who.chapters, who.grants) == (
        frozenset(), None, frozenset(), frozenset(),
    )  # fmt: skip


@pytest.mark.parametrize("told", [{}, {"org": None}, {"org": []}, {"org": "", "chapters": []}])
def test_staff_of_nowhere_are_no_staff_where_the_map_tells_them_apart(local, told):
    told = told | {"realm": {"roles": ["desk", "physicians", "phi"]}}
    assert trusted(local).principal_of(local.token(KEY, **told)).roles == {"clinician"}


@pytest.mark.parametrize("chapters", ["Not A Chapter", {}, 7.5, ["*"], "*"])
def test_of_a_chapter_that_cannot_be_one_nobody_gets_anything(local, chapters):
    told = {"realm": {"roles": ["desk"]}, "chapters": chapters}
    assert trusted(local).principal_of(local.token(KEY, **told)).roles == frozenset()


DESKS = {"albany-desk": CHAPTER, "directory-team": "*"}


@pytest.mark.parametrize(
    ("groups", "roles", "chapters"),
    [
        ("albany-desk", {"staff"}, {CHAPTER}),
        ("directory-team", {"staff"}, set()),
        (["albany-desk", "directory-team"], {"staff"}, set()),
        ("kitchen", set(), set()),
        (None, set(), set()),
    ],
)
def test_who_is_staff_of_the_whole_service_is_said(groups, roles, chapters):
    roles_of = Claim(("roles",), {"desk": "staff"})
    mapped = ClaimMap(roles=roles_of, chapters=Claim(("groups",), DESKS))
    found = mapped.rights({"roles": "desk", "groups": groups})
    assert (found.roles, found.chapters) == (roles, chapters)


def test_a_map_that_tells_no_staff_apart_means_them_all():
    mapped = ClaimMap(roles=Claim(("roles",), {"desk": "staff"}))
    assert mapped.rights({"roles": "desk", "org": "west"}).roles == {"staff"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["realm", "org", "chapters", "name"]), json_values))
def test_claims_of_any_shape_give_nothing_by_accident(told):
    roles = Claim(("realm", "roles"), {"physicians": "clinician"})
    mapped = ClaimMap(roles=roles, organization=Claim(("org",)), chapters=Claim(("chapters",)))
    rights = mapped.rights(told)
    assert not rights.roles and rights.organization is None and not rights.grants


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "YAML or JSON file"),
        ("", "Invalid input"),
        ("{}", "roles: Missing data"),
        ("roles: {claim: groups}", "roles: values: Missing data"),
        ("roles: {claim: groups, values: {a: boss}}", "Must be one of: clinician, ot"),
        ("roles: {claim: [], values: {}}", "outermost first"),
        ("roles: {claim: g, values: {}}\nnpi: {claim: n, values: {a: '1'}}", "check digit"),
        ("roles: {claim: g, values: {}}\nchapters: {claim: n, values: {a: A B}}", 'or "*"'),
        ("roles: {claim: g, values: {}}\nboss: {claim: n}", "boss: Unknown field"),
        ("roles: {claim: g, values: {}}\ngrants: {claim: n}", "grants: values: Missing data"),
    ],
)
def test_a_claim_map_with_a_fault_is_refused_by_name(tmp_path, text, told):
    settings = Settings(
        oidc_issuer="https://login.example.org",
        oidc_audience=AUDIENCE,
        oidc_claims=written(tmp_path, text),
    )
    with pytest.raises(ValueError, match=r"^OTMATCH_OIDC_CLAIMS (must name|names) a") as caught:
        check_issuer(settings)
    assert told in str(caught.value)


def test_the_service_does_not_start_on_settings_that_contradict_each_other():
    result = CliRunner(env={"OTMATCH_OIDC_AUDIENCE": AUDIENCE}).invoke(main, ["serve"])
    assert result.exit_code == 2
    assert "OTMATCH_OIDC_ISSUER must be set too" in result.output


def test_an_issuer_needs_all_its_settings():
    assert check_issuer(Settings()) is None
    with pytest.raises(ValueError, match=r"^OTMATCH_OIDC_AUDIENCE must be set"):
        check_issuer(Settings(oidc_issuer="https://login.example.org", oidc_claims="x.yaml"))
    with pytest.raises(ValueError, match=r"^OTMATCH_OIDC_ISSUER must be set"):
        check_issuer(Settings(oidc_audience="x"))
