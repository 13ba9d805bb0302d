"""The role x action table: who may do what and how far, written down a second time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.actions import (
    ACTIONS,
    COUNTED_BY_ADDRESS,
    GRANTED,
    MOST_AN_HOUR,
    Scope,
    is_public,
    scopes,
)
from service.access.principal import GRANTS, PUBLIC, ROLES, Principal
from tests.access_actors import ACTORS, CHAPTER, CLINIC, OT, principal

LETTERS = {Scope.ANY: "A", Scope.ORGANIZATION: "O", Scope.ADDRESSED: "D", Scope.OWN: "W",
           Scope.CHAPTER: "C"}  # fmt: skip
# One letter for each actor, in their order: any, organisation's, addressed, own, their chapter's,
# or nothing.
#                               public  ot     granted   granted desk
#                                clinician other ot  front desk
#                                 other     staff           other desk
#                                                             admin
EXPECTED = {
    "service.health":              "A AA AA AA AAA A",
    "directory.search":            "A AA AA AA AAA A",
    "directory.read":              "A AA AA AA AAA A",
    "matches.find":                "A AA AA AA AAA A",
    "eligibility.check":           "A AA AA AA AAA A",
    "programs.read":               "A AA AA AA AAA A",
    "cases.record":                ". .. .. C. ... .",
    "cases.read":                  ". .. .. C. ... .",
    "cases.move":                  ". .. .. C. ... .",
    "cases.award":                 ". .. .. C. ... .",
    "chapters.report":             ". .. .. C. ... A",
    "shortlists.create":           "A AA AA AA AAA A",
    "shortlists.read":             "W WW WW WW WWW W",
    "shortlists.delete":           "W WW WW WW WWW W",
    "referrals.draft":             ". OO .. .. OOO .",
    "referrals.send":              ". OO .. .. ... .",
    "referrals.list":              ". OO DD AA OOO .",
    "referrals.read":              ". OO DD AA OOO .",
    "referrals.move-as-requester": ". OO .. .. OOO .",
    "referrals.give-code":         ". OO .. .. .O. .",
    "referrals.move-as-recipient": ". .. DD .. ... .",
    "referrals.deliver":           ". OO .. AA OOO .",
    "referrals.counts":            ". OO DD AA OOO .",
    "referrals.patient-data":      ". OO DD .A .O. .",
    "referrals.disclosures":       ". OO .. .. ... A",
    "referrals.erase":             ". .. .. .. ... A",
    "consents.record":             ". OO .. .. OOO .",
    "consents.read":               ". OO DD .A .O. .",
    "consents.withdraw":           ". OO DD AA OOO .",
    "attachments.add":             ". OO DD .. OOO .",
    "attachments.read":            ". OO DD .A .O. .",
    "attachments.remove":          ". OO .. .. OOO .",
    "audit.verify":                ". .. .. .. ... A",
    "tokens.create":               ". .. .. .. ... A",
    "tokens.list":                 ". .. .. .. ... A",
    "tokens.revoke":               ". .. .. .. ... A",
    "sessions.begin":              "A AA AA AA AAA A",
    "sessions.use":                ". WW WW WW WWW W",
    "pages.reply":                 "W WW WW WW WWW W",
    "pages.status":                "W WW WW WW WWW W",
    "pages.assets":                "A AA AA AA AAA A",
    "pages.read":                  "A AA AA AA AAA A",
    "reports.make":                "A AA AA AA AAA A",
    "claims.make":                 "A AA AA AA AAA A",
    "claims.list":                 ". .. .. AA ... .",
    "claims.decide":               ". .. .. AA ... .",
    "pages.confirm":               "W WW WW WW WWW W",
    "listings.confirm":            ". .. DD .. ... .",
    "campaigns.run":               ". .. .. AA ... .",
    "reports.list":                ". .. .. AA ... .",
    "reports.decide":              ". .. .. AA ... .",
    "stewardship.read":            ". .. .. AA ... A",
    "rosters.apply":               ". .. .. AA ... .",
    "corrections.make":            ". .. .. AA ... .",
    "corrections.list":            ". .. .. AA ... .",
    "corrections.undo":            ". .. .. AA ... .",
}  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS)
def test_everybody_may_do_just_this(action):
    held = [scopes(principal(actor), action) for actor in ACTORS]
    assert all(len(each) <= 1 for each in held)
    found = "".join(LETTERS[next(iter(each))] if each else "." for each in held)
    assert found == EXPECTED[action].replace(" ", "")


def test_the_tables_speak_of_the_same_actions_and_roles():
    assert EXPECTED.keys() == ACTIONS.keys()
    assert all(row.keys() <= set(ROLES) and row for row in ACTIONS.values())
    assert {action for action, _ in GRANTED} <= ACTIONS.keys()
    assert {role for _, role in GRANTED} <= set(ROLES)
    assert set(GRANTED.values()) <= set(GRANTS)
    assert all(map(is_public, COUNTED_BY_ADDRESS))
    assert MOST_AN_HOUR.keys() <= COUNTED_BY_ADDRESS


@st.composite
def principals(draw) -> Principal:
    sets = st.sampled_from(ROLES[1:]), st.sampled_from((CHAPTER,)), st.sampled_from(GRANTS)
    roles, chapters, grants = (draw(st.frozensets(each)) for each in sets)
    return Principal(
        id="token:x",
        name="x",
        roles=roles,
        organization=draw(st.sampled_from((None, CLINIC))),
        npi=draw(st.sampled_from((None, OT))),
        chapters=chapters,
        grants=grants,
    )


@given(principals(), st.sampled_from(sorted(ACTIONS)))
def test_roles_add_up_and_nothing_else_gives_rights(who, action):
    alone = [
        scopes(Principal(who.id, who.name, frozenset({role}), who.organization, who.npi,
                         who.chapters, who.grants), action)
        for role in who.roles
    ]  # fmt: skip
    held = scopes(who, action)
    assert held == frozenset().union(*alone)
    assert who.roles or not held
    assert who.organization or Scope.ORGANIZATION not in held
    assert who.chapters or Scope.CHAPTER not in held
    assert who.npi or Scope.ADDRESSED not in held
    confidential = action.split(".")[0] in ("referrals", "consents", "attachments", "corrections")
    assert not (confidential and who.organization and Scope.ANY in held)


def test_an_action_that_the_table_lacks_is_nobodys():
    with pytest.raises(KeyError):
        scopes(PUBLIC, "referrals.everything")


def test_what_is_said_of_a_principal_holds_no_personal_data():
    said = repr(principal("clinician")) + repr(principal("ot"))
    assert not any(word in said for word in (CLINIC, OT, "name="))
