"""otmatch programs: programs checked, tried on their own cases, and compared, before they are
used."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from service.clock import eastern_today
from service.eligibility.differences import differences
from service.eligibility.doubts import doubts
from service.eligibility.examples import Tried, try_cases
from service.eligibility.opening import open_chapters, open_guidelines
from service.eligibility.person import read_person
from service.eligibility.program import Program
from service.eligibility.programs import Flaw, Programs, read_file, read_programs
from service.eligibility_settings import EligibilitySettings
from service.errors import InvalidBody
from service.settings import Settings
from service.wording.differences import difference_lines
from service.wording.flaws import flaw_text
from service.wording.languages import ENGLISH
from service.wording.problems import problem_text

from .session import FAILED, failures_told, read_settings

_EPILOG = "Exit codes: 0 all is well; 1 something is at fault or not as written; 2 bad usage."
_PATH = click.Path(exists=True, path_type=Path)


@click.group(epilog=_EPILOG)
def programs() -> None:
    """Programs that help with cost: check files, run their cases, compare two versions."""


@programs.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, type=_PATH)
def check(paths: tuple[Path, ...]) -> None:
    """Read files and folders of programs, and print every fault with its line and the fix.

    The facts of a program's own cases are read too; `test` runs them. What a service would take and
    nobody can mean is told as well: places that do not exist, a criterion that nobody can fulfill.
    """
    found = _read(paths)
    flaws = [*found.flaws, *_doubtful(found)]
    faults = [*_flaw_lines(flaws), *_refused_lines(_tried(found))]
    for line in faults:
        click.echo(line)
    if faults:
        sys.exit(FAILED)
    click.echo(f"{len(found.programs)} programs, no faults")


@programs.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, type=_PATH)
def test(paths: tuple[Path, ...]) -> None:
    """Run the cases that programs hold of themselves; those of OTMATCH_PROGRAMS if no path is
    given."""
    if not paths:
        folder = _settings().programs
        if not folder:
            raise click.UsageError("name a file or a folder, or set OTMATCH_PROGRAMS")
        paths = (Path(folder),)
    found = _read(paths)
    lines = _flaw_lines(found.flaws)
    tried = list(_tried(found))
    lines += _refused_lines(tried)
    lines += [_otherwise(each) for each in tried if not each.refused and not each.as_written]
    for line in lines:
        click.echo(line)
    for program in found.programs:
        if not program.cases:
            click.echo(f"{program.file}: has no cases")
    good = sum(each.as_written for each in tried)
    click.echo(f"{good} of {len(tried)} cases as written")
    if lines:
        sys.exit(FAILED)


@programs.command(epilog=_EPILOG)
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day that ages count from; today.")
def diff(old: Path, new: Path, on: click.DateTime | None) -> None:
    """Say in plain words whose answer changes from one version of a program to another.

    OLD and NEW are files, or folders: then programs of the same id are compared, each in its newest
    version.
    """
    before, after = _newest(_sound(old)), _newest(_sound(new))
    if old.is_file() and new.is_file():
        pairs = [(*before.values(), *after.values())]
    else:
        pairs = [(before[identity], after[identity]) for identity in before if identity in after]
        for identity in sorted(before.keys() ^ after.keys()):
            click.echo(f"{identity}: {'only in OLD' if identity in before else 'only in NEW'}")
    with failures_told():
        guidelines = open_guidelines(_settings())
    nobody = read_person({}, on.date() if on else eastern_today(), guidelines)  # type: ignore[attr-defined]
    for first, second in pairs:
        click.echo(f"{first.id} {first.version} -> {second.id} {second.version}")
        for line in difference_lines(differences(first, second, nobody), ENGLISH):
            click.echo(f"  {line}")


def _settings() -> Settings:
    """Where rules stand. Programs are written where no keys are."""
    return read_settings(only=EligibilitySettings)


def _flaw_lines(flaws: Iterable[Flaw]) -> list[str]:
    return [flaw_text(flaw, ENGLISH) for flaw in flaws]


def _read(paths: Iterable[Path]) -> Programs:
    with failures_told():
        areas = open_chapters(_settings()).areas
        return read_programs(*paths, areas=areas)


def _doubtful(found: Programs) -> Iterator[Flaw]:
    with failures_told():
        guidelines = open_guidelines(_settings())
    nobody = read_person({}, eastern_today(), guidelines)
    for program in found.programs:
        for fault in doubts(program, read_file(Path(program.file)), nobody):
            yield Flaw(program.id, program.file, fault)


def _sound(path: Path) -> Programs:
    """Programs that can be compared; faults end the command."""
    found = _read([path])
    if found.flaws or not found.programs:
        for line in _flaw_lines(found.flaws):
            click.echo(line, err=True)
        raise click.UsageError(f"{path} must hold a program, without faults")
    return found


def _newest(found: Programs) -> dict[str, Program]:
    return {identity: versions[0] for identity, versions in found.by_id.items()}


def _tried(found: Programs) -> Iterator[Tried]:
    with failures_told():
        guidelines = open_guidelines(_settings())
    for program in found.programs:
        yield from try_cases(program, guidelines, eastern_today())


def _refused_lines(tried: Iterable[Tried]) -> Iterator[str]:
    for each in tried:
        if each.refused:
            yield f"{_place(each)}: {_problems(each.refused)}"


def _problems(refused: InvalidBody) -> str:
    told = (f"{p.parameter} {problem_text(p, ENGLISH)}" for p in refused.problems)
    return "; ".join(told)


def _otherwise(tried: Tried) -> str:
    text = f"{_place(tried)}: is {tried.outcome}, not {tried.case.outcome}"
    if tried.missing or tried.case.missing:
        wanted = ", ".join(tried.case.missing or ()) or "nothing"
        text += f"; missing: {', '.join(tried.missing) or 'nothing'}, not {wanted}"
    return text


def _place(tried: Tried) -> str:
    return f"{tried.program.file}, line {tried.case.line}: {tried.case.name}"
