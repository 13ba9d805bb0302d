"""What a new directory would change in the one that is served: added, removed, changed by field."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from service.directory.profile import Location, Profile
from service.engines.history import ADDED, CHANGED, REMOVED
from service.engines.protocol import Engine, Meta, changes_since

# What follows from other fields, or says where they come from.
_NOT_COMPARED = ("npi", "records", "evidence", "conflicts", "likely", "locations")
_NOT_COMPARED_OF_LOCATION = ("id", "evidence")
SHOWN = 10


def told_since(before: Meta | None, engine: Engine) -> list[str]:
    """What a load did to the directory before it, as text; nothing of a first one."""
    if before is None:
        return []
    kinds, reasons = Counter[str](), Counter[str]()
    for change in changes_since(engine, before.sequence):
        kinds[change.kind(before.sequence)] += 1
        if change.tombstone:
            reasons[change.tombstone.departure.reason] += 1
    parts = [f"{kind} {kinds[kind]:,}" for kind in (ADDED, CHANGED, REMOVED)]
    lines = ["since the last load", f"  {'   '.join(parts)}"]
    return lines + [f"    removed {count:,}: {reason}" for reason, count in reasons.most_common()]


@dataclass
class Changes:
    """Counts of people, and of changed fields; each person counts once in a field."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def followed(self, before: Iterator[Profile], after: Iterator[Profile]) -> Iterator[Profile]:
        """Yields the new profiles while it compares; both come in the order of NPIs."""
        old = next(before, None)
        for new in after:
            while old and old.npi < new.npi:
                self._remove(old)
                old = next(before, None)
            if old and old.npi == new.npi:
                self._compare(old, new)
                old = next(before, None)
            else:
                self.added += 1
                self._example(f"added {new.npi} {new.display_name()}")
            yield new
        while old:
            self._remove(old)
            old = next(before, None)

    def lines(self) -> list[str]:
        """The comparison as text."""
        lines = [
            "against the served directory",
            f"  added {self.added:,}   removed {self.removed:,}   changed {self.changed:,}",
        ]
        lines += [f"    {count:,} with another {name}" for name, count in self.fields.most_common()]
        return lines + [f"    {example}" for example in self.examples]

    def _remove(self, profile: Profile) -> None:
        self.removed += 1
        self._example(f"removed {profile.npi} {profile.display_name()}")

    def _compare(self, old: Profile, new: Profile) -> None:
        names = _differing(old, new, _NOT_COMPARED) | _places_differing(old, new)
        if names:
            self.changed += 1
            self.fields.update(names)
            self._example(f"changed {new.npi} {new.display_name()}: {', '.join(sorted(names))}")

    def _example(self, text: str) -> None:
        """The first few of each kind."""
        kind = text.split()[0]
        if sum(example.startswith(kind) for example in self.examples) < SHOWN:
            self.examples.append(text)


def _differing(old: Any, new: Any, left_out: tuple[str, ...]) -> set[str]:
    names = (name for name in new.__struct_fields__ if name not in left_out)
    return {name for name in names if getattr(old, name) != getattr(new, name)}


def _places_differing(old: Profile, new: Profile) -> set[str]:
    """Fields of locations as "locations.phone"; "locations" for one that came or went."""
    before: dict[str, Location] = {at.id: at for at in old.locations}
    after = {at.id: at for at in new.locations}
    names = {"locations"} if before.keys() != after.keys() else set()
    for identity in before.keys() & after.keys():
        found = _differing(before[identity], after[identity], _NOT_COMPARED_OF_LOCATION)
        names |= {f"locations.{name}" for name in found}
    return names
