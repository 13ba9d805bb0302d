"""Laws of the National Provider Directory: the order of lines does not matter, nor what stands
between them, and no bytes whatever are lost in silence."""

import json
from collections import defaultdict
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import pipeline
from indexer.report import Rejects, Report
from indexer.sources.npd import open_npd
from indexer.sources.profiles import dump_line
from service.errors import LoadRefused
from tests.indexer_files import engine_at, write
from tests.npd_files import NUMBERS, lines, organization, person, place, plan, refers, role

KEYS = st.sampled_from(["1", "2", "3"])
SOME = st.lists(KEYS, max_size=3, unique=True)
PANELS = st.sampled_from([None, "newpt", "nopt"])


@st.composite
def worlds(draw) -> list[dict]:
    """Resources that name each other, or what is not there."""
    told = [person(int(key)) for key in draw(SOME)]
    told += [place(key, f"{key} Main St") for key in draw(SOME)]
    for key in draw(SOME):
        kind, owner = draw(st.sampled_from(["ntwk", "prov"])), draw(KEYS)
        part_of = {"partOf": refers("Organization", owner)}
        told.append(organization(key, f"ORGANIZATION {key}", kind, **part_of))
    told += [plan(key, [f"H000{key}-001"], draw(SOME), draw(KEYS)) for key in draw(SOME)]
    for number in range(draw(st.integers(0, 4))):
        employer = {"organization": refers("Organization", draw(KEYS))}
        told.append(role(number, int(draw(KEYS)), draw(SOME), draw(SOME), panel=draw(PANELS),
                         **employer))  # fmt: skip
    return told


def loaded(folder: Path, told: list[dict], packed: bool) -> tuple[bytes, list[str], dict]:
    """The directory's export, the report's counts, and the plans."""
    files: dict[str, bytes] = defaultdict(bytes)
    for each in told:
        files[each["resourceType"]] += lines([each])
    for kind, data in files.items():
        name = f"{NUMBERS[kind]}-{kind}.ndjson"
        write(folder / (name + packed * ".zst"), zstandard.compress(data) if packed else data)
    if not files:
        return b"", [], {}
    engine, report = engine_at(folder), Report(Rejects(StringIO()))
    try:
        pipeline.load(open_npd([folder]), engine, report, pipeline.Terms(allow_shrink=True))
    except LoadRefused as refused:  # nobody is in it
        return str(refused).encode(), [], {}
    export = b"".join(dump_line(profile) for profile in engine.scan())
    counts = [f"{t.read} {t.kept} {t.skipped} {t.source.warnings}" for t in report.sources]
    return export, counts, engine.meta().plans


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_lines_does_not_matter(told, random, packed):
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first = loaded(Path(one), told, packed)
        random.shuffle(told)
        assert loaded(Path(other), told, not packed) == first


WORDS = st.text(max_size=9)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def paths(value, path=()):
    """The place of every value inside a value."""
    yield path
    listed = enumerate(value) if isinstance(value, list) else ()
    for step, member in value.items() if isinstance(value, dict) else listed:
        yield from paths(member, (*path, step))


def replaced(value, path, by):
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], by)
    return copy


FULL = [
    person(1),
    role(1, 1, ["1"], ["1"], panel="newpt"),
    place("1"),
    organization("1", "NET", partOf=refers("Organization", "2")),
    plan("1", networks=["1"]),
]
DAMAGES = [(each, path) for each in FULL for path in paths(each) if path]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(DAMAGES), JSON)
def test_any_value_in_any_place_is_kept_skipped_or_rejected(damage, value):
    whole, path = damage
    kind = whole["resourceType"]
    with TemporaryDirectory() as folder:
        data = json.dumps(replaced(whole, path, value)).encode() + b"\n" + lines([whole])
        (source,) = open_npd([write(Path(folder) / f"{NUMBERS[kind]}-{kind}.ndjson", data)])
        source.named = {"Location/1", "Organization/1"}
        found = list(source.readings())
    assert sum(reading.rows for reading in found) == 2
    assert not found[-1].rejected
    for reading in found:
        said = (reading.records, reading.parts, reading.resource, reading.skipped, reading.rejected)
        assert any(said)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_are_lost_in_silence(data, packed):
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("06-Practitioner.ndjson" + packed * ".zst")
        (source,) = open_npd([write(path, zstandard.compress(data) if packed else data)])
        try:
            rows = sum(reading.rows for reading in source.readings())
        except LoadRefused as refused:
            assert str(path) in str(refused)
        else:
            assert rows == sum(bool(line.strip()) for line in data.split(b"\n"))
