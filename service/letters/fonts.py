"""The fonts that documents are printed in: Noto Sans, with those of other scripts beside it.

They come with Python packages, so a page looks the same wherever it is made.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

_FOLDERS = (
    ("fontpkg_noto_sans", "files"),
    ("justmytype_intl_cjk", "fonts"),
    ("justmytype_intl_rtl", "fonts"),
    ("justmytype_intl_sea", "fonts"),
    ("justmytype_intl_south_asia", "fonts"),
)
# The first that has a letter prints it. Chinese and Japanese share letters: China's go first.
_FIRST = ("Noto Sans", "Noto Sans SC")


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=_folders()
    )


@cache
def families() -> tuple[str, ...]:
    return _FIRST + tuple(sorted(set(fonts().families()) - set(_FIRST)))


@cache
def shapes() -> frozenset[int]:
    """Every character that some font has a shape for."""
    found: set[int] = set()
    for folder in _folders():
        for path in sorted(folder.rglob("*.ttf")):
            with TTFont(path, lazy=True) as font:
                found |= font.getBestCmap().keys()
    return frozenset(found)


def _folders() -> list[Path]:
    return [Path(str(files(package))) / folder for package, folder in _FOLDERS]
