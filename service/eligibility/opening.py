"""Opens what eligibility needs, once at start: the programmes and the poverty guidelines."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from service.directory.zip_table import zip_table
from service.settings import Settings

from .checks import check
from .guidelines import PUBLISHED, Guidelines, read_guidelines
from .person import read_person
from .programs import Programs, read_programs


@dataclass(frozen=True)
class Rules:
    """All that decisions are made by."""

    programs: Programs
    guidelines: Guidelines = field(default_factory=read_guidelines)


def open_rules(settings: Settings) -> Rules:
    """Raises ValueError, naming the setting, for a folder or a table that cannot be read. Faults of
    single programmes stay in `programs.flaws`: the others must not wait for their repair."""
    try:
        paths = [Path(settings.programs)] if settings.programs else []
        programs = read_programs(*paths)
    except ValueError as error:
        raise ValueError(f"OTMATCH_PROGRAMS: {error}") from None
    return Rules(programs, open_guidelines(settings))


def warm(rules: Rules, today: date) -> None:
    """Decides once for somebody of whom nothing is known, so that what hangs on the rules alone is
    there before the first person asks, and the table of ZIP codes too."""
    if rules.programs.programs:
        zip_table()
    check(rules.programs, read_person({}, today, rules.guidelines))


def open_guidelines(settings: Settings) -> Guidelines:
    """Raises ValueError that names the setting."""
    try:
        table = Path(settings.poverty_guidelines) if settings.poverty_guidelines else PUBLISHED
        return read_guidelines(table)
    except ValueError as error:
        raise ValueError(f"OTMATCH_POVERTY_GUIDELINES: {error}") from None
