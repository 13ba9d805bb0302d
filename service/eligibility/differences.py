"""Whose answer changes from one version of a programme to another: groups of people, each as the
facts that they have in common."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from math import prod
from typing import Any

from .ages import birth_dates
from .axes import Axis, Cell, split_known
from .cases import Cases
from .criteria import All, AnyLeaf, AnyOf, AtLeast, Criterion, Not
from .domains import values_of
from .facts import PLACE_FACTS
from .person import Person
from .place_cells import named_by, places_of
from .program import Program
from .rule import Rule

_MOST_CASES = 1 << 16
_MOST_GROUPS = 20
PLACE = "place"  # ZIP code, state and county together
# What says nothing of who is eligible by the rule.
_APART = ("rule", "area", "cases", "file", "text", "id", "version")


@dataclass(frozen=True)
class Trait:
    """What a group has in common in one fact: some of the values that the rules tell apart.
    `of` are all of them; with `known` it is whether the fact is told."""

    fact: str
    values: tuple[Any, ...]
    of: tuple[Any, ...]
    known: bool = False


@dataclass(frozen=True)
class Group:
    """People who were not eligible and are now, or the other way round."""

    eligible_now: bool
    traits: tuple[Trait, ...]


@dataclass(frozen=True)
class Differences:
    """`members` of the file besides its criteria that changed, with both values. `groups` is None
    where there are too many cases to go through; `whole` is false where it names only the first."""

    members: tuple[tuple[str, Any, Any], ...]
    groups: tuple[Group, ...] | None
    whole: bool = True


@dataclass(frozen=True)
class _Kind:
    """One fact's values, those that every leaf sees alike in one class."""

    fact: str
    axis: Axis
    classes: tuple[tuple[Any, ...], ...]
    known: bool = False


def differences(old: Program, new: Program, nobody: Person) -> Differences:
    """What the second says otherwise. `nobody` is a person of whom nothing is told, on the day that
    ages count from."""
    apart = (field.name for field in fields(Program) if field.name not in _APART)
    members = tuple(
        (name, getattr(old, name), getattr(new, name))
        for name in apart
        if getattr(old, name) != getattr(new, name)
    )
    count = len(old.rule.leaves)
    moved = {leaf: replace(leaf, number=leaf.number + count) for leaf in new.rule.leaves}
    leaves = (*old.rule.leaves, *moved.values())
    kinds = list(_kinds(leaves, nobody))
    if prod(len(kind.classes) for kind in kinds) > _MOST_CASES:
        return Differences(members, None)
    cases = Cases([kind.axis for kind in kinds])
    unknown = [None] * len(leaves)
    before = cases.ask(old.rule.shape, unknown)
    after = cases.ask(Rule(_moved(new.rule.root, moved), leaves).shape, unknown)
    groups = [
        *_groups(cases, kinds, after & ~before, eligible_now=True),
        *_groups(cases, kinds, before & ~after, eligible_now=False),
    ]
    whole = not any(group is None for group in groups)
    return Differences(members, tuple(filter(None, groups)), whole)


def _moved(criterion: Criterion, moved: dict[AnyLeaf, AnyLeaf]) -> Criterion:
    """The same criteria on leaves of other numbers."""
    if isinstance(criterion, Not):
        return Not(_moved(criterion.part, moved))
    if isinstance(criterion, All | AnyOf | AtLeast):
        return replace(criterion, parts=tuple(_moved(part, moved) for part in criterion.parts))
    return moved[criterion]  # type: ignore[index]


def _kinds(leaves: Sequence[AnyLeaf], nobody: Person) -> Iterator[_Kind]:
    compared, known = split_known(leaves)
    by_fact: dict[str, list[AnyLeaf]] = defaultdict(list)
    for leaf in compared:
        by_fact[PLACE if leaf.fact in PLACE_FACTS else leaf.fact].append(leaf)
    if "birth_date" in by_fact:
        by_fact["birth_date"] += by_fact.pop("age", [])
    for fact, of_fact in by_fact.items():
        yield _kind(fact, of_fact, nobody)
    for fact in dict.fromkeys(leaf.fact for leaf in known):
        asked = [leaf for leaf in known if leaf.fact == fact]
        told = {
            value: tuple(leaf.operands[0] is value for leaf in asked) for value in (True, False)
        }
        yield _of_truths(fact, asked, told, known=True)


def _kind(fact: str, leaves: Sequence[AnyLeaf], nobody: Person) -> _Kind:
    if fact == PLACE:
        places = places_of(nobody, named_by(leaves))
        return _of_truths(
            fact, leaves, {p: tuple(p.held_by(leaf) for leaf in leaves) for p in places}
        )
    if fact == "birth_date":
        return _of_truths(fact, leaves, birth_dates(nobody, leaves))
    values = values_of(fact, leaves)
    return _of_truths(fact, leaves, {v: tuple(leaf.holds(v) for leaf in leaves) for v in values})


def _of_truths(
    fact: str, leaves: Sequence[AnyLeaf], truths: dict[Any, tuple[bool, ...]], known: bool = False
) -> _Kind:
    alike: dict[tuple[bool, ...], list[Any]] = defaultdict(list)
    for value, truth in truths.items():
        alike[truth].append(value)
    numbers = tuple(leaf.number for leaf in leaves)
    axis = Axis((fact,), numbers, tuple(Cell(truth, (truth,)) for truth in alike))
    return _Kind(fact, axis, tuple(map(tuple, alike.values())), known)


def _groups(
    cases: Cases, kinds: Sequence[_Kind], who: int, eligible_now: bool
) -> Iterator[Group | None]:
    """Groups that together are all of `who`, each as wide as it can be; None after the last that is
    told if there are more."""
    left = who
    for _ in range(_MOST_GROUPS):
        if not left:
            return
        chosen = _widened(cases, who, (left & -left).bit_length() - 1)
        left &= ~cases.box(chosen)
        yield Group(eligible_now, tuple(_traits(kinds, chosen)))
    if left:
        yield None


def _widened(cases: Cases, who: int, case: int) -> list[list[int]]:
    """Cells of each axis, as many as all lie within `who`, from those of one case on."""
    chosen = [[cell] for cell in cases.cells_of(case)]
    for axis, cells in enumerate(chosen):
        for cell in range(len(cases.axes[axis].cells)):
            if cell not in cells:
                cells.append(cell)
                if cases.box(chosen) & ~who:
                    cells.remove(cell)
    return chosen


def _traits(kinds: Sequence[_Kind], chosen: Sequence[Sequence[int]]) -> Iterator[Trait]:
    for kind, cells in zip(kinds, chosen, strict=True):
        if len(cells) < len(kind.classes):
            values = tuple(value for cell in sorted(cells) for value in kind.classes[cell])
            of = tuple(value for each in kind.classes for value in each)
            yield Trait(kind.fact, values, of, kind.known)
