"""Between reading and merging: whose added rows are whose, and who is no longer in practice."""

from collections.abc import Iterable

from service.directory.departure import reactivated
from service.directory.profile import NAMING
from service.merge.persons import same_person

from .report import Report
from .staging import ADDING, Staging

# Their rows are about organizations and plans: none of them is a record of an OT.
KEPT_ELSEWHERE = ("centers", "qhp_plans", "benefits", "exclusions")
NO_OT = "no OT of this NPI in the other sources"
NO_OT_ANY_MORE = "no OT any more in a newer row of NPPES"
DEACTIVATED = "deactivated in NPPES"
EXCLUDED = "excluded by the OIG"
WITHDRAWN = "withdrawn by staff"
OTHER_NAME = "name: is not the name that other sources give for this NPI; check both"


def settle(staging: Staging, report: Report, withdrawn: Iterable[str] = ()) -> None:
    """Take out the records that do not become part of a profile; each is in the report."""
    for npi in withdrawn:
        report.skip_rows(staging.withhold(npi), WITHDRAWN)
    for npi in staging.exclusions.of_ots():
        report.skip_rows(staging.withhold(npi), EXCLUDED)
    former = staging.former.records()
    staging.remove(former)
    report.skip_staged([s for s in former if not staging.holds(s.record.npi)], NO_OT_ANY_MORE)
    for deactivation, staged in staging.disputed():
        others = [each.record for each in staged if each.record.source in NAMING]
        if deactivation and not reactivated(others, deactivation.since):
            report.skip_rows(staging.withhold(staged[0].record.npi), DEACTIVATED)
        elif not others:
            npi = staged[0].record.npi
            staging.withhold(npi)  # for whoever names the OT later
            report.skip_staged(staged, NO_OT_ANY_MORE if staging.former.since(npi) else NO_OT)
        else:
            added = (each for each in staged if each.record.source in ADDING)
            strangers = [each for each in added if not same_person(each.record, others)]
            staging.remove(strangers)
            report.reject_staged(strangers, OTHER_NAME)
    for number, tally in enumerate(report.sources):
        if tally.source.kind not in KEPT_ELSEWHERE:
            tally.settle(staging.kept(number))
