"""The manifest.json of a release of the National Provider Directory: of which day it is, and how
long each of its files must be."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from service.directory.clean import Rejected
from service.errors import SourceUnreadable

from .ndjson import json_object
from .qhp import day_of
from .reading import shown

NAME = "manifest.json"
_LONGEST = 1_000_000  # bytes; a real one has some hundred for each file


@dataclass(frozen=True)
class Manifest:
    """What it says; nothing where there is none."""

    day: date | None = None
    files: dict[str, Any] = field(default_factory=dict)

    def checked_size(self, path: Path) -> int | None:
        """How long the file must be when it is unpacked, if that is known. Raises
        SourceUnreadable for a file that is shorter already as it is."""
        packed = path.suffix.lower() == ".zst"
        entry = self.files.get(path.name.removesuffix(path.suffix) if packed else path.name)
        size, now = _bytes(entry, "original_bytes"), path.stat().st_size
        least = _bytes(entry, "compressed_bytes") if packed else size
        if least is not None and now < least:
            raise SourceUnreadable(
                f"{shown(path)}: has {now:,} bytes, {NAME} says {least:,}; download it again"
            )
        return size


def manifest_beside(path: Path) -> Manifest:
    """The manifest in the file's folder. Raises SourceUnreadable for one that is damaged."""
    at = path.with_name(NAME)
    if not at.is_file():
        return Manifest()
    try:
        with at.open("rb") as file:
            told = json_object(file.read(_LONGEST))
        files = told.get("files")
        return Manifest(day_of(told, "generated_at"), files if isinstance(files, dict) else {})
    except (OSError, Rejected) as error:
        raise SourceUnreadable(
            f"{shown(at)}: {error}; download it again, or take it away"
        ) from None


def _bytes(entry: Any, name: str) -> int | None:
    size = entry.get(name) if isinstance(entry, dict) else None
    return size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None
