"""Readers of one value of a file each: they give the value, or raise BadYaml with place and fix."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from . import values
from .values import Unfit
from .yaml_text import BadYaml, Fault, Node

T = TypeVar("T")
Read = Callable[[Node], T]
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PHONE = re.compile(r"[0-9+(). x-]{7,30}")
_EMAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_URL = re.compile(r"https://[!-~]+")
_MOST_CODE = 80


def bad(node: Node, code: str, **values: Any) -> BadYaml:
    return BadYaml(node.fault(code, **values))


def members(node: Node, needed: tuple[str, ...], others: tuple[str, ...]) -> dict[str, Node]:
    """The members of a mapping, without those that are null; others are refused."""
    found = mapping(node)
    for name, member in found.items():
        if name not in needed + others:
            raise bad(member, "not_a_member", members=[*needed, *others])
    there = {name: member for name, member in found.items() if member.value is not None}
    for name in needed:
        if name not in there:
            raise BadYaml(Fault(node.line, (*node.path, name), "needed"))
    return there


def mapping(node: Node) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        raise bad(node, "yaml_not_mapping")
    return node.value


def listed(node: Node) -> list[Node]:
    if not isinstance(node.value, list):
        raise bad(node, "yaml_not_list")
    return node.value


def text(node: Node, most: int = 200) -> str:
    if not isinstance(node.value, str):
        raise bad(node, "not_text")
    found = node.value.strip()
    plain = found.replace("\n", " ")
    if not found or len(found) > most or not plain.isprintable():
        raise bad(node, "unprintable", most=most)
    return found


def long_text(node: Node) -> str:
    return text(node, 2000)


def is_code(text: str) -> bool:
    return len(text) <= _MOST_CODE and bool(_CODE.fullmatch(text))


def code(node: Node) -> str:
    found = text(node, _MOST_CODE)
    if not is_code(found):
        raise bad(node, "yaml_not_code")
    return found


def certificate(node: Node) -> str:
    """A certificate's letters, such as MSCS."""
    found = text(node, _MOST_CODE)
    if not re.fullmatch(r"[A-Z][A-Z/ -]*", found):
        raise bad(node, "yaml_not_letters")
    return found


def matching(pattern: re.Pattern[str], fault: str) -> Read[str]:
    def read(node: Node) -> str:
        found = text(node)
        if not pattern.fullmatch(found):
            raise bad(node, fault)
        return found

    return read


phone = matching(_PHONE, "not_a_phone")
email = matching(_EMAIL, "not_an_email")
url = matching(_URL, "yaml_not_url")


def flag(node: Node) -> bool:
    return fit(node, values.read_flag)


def day(node: Node) -> date:
    return fit(node, values.read_day)


def amount(node: Node) -> float:
    if type(node.value) not in (int, float) or not 0 <= node.value <= 10_000_000:
        raise bad(node, "fact_not_amount", most=10_000_000)
    return node.value


def whole(least: int, most: int) -> Read[int]:
    return lambda node: fit(node, values.whole_reader(least, most))


def among(choices: tuple[str, ...]) -> Read[str]:
    return lambda node: fit(node, values.choice_reader(choices))


def fit(node: Node, read: Callable[[Any], T]) -> T:
    """A value as facts have them."""
    try:
        return read(node.value)
    except Unfit as error:
        raise BadYaml(node.fault(error.code, **error.values)) from None


def several(read: Read[T], least: int = 0, most: int = 1000) -> Callable[[Node], tuple[T, ...]]:
    """A list, in which nothing stands twice."""

    def read_all(node: Node) -> tuple[T, ...]:
        nodes = listed(node)
        if not least <= len(nodes) <= most:
            raise bad(node, "not_so_many", least=least, most=most)
        found: list[T] = []
        for each in nodes:
            value = read(each)
            if value in found:
                raise bad(each, "yaml_twice")
            found.append(value)
        return tuple(found)

    return read_all


def made(kind: type[T], node: Node, readers: Mapping[str, Read], *needed: str) -> T:
    """A dataclass whose members are read by their names."""
    others = tuple(name for name in readers if name not in needed)
    there = members(node, needed, others)
    return kind(**{name: readers[name](member) for name, member in there.items()})
