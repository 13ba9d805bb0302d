"""The embedded engine's filters: each gate as two masks over the candidates, where it holds and
where its fact is unknown. Mirrors `directory.filters`; one contract suite holds them equal."""

from collections.abc import Iterator

import numpy as np

from service.directory.insurance import ACCEPTING as ACCEPTED
from service.directory.query import Query
from service.directory.vocabulary import SETTINGS

from . import kinds
from .candidates import Candidates, flags
from .columns import (
    CLAIMED,
    CREDENTIAL,
    GENDER,
    KNOWN,
    LOCATION_BIT,
    PROGRAM,
    STATUS,
    TAXONOMY,
    bit,
)

YES, NO = KNOWN.index("yes"), KNOWN.index("no")
Masks = tuple[np.ndarray, np.ndarray]
_ANY_SETTING = sum(LOCATION_BIT["setting", code] for code in SETTINGS)


def compile_gates(found: Candidates, query: Query) -> dict[str, Masks]:
    """For each filter that is on: where it holds, and where its fact is unknown."""
    by_kind = {
        name: (holds[found.kind], unknown[found.kind])
        for name, (holds, unknown) in _kind_gates(found, query)
    }
    return by_kind | dict([*_own_gates(found, query), *_at_gates(found, query)])


def passing(gates: dict[str, Masks], size: int, unknown: str | None = None) -> np.ndarray:
    """Where every gate holds, or is unknown for the one named."""
    mask = np.ones(size, bool)
    for name, (holds, not_known) in gates.items():
        mask &= not_known if name == unknown else holds
    return mask


def _kind_gates(found: Candidates, query: Query) -> Iterator[tuple[str, Masks]]:
    """Gates that a whole kind passes or not."""
    columns, table = found.columns, found.columns["kinds"]
    if query.specialties:
        held = table["taxonomies"]
        wanted = sum(bit(code, TAXONOMY) for code in query.specialties)
        yield "specialty", ((held & wanted) > 0, held == 0)
    if query.languages:
        spoken = columns.listed([f"language:{code}" for code in query.languages])
        yield "language", (flags(spoken, len(table)), ~table["has_language"])
    if query.genders:
        asked = [GENDER.index(code) for code in query.genders]
        yield "gender", (np.isin(table["gender"], asked), table["gender"] == 0)
    if query.credentials:
        asked = [CREDENTIAL.index(code) for code in query.credentials]
        held = kinds.table(columns, kinds.current, query.on)[:, asked]
        maybe = held | (table["credentials"][:, asked] == CLAIMED)
        of_all = np.all if query.every_credential else np.any
        holds = of_all(held, axis=1)
        yield "credential", (holds, ~holds & of_all(maybe, axis=1))
    if query.telehealth:
        yield "telehealth", (table["telehealth"] == YES, table["telehealth"] == 0)
    if query.comes_home:
        yield "setting", _visits(table)


def at_place(found: Candidates) -> dict[str, Masks]:
    """The way to the location itself as the filter."""
    return {"near": _near(found, found.way)} if found.query.by_distance else {}


def at_home(found: Candidates) -> dict[str, Masks]:
    """Home visits as the filter, by their areas."""
    holds, unknown = _visits(found.columns["kinds"])
    near = {"near": _near(found, found.home_way)} if found.query.by_distance else {}
    return near | {"setting": (holds[found.kind], unknown[found.kind])}


def _visits(table: np.ndarray) -> Masks:
    return table["home_visits"] == YES, table["home_visits"] == 0


def _near(found: Candidates, miles: np.ndarray) -> Masks:
    near = miles <= found.query.radius_miles
    unknown = ~near
    unknown[: found.nowhere] = False
    return near, unknown


def _own_gates(found: Candidates, query: Query) -> Iterator[tuple[str, Masks]]:
    """Gates that each person passes or not."""
    columns, table = found.columns, found.columns["kinds"]
    if found.named is not None:
        named = flags(found.named, columns.persons)
        yield "name", (named[found.who], ~table["has_name"][found.kind])
    if query.telehealth:
        state = columns.listed([f"state:{query.care_state}"])
        licensed = flags(state, columns.persons)
        yield "patient_state", (licensed[found.who], ~table["has_license"][found.kind])


def _at_gates(found: Candidates, query: Query) -> Iterator[tuple[str, Masks]]:
    """Gates that each location passes or not."""
    word = found.at("word")
    if query.by_distance:
        yield "near", _near(found, found.miles)
    if query.setting and not query.comes_home:
        holds = (word & LOCATION_BIT["setting", query.setting]) > 0
        yield "setting", (holds, (word & _ANY_SETTING) == 0)
    if query.accepting:
        holds, unknown = (LOCATION_BIT["accepting", code] for code in ("newpt", "unknown"))
        yield "accepting", ((word & holds) > 0, (word & unknown) > 0)
    if query.insurance_required and query.asks_insurance:
        status = found.insurance["status"]
        accepted = [STATUS.index(code) for code in ACCEPTED]
        yield "insurance_mode", (np.isin(status, accepted), status == 0)
    if query.programs:
        yield "program", _takes_program(found, query.programs)
    if query.access:
        asked = sum(LOCATION_BIT["access", code] for code in query.access)
        refused = sum(LOCATION_BIT["no_access", code] for code in query.access)
        holds = (word & asked) == asked
        yield "access", (holds, ~holds & ((word & refused) == 0))


def _takes_program(found: Candidates, programs: tuple[str, ...]) -> Masks:
    """Any of these; where none is taken, unknown unless all are refused."""
    holds, refused = np.zeros(len(found), bool), np.ones(len(found), bool)
    for program in programs:
        known = np.zeros(len(found), "u1")
        hit, told = found.evidence(f"{PROGRAM}{program}")
        known[hit] = told["status"]
        holds |= known == YES
        refused &= known == NO
    return holds, ~holds & ~refused
