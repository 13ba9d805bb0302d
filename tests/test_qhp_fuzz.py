"""Whatever stands in an issuer's file: every item has one fate, and no failure is a traceback."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.sources.qhp_plans import open_qhp_plans
from indexer.sources.qhp_providers import open_qhp_providers
from service.errors import SourceUnreadable
from tests.qhp_files import OT, address, entry, json_file, plan, provider, readings

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["2026", "\ud800", "1e999", "OON", OT, "HIOS-PLAN-ID", "FACILITY"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def changed(whole):
    """The item with any of its fields of any value."""
    fields = st.dictionaries(
        st.sampled_from([*whole, "gender", "languages", "years", "lat", "lng"]), VALUES
    )
    return fields.map(lambda told: whole | told)


ADDRESSES, ENTRIES = (
    st.lists(changed(address()), max_size=2),
    st.lists(changed(entry()), max_size=2),
)
PROVIDERS = changed(provider()) | st.builds(
    lambda addresses, plans: provider(addresses=addresses, plans=plans), ADDRESSES, ENTRIES
)


def read(opener, content):
    with tempfile.TemporaryDirectory() as folder:
        return readings(opener(json_file(Path(folder), content)))


@given(st.lists(PROVIDERS | VALUES, max_size=3))
def test_any_provider_has_one_fate(items):
    found = read(open_qhp_providers, [provider(), *items])
    assert len(found) == len(items) + 1
    json.dumps([reading.raw for reading in found], ensure_ascii=False).encode()


@given(st.lists(changed(plan()) | VALUES, max_size=3))
def test_any_plan_has_one_fate(items):
    found = read(open_qhp_plans, [plan(), *items])
    assert len(found) == len(items) + 1
    json.dumps([reading.raw for reading in found], ensure_ascii=False).encode()


@settings(max_examples=200)
@given(st.data())
def test_a_byte_changed_or_cut_anywhere_is_read_or_refused(data):
    whole = json.dumps({"providers": [provider(), provider()]}).encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(max_size=3))
    rest = whole[at + 1 :] if data.draw(st.booleans()) else b""
    try:
        read(open_qhp_providers, whole[:at] + damage + rest)
    except SourceUnreadable as refused:
        assert "file.json" in str(refused)
