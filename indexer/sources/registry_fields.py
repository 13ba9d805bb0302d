"""One result of the NPI Registry's API, laid out as the columns of NPPES's files, so that both are
cleaned by the same rules.

Source of the shape: the registry's API 2.1. Responses of 2019 have numbers where today's have
texts, `gender` for `sex`, and seconds for milliseconds.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from service.directory.clean import Rejected

from .nppes_companions import AFFILIATION, SECONDARY
from .nppes_row import IDENTIFIER_SLOTS, SLOTS, TAXONOMY, Columns, Fields
from .qhp import day_of, objects_of, text_of

Item = dict[str, Any]
Values = dict[str, str]
_ENTITIES = {"NPI-1": "1", "NPI-2": "2", "1": "1", "2": "2"}
_PLACEHOLDER = "--"  # of a prefix or suffix that nobody gave
_DEACTIVATED = ("d", "deactivated")
_PRACTICE = "provider_business_practice_location_address_{}"
_LINE = "provider_{}_line_business_practice_location_address"
_BASIC = {
    "provider_last_name_legal_name": "last_name",
    "provider_first_name": "first_name",
    "provider_middle_name": "middle_name",
    "provider_name_suffix_text": "name_suffix",
    "provider_credential_text": "credential",
    "provider_organization_name_legal_business_name": "organization_name",
}
_ADDRESS = {
    "city_name": "city",
    "state_name": "state",
    "postal_code": "postal_code",
    "country_code_if_outside_u_s": "country_code",
    "telephone_number": "telephone_number",
}
_AFFILIATED = {
    "line_one": "address_1",
    "line_two": "address_2",
    "city": "city",
    "state": "state",
    "postal_code": "postal_code",
}
# A day after which an epoch cannot be seconds: they would be in the year 5138.
_MILLISECONDS = 100_000_000_000


def fields_of(item: Item) -> Fields:
    """The result as a row of npidata. Raises Rejected."""
    values = {
        "npi": number_of(item),
        "entity_type_code": _ENTITIES.get((text_of(item, "enumeration_type") or "").upper(), ""),
        "last_update_date": _updated(item),
        **_basic(item),
        **_practice(item),
        **_taxonomies(item),
        **_identifiers(item),
    }
    values.setdefault(TAXONOMY.format(1), "")
    return Fields(list(values.values()), Columns.of(list(values)))


def number_of(item: Item) -> str:
    return text_of(item, "number") or ""


def places_of(item: Item) -> Iterator[Values]:
    """The further locations as rows of pl_pfile."""
    for number, place in enumerate(objects_of(item, "practiceLocations")):
        text = _texts(place, f"practiceLocations.{number}.")
        values = {SECONDARY.format(name): text(key) for name, key in _ADDRESS.items()}
        for line in ("1", "2"):
            values[SECONDARY.format(f"address_line_{line}")] = text(f"address_{line}")
        values["provider_practice_location_address_fax_number"] = text("fax_number")
        yield {"npi": number_of(item), **values}


def endpoints_of(item: Item) -> Iterator[Values]:
    """The endpoints as rows of endpoint_pfile."""
    for number, endpoint in enumerate(objects_of(item, "endpoints")):
        text = _texts(endpoint, f"endpoints.{number}.")
        values = {AFFILIATION.format(name): text(key) for name, key in _AFFILIATED.items()}
        values |= {"endpoint_type": text("endpointType"), "endpoint": text("endpoint")}
        yield {"npi": number_of(item), **values}


def _texts(item: Item, path: str) -> Any:
    """What reads a text of an object, empty if it is not there."""
    return lambda name: text_of(item, name, path) or ""


def _updated(item: Item) -> str:
    """The day of the last update; of the epoch where no day is told."""
    if day := day_of(_object(item, "basic"), "last_updated"):
        return day.isoformat()
    epoch = text_of(item, "last_updated_epoch")
    if epoch is None:
        return ""
    if not (epoch.isascii() and epoch.isdecimal() and len(epoch) <= 14):
        raise Rejected("last_updated_epoch: must be seconds or milliseconds since 1970")
    seconds = int(epoch) / (1000 if int(epoch) >= _MILLISECONDS else 1)
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _object(item: Item, name: str) -> Item:
    value = item.get(name) or {}
    if not isinstance(value, dict):
        raise Rejected(f"{name}: must be an object")
    return value


def _basic(item: Item) -> Values:
    basic = _object(item, "basic")
    text = _texts(basic, "basic.")
    values = {column: text(name) for column, name in _BASIC.items()}
    if values["provider_name_suffix_text"] == _PLACEHOLDER:
        values["provider_name_suffix_text"] = ""
    stopped = text("status").casefold() in _DEACTIVATED
    return values | {
        "provider_sex_code": text("sex") or text("gender"),
        "npi_deactivation_date": _day(basic, "deactivation_date"),
        "npi_reactivation_date": _day(basic, "reactivation_date"),
        "npi_activation_status": "deactive" if stopped else "",
    }


def _day(basic: Item, name: str) -> str:
    day: date | None = day_of(basic, name)
    return day.isoformat() if day else ""


def _practice(item: Item) -> Values:
    """The primary practice location; a mailing address is no place of care."""
    for number, address in enumerate(objects_of(item, "addresses")):
        text = _texts(address, f"addresses.{number}.")
        if text("address_purpose").upper() in ("LOCATION", "PRIMARY"):
            values = {_PRACTICE.format(name): text(key) for name, key in _ADDRESS.items()}
            return values | {
                _LINE.format("first"): text("address_1"),
                _LINE.format("second"): text("address_2"),
                _PRACTICE.format("fax_number"): text("fax_number"),
            }
    return {}


def _taxonomies(item: Item) -> Values:
    values: Values = {}
    listed = objects_of(item, "taxonomies")
    for slot, taxonomy in zip(SLOTS, listed, strict=False):
        primary = taxonomy.get("primary") in (True, "true", "True", "Y")
        text = _texts({**taxonomy, "primary": None}, f"taxonomies.{slot - 1}.")
        values |= {
            TAXONOMY.format(slot): text("code"),
            f"provider_license_number_{slot}": text("license"),
            f"provider_license_number_state_code_{slot}": text("state"),
            f"healthcare_provider_primary_taxonomy_switch_{slot}": "Y" if primary else "N",
        }
    return values


def _identifiers(item: Item) -> Values:
    values: Values = {}
    listed = objects_of(item, "identifiers")
    for slot, identifier in zip(IDENTIFIER_SLOTS, listed, strict=False):
        text = _texts(identifier, f"identifiers.{slot - 1}.")
        values |= {
            f"other_provider_identifier_{slot}": text("identifier"),
            f"other_provider_identifier_type_code_{slot}": text("code"),
            f"other_provider_identifier_state_{slot}": text("state"),
        }
    return values
