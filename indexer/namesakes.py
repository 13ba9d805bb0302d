"""Exclusions for staff to review: those without an NPI, with the OTs of their name and state, and
those whose NPI is that of an OT of another name."""

from service.directory.person_name import Name
from service.directory.profile import NAMING, Record
from service.merge.persons import same_person

from .report import Report
from .sources.parts import Exclusion
from .staged_exclusions import Listed
from .staging import Staging

NO_NAMESAKE = "excluded without an NPI, and no OT here has the name in that state"
WHY = "excluded by the OIG without an NPI; these OTs have the name in that state"
STATELESS = "excluded by the OIG without an NPI or a state; these OTs have the name"
OTHER_NAME = "excluded by the OIG by this NPI, but under another name than the OT's; the OT is out"


def list_other_names(staging: Staging, report: Report) -> None:
    """Put into the file for review whom the OIG excludes by NPI under a name that is not the OT's:
    the number counts, but it may be mistyped."""
    before = report.review.count
    for row in staging.exclusions.numbered():
        records = [staged.record for staged in staging.withheld(row.candidates[0])]
        others = [record for record in records if record.source in NAMING]
        told = row.exclusion
        listed = Record(source="", npi=told.npi or "", name=_listed_name(told))
        if others and not same_person(listed, others):
            _review(report, row, OTHER_NAME)
    if found := report.review.count - before:
        report.more.append(f"review: exclusions by an NPI, under another name: {found:,}")


def _listed_name(told: Exclusion) -> Name:
    """A business's name stands in for the person's."""
    return Name(first=told.first, last=told.last or (None if told.first else told.name))


def list_namesakes(staging: Staging, report: Report) -> None:
    """Put who may be meant into the file for review. Nobody is excluded by a name: many people
    share one."""
    exclusions, before = staging.exclusions, report.review.count
    if not exclusions.have_names():
        return
    for rows in staging.by_npi():
        records = [row.record for row in rows]
        states = {state for record in records for state in _states(record)}
        for name in {(record.name.last, record.name.first) for record in records}:
            exclusions.note_namesake(records[0].npi, *name, states)
    for row in exclusions.listed():
        if not row.candidates:
            report.sources[row.file].give_up(NO_NAMESAKE)
            continue
        _review(report, row, WHY if row.exclusion.state else STATELESS)
    if found := report.review.count - before:
        report.more.append(f"review: exclusions without an NPI that may be of OTs here: {found:,}")


def _review(report: Report, row: Listed, why: str) -> None:
    told = row.exclusion
    entry = {
        "file": report.sources[row.file].source.shown,
        "line": row.line,
        "why": why,
        "name": told.name,
        "state": told.state,
        "excluded_on": told.since,
        "candidates": row.candidates,
    }
    report.review.add(entry)


def _states(record: Record) -> set[str]:
    licensed = {held.state for held in (*record.licenses, *record.privileges)}
    return licensed | {at.state for at in record.locations if at.state}
