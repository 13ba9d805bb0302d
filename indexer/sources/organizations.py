"""NPPES organizations (entity type 2) whose kind says what setting their address is."""

import re

from service.directory.clean import clean_name, clean_npi

from .nppes_row import Fields, practice_location, updated_on
from .parts import Organization

# NUCC code of an organization, or its beginning -> our setting. Codes that say nothing of where
# occupational therapy happens (pharmacies, laboratories, physicians' groups) are not here.
SETTING_OF_CODE: dict[str, str] = {
    "282": "hospital",  # general acute care, long-term care, children's, critical access ...
    "284": "hospital",  # special hospital
    "286": "hospital",  # military hospital
    "281": "hospital",  # chronic disease hospital
    "283X": "rehab",  # rehabilitation hospital
    "273Y": "rehab",  # rehabilitation unit of a hospital
    "261QR0400X": "rehab",  # rehabilitation clinic
    "261QR0401X": "rehab",  # comprehensive outpatient rehabilitation facility
    "261QP2000X": "clinic",  # physical therapy clinic
    "261QM1300X": "clinic",  # multi-specialty clinic
    "261QM2500X": "clinic",  # medical specialty clinic
    "225X": "clinic",  # a practice of OTs
    "251E": "home",  # home health agency
    "251300000X": "school",  # local education agency
    "261QS1000X": "school",  # student health clinic
}
_CODE = re.compile("|".join(f"(?:{re.escape(code)})" for code in SETTING_OF_CODE))
DOING_BUSINESS_AS = "3"


def has_setting(code: str) -> bool:
    """Whether a taxonomy code of an organization says what setting its address is."""
    return _CODE.match(code.strip()) is not None


def organization(fields: Fields, is_named: bool) -> Organization | None:
    """What NPPES says of an organization that has a setting, or that somebody named by its NPI;
    None for any other. Raises Rejected."""
    settings = _settings(fields)
    location = practice_location(fields)
    name = _name(fields)
    told = location is not None and name is not None
    if not (told and (settings or is_named)) or fields.deactivated_since():
        return None
    return Organization(
        npi=clean_npi(fields("npi")),
        name=name,
        location=location,
        settings=settings,
        as_of=updated_on(fields),
    )


def _settings(fields: Fields) -> tuple[str, ...]:
    codes = filter(None, (fields.row[place] for place in fields.columns.taxonomies.values()))
    found = (_CODE.match(code.strip()) for code in codes)
    return tuple(dict.fromkeys(SETTING_OF_CODE[match[0]] for match in found if match))


def _name(fields: Fields) -> str | None:
    """The name on the door where NPPES has it, else the legal one."""
    other = clean_name(fields("provider_other_organization_name"))
    on_the_door = fields("provider_other_organization_name_type_code") == DOING_BUSINESS_AS
    legal = clean_name(fields("provider_organization_name_legal_business_name"))
    return (other if on_the_door else None) or legal or other
