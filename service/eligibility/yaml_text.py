"""YAML as rules are written in, read so that it can mean one thing only, each value with its line.

Scalars are YAML 1.2's: `true` and `false`, plain numbers, null, and text. What older readers take
for something else (yes, no, on, off, 0x1F, 12:30) is refused with the fix, and so are anchors,
tags and repeated keys. Nothing is expanded, so that no small file becomes a large one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

MOST_BYTES = 256 * 1024
_DEEPEST = 24
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,15})\.[0-9]{1,9}")
_QUOTED = ("'", '"', "|", ">")  # blocks of text are, too
_NULLS = ("", "~", "null", "Null", "NULL")
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# Truth to readers of YAML 1.1, text to those of 1.2.
_DOUBTFUL = frozenset({"yes", "no", "on", "off", "y", "n"})
# A ZIP code that is no octal number: writers of YAML 1.1 leave it without quotes.
_LEADING_ZERO = re.compile(r"0[0-9]*[89][0-9]*")
# Numbers of YAML 1.1 that others read as text, or otherwise: 0x1F, 1_000, 12:30, 1e3, .inf, 01011
_ODD_NUMBER = re.compile(
    r"[-+]?(?:0x[0-9a-f_]+|0o[0-9_]+|0b[01_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+|[0-9]+_[0-9_]*"
    r"|\.[0-9]+|[0-9]+\.|[0-9.]+e[-+]?[0-9]+|\.inf|\.nan)|\+[0-9.]+|-?[0-9.]+",
    re.IGNORECASE,
)
_TAB = re.compile(r"[ -]*\t")  # where the indent of a line is, or what stands for it after a hyphen
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file: where, the code of the rule that it breaks, values for wording."""

    line: int
    path: Path
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


class BadYaml(Exception):
    """The file cannot be read any further."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(frozen=True)
class Node:
    """A value with its place: text, a number, a flag, None, a list of nodes or a mapping to
    them."""

    value: Any
    line: int
    path: Path

    def fault(self, code: str, **values: Any) -> Fault:
        return Fault(self.line, self.path, code, values)

    def plain(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, dict):
            return {name: node.plain() for name, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def read_yaml(raw: bytes) -> Node:
    """The one document of a file; raises BadYaml."""
    if len(raw) > MOST_BYTES:
        raise BadYaml(Fault(1, (), "yaml_too_large", {"most": MOST_BYTES // 1024}))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadYaml(Fault(line, (), "not_utf8")) from None
    try:
        _check_events(yaml.parse(text, Loader=_Loader))
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise BadYaml(_unreadable(error, text.split("\n"))) from None
    except yaml.YAMLError:  # signs that YAML does not allow
        raise BadYaml(Fault(1, (), "yaml_unreadable")) from None
    if root is None:
        raise BadYaml(Fault(1, (), "yaml_empty"))
    return _node(root, ())


def _unreadable(error: yaml.MarkedYAMLError, lines: list[str]) -> Fault:
    """What YAML stumbles over. A tab looks like blanks, so whoever wrote it does not see it; it may
    stand before the line on which reading ends."""
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark]
    last = max(marks, default=0)
    for number in range(last, min(marks, default=0) - 1, -1):
        if _TAB.match(lines[number] if number < len(lines) else ""):
            return Fault(number + 1, (), "yaml_tab")
    return Fault((marks[0] if marks else 0) + 1, (), "yaml_unreadable")


def _check_events(events: Iterator[Any]) -> None:
    """Refuses what is not wanted before anything is made of it."""
    depth = documents = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadYaml(Fault(line, (), "yaml_anchor"))
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise BadYaml(Fault(line, (), "yaml_tag"))
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise BadYaml(Fault(line, (), "yaml_documents"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise BadYaml(Fault(line, (), "too_deep", {"most": _DEEPEST}))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _node(node: yaml.Node, path: Path) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Node(_mapping(node, path), line, path)
    if isinstance(node, yaml.SequenceNode):
        found = [_node(each, (*path, place)) for place, each in enumerate(node.value)]
        return Node(found, line, path)
    return Node(_scalar(node, line, path), line, path)


def _mapping(node: yaml.MappingNode, path: Path) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise BadYaml(Fault(line, path, "yaml_key"))
        if key.value in found:
            raise BadYaml(Fault(line, (*path, key.value), "repeated"))
        found[key.value] = _node(value, (*path, key.value))
    return found


def _scalar(node: yaml.ScalarNode, line: int, path: Path) -> Any:
    text = node.value
    if node.style in _QUOTED:
        return text
    if text in _NULLS:
        return None
    if text in _FLAGS:
        return _FLAGS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if text.casefold() in _DOUBTFUL:
        raise BadYaml(Fault(line, path, "yaml_doubtful_flag"))
    if _ODD_NUMBER.fullmatch(text) and not _LEADING_ZERO.fullmatch(text):
        raise BadYaml(Fault(line, path, "yaml_odd_number"))
    return text
