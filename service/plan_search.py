"""What somebody types -> payers and plans that it can mean, each with what a search takes for it.

Payers come from the vocabulary and from the directory's evidence, plans from its catalogue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from service.directory.payers import (
    MEDICAID,
    PAYERS,
    Payer,
    brand_of,
    find_payer,
    payer_named,
    words_of,
)
from service.directory.query import plan_key
from service.directory.spelling import NONE, Names, Numbers, Words, together, typos_allowed
from service.directory.states import STATES
from service.directory.text import fold, slug
from service.engines.protocol import Meta, Plan

LONGEST = 120  # signs of a value that a search takes
_NO_STATE = -1
_STATES = {state: number for number, state in enumerate(STATES)}


@dataclass(frozen=True, slots=True)
class Choice:
    """A payer or a plan. A search takes `value` in the parameter that is called like `kind`."""

    kind: str  # "payer" or "plan"
    value: str  # its code or id
    name: str | None
    payer: str | None
    payer_kind: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class FoundChoices:
    total: int
    choices: tuple[Choice, ...]


class LatestChoices:
    """Those of the directory that is served; made anew when its payers or plans have changed."""

    def __init__(self) -> None:
        self._made: tuple[Meta, Choices] | None = None

    def of(self, meta: Meta) -> "Choices":
        made = self._made
        choices = made[1] if made and _same(made[0], meta) else Choices(meta)
        self._made = meta, choices
        return choices


def _same(one: Meta, other: Meta) -> bool:
    """An engine may read the same record anew at any time."""
    return one is other or (one.plans, one.payers) == (other.plans, other.payers)


class Choices:
    """All choices of one directory, numbered in the order in which they are listed."""

    def __init__(self, meta: Meta) -> None:
        named = [*_known_payers(), *_payers_of_evidence(meta), *_plans(meta)]
        self.every = [choice for choice, _ in named]
        texts = [(text, number) for number, (_, names) in enumerate(named) for text in names]
        self._names, self._words = Names(texts), Words(texts)
        # Plans of one insurer differ in a few signs: a whole name with a typo would be many.
        self._payers = Names(
            (text, number) for text, number in texts if self.every[number].kind == "payer"
        )
        self._number = {(one.kind, _key(one)): number for number, one in enumerate(self.every)}
        self._is_plan = np.array([one.kind == "plan" for one in self.every], bool)
        self._states = np.array(
            [_STATES.get(one.state or "", _NO_STATE) for one in self.every], np.int32
        )

    def find(self, text: str, state: str | None, limit: int) -> FoundChoices:
        """What is so exactly, begins so, is the insurer with whose name the text begins, or has
        such words; what is so but for typos only where nothing else is so."""
        exact, begun, worded = self._spelled(text, state)
        groups = [exact, begun, self._known("payer", slug(brand_of(text) or "")), worded]
        if not (len(exact) or len(begun) or len(worded)):
            groups += self._misspelled(text)
        numbers = self._in_order(groups, state)
        return FoundChoices(len(numbers), tuple(self.every[number] for number in numbers[:limit]))

    def _spelled(self, text: str, state: str | None) -> tuple[Numbers, Numbers, Numbers]:
        spellings = _spellings(text)
        payer = find_payer(text, state)
        exact = (
            self._known("payer", payer.code if payer else ""),
            self._known("plan", plan_key(text)),
            *map(self._names.exactly, spellings),
        )
        return (
            together(exact),
            together(map(self._names.beginning, spellings)),
            together(map(self._words.beginning, spellings)),
        )

    def _misspelled(self, text: str) -> list[Numbers]:
        """Whole names of payers with one typo, with two; words of a name, each with one, two."""
        spellings = _spellings(text)
        names = [self._payers.misspelled(one, typos_allowed(one)) for one in spellings]
        words = [[self._words.beginning(one, typos) for typos in (1, 2)] for one in spellings]
        return [
            together(group)
            for found in (names, words)
            for group in zip_longest(*found, fillvalue=NONE)
        ]

    def _known(self, kind: str, key: str) -> Numbers:
        number = self._number.get((kind, key))
        return NONE if number is None else np.array([number], np.int32)

    def _in_order(self, groups: list[Numbers], state: str | None) -> Numbers:
        """Each once: exact ones first and those of other states last; then as the groups are,
        payers before plans, those of the state before others."""
        every = np.concatenate(groups)
        group = np.repeat(np.arange(len(groups)), [len(numbers) for numbers in groups])
        if state:
            every, group = self._own_medicaid(every, group, state)
        states = self._states[every]
        own = states == _STATES.get(state or "", _NO_STATE)
        foreign = (states != _NO_STATE) & ~own if state else np.zeros(len(every), bool)
        order = np.lexsort((every, ~own, self._is_plan[every], group, foreign, group > 0))
        listed = every[order]
        return listed[np.sort(np.unique(listed, return_index=True)[1])]

    def _own_medicaid(
        self, every: Numbers, group: np.ndarray, state: str
    ) -> tuple[Numbers, np.ndarray]:
        """Medicaid is that of the state; nobody's where the state has none."""
        (anywhere,) = self._known("payer", MEDICAID.code)
        own = self._known("payer", f"{MEDICAID.code}-{state.lower()}")
        if len(own):
            return np.where(every == anywhere, own[0], every), group
        return every[every != anywhere], group[every != anywhere]


def _key(choice: Choice) -> str:
    return plan_key(choice.value) if choice.kind == "plan" else choice.value


def _spellings(text: str) -> tuple[str, ...]:
    """As written; as payers are known; and run together: "Tri-Care" is "tricare"."""
    words = words_of(text)
    spelled = (fold(text), " ".join(words), "".join(words))
    return tuple(dict.fromkeys(filter(None, spelled)))


Named = Iterator[tuple[Choice, tuple[str, ...]]]  # choices with the texts that find them


def _known_payers() -> Named:
    """Those that are always offered, insurers, and each state's Medicaid after them."""
    for payer in sorted(PAYERS.values(), key=lambda payer: payer.state is not None):
        choice = Choice("payer", payer.code, payer.name, payer.name, payer.kind, payer.state)
        names = (payer.code, payer.name, *payer.aliases)
        yield choice, tuple(text for name in names for text in _spellings(name))


def _payers_of_evidence(meta: Meta) -> Named:
    for name in sorted(meta.payers.values(), key=fold):
        if not find_payer(name) and len(slug(name)) <= LONGEST:
            yield Choice("payer", slug(name), name, name, None, None), _spellings(name)


def _plans(meta: Meta) -> Named:
    plans = (plan for plan in meta.plans.values() if _can_be_asked(plan.plan_id))
    for plan in sorted(plans, key=lambda plan: (fold(plan.name or ""), plan.state, plan.plan_id)):
        payer = payer_named(plan.payer) if plan.payer else None
        known: Payer | None = find_payer(payer) if payer else None
        state = plan.state if plan.state in STATES else None
        kind = known.kind if known else None
        choice = Choice("plan", plan.plan_id, plan.name, payer, kind, state)
        yield choice, _texts(plan, payer)


def _can_be_asked(plan_id: str) -> bool:
    return len(plan_id) <= LONGEST and plan_id.isprintable() and bool(slug(plan_id))


def _texts(plan: Plan, payer: str | None) -> tuple[str, ...]:
    """A plan is called by its name, by its id, or by its payer with either."""
    name = plan.name or ""
    words = dict.fromkeys(words_of(f"{plan.payer or ''} {payer or ''} {name} {plan.plan_id}"))
    texts = (fold(name), fold(plan.plan_id), " ".join(words))
    return tuple(filter(None, texts))
