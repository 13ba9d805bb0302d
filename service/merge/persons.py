"""Whether two names can be one person's: what catches a mistyped NPI."""

from collections.abc import Sequence

from service.directory.profile import Record
from service.directory.text import fold

# Parts of a surname that do not tell one family from another.
_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le",
     "los", "mc", "san", "st", "van", "von")
)  # fmt: skip


def same_person(record: Record, others: Sequence[Record]) -> bool:
    """Whether an added row's name holds the surname or the first name that another source gives.

    The NPI is what identifies; the name is there to catch a mistyped one. Surnames change with
    marriage, and registries learn of it late, so the first name is enough. Names that nobody
    gives contradict nothing.
    """
    told = fold(f"{record.name.first or ''} {record.name.last or ''}".replace("-", " ")).split()
    surnames = [words for other in others if (words := _words(other))]
    if not told or not surnames or any(_holds(told, surname) for surname in surnames):
        return True
    firsts = {word for other in others for word in fold(other.name.first or "").split()}
    return any(len(word) > 2 and word in told for word in firsts)


def _words(record: Record) -> list[str]:
    return fold((record.name.last or record.name.first or "").replace("-", " ")).split()


def _holds(told: list[str], surname: list[str]) -> bool:
    """One word of a double surname is enough; "McDonald" may be written "Mc Donald"."""
    telling = {word for word in surname if len(word) > 1} - _PARTICLES or set(surname)
    whole = "".join(surname)
    return bool(telling & set(told)) or (len(whole) > 4 and whole in "".join(told))
