"""The embedded engine's filters: each gate as two masks over the candidates, where it holds and
where its fact is unknown. Mirrors `directory.filters`; one contract suite holds them equal."""

from collections.abc import Iterator

import numpy as np

from service.directory.insurance import ACCEPTING as ACCEPTED
from service.directory.query import Query

from .candidates import Candidates
from .columns import (
    ACCEPTING,
    CLAIMED,
    CREDENTIAL,
    GENDER,
    KNOWN,
    SETTING,
    STATE,
    STATUS,
    TAXONOMY,
    bit,
    is_current,
)

YES = KNOWN.index("yes")
NEWPT = ACCEPTING.index("newpt")
Masks = tuple[np.ndarray, np.ndarray]


def compile_gates(found: Candidates, query: Query) -> dict[str, Masks]:
    """For each filter that is on: where it holds, and where its fact is unknown."""
    return dict([*_own_gates(found, query), *_state_gates(found, query), *_at_gates(found, query)])


def passing(gates: dict[str, Masks], size: int, unknown: str | None = None) -> np.ndarray:
    """Where every gate holds, or is unknown for the one named."""
    mask = np.ones(size, bool)
    for name, (holds, not_known) in gates.items():
        mask &= not_known if name == unknown else holds
    return mask


def _own_gates(found: Candidates, query: Query) -> Iterator[tuple[str, Masks]]:
    person, who = found.person, found.who
    if query.specialties:
        held = person["taxonomies"][who]
        wanted = sum(bit(code, TAXONOMY) for code in query.specialties)
        yield "specialty", ((held & wanted) > 0, held == 0)
    if query.languages:
        speaks = found.columns.flags([f"language:{code}" for code in query.languages])
        yield "language", (speaks[who], ~person["has_language"][who])
    if query.genders:
        gender = person["gender"][who]
        asked = [GENDER.index(code) for code in query.genders]
        yield "gender", (np.isin(gender, asked), gender == 0)
    if query.credentials:
        columns = [CREDENTIAL.index(code) for code in query.credentials]
        until = person["credentials"][who][:, columns]
        holds = is_current(until, query.on).any(axis=1)
        yield "credential", (holds, ~holds & (until == CLAIMED).any(axis=1))


def _state_gates(found: Candidates, query: Query) -> Iterator[tuple[str, Masks]]:
    person, who = found.person, found.who
    if query.telehealth:
        video = person["telehealth"][who]
        yield "telehealth", (video == YES, video == 0)
        licensed = found.columns.flags([f"state:{query.care_state}"])
        yield "patient_state", (licensed[who], ~person["has_license"][who])
    if query.comes_home:
        visits = person["home_visits"][who]
        yield "setting", (visits == YES, visits == 0)


def _at_gates(found: Candidates, query: Query) -> Iterator[tuple[str, Masks]]:
    at = found.at
    if query.by_distance and query.place:
        here = STATE.index(query.place.state or "")
        nowhere = np.isinf(found.miles) & (here > 0) & np.isin(at["state"], (0, here))
        yield "near", (found.miles <= query.radius_miles, nowhere)
    if query.setting and not query.comes_home:
        settings = at["settings"]
        yield "setting", ((settings & bit(query.setting, SETTING)) > 0, settings == 0)
    if query.accepting:
        yield "accepting", (at["accepting"] == NEWPT, at["accepting"] == 0)
    if query.insurance_required and query.asks_insurance:
        status = found.insurance["status"]
        accepted = [STATUS.index(code) for code in ACCEPTED]
        yield "insurance_mode", (np.isin(status, accepted), status == 0)
