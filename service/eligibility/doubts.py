"""What the language of programs allows and hardly anybody means: told to who writes a program by
`otmatch programs check`; a service takes it as it stands."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from service.directory.vocabulary import CREDENTIALS
from service.directory.zip_table import zip_table

from .criteria import AnyLeaf
from .deciding import decide
from .facts import KNOWN
from .outcomes import Outcome
from .person import Person
from .program import Program
from .values import is_county, read_zip
from .yaml_text import Fault, Node


def doubts(program: Program, node: Node, nobody: Person) -> Iterator[Fault]:
    """Of a program that could be read, and the document that it was read from; `nobody` is somebody
    of whom nothing is known, today."""
    there = node.value
    yield from _of_source(there["source"], program, nobody.on)
    yield from _of_provider(there.get("provider"))
    for name, part in _mapping(there.get("area")).items():
        yield from _of_places(part, name)
    for leaf in program.rule.leaves:
        if leaf.path != "area":
            yield from _of_leaf(leaf, _at(there["criteria"], leaf.path))
    if decide(program.rule, nobody).outcome is Outcome.NOT_ELIGIBLE:
        yield there["criteria"].fault("rule_for_nobody")


def _of_source(node: Node, program: Program, today: date) -> Iterator[Fault]:
    if program.source.checked_on > today:
        yield node.value["checked_on"].fault("doubt_checked", day=today.isoformat())


def _of_provider(node: Node | None) -> Iterator[Fault]:
    """The directory has the certificates of its own vocabulary, and no others: whoever needs
    another one is paid nowhere."""
    for each in _listed(_mapping(node).get("credentials")):
        if each.value not in CREDENTIALS:
            yield each.fault("doubt_credential", choices=list(CREDENTIALS))


def _of_leaf(leaf: AnyLeaf, node: Node) -> Iterator[Fault]:
    wanted = node.value[leaf.comparator]
    if leaf.comparator == KNOWN:
        if leaf.operands[0] is leaf.ruled_out:
            yield wanted.fault("rule_fits_nobody")
    else:
        yield from _of_places(wanted, leaf.fact)


def _of_places(node: Node, kind: str) -> Iterator[Fault]:
    doubt = _DOUBTS.get(kind)
    for each in _listed(node):
        if doubt and not doubt[1](each.value):
            yield each.fault(doubt[0])


def _is_zip(told: str) -> bool:
    return read_zip(told) in zip_table().by_code


_ZIP, _COUNTY = ("doubt_zip", _is_zip), ("doubt_county", is_county)
_DOUBTS: Mapping[str, tuple[str, Callable[[str], bool]]] = MappingProxyType(
    {"postal_codes": _ZIP, "postal_code": _ZIP, "counties": _COUNTY, "county": _COUNTY}
)


def _at(criteria: Node, path: str) -> Node:
    """The criterion of that path, as a leaf has it: "all/0/not"."""
    found = criteria
    for step in path.split("/") if path != "criteria" else ():
        found = found.value[int(step)] if step.isdigit() else _inner(found, step)
    return found


def _inner(node: Node, step: str) -> Node:
    """A group's part; `of` stands beside its `at_least`, or within it."""
    part = node.value[step]
    if step == "at_least":
        return part.value["of"] if isinstance(part.value, dict) else node.value["of"]
    return part


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return node.value if node and isinstance(node.value, dict) else {}


def _listed(node: Node | None) -> list[Node]:
    """The entries of a list; of one value itself."""
    if node is None or node.value is None:
        return []
    return node.value if isinstance(node.value, list) else [node]
