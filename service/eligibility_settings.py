"""Settings of eligibility: where its rules stand."""

from dataclasses import dataclass

from service.setting_values import setting


@dataclass(frozen=True)
class EligibilitySettings:
    """A part of Settings."""

    programs: str = setting(
        "OTMATCH_PROGRAMS",
        "",
        "folder with the files (YAML) of programs that help with cost; without it there are none",
    )
    chapters: str = setting(
        "OTMATCH_CHAPTERS",
        "",
        "file or folder (YAML) with the chapters, and whom to ask where there is none",
    )
    coverage: str = setting(
        "OTMATCH_COVERAGE",
        "",
        "file or folder (YAML) with what plans and payers cover, besides what comes along",
    )
    poverty_guidelines: str = setting(
        "OTMATCH_POVERTY_GUIDELINES",
        "",
        "file (CSV) with the federal poverty guidelines; without it the table that comes along",
    )
