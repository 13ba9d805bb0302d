"""Programs as pages name them: by the name of the version in effect, else of the newest."""

from datetime import date

from service.eligibility.programs import Programs


def program_names(programs: Programs, on: date) -> dict[str, str]:
    """By id, in the order of the names."""
    shown = (*programs.not_in_effect(on), *programs.in_effect(on))
    named = {program.id: program.name for program in shown}
    return dict(sorted(named.items(), key=lambda one: (one[1], one[0])))
