"""Releases of the National Provider Directory in any order: of each OT the newest that names them
counts, with its own networks, plans and locations, by updates and by one load alike."""

from itertools import permutations
from pathlib import Path

import pytest

from tests.indexer_files import load, npi, nppes_text, ot, update, write
from tests.npd_files import (
    NETWORK,
    OWNER,
    Json,
    address,
    organization,
    person,
    place,
    plan,
    refers,
    release,
    role,
)


def spoken(*codes: str) -> list[Json]:
    return [{"coding": [{"code": code}]} for code in codes]


OTHER_NETWORK = organization("n2", "EXAMPLE WIDE NETWORK", partOf=refers("Organization", "o1"))
SHARED = (OWNER, NETWORK, OTHER_NETWORK)
WIDE = plan("p2", ["H7028-005-000"], ["n2"], name="Example Wide (PPO)")
# By the day: the first OT is in two networks, then in one, under the same keys somewhere else, then
# in none. The second is no Practitioner of theirs. The third is gone after the first release. The
# fourth has another name and other languages in the second, and but a role in the third.
RELEASES = {
    "2026-08-29": (
        person(1), person(3), role("r1", 1, networks=["n1", "n2"], panel="newpt"), place(),
        role("r2", 2, networks=["n1", "n2"]), role("r3", 3, at=[]), plan(), WIDE, *SHARED,
        person(4, communication=spoken("es", "fr")),
    ),
    "2026-09-29": (
        person(1, address=[address("9 Far Rd", use="work")]), role("r1", 1, panel="nopt"),
        place(line="9 Far Rd"), role("r2", 2, at=[]), plan(alias=["H7028-009-000"]), *SHARED,
        person(4, name=[{"given": ["ANA"], "family": "VEGA"}], communication=spoken("pl", "es")),
    ),
    "2026-10-29": (
        person(1), role("r2", 2, networks=["n2"]), role("r4", 4), place(), WIDE, *SHARED,
    ),
}  # fmt: skip
DAYS = sorted(RELEASES)
ORDERS = [order for count in (2, 3) for order in permutations(DAYS, count)]
WIDE_ID, OLD_ID, NEW_ID = "H7028-005-000", "H7028-002-000", "H7028-009-000"


def files(folder: Path, days: tuple[str, ...]) -> list[Path]:
    return [release(folder / day, *RELEASES[day], day=day) for day in days]


def nppes(folder: Path) -> Path:
    return write(folder / "nppes.csv", nppes_text([ot(1), ot(2), ot(4)]))


def updated(folder: Path, *days: str):
    found = load(folder, nppes(folder))
    for path in files(folder, days):
        found = update(folder, path)
    return found


def plans(profile) -> set[tuple[str, str | None]]:
    return {(at.line1, row.plan_id) for at in profile.locations for row in at.plans}


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_any_order_of_updates_equals_one_load_in_any_order(tmp_path, order):
    by_updates = updated(tmp_path, *order)
    (tmp_path / "whole").mkdir()
    by_load = load(tmp_path / "whole", nppes(tmp_path), *files(tmp_path, order))
    assert by_updates.export() == by_load.export()
    again = [update(tmp_path, path).export() for path in files(tmp_path, order)]
    assert again == [by_load.export()] * len(order)


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_the_newest_release_says_who_takes_which_plan_where(tmp_path, order):
    found = updated(tmp_path, *order).profiles
    newest = max(order)
    assert plans(found[npi(1)]) == {
        "2026-09-29": {("9 Far Rd", NEW_ID)}, "2026-10-29": set(),
    }[newest]  # fmt: skip
    assert plans(found[npi(2)]) == {
        "2026-09-29": {("1 Main St", NEW_ID)}, "2026-10-29": {("1 Main St", WIDE_ID)},
    }[newest]  # fmt: skip
    assert (npi(3) in found) == ("2026-08-29" in order)


def test_roles_of_an_older_release_are_told_as_superseded(tmp_path):
    found = updated(tmp_path, "2026-10-29", "2026-08-29")
    told = {tally.source.name: tally for tally in found.report.sources}
    roles = told["07-PractitionerRole.ndjson.zst"]
    assert (roles.kept, roles.superseded) == (1, 2)
    first_only = found.profiles[npi(3)]
    assert plans(first_only) == {("1 Main St", OLD_ID)}


def test_a_release_without_a_day_is_older_than_any_with_one(tmp_path):
    found = updated(tmp_path, "2026-10-29").export()
    undated = release(tmp_path / "undated", *RELEASES["2026-08-29"][:1], role(), day=None)
    assert update(tmp_path, undated).export() == found


def test_a_release_is_of_one_day_though_its_files_tell_two(tmp_path):
    """Files without a manifest that were written around midnight."""
    folder = release(tmp_path / "npd", person(), role(), place(), plan(), *SHARED, day=None)
    for path in folder.iterdir():
        kind, _, suffix = path.name.removesuffix(".zst").split("-")[1].partition(".")
        day = "2026-09-29" if kind in ("Practitioner", "Location") else "2026-09-30"
        path.rename(folder / f"{kind}_{day}.{suffix}.zst")
    only = load(tmp_path, folder).only
    assert plans(only) == {("1 Main St", OLD_ID)}
    assert only.records[0].as_of.isoformat() == "2026-09-30"
