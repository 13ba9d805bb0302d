"""What holds of a whole kind of persons, worked out once for each kind instead of each person."""

from collections.abc import Callable
from datetime import date

import numpy as np

from service.directory import weights

from .candidates import Columns
from .columns import AGES, CLAIMED, CREDENTIAL, TAXONOMY, bit, is_current

_MOST_TABLES = 32  # a worker sees one day at a time, and cursors of the days before
Table = Callable[[Columns, date], np.ndarray]


def table(columns: Columns, make: Table, on: date) -> np.ndarray:
    """What `make` gives for this day, made once."""
    tables, key = columns.tables, (make, on)
    if key not in tables:
        if len(tables) >= _MOST_TABLES:
            tables.clear()
        tables[key] = make(columns, on)
    return tables[key]


def expertise(columns: Columns, on: date) -> np.ndarray:
    """The signal of MS expertise by kind: the first step that holds, so the later are written
    first and overwritten."""
    kinds = columns["kinds"]
    value = np.zeros(len(kinds))
    for step in reversed(weights.EXPERTISE_STEPS):
        if step.kind == "center":
            holds = kinds["ms_center"]
        elif step.kind == "taxonomy":
            holds = (kinds["taxonomies"] & bit(step.code, TAXONOMY)) > 0
        else:
            until = kinds["credentials"][:, CREDENTIAL.index(step.code)]
            holds = until == CLAIMED if step.kind == "claimed" else is_current(until, on)
        value = np.where(holds, step.value, value)
    return value


def ages(columns: Columns, on: date) -> np.ndarray:
    """The signal of ages by kind."""
    return np.array([weights.AGES_VALUES[code] for code in AGES])[columns["kinds"]["ages"]]


def current(columns: Columns, on: date) -> np.ndarray:
    """Kinds x credentials: where one is current."""
    return is_current(columns["kinds"]["credentials"], on)


def counted(columns: Columns, on: date) -> np.ndarray:
    """Kinds x (credentials, taxonomies, languages): 1 where one counts in a facet. Floats, so that
    sums are quick; they are exact up to 16 million people."""
    bits = np.array([bit(code, TAXONOMY) for code in TAXONOMY])
    held = (columns["kinds"]["taxonomies"][:, None] & bits) > 0
    spoken = np.zeros((len(held), len(columns.languages)), bool)
    for number, code in enumerate(columns.languages):
        spoken[columns.listed([f"language:{code}"]), number] = True
    parts = [table(columns, current, on), held, spoken]
    return np.concatenate(parts, axis=1).astype(np.float32)
