"""Updates while others change the same directory: nothing that these brought is lost."""

import io
from collections.abc import Iterator
from datetime import date

import pytest

from indexer import pipeline
from indexer.report import Rejects, Report
from indexer.sources.directory import open_directory
from indexer.sources.nppes import open_nppes
from indexer.sources.reading import Reading, Source
from service.directory.departure import Departure
from service.errors import LoadRefused
from tests.indexer_files import load, npi, nppes_text, ot, update, write
from tests.revisions import revised

TODAY = date(2026, 11, 20)


def named(path, *people: int, last: str = "STONE", updated: str = "10/20/2026"):
    rows = [ot(person, last=last, updated=updated) for person in people]
    return write(path, nppes_text(rows))


@pytest.fixture
def three(tmp_path, engine):
    monthly = named(tmp_path / "nppes.csv", 1, 2, 3, last="RUIZ", updated="10/01/2026")
    return load(tmp_path, monthly, engine=engine).engine


def test_what_another_update_brought_meanwhile_is_not_lost(tmp_path, three):
    other, weekly = named(tmp_path / "other.csv", 1), named(tmp_path / "weekly.csv", 2)

    def after_the_other(source: Source) -> Iterator[Reading]:
        update(tmp_path, other, engine=three)
        yield from open_nppes(weekly).readings()

    late = Source("nppes", weekly, after_the_other)
    with pytest.raises(LoadRefused, match="run the update again"):
        pipeline.update([late], three, Report(Rejects(io.StringIO())))
    found = update(tmp_path, weekly, engine=three).profiles
    assert [found[npi(n)].name.last for n in (1, 2, 3)] == ["Stone", "Stone", "Ruiz"]


@pytest.mark.parametrize("comes_back", [True, False])
def test_nobody_falls_between_who_leaves_or_comes_back_while_the_directory_is_read(
    three, comes_back
):
    held = three.get(npi(2), with_records=True)
    leaving = {npi(2): Departure(reason="withdrawn", records=held.records)}
    three.update(revised([], {npi(1): Departure(reason="withdrawn")}), TODAY)
    if comes_back:
        three.update(revised([], leaving), TODAY)
    read = open_directory(three, "the directory").readings()
    first = next(read)
    three.update(revised([held]) if comes_back else revised([], leaving), TODAY)
    told = [record.npi for each in (first, *read) for record in each.records]
    assert npi(2) in told
