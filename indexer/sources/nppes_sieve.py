"""Which rows of npidata are of no use: told from the bytes of a few columns, as 98 of 100 are of
other professions. Every doubt leaves the row to be parsed."""

from collections.abc import Collection
from functools import lru_cache

import numpy as np

from .grid import Grid
from .nppes_row import OT, STOPPED, Columns
from .organizations import has_setting
from .rows import Sieve

NOT_AN_OT, ORGANIZATION = "not an OT", "an organization"
_NPI_SIZE = _CODE_SIZE = 10


def sieve(columns: Columns, named: Collection[str], known: Collection[str]) -> Sieve:
    """Passes over who is no OT, is not deactivated and not `known` as one, and is no organization
    that has a setting or is `named` by its NPI."""

    slots = np.array(list(columns.taxonomies.values()))

    def passed(grid: Grid) -> dict[str, np.ndarray]:
        organizations = _organizations(grid, columns)
        sizes = grid.sizes(slots)
        useless = ~_are_in_doubt(grid, columns, sizes)
        of_ots, with_setting = _have_codes(grid, slots, sizes)
        useless &= ~(of_ots | (organizations & with_setting))
        for npis, kind in ((named, organizations), (known, ~organizations)):
            if npis:
                rows = np.flatnonzero(useless & kind)
                found = grid.texts(rows, columns.place["npi"], _NPI_SIZE).tolist()
                useless[rows] = [npi.decode() not in npis for npi in found]
        return {NOT_AN_OT: useless & ~organizations, ORGANIZATION: useless & organizations}

    return passed


def _organizations(grid: Grid, columns: Columns) -> np.ndarray:
    column = columns.place["entity_type_code"]
    return (grid.sizes([column])[:, 0] == 1) & (grid.first_bytes(column) == ord("2"))


def _are_in_doubt(grid: Grid, columns: Columns, codes: np.ndarray) -> np.ndarray:
    """Rows with a date or a word of deactivation, or with a value of an odd size, such as `codes`
    of another size than theirs."""
    place = columns.place
    doubtful = ((codes != 0) & (codes != _CODE_SIZE)).any(axis=1)
    doubtful |= grid.sizes([place["npi"]])[:, 0] != _NPI_SIZE
    doubtful |= grid.sizes([place["entity_type_code"]])[:, 0] > 1
    if "npi_deactivation_date" in place:
        doubtful |= grid.sizes([place["npi_deactivation_date"]])[:, 0] > 0
    if "npi_activation_status" in place:  # of V3
        doubtful |= grid.sizes([place["npi_activation_status"]])[:, 0] >= len(STOPPED)
    return doubtful


def _have_codes(grid: Grid, slots: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows with an OT's taxonomy in any slot, and those with one that has a setting."""
    rows, which = np.nonzero(sizes == _CODE_SIZE)
    codes = grid.texts(rows, slots[which], _CODE_SIZE).tolist()
    found = np.zeros((2, len(grid)), bool)
    for kind, says in enumerate((_is_ot, _has_setting)):
        found[kind, rows[np.fromiter(map(says, codes), bool, len(codes))]] = True
    return found[0], found[1]


@lru_cache(maxsize=1 << 12)  # there are some 900 codes
def _is_ot(code: bytes) -> bool:
    return OT.encode() in code


@lru_cache(maxsize=1 << 12)
def _has_setting(code: bytes) -> bool:
    return has_setting(code.decode())
