"""Laws of merge(records) on random records: pure, whatever the order, and nothing unsourced."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from indexer.sources.profiles import dump_line, open_profiles
from service.directory.person_name import Name
from service.directory.profile import (
    REASONS_TO_WIN,
    SOURCE_KINDS,
    AgesServed,
    Credential,
    HomeVisits,
    License,
    Location,
    PlanEvidence,
    Record,
)
from service.directory.vocabulary import Known
from service.merge import merge
from service.merge.grouping import ABOUT_ADDRESSES
from tests.indexer_files import NPI
from tests.strategies import days, home_visits, known, some

EXAMPLES = settings(deadline=None, max_examples=50)
UNKNOWN = Known.UNKNOWN
BARE = {"npi": NPI, "source": "nppes"}

places = st.builds(
    Location,
    name=st.sampled_from([None, "Riverside Rehab"]),
    line1=st.sampled_from([None, "1 Main St", "1 MAIN STREET", "2 Elm Ave", "1 Main St Ste 5"]),
    line2=st.sampled_from([None, None, "Suite 5", "Ste 6"]),
    city=st.sampled_from([None, "Albany"]),
    state=st.sampled_from([None, "NY"]),
    postal_code=st.sampled_from([None, "12203", "12180", "00000"]),
    phone=st.sampled_from([None, "5185550100"]),
    accepting_patients=st.sampled_from([None, "newpt", "nopt"]),
    accepting_as_of=days,
    wait_weeks=st.sampled_from([None, 0.0, 3.5]),
    settings=some(["clinic", "home"], 2),
    plans=st.lists(
        st.builds(
            PlanEvidence,
            status=st.sampled_from(["in-network", "not-accepted"]),
            payer=st.sampled_from([None, "Example Health"]),
            as_of=days,
        ),
        max_size=2,
    ).map(tuple),
)
pointed = st.tuples(places, st.sampled_from([None, (42.68, -73.85)])).map(
    lambda pair: structs.replace(pair[0], lat=pair[1][0], lon=pair[1][1]) if pair[1] else pair[0]
)
held = st.builds(
    Credential,
    code=st.sampled_from(["MSCS", "CHT"]),
    expires_on=days,
    checked_on=days,
    source=st.sampled_from([None, "roster"]),
)
records = st.builds(
    Record,
    npi=st.just(NPI),
    source=st.sampled_from(["profiles", "nppes", "mscs", "qhp", "clinicians",
                            "organizations", "centers", "geocoder", "another"]),
    label=st.sampled_from([None, "chapter", "roster"]),
    as_of=days,
    name=st.builds(Name, first=st.sampled_from([None, "Ana"]), last=st.sampled_from([None, "Ruiz"]),
                   credentials=st.sampled_from([None, "OTR/L, MSCS"])),
    gender=st.sampled_from([None, "F", "X"]),
    taxonomies=some(["225X00000X", "225XN1300X"]),
    licenses=st.lists(st.builds(License, state=st.sampled_from(["NY", "NJ"]),
                                number=st.sampled_from([None, "1"])), max_size=2).map(tuple),
    credentials=st.lists(held, max_size=2).map(tuple),
    services=st.dictionaries(st.sampled_from(["driving", "safety"]), known),
    ages_served=st.builds(AgesServed, adults=known, children=known),
    languages=some(["en", "es"]),
    telehealth=known,
    home_visits=home_visits(),
    locations=st.lists(pointed, max_size=3).map(tuple),
)  # fmt: skip


@EXAMPLES
@given(st.lists(records, min_size=1, max_size=4), st.randoms())
def test_the_order_of_the_records_does_not_matter(told, random):
    merged = merge(told)
    assert merge(random.sample(told, len(told))) == merged


@EXAMPLES
@given(st.lists(records, min_size=1, max_size=4))
def test_merging_again_changes_nothing(told):
    """An update merges a profile's own records again, and must find what is there."""
    merged = merge(told)
    assert merge(merged.records) == merged
    assert len(merged.records) == len(told) and all(record in told for record in merged.records)


@EXAMPLES
@given(st.lists(records, min_size=1, max_size=4))
def test_every_known_fact_says_where_it_comes_from(told):
    profile = merge(told)
    sources = {record.provenance().source for record in told}
    facts = ["gender", "taxonomies", "licenses", "languages"]
    for name in facts:
        assert (name in profile.evidence) == bool(getattr(profile, name)), name
    assert ("telehealth" in profile.evidence) == (profile.telehealth != UNKNOWN)
    assert ("name" in profile.evidence) == (profile.name != Name())
    assert ("ages_served" in profile.evidence) == (profile.ages_served != AgesServed())
    assert ("home_visits" in profile.evidence) == (profile.home_visits != HomeVisits())
    for code in profile.services:
        assert f"services.{code}" in profile.evidence
    for at in profile.locations:
        known_at = {
            n for n in ("line1", "city", "phone", "settings", "wait_weeks") if known_in(at, n)
        }
        assert known_at <= set(at.evidence)
        assert all(row.source for row in at.plans)
        assert {given.source for given in at.evidence.values()} <= sources
    assert all(credential.source for credential in profile.credentials)
    every = [
        *profile.evidence.values(),
        *(e for at in profile.locations for e in at.evidence.values()),
    ]
    assert {given.source for given in every} <= sources
    assert {given.because for given in every} <= set(REASONS_TO_WIN)
    assert {conflict.source for conflict in profile.conflicts} <= sources


def known_in(location, name):
    return getattr(location, name) not in (None, ())


@EXAMPLES
@given(st.lists(records, min_size=1, max_size=4))
def test_every_place_is_there_once(told):
    profile = merge(told)
    assert len({at.id for at in profile.locations}) == len(profile.locations)
    named = [record for record in told if record.source not in ABOUT_ADDRESSES]
    assert bool(profile.locations) == any(record.locations for record in named)
    for at in profile.locations:
        assert (at.lat is None) == (at.lon is None) == (at.precision is None)


@EXAMPLES
@given(st.lists(records, min_size=1, max_size=4, unique_by=lambda r: (r.source, r.label)))
def test_an_export_loads_to_the_same_bytes(tmp_path_factory, told):
    known = [record for record in told if record.source in SOURCE_KINDS] or [Record(**BARE)]
    line = dump_line(merge(known))
    path = tmp_path_factory.mktemp("export") / "p.ndjson"
    path.write_bytes(line + b"\n")
    (reading,) = open_profiles(path).readings()
    assert reading.rejected is None
    assert dump_line(merge(reading.records)) == line
