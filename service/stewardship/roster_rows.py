"""One row of an MSCS roster made a record.

An MSCS lasts five years and ends on 31 December of the fifth year after the examination
(Consortium of Multiple Sclerosis Centers, recertification page).
"""

from collections.abc import Collection, Mapping
from datetime import date

from service.directory.clean import Rejected, clean_date, clean_npi, clean_past_date, clean_text
from service.directory.person_name import Name
from service.directory.profile import Credential, Record

YEARS_VALID = 5
COLUMNS = ("npi", "name", "certified_on", "expires_on", "checked_on", "source")


def is_roster(names: Collection[str]) -> bool:
    """Whether a header says who is certified, and until when."""
    return "npi" in names and not {"certified_on", "expires_on"}.isdisjoint(names)


def roster_record(row: Mapping[str, str]) -> Record:
    """Raises Rejected for a row that cannot be used."""
    checked = clean_past_date(row.get("checked_on"), "checked_on")
    certified = clean_past_date(row.get("certified_on"), "certified_on")
    expires = clean_date(row.get("expires_on"), "expires_on")
    if expires is None and certified is None:
        raise Rejected("expires_on: give it or certified_on, as a date such as 2027-12-31")
    if certified and checked and certified > checked:
        raise Rejected("certified_on: lies after checked_on; nobody can have checked it yet")
    if expires and certified and expires < certified:
        raise Rejected("expires_on: lies before certified_on")
    label = clean_text(row.get("source"))
    held = Credential(
        code="MSCS",
        expires_on=expires or date(certified.year + YEARS_VALID, 12, 31),
        checked_on=checked,
        source=label or "mscs",
    )
    return Record(
        source="mscs",
        label=label,
        as_of=checked,
        npi=clean_npi(row.get("npi")),
        name=Name(last=clean_text(row.get("name"))),
        credentials=(held,),
    )
