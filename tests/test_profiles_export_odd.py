"""Whatever the readers let pass, an export of it loads again: no reader keeps what the schema of
profiles.ndjson refuses."""

import csv
import io
import json
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.clinicians_files import HEADER
from tests.indexer_files import COLUMNS, NPI, load, nppes_text, ot, write
from tests.test_nppes_companions import ENDPOINT, PLACE, text

texts = st.one_of(
    st.text(string.printable + "\u00e9\u4eac\u202e\x1b", max_size=40),
    st.sampled_from(["", "A" * 301, "A" * 290, "'); DROP TABLE x;--", "{0}%s", "NULL", "$$$$", "US",
                     "12203", "NY", "2026-10-01", "a@b..org", "a@b.org", "\x00", "00000-0000"]),
)  # fmt: skip
ODD = settings(
    deadline=None, max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
FREE = [name for name in COLUMNS if name not in ("npi", "entity", "status", "updated")]


def assert_loads_again(folder, *files):
    loaded = load(folder, *files)
    exported = loaded.export()
    again = load(folder, write(folder / "again.ndjson", exported))
    assert again.rejects == []
    assert again.export() == exported


def written(columns, row):
    out = io.StringIO()
    csv.DictWriter(out, columns, restval="").writerow(row)
    return ",".join(columns) + "\n" + out.getvalue()


@ODD
@given(st.dictionaries(st.sampled_from([n for n in FREE if "activated" not in n]), texts))
def test_npidata(tmp_path, told):
    told = {name: value for name, value in told.items() if name != "status"}
    # Beside somebody who is an OT whatever is told of the other.
    rows = [ot(**told), ot(1)]
    assert_loads_again(tmp_path, write(tmp_path / "nppes.csv", nppes_text(rows)))


@ODD
@given(
    st.dictionaries(st.sampled_from([n for n in PLACE if n != "NPI"]), texts),
    st.dictionaries(st.sampled_from(["Endpoint"]), texts),
)
def test_companions(tmp_path, place, endpoint):
    assert_loads_again(
        tmp_path,
        write(tmp_path / "npidata.csv", nppes_text([ot()])),
        write(tmp_path / "nppes_locations.csv", text("pl_pfile", PLACE | place)),
        write(tmp_path / "nppes_endpoints.csv", text("endpoint_pfile", ENDPOINT | endpoint)),
    )


@ODD
@given(st.dictionaries(st.sampled_from([n for n in HEADER if n != "NPI"]), texts))
def test_clinicians(tmp_path, told):
    row = {"NPI": NPI, "adr_ln_1": "1 Main St", "State": "NY", "ZIP Code": "12203"} | told
    assert_loads_again(
        tmp_path,
        write(tmp_path / "npidata.csv", nppes_text([ot()])),
        write(tmp_path / "clinicians.csv", written(HEADER, row)),
    )


@ODD
@given(
    st.dictionaries(st.sampled_from(["first", "last", "suffix", "prefix"]), texts),
    st.dictionaries(st.sampled_from(["address", "city", "state", "zip", "phone", "lat"]), texts),
    texts,
)
def test_listings(tmp_path, name, address, tier):
    item = {
        "npi": NPI, "type": "INDIVIDUAL", "name": {"first": "Ana"} | name, "accepting": "accepting",
        "addresses": [{"address": "1 Main St", "zip": "12203"} | address],
        "plans": [{"plan_id": "22222NY0010001", "network_tier": tier}],
        "last_updated_on": "2026-10-01",
    }  # fmt: skip
    assert_loads_again(
        tmp_path,
        write(tmp_path / "npidata.csv", nppes_text([ot()])),
        write(tmp_path / "qhp_providers.json", json.dumps([item])),
    )


@ODD
@given(st.lists(texts, min_size=4, max_size=4))
def test_rosters_and_centers(tmp_path, told):
    name, source, line2, recognised_by = told
    roster = {"npi": NPI, "name": "Ana", "expires_on": "2027-12-31", "source": source}
    center = {
        "name": name, "line1": "1 Main St", "line2": line2, "postal_code": "12203",
        "recognised_by": recognised_by,
    }  # fmt: skip
    assert_loads_again(
        tmp_path,
        write(tmp_path / "npidata.csv", nppes_text([ot()])),
        write(tmp_path / "roster.csv", written(list(roster), roster)),
        write(tmp_path / "centers.csv", written(list(center), center)),
    )
