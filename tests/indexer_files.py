"""Source files for the indexer's tests, made of what each test says, and loads of them.

Headers are the real ones (`data/`); every person is invented.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer import pipeline
from indexer.options import COMPANIONS, OPENERS
from indexer.report import Rejects, Report, SourceTally
from indexer.sources.archive import companions_in
from indexer.sources.clinicians import open_clinicians
from indexer.sources.deactivations import open_deactivations
from indexer.sources.exclusions import open_exclusions
from indexer.sources.mscs import open_mscs
from indexer.sources.npd import open_npd
from indexer.sources.nppes import open_nppes
from indexer.sources.profiles import dump_line, open_profiles
from indexer.sources.reading import Source
from service.directory.profile import Profile
from service.engines.opening import open_engine
from service.engines.protocol import Engine
from service.settings import Settings
from service.stewardship.staff import NOBODY, Staff

DATA = Path(__file__).parent / "data"
NPI = "1234567893"  # the valid example of CMS's own check digit page
ENTRY = "npidata_pfile_20050523-20261011.csv"
HEADER_ENTRY = "npidata_pfile_20050523-20261011_fileheader.csv"
COLUMNS = {
    "npi": "NPI",
    "entity": "Entity Type Code",
    "first": "Provider First Name",
    "middle": "Provider Middle Name",
    "last": "Provider Last Name (Legal Name)",
    "suffix": "Provider Name Suffix Text",
    "credential": "Provider Credential Text",
    "sex": "Provider Sex Code",
    "line1": "Provider First Line Business Practice Location Address",
    "line2": "Provider Second Line Business Practice Location Address",
    "city": "Provider Business Practice Location Address City Name",
    "state": "Provider Business Practice Location Address State Name",
    "zip": "Provider Business Practice Location Address Postal Code",
    "country": "Provider Business Practice Location Address Country Code (If outside U.S.)",
    "phone": "Provider Business Practice Location Address Telephone Number",
    "mail_line1": "Provider First Line Business Mailing Address",
    "mail_city": "Provider Business Mailing Address City Name",
    "mail_state": "Provider Business Mailing Address State Name",
    "mail_zip": "Provider Business Mailing Address Postal Code",
    "updated": "Last Update Date",
    "deactivated": "NPI Deactivation Date",
    "reactivated": "NPI Reactivation Date",
    "status": "npi_activation_status",
}
SLOT = (
    "Healthcare Provider Taxonomy Code_{}",
    "Provider License Number_{}",
    "Provider License Number State Code_{}",
    "Healthcare Provider Primary Taxonomy Switch_{}",
)


def npi(number: int) -> str:
    """The valid NPI with these eight digits after the 1."""
    start = f"1{number:08d}"
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed("80840" + start), 1))
    return start + str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def header(version: str = "v2") -> list[str]:
    line = (DATA / f"npidata_{version}.header.csv").read_text(encoding="ascii")
    return next(csv.reader([line]))


def ot(number: int | str = NPI, slots: dict[int, tuple] | None = None, **told: str) -> dict:
    """One OT's row by our short names for the columns; `slots` holds taxonomies by slot as
    (code, licence number, state, primary switch)."""
    facts = {
        "npi": number if isinstance(number, str) else npi(number),
        "entity": "1", "first": "ANA", "last": "RUIZ", "credential": "OTR/L", "sex": "F",
        "line1": "1 MAIN ST", "city": "ALBANY", "state": "NY", "zip": "122031234",
        "country": "US", "phone": "5185550100", "updated": "10/01/2026", **told,
    }  # fmt: skip
    row = {COLUMNS[name]: value for name, value in facts.items()}
    for slot, values in (slots or {1: ("225X00000X", "012345", "NY", "Y")}).items():
        row |= {name.format(slot): value for name, value in zip(SLOT, values, strict=True)}
    return row


def gone(number: int | str, on: str, **told: str) -> dict:
    """A deactivated row as CMS leaves it: nothing but the NPI and the dates."""
    facts = {"npi": number if isinstance(number, str) else npi(number), "deactivated": on, **told}
    return {COLUMNS[name]: value for name, value in facts.items()}


def nppes_text(rows: Iterable[dict], version: str = "v2", ending: str = "\n",
               quoting: int = csv.QUOTE_ALL) -> str:  # fmt: skip
    columns = header(version)
    out = io.StringIO()
    writer = csv.writer(out, quoting=quoting, lineterminator=ending)
    writer.writerow(columns)
    for row in rows:
        unknown = set(row) - {*columns, COLUMNS["sex"]}
        assert not unknown, f"no such column in {version}: {unknown}"
        row = {"Provider Gender Code": row.get(COLUMNS["sex"], ""), **row}
        writer.writerow([row.get(name, "") for name in columns])
    return out.getvalue()


def write(path: Path, content: str | bytes | Iterable[dict]) -> Path:
    """The content as it is, or objects as one JSON line each."""
    if not isinstance(content, str | bytes):
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, *entries: tuple[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries:
            archive.writestr(name, text)
    return path


@dataclass
class Loaded:
    """What a load left behind: the directory, the report and the rejected rows."""

    engine: Engine
    report: Report
    rejects: list[dict[str, Any]]

    @property
    def profiles(self) -> dict[str, Profile]:
        return {profile.npi: profile for profile in self.engine.scan()}

    @property
    def only(self) -> Profile:
        (profile,) = self.engine.scan()
        return profile

    @property
    def tally(self) -> SourceTally:
        """Of the only source, or of the last."""
        return self.report.sources[-1]

    @property
    def reasons(self) -> list[str]:
        return [reject["reason"] for reject in self.rejects]

    def export(self) -> bytes:
        return b"".join(dump_line(profile) + b"\n" for profile in self.engine.scan())


def engine_at(folder: Path) -> Engine:
    return open_engine(Settings(directory=f"sqlite:///{folder}/directory.db"))


def load(
    folder: Path, *files: Path, engine: Engine | None = None, staff: Staff | None = None
) -> Loaded:
    """The files, told apart by their names, loaded into the folder's directory by the pipeline;
    every row must be accounted for."""
    return _through(pipeline.load, engine or engine_at(folder), files, staff)


def update(
    folder: Path, *files: Path, engine: Engine | None = None, staff: Staff | None = None
) -> Loaded:
    """The same on top of what the directory has."""
    return _through(pipeline.update, engine or engine_at(folder), files, staff)


def _through(
    step: Callable[..., None], engine: Engine, files: Iterable[Path], staff: Staff | None
) -> Loaded:
    out = io.StringIO()
    report = Report(Rejects(out))
    terms = pipeline.Terms(allow_shrink=True, staff=lambda: staff or NOBODY)
    step([each for path in files for each in sources(path)], engine, report, terms)
    for tally in report.sources:
        used = tally.kept + tally.superseded + tally.skipped.total() + tally.rejected.total()
        assert tally.read == used and tally.kept >= 0, tally
    return Loaded(engine, report, [json.loads(line) for line in out.getvalue().splitlines()])


def source(path: Path) -> Source:
    """The kind of a file is that of its stem ("clinicians", "qhp_plans-2"), else its suffix."""
    stem = path.stem.split("-")[0]
    if "roster" in stem:
        return open_mscs(path)
    if "Deactivated" in stem:
        return open_deactivations(path)
    if stem[:4].isdigit():  # as the OIG calls its lists of a month
        return open_exclusions(path)
    by_name = OPENERS | COMPANIONS | {"clinicians": open_clinicians, "exclusions": open_exclusions}
    by_suffix = {".ndjson": open_profiles, ".csv": open_nppes, ".zip": open_nppes}
    return by_name.get(stem, by_suffix.get(path.suffix))(path)


def sources(path: Path) -> list[Source]:
    """A file's source; a zip's with its companions; a folder is a National Provider Directory."""
    if path.is_dir():
        return open_npd([path])
    companions = companions_in(path).items() if path.suffix == ".zip" else ()
    return [source(path), *(COMPANIONS[kind](path, entry) for kind, entry in companions)]


def load_nppes(folder: Path, *rows: dict, version: str = "v2") -> Loaded:
    return load(folder, write(folder / "nppes.csv", nppes_text(rows, version)))


def load_profiles(folder: Path, *lines: dict) -> Loaded:
    return load(folder, write(folder / "profiles.ndjson", lines))
