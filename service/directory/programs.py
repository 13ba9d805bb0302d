"""What a location's evidence says of programs that help with cost: the newest word counts."""

import re

from .profile import UNKNOWN, YES, Location, ProgramEvidence
from .vocabulary import Known

# As the files of programs name them: small letters and digits with hyphens between.
PROGRAM_ID = re.compile(r"(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*")


def program_words(location: Location) -> dict[str, ProgramEvidence]:
    """By program the newest word on it; on the same day the first."""
    found: dict[str, ProgramEvidence] = {}
    for row in location.programs:
        known = found.get(row.program)
        if known is None or (row.as_of and (known.as_of is None or row.as_of > known.as_of)):
            found[row.program] = row
    return found


def takes_program(location: Location, programs: tuple[str, ...]) -> Known:
    """Whether a location takes any of these; no only where it takes none of them."""
    words = program_words(location) if location.programs else {}
    told = {words[program].accepts if program in words else UNKNOWN for program in programs}
    return Known.YES if YES in told else Known.UNKNOWN if UNKNOWN in told else Known.NO


def programs_taken(location: Location) -> list[str]:
    return [program for program, row in program_words(location).items() if row.accepts == YES]
