"""Law: of releases of the National Provider Directory that say of an OT now who they are, now where
they work, any split into a load and updates, in any order, gives the bytes of one load."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indexer_files import load, nppes_text, ot, update, write
from tests.npd_files import NETWORK, OWNER, address, person, place, plan, release, role

DAYS = ("2026-07-29", "2026-08-29", "2026-09-29", "2026-10-29")
LANGUAGES = st.lists(st.sampled_from(["es", "fr", "pl", "vi"]), max_size=3, unique=True)
NAMES = st.sampled_from(["RUIZ", "VEGA", "SOTO"])
STREETS = st.sampled_from(["1 Main St", "9 Far Rd"])
PANELS = st.sampled_from([None, "newpt", "nopt"])


@st.composite
def told(draw) -> list[dict]:
    """A release: of two OTs a Practitioner or none, a role or none, at a place of its files, at one
    that no file holds, or at none that it names."""
    found = [place(line=draw(STREETS)), plan(), OWNER, NETWORK]
    for number in (1, 2):
        if draw(st.booleans()):
            spoken = [{"coding": [{"code": code}]} for code in draw(LANGUAGES)]
            name = [{"given": ["ANA"], "family": draw(NAMES), "use": "official"}]
            at = [address(draw(STREETS), use="work")]
            found.append(person(number, name=name, communication=spoken, address=at))
        if draw(st.booleans()):
            at = draw(st.sampled_from([["l1"], ["lost"], []]))
            found.append(role(f"r{number}", number, at=at, panel=draw(PANELS)))
    return found


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_split_and_order_of_releases_gives_the_bytes_of_one_load(data):
    releases = data.draw(st.lists(told(), min_size=2, max_size=4))
    named = (1, 2)  # a role says nothing of one whom nobody names as an OT yet
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        nppes = write(folder / "nppes.csv", nppes_text([ot(number) for number in named]))
        paths = [
            release(folder / day, *each, day=day) for day, each in zip(DAYS, releases, strict=False)
        ]
        whole = load(new(folder, "whole"), nppes, *paths).export()
        order = data.draw(st.permutations(paths), label="order")
        first = data.draw(st.integers(0, len(order)), label="loaded at once")
        found = load(new(folder, "split"), nppes, *order[:first])
        for path in order[first:]:
            found = update(folder / "split", path)
        assert found.export() == whole
        again = data.draw(st.sampled_from(paths), label="given again")
        assert update(folder / "split", again).export() == whole


def new(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name
