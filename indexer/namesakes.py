"""People whom the OIG excludes without an NPI: OTs of their name and state, for staff to review."""

from service.directory.profile import Record

from .report import Report
from .staging import Staging

NO_NAMESAKE = "excluded without an NPI, and no OT here has the name in that state"
WHY = "excluded by the OIG without an NPI; these OTs have the name in that state"
STATELESS = "excluded by the OIG without an NPI or a state; these OTs have the name"


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
        told = row.exclusion
        entry = {
            "file": report.sources[row.file].source.shown,
            "line": row.line,
            "why": WHY if told.state else STATELESS,
            "name": told.name,
            "state": told.state,
            "excluded_on": told.since,
            "candidates": row.candidates,
        }
        report.review.add(entry)
    if found := report.review.count - before:
        report.more.append(f"review: exclusions without an NPI that may be of OTs here: {found:,}")


def _states(record: Record) -> set[str]:
    licensed = {held.state for held in (*record.licenses, *record.privileges)}
    return licensed | {at.state for at in record.locations if at.state}
