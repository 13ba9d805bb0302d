"""Opens what eligibility needs, once at start: the programmes and the poverty guidelines."""

from dataclasses import dataclass, field
from pathlib import Path

from service.settings import Settings

from .guidelines import PUBLISHED, Guidelines, read_guidelines
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
    try:
        table = Path(settings.poverty_guidelines) if settings.poverty_guidelines else PUBLISHED
        return Rules(programs, read_guidelines(table))
    except ValueError as error:
        raise ValueError(f"OTMATCH_POVERTY_GUIDELINES: {error}") from None
