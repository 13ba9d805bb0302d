"""Payers: who pays for care, found by any name that people use for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .payer_names import (
    ALWAYS_OFFERED,
    BRANDS,
    MEDICAID_LOCAL_NAMES,
    MEDICAID_PROGRAMS,
    MEDICARE_ADVANTAGE,
    ONLY_AS_SPELLED,
    WITHOUT_MEDICAID,
)
from .states import STATES
from .text import fold, slug

COMMERCIAL = "commercial"
# Words that tell no payer from another, and the usual short form of four words.
_NO_MATTER = {"and", "the", "inc", "llc"}
_BLUES = {"bcbs": ("blue", "cross", "blue", "shield")}
_MANY_BLUES = "blue-cross-blue-shield"


@dataclass(frozen=True)
class Payer:
    """Somebody who pays. `kind` is a key of KINDS, `state` that of one state's Medicaid."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    state: str | None = None


def _medicaids() -> Iterator[Payer]:
    for state, name in STATES.items():
        if state in WITHOUT_MEDICAID:
            continue
        forms = ("Medicaid {}", "Medicaid of {}", "{} State Medicaid", "{} Medicaid")
        spelled = dict.fromkeys(form.format(word) for word in (state, name) for form in forms)
        own = f"{name} Medicaid"
        spelled.pop(own)
        aliases = (*spelled, *MEDICAID_PROGRAMS.get(state, ()))
        yield Payer(f"medicaid-{state.lower()}", own, "medicaid", aliases, state)


PAYERS: dict[str, Payer] = {
    payer.code: payer
    for payer in (
        *(Payer(*row) for row in ALWAYS_OFFERED),
        *_medicaids(),
        *(Payer(slug(name), name, COMMERCIAL, aliases) for name, aliases in BRANDS.items()),
    )
}
MEDICARE, MEDICAID = PAYERS["medicare"], PAYERS["medicaid"]
SELF_PAY, NOT_KNOWN = PAYERS["self-pay"], PAYERS["unknown"]


def words_of(text: str) -> list[str]:
    """The words that tell a payer from others, spelled one way."""
    known = (word for word in fold(text).split() if word not in _NO_MATTER)
    return [part for word in known for part in _BLUES.get(word, (word,))]


def _run_together(text: str) -> str:
    """One key for "Tri-Care", "TRICARE" and "Tri Care"."""
    return "".join(words_of(text))


def _names() -> Iterator[tuple[str, Payer]]:
    for payer in PAYERS.values():
        for name in (payer.code, payer.name, *payer.aliases):
            yield name, payer


_AS_SPELLED = {" ".join(words_of(name)): payer for name, payer in _names()}
_ONLY_AS_SPELLED = {_run_together(name) for name in ONLY_AS_SPELLED}
_RUN_TOGETHER = {
    joined: payer
    for joined, payer in ((_run_together(name), payer) for name, payer in _names())
    if joined not in _ONLY_AS_SPELLED
}
_LOCAL = {
    (_run_together(name), state): PAYERS[f"medicaid-{state.lower()}"]
    for state, names in MEDICAID_LOCAL_NAMES.items()
    for name in names
}
_ADVANTAGE = {_run_together(name) for name in MEDICARE_ADVANTAGE}


@lru_cache(4096)
def find_payer(text: str, state: str | None = None) -> Payer | None:
    """The payer of this code, name or alias; None if nobody is known by it.

    Medicaid is that of `state`, and without a state just Medicaid.
    """
    joined, here = _run_together(text), (state or "").upper()
    if found := _LOCAL.get((joined, here)):
        return found
    found = _AS_SPELLED.get(" ".join(words_of(text))) or _RUN_TOGETHER.get(joined)
    return PAYERS.get(f"medicaid-{here.lower()}", MEDICAID) if found is MEDICAID else found


@lru_cache(4096)
def payer_named(text: str, state: str | None = None) -> str:
    """The one name under which a payer is kept; the text itself where nobody knows it."""
    found = find_payer(text, state)
    return text.strip() if found in (None, NOT_KNOWN) else found.name


def brand_of(plan_name: str) -> str | None:
    """The private insurer with whose name a plan's marketing name begins.

    None for "Blue Cross Blue Shield" alone, which is many companies.
    """
    words = words_of(plan_name)
    begins = (find_payer(" ".join(words[:count])) for count in range(len(words), 0, -1))
    longest = next(filter(None, begins), None)
    if longest is None or longest.kind != COMMERCIAL or longest.code == _MANY_BLUES:
        return None
    return longest.name


def is_medicare_advantage(text: str) -> bool:
    """Whether a text speaks of Medicare Advantage as such, which private insurers run."""
    return _run_together(text) in _ADVANTAGE
