"""The command line's options that several commands share, and how they become sources."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from .files import refuse_same
from .geocoding import Geocoder, GeocoderSetup, open_geocoder
from .sources.archive import companions_in
from .sources.benefits import open_benefits
from .sources.centers import open_centers
from .sources.clinicians import open_clinicians
from .sources.deactivations import open_deactivations
from .sources.exclusions import open_exclusions
from .sources.mscs import open_mscs
from .sources.npd import open_npd
from .sources.nppes import open_nppes
from .sources.nppes_companions import (
    open_nppes_endpoints,
    open_nppes_locations,
    open_nppes_names,
)
from .sources.profiles import open_profiles
from .sources.qhp_plans import open_qhp_plans
from .sources.qhp_providers import open_qhp_providers
from .sources.reading import Source
from .sources.registry import open_registry

COMPANIONS: dict[str, Callable[[Path, str | None], Source]] = {
    "nppes_locations": open_nppes_locations,
    "nppes_names": open_nppes_names,
    "nppes_endpoints": open_nppes_endpoints,
}
OPENERS: dict[str, Callable[[Path], Source]] = {
    "nppes": open_nppes,
    "registry": open_registry,
    "mscs": open_mscs,
    "profiles": open_profiles,
    "qhp_plans": open_qhp_plans,
    "qhp_providers": open_qhp_providers,
    "centers": open_centers,
    "benefits": open_benefits,
    "deactivations": open_deactivations,
}
# Option -> what file it takes, in the order of the help.
SOURCES: dict[str, str] = {
    "nppes": "NPPES monthly or weekly zip, or its npidata_pfile CSV.",
    "nppes_locations": "NPPES pl_pfile CSV: further practice locations. Read from the zip too.",
    "nppes_names": "NPPES othername_pfile CSV: organizations' other names. Read from the zip too.",
    "nppes_endpoints": "NPPES endpoint_pfile CSV: Direct addresses. Read from the zip too.",
    "registry": "A saved response of the NPI Registry's API (JSON); counts as NPPES.",
    "npd": "CMS National Provider Directory: NDJSON files of one release, .zst or unpacked, or "
    "their folder; manifest.json beside them dates and checks them.",
    "clinicians": "CMS Doctors and Clinicians national file (CSV).",
    "qhp_plans": "An issuer's plans.json, as marketplace (QHP) issuers publish it.",
    "qhp_providers": "An issuer's providers.json: which OTs are in its networks.",
    "benefits": "CMS Marketplace Benefits and Cost Sharing file (CSV): what plans cover of OT.",
    "mscs": "MSCS roster: CSV of npi, name, certified_on or expires_on, checked_on, source.",
    "centers": "MS centers: CSV of name, address or npi, recognised_by, checked_on.",
    "exclusions": "The OIG's list of excluded people (LEIE, CSV): OTs on it leave the directory.",
    "deactivations": "NPPES report of all deactivated NPIs: the monthly zip, or its .xlsx.",
    "profiles": "profiles.ndjson, curated by a chapter or exported from a directory.",
}
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_file_or_folder = click.Path(exists=True, path_type=Path)
_output = click.Path(dir_okay=False, path_type=Path)
_day = click.DateTime(formats=["%Y-%m-%d"])


class Limit(click.ParamType):
    """How many rejects are too many: a share ("1%") or a count ("20")."""

    name = "share or count"

    def convert(self, value: Any, param: Any, ctx: Any) -> Callable[[int, int], bool]:
        if callable(value):
            return value
        found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)%|([0-9]{1,9})", str(value).strip())
        if found is None:
            self.fail("must be a share such as 1% or a count such as 20", param, ctx)
        if found[1] and float(found[1]) > 100:
            self.fail("must be at most 100%", param, ctx)
        if found[2]:
            return lambda kept, rejected: rejected > int(found[2])
        return lambda kept, rejected: rejected * 100 > float(found[1]) * (kept + rejected)


class Setting(click.ParamType):
    """One constructor argument of a geocoder, as name=value."""

    name = "name=value"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, equals, told = str(value).partition("=")
        if not (name and equals):
            self.fail("must be written as name=value, such as user_agent=our-chapter", param, ctx)
        return name, told


def source_options(command: Callable) -> Callable:
    """The options that name source files; each can be given several times."""
    options = [
        click.option(f"--{kind.replace('_', '-')}", multiple=True, metavar="FILE", help=text,
                     type=_file_or_folder if kind == "npd" else _file)
        for kind, text in SOURCES.items()
    ]  # fmt: skip
    options += [
        click.option("--clinicians-as-of", type=_day, metavar="YYYY-MM-DD",
                     help="The day of which the clinicians file is; it carries none itself. "
                          "Undated evidence counts as old."),
        click.option("--exclusions-as-of", type=_day, metavar="YYYY-MM-DD",
                     help="The day of which the OIG's main list is; it carries none itself. The "
                          "newest day in its rows if left out."),
        click.option("--rejects", type=_output, metavar="FILE",
                     default="rejects.ndjson", show_default=True,
                     help="Where rejected rows go: file, line, reason, row."),
        click.option("--review", type=_output, metavar="FILE",
                     help="Where exclusions without an NPI go that may be of OTs here, for staff "
                          "to look at; review.ndjson beside the rejected rows if left out."),
        click.option("--max-rejects", type=Limit(), default="1%", show_default=True,
                     help="More rejects than this share of kept plus rejected, or than this "
                          "count, end with exit code 1; so do more than 20 of one source. A "
                          "source of which most is rejected refuses the load."),
    ]  # fmt: skip
    return decorated(command, options)


def geocoder_options(command: Callable) -> Callable:
    """The options of a geocoder, which is asked only if one is named."""
    options = [
        click.option("--geocoder", metavar="NAME",
                     help="Look addresses up with this geopy geocoder (nominatim, photon, ...); "
                          "it is sent the practice addresses. By default none is asked."),
        click.option("--geocoder-setting", "geocoder_settings", type=Setting(), multiple=True,
                     metavar="NAME=VALUE", envvar="OTMATCH_GEOCODER_SETTINGS", show_envvar=True,
                     help="An argument of the geocoder, such as user_agent=our-chapter, "
                          "api_key=... or domain=...; repeatable. Keep secrets in the variable."),
        click.option("--geocode-cache", type=_output, metavar="FILE", default="geocodes.db",
                     show_default=True, help="Where answers are kept, so that the next load, or "
                     "this one after a stop, does not ask again."),
        click.option("--geocode-pause", type=click.FloatRange(0, 60), default=1.0,
                     metavar="SECONDS", show_default=True,
                     help="The least time between two questions."),
        click.option("--geocode-limit", type=click.IntRange(0), metavar="COUNT",
                     help="Ask at most so many addresses in this load; the next goes on."),
    ]  # fmt: skip
    return decorated(command, options)


def target_options(command: Callable) -> Callable:
    """The options of what takes the place of a directory."""
    options = [
        click.option("--into", "url", required=True, metavar="URL",
                     help="sqlite:///directory.db, or http://HOST:PORT of an Elasticsearch."),
        click.option("--allow-shrink", is_flag=True,
                     help="Go on even if the directory loses more than a tenth."),
        click.option("--forget-decisions", is_flag=True,
                     help="Go on even if the directory shows decisions of staff that are not in "
                          "the store at OTMATCH_STORE."),
    ]  # fmt: skip
    return decorated(command, options)


def decorated(command: Callable, options: list[Callable]) -> Callable:
    """The command with the options, in this order in its help."""
    for option in reversed(options):
        command = option(command)
    return command


def sources_of(options: dict[str, Any], served: Path | None = None) -> list[Source]:
    """The sources that the options name; raises UsageError if there is none, or if what is
    written would take the place of what is read."""
    sources = list(_opened(options))
    if not sources:
        raise click.UsageError("Name at least one source: --nppes, --profiles or another.")
    written = [("--rejects", options["rejects"])]
    if review := review_of(options):
        refuse_same("--review", review, options["rejects"])
        written.append(("--review", review))
    if options.get("geocoder"):
        written.append(("--geocode-cache", options["geocode_cache"]))
    for option, path in written:
        for other in (served, *(source.path for source in sources)):
            refuse_same(option, path, other)
    for source in sources:
        refuse_same(f"--{source.kind.replace('_', '-')}", source.path, served)
    return sources


def review_of(options: dict[str, Any]) -> Path | None:
    """The file for what staff should review, where a source can bring any."""
    if not options["exclusions"]:
        return None
    rejects = options["rejects"]
    is_device = rejects.exists() and not rejects.is_file()
    return options["review"] or (Path() if is_device else rejects.parent) / "review.ndjson"


def _opened(options: dict[str, Any]) -> Iterator[Source]:
    for kind, opener in OPENERS.items():
        yield from (opener(path) for path in options[kind])
    for kind, opener in COMPANIONS.items():
        yield from (opener(path, None) for path in options[kind])
    for path in options["nppes"]:
        for kind, entry in companions_in(path).items():
            yield COMPANIONS[kind](path, entry)
    yield from open_npd(options["npd"])
    day = _past_day("--clinicians-as-of", options["clinicians_as_of"])
    for path in options["clinicians"]:
        yield open_clinicians(path, day)
    day = _past_day("--exclusions-as-of", options["exclusions_as_of"])
    for path in options["exclusions"]:
        yield open_exclusions(path, day)


def _past_day(option: str, given: datetime | None) -> date | None:
    """A day on which a file can have been true. Raises UsageError."""
    day = given.date() if given else None
    if day and not date(2000, 1, 1) <= day <= date.today():
        raise click.UsageError(f"{option}: must be a day since 2000 that is not to come.")
    return day


@contextmanager
def geocoder_of(options: dict[str, Any]) -> Iterator[Geocoder | None]:
    """The geocoder that the options name, or None. Raises UsageError for one that is none."""
    if not options["geocoder"]:
        yield None
        return
    setup = GeocoderSetup(
        name=options["geocoder"],
        cache=options["geocode_cache"],
        options=dict(options["geocoder_settings"]),
        delay=options["geocode_pause"],
        limit=options["geocode_limit"],
    )
    with ExitStack() as stack:
        try:
            geocoder = stack.enter_context(open_geocoder(setup, date.today()))
        except ValueError as error:
            raise click.UsageError(f"--geocoder: {error}") from None
        yield geocoder
