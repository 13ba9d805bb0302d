"""What the registry says of an NPI as lines for a terminal, and what a directory says otherwise."""

from collections.abc import Iterator, Sequence
from datetime import date

import click

from service.directory.profile import Location, Profile, Record
from service.directory.vocabulary import TAXONOMIES
from service.engines.protocol import Engine
from service.merge import merge
from service.merge.addresses import Key, joined, location_key
from service.merge.claims import differ, shown

from .lookup import Lookup
from .sources.profiles import dump_line
from .sources.registry import Entry

JSON = "json"
_COMPARED_OF_PERSON = ("name", "gender")
_COMPARED_OF_LOCATION = ("phone", "fax")


def why_none_text(entry: Entry) -> str:
    """One line on an NPI of which there is no OT's record."""
    day = f" since {entry.since}" if entry.since and entry.since != date.max else ""
    name = f" ({entry.name})" if entry.name else ""
    return f"{entry.npi}: {entry.why_none}{day}{name}"


def record_lines(record: Record) -> Iterator[str]:
    """The cleaned record."""
    yield f"{record.npi}: {record.name.display()}"
    told = {
        "updated": str(record.as_of or "on an unknown day"),
        "gender": record.gender or "not known",
        "specialties": "; ".join(f"{c} {TAXONOMIES[c].name}" for c in record.taxonomies),
        "licences": "; ".join(
            f"{held.state} {held.number or 'without a number'}" for held in record.licenses
        ),
    }
    for what, text in told.items():
        yield _line(what, text or "none")
    for at in record.locations:
        yield _line("location", _address(at))
        told_ways = {"phone": at.phone, "fax": at.fax, "Direct": at.direct_address}
        ways = [f"{way} {text}" for way, text in told_ways.items() if text]
        ways += [f"{row.payer} ({row.source})" for row in at.plans]
        if ways:
            yield _line("", "; ".join(ways))
    if not record.locations:
        yield _line("location", "none")


def difference_lines(record: Record, profile: Profile | None) -> Iterator[str]:
    """What a directory says otherwise; what the registry does not speak of is not compared."""
    told = list(_differences(record, profile)) if profile else ["it lacks this OT"]
    for text in told or ["nothing"]:
        yield _line("directory differs" if told else "directory", text)


def _line(what: str, text: str) -> str:
    return f"  {what:<18} {text}"


def _differences(record: Record, profile: Profile) -> Iterator[str]:
    for field in _COMPARED_OF_PERSON:
        ours, theirs = getattr(record, field), getattr(profile, field)
        if ours and theirs and differ(field, ours, theirs):
            yield f"{field} {shown(theirs)}"
    for field, codes in (
        ("specialties", (record.taxonomies, profile.taxonomies)),
        ("licences", tuple({f"{h.state} {h.number or ''}".strip() for h in each.licenses}
                           for each in (record, profile))),
    ):  # fmt: skip
        ours, theirs = map(set, codes)
        if ours != theirs:
            yield f"{field}: {_sets(ours, theirs)}"
    yield from _of_places(record, profile)


def _sets(ours: set[str], theirs: set[str]) -> str:
    parts = [
        f"{word} {', '.join(sorted(codes))}"
        for word, codes in (("lacks", ours - theirs), ("has also", theirs - ours))
        if codes
    ]
    return "; ".join(parts)


def _of_places(record: Record, profile: Profile) -> Iterator[str]:
    keys = [location_key(at) for at in (*record.locations, *profile.locations)]
    counts_as = joined(keys)

    def by_place(places: tuple[Location, ...]) -> dict[Key, Location]:
        return {counts_as[location_key(at)]: at for at in places}

    ours, theirs = by_place(record.locations), by_place(profile.locations)
    for key, at in ours.items():
        if key not in theirs:
            yield f"lacks the location {_address(at)}"
            continue
        for field in _COMPARED_OF_LOCATION:
            here, there = getattr(at, field), getattr(theirs[key], field)
            if here and here != there:
                yield f"{field} {there or 'none'} at {_address(at)}"
    for key, at in theirs.items():
        if key not in ours:
            yield f"has also the location {_address(at)}"


def _address(at: Location) -> str:
    street = [text for text in (at.line1, at.line2, at.city) if text]
    region = " ".join(filter(None, (at.state, at.postal_code, at.country)))
    return ", ".join((*street, region) if region else street)


def told(found: Lookup, npis: Sequence[str], served: Engine | None, form: str) -> bool:
    """Print every entry; whether each of them is an OT's. As JSON, standard output holds lines of
    profiles.ndjson and nothing else."""
    complete = True
    for entry in found.of(npis) if npis else found.every():
        record = entry.record
        complete &= record is not None
        if record is None:
            click.echo(why_none_text(entry), err=form == JSON)
            continue
        lines = [] if form == JSON else record_lines(record)
        if form == JSON:
            click.echo(dump_line(merge([record])))
        for line in lines:
            click.echo(line)
        if served:
            for line in difference_lines(record, served.get(entry.npi)):
                click.echo(f"{entry.npi}{line}" if form == JSON else line, err=form == JSON)
    for note in found.notes:
        click.echo(note, err=True)
    return complete and not found.notes
