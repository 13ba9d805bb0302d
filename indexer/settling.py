"""Between reading and merging: whose added rows are whose, and who is no longer in practice."""

from collections.abc import Iterable

from service.directory.departure import reactivated
from service.directory.profile import NAMING, Record
from service.directory.text import fold

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
# Parts of a surname that do not tell one family from another.
_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le",
     "los", "mc", "san", "st", "van", "von")
)  # fmt: skip


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
            strangers = [each for each in staged if not _same_person(each.record, others)]
            staging.remove(strangers)
            report.reject_staged(strangers, OTHER_NAME)
    for number, tally in enumerate(report.sources):
        if tally.source.kind not in KEPT_ELSEWHERE:
            tally.settle(staging.kept(number))


def _same_person(record: Record, others: list[Record]) -> bool:
    """Whether an added row's name holds the surname or the first name that another source gives.

    The NPI is what identifies; the name is there to catch a mistyped one. Surnames change with
    marriage, and registries learn of it late, so the first name is enough. Names that nobody
    gives contradict nothing.
    """
    if record.source not in ADDING:
        return True
    told = fold(f"{record.name.first or ''} {record.name.last or ''}".replace("-", " ")).split()
    surnames = [words for other in others if (words := _words(other))]
    if not told or not surnames or any(_holds(told, surname) for surname in surnames):
        return True
    firsts = {word for other in others for word in fold(other.name.first or "").split()}
    return any(len(word) > 2 and word in told for word in firsts)


def _words(record: Record) -> list[str]:
    return fold((record.name.last or record.name.first or "").replace("-", " ")).split()


def _holds(told: list[str], surname: list[str]) -> bool:
    """One word of a double surname is enough; "McDonald" may be written "Mc Donald"."""
    telling = {word for word in surname if len(word) > 1} - _PARTICLES or set(surname)
    whole = "".join(surname)
    return bool(telling & set(told)) or (len(whole) > 4 and whole in "".join(told))
