"""Every golden decision, recorded and made again without a programme at hand."""

from dataclasses import replace

from service.casework.casework import Casework
from service.casework.recording import ToRecord, record
from service.casework.replaying import SAME, replay
from service.eligibility.checks import check
from service.eligibility.opening import Rules
from tests.cases_world import NORTH, staff
from tests.conftest import GOLDEN_DAY
from tests.referral_world import open_desk_on
from tests.test_golden_eligibility import DECISIONS, GUIDELINES, PROGRAMS, facts_of, person_of


def test_every_golden_decision_is_made_again(store, fixture_engine):
    records = open_desk_on(store, fixture_engine).records
    casework = Casework(records, Rules(PROGRAMS, guidelines=GUIDELINES))
    made = []
    for number, golden in enumerate(DECISIONS):
        program = golden["program"]
        checked = check(PROGRAMS, person_of(number), [program])
        if not checked.results:  # not in effect: nothing was decided
            continue
        of = checked.results[0].program.chapters or (NORTH,)
        actor = replace(staff(), principal=replace(staff().principal, chapters=frozenset(of)))
        on = golden.get("on", GOLDEN_DAY)
        asked = ToRecord((program,), on, facts_of(golden), chapter=of[0])
        made.append(record(casework, actor, checked, asked)[program])
    assert len(made) > 100
    found = [replay(Casework(records), staff(), case) for case in made]
    assert {each.found for decisions in found for each in decisions} == {SAME}
