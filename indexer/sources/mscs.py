"""MSCS roster: a CSV of npi, name, certified_on or expires_on, checked_on, source."""

from collections.abc import Iterator
from pathlib import Path

from service.errors import SourceUnreadable
from service.stewardship.roster_rows import is_roster, roster_record

from .hand_kept import hand_kept_readings
from .nppes_row import normal
from .reading import Reading, Source, open_text
from .rows import header_and_rows


def open_mscs(path: Path) -> Source:
    return Source("mscs", path, _read)


def _read(source: Source) -> Iterator[Reading]:
    with source.opened() as file, open_text(source, file, source.name) as text:
        header, rows = header_and_rows(text)
        names = [normal(name) for name in header]
        if not is_roster(names):
            raise SourceUnreadable(
                f"{source.shown}: the header must name npi and certified_on or expires_on"
            )
        yield from hand_kept_readings(
            rows, names, "npi", lambda values: {"records": (roster_record(values),)}
        )
